"""The present state of all that the control room shows, for one person; the socket tells what changes after it."""

from http import HTTPStatus
from typing import TypedDict

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from detectors.cards import camera_card, with_card_parts
from detectors.changes import map_version
from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right
from hypervision.alerts import snoozes
from hypervision.alerts.cards import alert_card
from hypervision.alerts.selectors import fresh, visible_alerts
from hypervision.exercises import playing
from hypervision.exercises.selectors import standing as exercises
from hypervision.incidents import telling
from hypervision.incidents.selectors import memberships
from hypervision.law import stops
from hypervision.lib import clock
from hypervision.live import journal
from hypervision.live.cards import (
    AlertCard,
    CallCard,
    CameraCard,
    DutyCard,
    ExerciseCard,
    IncidentCard,
    RunCard,
    SnoozeCard,
    StopCard,
)
from hypervision.oncall import telling as oncall
from hypervision.procedures.selectors import runs_of
from hypervision.procedures.telling import run_card
from hypervision.shifts import duty
from maps.models import Camera


class Snapshot(TypedDict):
    """number: the journal entry that the state holds at least; ask the socket for what came since.

    map: the version of the base map; empty before the first import.
    alerts: captured within ALERT_HOURS (alerts.selectors) before server_time; a browser lets older ones go likewise.
    """

    number: int
    server_time: str
    map: str
    alerts: list[AlertCard]
    incidents: list[IncidentCard]
    runs: list[RunCard]
    cameras: list[CameraCard]
    stops: list[StopCard]
    snoozes: list[SnoozeCard]
    duty: list[DutyCard]
    exercises: list[ExerciseCard]
    calls: list[CallCard]


def snapshot(person: User) -> Snapshot:
    """The number is read first: what changes meanwhile is told again, and a message told twice changes nothing."""
    number, now, sight = journal.newest(), clock.now(), can_see(person)
    alerts = fresh(visible_alerts(person), now)
    cameras = with_card_parts(Camera.objects.filter(sight.q("location")))
    return {
        "number": number,
        "server_time": now.isoformat(),
        "map": map_version(),
        "alerts": [alert_card(alert) for alert in alerts],
        "incidents": [telling.card(*pair) for pair in memberships(alerts)],
        "runs": [run_card(run) for run in runs_of(alerts)],
        "cameras": [camera_card(camera) for camera in cameras],
        "stops": [stops.stop_card(stop) for stop in stops.visible(sight)],
        "snoozes": [snoozes.snooze_card(one) for one in snoozes.visible(sight)] if person.may(Right.SEE_ALERTS) else [],
        "duty": [duty.duty_card(one) for one in duty.on_duty()] if person.may(Right.READ_LOGBOOK) else [],
        "calls": [oncall.card(one) for one in oncall.recent(now)] if person.may(Right.READ_LOGBOOK) else [],
        "exercises": [playing.card(one) for one in exercises()] if person.may(Right.READ_LOGBOOK) else [],
    }


@never_cache
@require_safe
def live_snapshot(request: HttpRequest) -> JsonResponse:
    """Answers a script: who is not logged in gets a 401 and not the login page."""
    if not isinstance(request.user, User):
        return JsonResponse({"detail": _("Log in first.")}, status=HTTPStatus.UNAUTHORIZED)
    if not request.user.may(Right.SEE_MAP):
        return JsonResponse({"detail": _("Your account does not open the control room.")}, status=HTTPStatus.FORBIDDEN)
    return JsonResponse(snapshot(request.user))
