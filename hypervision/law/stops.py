"""Stops (R-24): a person stops a camera, a kind, or everything; it holds through restarts until a person lifts it."""

from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.permissions import Sight
from hypervision.accounts.rights import Right
from hypervision.law import log
from hypervision.law.models import Stop
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal
from hypervision.live import journal
from hypervision.live.cards import StopCard
from hypervision.live.messages import StopPut


def standing() -> QuerySet[Stop]:
    return Stop.objects.filter(lifted_at=None).select_related("by")


def known_to(sight: Sight) -> QuerySet[Stop]:
    """Standing or lifted, the stops that a person may know of: those of no camera, whatever their kind, and those of
    the cameras in sight: of the person's kinds, and of a whole camera.
    """
    if sight.is_whole:  # its empty Q would vanish from the "or"
        return Stop.objects.all()
    return Stop.objects.filter(Q(camera_id=None) | sight.q("place", kind="kind"))


def visible(sight: Sight) -> QuerySet[Stop]:
    return known_to(sight).filter(lifted_at=None).select_related("by")


@transaction.atomic
def stop(by: User, *, reason: str, camera_id: UUID | None = None, place: Point | None = None, kind: str = "") -> Stop:
    """Stops one camera (name its place too), one kind, or, with neither, the whole system."""
    if not by.may(Right.STOP):
        raise Refusal(_("Your role does not include the right to stop analytics."), code="no_right")
    if not reason.strip():
        raise Refusal(_("Say why analytics are stopped."), code="no_reason")
    made = Stop.objects.create(
        camera_id=camera_id, place=place, kind=kind, reason=reason.strip(), at=clock.now(), by=by
    )
    log.write(str(by), "stop.set", str(camera_id or kind or "system"), reason=made.reason)
    _tell(made)
    return made


@transaction.atomic
def suspend(*, reason: str, camera_id: UUID, place: Point, kind: str) -> Stop | None:
    """The product stops one kind on one camera (R-45). None where that stands stopped already, by whomever."""
    if standing().filter(Q(camera_id=None) | Q(camera_id=camera_id), Q(kind="") | Q(kind=kind)).exists():
        return None
    made = Stop.objects.create(camera_id=camera_id, place=place, kind=kind, reason=reason, at=clock.now())
    log.write("system", "stop.suspend", str(camera_id), kind=kind, reason=reason)
    _tell(made)
    return made


def lifted_last(camera_id: UUID, kind: str) -> datetime | None:
    """When a person last let this kind run again on this camera, after either had been stopped by itself."""
    lifted = Stop.objects.filter(camera_id=camera_id, kind=kind, lifted_at__isnull=False)
    return lifted.order_by("-lifted_at").values_list("lifted_at", flat=True).first()


@transaction.atomic
def lift(stop_id: UUID, by: User) -> Stop:
    """Lets analytics run again where nothing else forbids them. The second of two people is told who was first."""
    if not by.may(Right.STOP):
        raise Refusal(_("Your role does not include the right to stop analytics."), code="no_right")
    at = clock.now()
    lifted = Stop.objects.filter(id=stop_id, lifted_at=None).update(lifted_at=at, lifted_by=by)
    one = Stop.objects.select_related("by", "lifted_by").get(id=stop_id)
    if not lifted:
        raise Conflict(_("%(who)s has already lifted this stop.") % {"who": one.lifted_by}, code="already_lifted")
    log.write(str(by), "stop.lift", str(one.camera_id or one.kind or "system"))
    _tell(one)
    return one


def _tell(one: Stop) -> None:
    """As ``known_to`` has it: a kind narrows only what is told of a camera."""
    of_kind = one.kind if one.camera_id else ""
    journal.append(StopPut(stop_card(one)), right=Right.SEE_MAP, place=one.place, event_kind=of_kind)


def stop_card(one: Stop) -> StopCard:
    return {
        "id": str(one.id),
        "camera": str(one.camera_id) if one.camera_id else None,
        "kind": one.kind,
        "reason": one.reason,
        "at": one.at.isoformat(),
        "by": str(one.by or ""),
        "lifted": one.lifted_at is not None,
    }
