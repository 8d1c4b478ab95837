"""Snoozes: a camera that fires in a storm is set aside for one kind and a while, with a reason that all read.

A snooze that is over is not ended by anybody: it counts no more from ``until`` on. A new one of the same camera and
kind takes its place.
"""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.permissions import Sight, can_see
from hypervision.accounts.rights import Right
from hypervision.alerts.models import Alert, Snooze
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal
from hypervision.live import journal
from hypervision.live.cards import SnoozeCard
from hypervision.live.messages import SnoozePut
from maps.models import Camera

LONGEST = timedelta(hours=8)
"""A shift: the next one decides anew."""


def standing() -> QuerySet[Snooze]:
    return Snooze.objects.filter(ended_at=None, until__gt=clock.now()).select_related("by")


def visible(sight: Sight) -> QuerySet[Snooze]:
    return standing().filter(sight.q("place", kind="kind"))


def without_snoozed(alerts: QuerySet[Alert]) -> QuerySet[Alert]:
    """Alerts that nobody has set aside."""
    same = standing().filter(camera=OuterRef("event__camera"), kind=OuterRef("event__kind"))
    return alerts.exclude(Exists(same))


@transaction.atomic
def snooze(camera_id: UUID, kind: str, by: User, *, span: timedelta, reason: str) -> Snooze:
    """Sets the alerts of a camera and kind aside; one that stands already ends, and this one takes its place."""
    camera = _camera(camera_id, kind, by)
    reason = reason.strip()
    if not reason:
        raise Refusal(_("Say why these alerts are set aside."), code="no_reason")
    if not timedelta(0) < span <= LONGEST:
        raise Refusal(_("Alerts are set aside for 8 hours at most: the next shift decides anew."), code="too_long")
    now = clock.now()
    journal.lock()  # two who snooze at once come one after the other
    for before in Snooze.objects.filter(camera=camera, kind=kind, ended_at=None):
        _end(before, str(by))
    made = Snooze.objects.create(
        camera=camera, kind=kind, reason=reason, at=now, until=now + span, by=by, place=camera.location
    )
    log.write(str(by), "snooze.set", str(camera_id), kind=kind, until=made.until.isoformat(), reason=reason)
    _tell(made)
    return made


@transaction.atomic
def wake(snooze_id: UUID, by: User) -> Snooze:
    """Ends a snooze early; anybody who judges here may."""
    found = Snooze.objects.select_related("by").filter(pk=snooze_id).first()
    if found is None:
        raise Unknown(_("There is no such snooze among those that you see."), code="unknown_snooze")
    _camera(found.camera_id, found.kind, by)
    journal.lock()
    found.refresh_from_db(fields=["ended_at"])
    if found.ended_at is not None or found.until <= clock.now():
        raise Conflict(_("This snooze is over already."), code="already_over")
    _end(found, str(by))
    return found


def snooze_card(one: Snooze) -> SnoozeCard:
    return {
        "id": str(one.pk),
        "camera": str(one.camera_id),
        "kind": one.kind,
        "reason": one.reason,
        "until": one.until.isoformat(),
        "by": str(one.by),
        "ended": one.ended_at is not None,
    }


def _end(one: Snooze, by: str) -> None:
    one.ended_at = clock.now()
    one.save(update_fields=["ended_at"])
    log.write(by, "snooze.end", str(one.camera_id), kind=one.kind)
    _tell(one)


def _tell(one: Snooze) -> None:
    journal.append(SnoozePut(snooze_card(one)), right=Right.SEE_ALERTS, place=one.place, event_kind=one.kind)


def _camera(camera_id: UUID, kind: str, by: User) -> Camera:
    if not by.may(Right.GIVE_VERDICT):
        raise NotAllowed(_("Your role does not include the right to judge alerts."), code="no_right")
    sight = can_see(by)
    camera = Camera.objects.filter(sight.q("location"), pk=camera_id).first()
    if camera is None or not sight.knows(kind):
        raise Unknown(_("There is no such camera, or kind, among those that you see."), code="unknown_camera")
    return camera
