"""The hand-over at the end of a shift: the leaving person signs, and another person signs for it."""

from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal
from hypervision.shifts.drafting import draft
from hypervision.shifts.models import HandOver

LONGEST = 4000


def visible(reader: User) -> QuerySet[HandOver]:
    """One's own, and those of people who saw nothing that the reader does not see."""
    rows = HandOver.objects.select_related("by", "taken_by")
    if not reader.may(Right.READ_LOGBOOK):
        return rows.none()
    sight = can_see(reader)
    if sight.is_whole:  # its empty Q would vanish from the "or"
        return rows
    place = Q() if sight.everywhere else Q(everywhere=False) & sight.q("area")
    kinds = ~Q(kinds=[]) & Q(kinds__contained_by=sorted(sight.kinds)) if sight.kinds else Q()
    return rows.filter(Q(by=reader) | (place & kinds))


def waiting(reader: User) -> QuerySet[HandOver]:
    """Those that the reader may sign for; none for who keeps no shifts."""
    if not reader.may(Right.KEEP_SHIFT):
        return HandOver.objects.none()
    return visible(reader).filter(taken_at=None).exclude(by=reader)


@transaction.atomic
def sign(by: User, words: str = "", *, key: UUID | None = None) -> HandOver:
    """Keeps what stands at this moment. key: signed twice, it is kept once."""
    _check(by)
    text, now, sight = _readable(words), clock.now(), can_see(by)
    found = draft(by, now)
    values = {
        "by": by,
        "since": found.since,
        "signed_at": now,
        "everywhere": sight.everywhere,
        "area": None if sight.everywhere else sight.area,
        "kinds": sorted(sight.kinds),
        "figures": found.figures,
        "alerts": found.alerts,
        "silent": found.silent,
        "stops": found.stops,
        "snoozes": found.snoozes,
        "words": text,
    }
    made, is_new = HandOver.objects.get_or_create(pk=key or uuid4(), defaults=values)
    if is_new:
        log.write(str(by), "hand_over.sign", str(made.pk), **found.figures, open=len(found.alerts))
    elif made.by_id != by.pk:
        raise Refusal(_("Another hand-over has this number already. Open the page again."), code="known_number")
    return made


@transaction.atomic
def take(key: UUID, by: User) -> HandOver:
    """Signs for it. Of two who do so at once exactly one wins; the other reads who was first."""
    _check(by)
    known = visible(by).filter(pk=key).first()
    if known is None:
        raise Unknown(_("There is no such hand-over among those that you read."), code="unknown_hand_over")
    if known.by_id == by.pk:
        raise Refusal(_("Somebody else signs for what you hand over."), code="own_hand_over")
    if not HandOver.objects.filter(pk=key, taken_at=None).update(taken_by=by, taken_at=clock.now()):
        raise _too_late(HandOver.objects.select_related("taken_by").get(pk=key))
    log.write(str(by), "hand_over.take", str(key), of=str(known.by))
    return visible(by).get(pk=key)


def _check(by: User) -> None:
    if not by.may(Right.KEEP_SHIFT):
        raise NotAllowed(_("Your role does not keep shifts."), code="no_right")


def _too_late(one: HandOver) -> Conflict:
    at = one.taken_at or one.signed_at
    facts = {"who": str(one.taken_by), "when": date_format(localtime(at), "H:i:s")}
    sentence = _("%(who)s signed for this hand-over first, at %(when)s.") % facts
    return Conflict(sentence, code="already_taken", by=facts["who"], at=at.isoformat())


def _readable(words: str) -> str:
    text = words.replace("\x00", "").strip()
    if len(text) > LONGEST:
        facts = {"length": len(text), "limit": LONGEST}
        raise Refusal(_("The note has %(length)d characters; %(limit)d fit.") % facts, code="note_too_long")
    return text
