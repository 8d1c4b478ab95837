"""What stands in a hand-over: the state of things at the end of a shift, as far as the leaving person sees."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict

from django.db.models import Count, Q

from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.alerts import snoozes
from hypervision.alerts.selectors import visible_alerts
from hypervision.alerts.workflow import JUDGED, OPEN, TRUE, State
from hypervision.lib.languages import Said
from hypervision.shifts import silences
from hypervision.shifts.halts import with_camera_names
from hypervision.shifts.models import Presence
from maps.reality import real

PAUSE = timedelta(hours=1)
"""A shorter time off duty does not end a shift."""
USUAL = timedelta(hours=8)
"""Of whoever was not on duty."""
LONGEST = timedelta(hours=24)


OPEN_MATTERS = (*OPEN, State.CONFIRMED)
"""Without a verdict, or confirmed and not closed."""


class Figures(TypedDict):
    """Of the real alerts raised in the shift. unreviewed: judged by nobody, whether they wait or have expired."""

    alerts: int
    confirmed: int
    refuted: int
    unreviewed: int


class AlertFact(TypedDict):
    id: str
    state: str


class SilentFact(TypedDict):
    camera: str
    since: str
    reason: Said


class StopFact(TypedDict):
    """camera: its name, empty for none."""

    camera: str
    kind: str
    reason: str
    by: str
    at: str


class SnoozeFact(TypedDict):
    camera: str
    kind: str
    reason: str
    by: str
    until: str


@dataclass(frozen=True, slots=True)
class Draft:
    since: datetime
    figures: Figures
    alerts: list[AlertFact]
    silent: list[SilentFact]
    stops: list[StopFact]
    snoozes: list[SnoozeFact]


def draft(person: User, now: datetime) -> Draft:
    since = shift_start(person, now)
    return Draft(
        since,
        _figures(person, since, now),
        _open(person),
        _silent(person, now),
        _stops(person),
        _snoozes(person),
    )


def shift_start(person: User, now: datetime) -> datetime:
    """When the person came on duty, short pauses left out."""
    start = None
    times = Presence.objects.filter(person=person, started_at__gte=now - LONGEST).order_by("-started_at")
    for presence in times:
        if (start or now) - (presence.ended_at or now) > PAUSE:
            break
        start = presence.started_at
    return start or now - USUAL


def _figures(person: User, since: datetime, now: datetime) -> Figures:
    raised = visible_alerts(person).filter(real("event__"), created_at__gte=since, created_at__lte=now)
    counts = raised.aggregate(
        alerts=Count("pk"),
        confirmed=Count("pk", filter=Q(state__in=TRUE)),
        refuted=Count("pk", filter=Q(state=State.REFUTED)),
        unreviewed=Count("pk", filter=~Q(state__in=JUDGED)),
    )
    return {
        "alerts": counts["alerts"],
        "confirmed": counts["confirmed"],
        "refuted": counts["refuted"],
        "unreviewed": counts["unreviewed"],
    }


def _open(person: User) -> list[AlertFact]:
    """The oldest first: it waits the longest. What was confirmed in an exercise is no matter any more."""
    still = Q(state__in=OPEN) | real("event__")
    matters = visible_alerts(person).filter(still, state__in=OPEN_MATTERS).order_by("created_at", "pk")
    return [AlertFact(id=str(key), state=state) for key, state in matters.values_list("pk", "state")]


def _silent(person: User, now: datetime) -> list[SilentFact]:
    rows = silences.told(can_see(person), now).filter(ended_at=None).order_by("began_at")
    return [
        SilentFact(camera=silence.camera_name, since=silence.began_at.isoformat(), reason=silence.reason)
        for silence in rows
    ]


def _stops(person: User) -> list[StopFact]:
    return [
        StopFact(
            camera=getattr(stop, "camera_name", "") or "",
            kind=stop.kind,
            reason=stop.reason,
            by=str(stop.by or ""),
            at=stop.at.isoformat(),
        )
        for stop in with_camera_names(person).filter(lifted_at=None).order_by("at")
    ]


def _snoozes(person: User) -> list[SnoozeFact]:
    return [
        SnoozeFact(
            camera=snooze.camera.name,
            kind=snooze.kind,
            reason=snooze.reason,
            by=str(snooze.by),
            until=snooze.until.isoformat(),
        )
        for snooze in snoozes.visible(can_see(person)).select_related("camera").order_by("until")
    ]
