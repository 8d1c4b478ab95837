"""A hand-over as it is read: what was kept, and what became of the open matters since."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from detectors.said import kind_name
from hypervision.accounts.models import User
from hypervision.alerts.models import Alert
from hypervision.alerts.selectors import visible_alerts
from hypervision.alerts.workflow import State
from hypervision.lib.languages import in_mine
from hypervision.shifts.drafting import AlertFact, Draft, Figures, SilentFact, SnoozeFact, StopFact
from hypervision.shifts.halts import stop_name
from hypervision.shifts.models import HandOver
from maps.reality import is_real

MOST = 100
"""Open matters that are listed; of more the number is said."""


@dataclass(frozen=True, slots=True)
class Matter:
    """level: high, medium or low, for its shape. now: empty while it stands as it stood."""

    id: str
    kind: str
    place: str
    level: str
    severity: str
    state: str
    now: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Silent:
    camera: str
    since: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Stopped:
    what: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Snoozed:
    what: str
    reason: str
    by: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """open: how many matters were open. gone: how many of the first MOST were erased since. more: those not listed."""

    since: datetime
    until: datetime
    figures: Figures
    open: int
    matters: list[Matter]
    gone: int
    more: int
    silent: list[Silent]
    stops: list[Stopped]
    snoozes: list[Snoozed]


def sheet_of(kept: HandOver | Draft, reader: User, until: datetime) -> Sheet:
    listed = kept.alerts[:MOST]
    matters = _matters(listed, reader)
    return Sheet(
        since=kept.since,
        until=until,
        figures=kept.figures,
        open=len(kept.alerts),
        matters=matters,
        gone=len(listed) - len(matters),
        more=len(kept.alerts) - len(listed),
        silent=[_silent(fact) for fact in kept.silent],
        stops=[_stopped(fact) for fact in kept.stops],
        snoozes=[_snoozed(fact) for fact in kept.snoozes],
    )


def _matters(facts: list[AlertFact], reader: User) -> list[Matter]:
    """In the order in which they were kept; without those that are erased, or out of the reader's sight."""
    alerts = {str(alert.pk): alert for alert in visible_alerts(reader).filter(pk__in=[fact["id"] for fact in facts])}
    return [_matter(alerts[fact["id"]], fact["state"]) for fact in facts if fact["id"] in alerts]


def _matter(alert: Alert, state: str) -> Matter:
    event = alert.event
    return Matter(
        id=str(alert.pk),
        kind=kind_name(event.kind) if is_real(event) else _("EXERCISE: %(what)s") % {"what": kind_name(event.kind)},
        place=", ".join(part for part in (event.street, event.camera.name if event.camera else "") if part),
        level=alert.severity,
        severity=alert.get_severity_display(),
        state=str(State(state).label),
        now="" if alert.state == state else alert.get_state_display(),
        at=event.captured_at,
    )


def _silent(fact: SilentFact) -> Silent:
    return Silent(fact["camera"], datetime.fromisoformat(fact["since"]), in_mine(fact["reason"]))


def _stopped(fact: StopFact) -> Stopped:
    what = stop_name(fact["camera"], fact["kind"])
    return Stopped(what, fact["reason"], fact["by"], datetime.fromisoformat(fact["at"]))


def _snoozed(fact: SnoozeFact) -> Snoozed:
    what = stop_name(fact["camera"], fact["kind"])
    return Snoozed(what, fact["reason"], fact["by"], datetime.fromisoformat(fact["until"]))
