"""Site validations (R-43): until somebody signs how well a kind does on a camera, its alerts there are on trial."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.law import log
from hypervision.law.models import SiteValidation
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal

LEAST_WORDS = 5
"""Of a statement: "ok" says nothing to whoever asks in two years."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What was looked at: one kind on one camera with one network, and how its alerts were judged since ``begins``."""

    camera_id: UUID
    place: Point
    kind: str
    model_hash: str
    begins: datetime | None
    judged: int
    confirmed: int
    missed: int


def standing(camera_id: UUID, kind: str) -> SiteValidation | None:
    return _standing().filter(camera_id=camera_id, kind=kind).first()


def all_standing() -> dict[tuple[UUID, str], SiteValidation]:
    return {(one.camera_id, one.kind): one for one in _standing()}


def holds(one: SiteValidation | None, model_hash: str) -> bool:
    """Another network is another thing: what it does was not tried."""
    return one is not None and one.model_hash == model_hash


@transaction.atomic
def sign(tried: Tried, statement: str, by: User) -> SiteValidation:
    """Takes the place of the one that stood for another network. Raises Refusal and Conflict, sentences."""
    if not by.may(Right.SIGN_VALIDATION):
        raise Refusal(_("Your role does not sign site validations."), code="no_right")
    if len(statement.split()) < LEAST_WORDS:
        raise Refusal(
            _("Write what was tried on site and how it went: whoever asks in two years reads this."),
            code="no_statement",
        )
    if holds(standing(tried.camera_id, tried.kind), tried.model_hash):
        raise Conflict(_("Somebody else has signed this just now. Read it first."))
    now = clock.now()
    _standing().select_for_update(of=("self",)).filter(camera_id=tried.camera_id, kind=tried.kind).update(
        withdrawn_at=now, withdrawn_by=by, withdrawn_reason=_("Signed anew")
    )
    made = make(tried, statement.strip(), by, now)
    log.write(str(by), "validation.sign", str(tried.camera_id), kind=tried.kind, statement=made.statement)
    return made


def make(tried: Tried, statement: str, by: User | None, now: datetime) -> SiteValidation:
    """Raises Conflict when somebody else has signed in the same moment."""
    try:
        with transaction.atomic():
            return SiteValidation.objects.create(
                camera_id=tried.camera_id,
                place=tried.place,
                kind=tried.kind,
                model_hash=tried.model_hash,
                begins=tried.begins,
                ends=now,
                judged=tried.judged,
                confirmed=tried.confirmed,
                missed=tried.missed,
                statement=statement,
                signed_at=now,
                signed_by=by,
            )
    except IntegrityError as error:
        raise Conflict(_("Somebody else has signed this just now. Read it first.")) from error


@transaction.atomic
def withdraw(validation_id: UUID, by: User, reason: str) -> SiteValidation:
    """Its alerts are on trial again. Raises Refusal and Conflict, sentences."""
    if not by.may(Right.SIGN_VALIDATION):
        raise Refusal(_("Your role does not sign site validations."), code="no_right")
    if not reason.strip():
        raise Refusal(_("Say why it is withdrawn."), code="no_reason")
    one = SiteValidation.objects.select_for_update(of=("self",)).filter(pk=validation_id).first()
    if one is None or one.withdrawn_at is not None:
        raise Conflict(_("This validation does not stand any more."))
    one.withdrawn_at, one.withdrawn_by, one.withdrawn_reason = clock.now(), by, reason.strip()
    one.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    log.write(str(by), "validation.withdraw", str(one.camera_id), kind=one.kind, reason=one.withdrawn_reason)
    return one


def _standing() -> QuerySet[SiteValidation]:
    return SiteValidation.objects.filter(withdrawn_at=None).select_related("signed_by")
