"""Who is on duty. People go on and off by hand; whose control room was closed, or who lost the right, is taken off.

Each change is one transaction: the row by a conditional update, the log, last the journal.
"""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.alerts.refusals import NotAllowed
from hypervision.law import log
from hypervision.lib import clock
from hypervision.live import journal
from hypervision.live.cards import DutyCard
from hypervision.live.messages import DutyPut
from hypervision.shifts.areas import care_of
from hypervision.shifts.models import Presence

SIGN_EVERY = timedelta(seconds=30)
"""How often the control room of a person on duty says that it is open (static/js/shifts/duty.js)."""
ABSENT_AFTER = timedelta(minutes=3)
"""Browsers slow a window in the background down to one sign a minute."""


def on_duty() -> QuerySet[Presence]:
    return Presence.objects.filter(ended_at=None).select_related("person")


def presence_of(person: User) -> Presence | None:
    return on_duty().filter(person=person).first()


@transaction.atomic
def go_on(by: User) -> Presence:
    """Whoever is on duty already stays so; a second window changes nothing."""
    if not by.may(Right.KEEP_SHIFT):
        raise NotAllowed(_("Your role does not keep shifts."), code="no_right")
    now, care = clock.now(), care_of(by)
    values = {"started_at": now, "seen_at": now, **asdict(care)}
    presence, is_new = Presence.objects.get_or_create(person=by, ended_at=None, defaults=values)
    if is_new:
        log.write(str(by), "duty.start", str(presence.pk))
        _tell(presence)
    return presence


@transaction.atomic
def show_life(by: User) -> bool:
    """A sign of life; whether the person is on duty. It takes nobody on: who was taken off finds out."""
    care = asdict(care_of(by))
    mine = Presence.objects.filter(person=by, ended_at=None)
    if not mine.update(seen_at=clock.now()):
        return False
    if mine.exclude(**care).update(**care):
        _tell(mine.get())
    return True


@transaction.atomic
def go_off(by: User) -> None:
    """Who is not on duty, or was taken off meanwhile, stays so."""
    presence = presence_of(by)
    if presence is not None:
        _end(presence, Presence.End.BY_HAND, clock.now())


def take_off(now: datetime) -> int:
    """Those whose control room has been silent for too long, and those who may not keep shifts any more; how many."""
    ended = 0
    for presence in on_duty():
        if not presence.person.may(Right.KEEP_SHIFT):
            ended += _end(presence, Presence.End.NO_RIGHT, now)
        elif presence.seen_at < now - ABSENT_AFTER:
            ended += _end(presence, Presence.End.ABSENT, now)
    return ended


@transaction.atomic
def _end(presence: Presence, end: Presence.End, now: datetime) -> bool:
    """A sign of life that comes meanwhile keeps a person on duty whom nobody else takes off."""
    still = Presence.objects.filter(pk=presence.pk, ended_at=None)
    if end == Presence.End.ABSENT:
        still = still.filter(seen_at=presence.seen_at)
    if not still.update(ended_at=now, end=end):
        return False
    actor = str(presence.person) if end == Presence.End.BY_HAND else "system"
    log.write(actor, "duty.end", str(presence.pk), person=str(presence.person), end=str(end))
    _tell(Presence.objects.get(pk=presence.pk))
    return True


def _tell(presence: Presence) -> None:
    journal.append(DutyPut(duty_card(presence)), right=Right.READ_LOGBOOK)


def duty_card(presence: Presence) -> DutyCard:
    return {
        "id": str(presence.pk),
        "account": presence.person.username,
        "name": str(presence.person),
        "everywhere": presence.everywhere,
        "districts": presence.districts,
        "kinds": presence.kinds,
        "since": presence.started_at.isoformat(),
        "left": presence.ended_at is not None,
    }
