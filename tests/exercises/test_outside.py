"""An exercise counts nowhere and leaves the house by no way: each place that counts or sends is tried with one."""

from datetime import timedelta

import pytest
from django.db import transaction

from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Scope
from hypervision.alerts import actions
from hypervision.alerts.models import Alert
from hypervision.alerts.selectors import past_precision, piled, visible_alerts
from hypervision.alerts.services import raise_alert
from hypervision.board.figures import figures
from hypervision.board.period import Period
from hypervision.incidents import actions as incidents
from hypervision.incidents import joining
from hypervision.incidents.models import Member
from hypervision.law.models import LogEntry, Stop
from hypervision.lib import clock
from hypervision.lib.errors import Conflict
from hypervision.pages.snapshot import snapshot
from hypervision.shifts import logbook
from hypervision.shifts.drafting import draft
from hypervision.shifts.logbook import Search
from hypervision.shifts.sheet import sheet_of
from maps.models import Camera
from tests.alerts.test_tiles import address
from tests.api.conftest import ClientOf
from tests.api.conftest import client_of as client_of
from tests.exercises.worlds import played, started
from tests.factories import make_alert, make_event
from tests.live.worlds import heard

pytestmark = pytest.mark.django_db


@pytest.fixture
def fire(supervisor: User) -> Alert:
    return played(started(supervisor))[0]


def test_the_dashboard_and_the_hand_over_count_none_of_it(fire: Alert, operator: User) -> None:
    now = clock.now()
    found = figures(can_see(operator), Period(now - timedelta(hours=1), now + timedelta(hours=1), timedelta(hours=1)))
    assert (found.events, found.confirmed.unreviewed, found.kinds, found.districts) == (0, 0, [], [])
    assert draft(operator, now).figures == {"alerts": 0, "confirmed": 0, "refuted": 0, "unreviewed": 0}


def test_the_hand_over_and_the_logbook_name_it_an_exercise(fire: Alert, operator: User) -> None:
    actions.escalate(fire.pk, operator)
    now = clock.now()
    assert sheet_of(draft(operator, now), operator, now).matters[0].kind == "EXERCISE: Start of fire"
    lines, _ = logbook.read(operator, Search(kind="escalated"), 10)
    assert lines[0].text.startswith("EXERCISE, Start of fire")
    actions.confirm(fire.pk, operator)
    assert draft(operator, now).alerts == []


def test_each_entry_of_the_log_says_so(fire: Alert, operator: User) -> None:
    actions.claim(fire.pk, operator)
    marked = LogEntry.objects.filter(facts__exercise=True).values_list("action", flat=True)
    assert set(marked) == {"alert.raise", "alert.claim"}


def test_verdicts_in_it_say_nothing_of_a_camera(camera: Camera, operator: User) -> None:
    """Even if a script could name one."""
    for _ in range(25):
        alert = make_alert(camera, event=make_event(camera, is_real=False))
        actions.refute(alert.pk, operator, "reflection")
    assert past_precision(camera.pk, "intrusion").judged == 0
    assert piled(camera.pk, "intrusion") is None
    assert not Stop.objects.exists()


def test_it_is_never_part_of_a_real_incident(fire: Alert, camera: Camera, operator: User) -> None:
    now = clock.now()
    with transaction.atomic():
        real = raise_alert(make_event(camera, kind="fire", captured_at=now, started_at=now), "high", joining.join)
    assert not Member.objects.filter(incident__isnull=False).exists()
    with pytest.raises(Conflict, match="exercise"):
        incidents.merge(real.pk, fire.pk, operator)


def test_alerts_of_one_exercise_belong_together(supervisor: User) -> None:
    exercise = started(supervisor)
    fire, run = played(exercise, 10)
    assert len({member.incident_id for member in Member.objects.filter(pk__in=[fire.pk, run.pk])} - {None}) == 1


def test_no_other_system_hears_or_reads_of_it(
    supervisor: User, city_system: User, operator: User, client_of: ClientOf
) -> None:
    before = snapshot(city_system)
    exercise = started(supervisor)
    fire, _ = played(exercise, 10)
    assert heard(city_system, before["number"]) == []
    assert (snapshot(city_system)["alerts"], snapshot(city_system)["exercises"]) == ([], [])
    assert not visible_alerts(city_system).exists()
    for owner in (city_system, operator):
        client = client_of(owner, Scope.EVENTS_READ, Scope.ALERTS_READ)
        assert client.get("/api/v1/events/").json()["features"] == []
        assert client.get("/api/v1/alerts/").json()["results"] == []
        assert client.get(f"/api/v1/alerts/{fire.pk}/").status_code == 404
        assert client.get(f"/api/v1/events/{fire.event_id}/").status_code == 404
        assert client.get(f"/api/v1/alerts/{fire.pk}/run/").status_code == 404
        assert client.get("/api/v1/incidents/").json()["results"] == []
    assert client_of(operator).get(f"/api/v1/alerts/{fire.pk}/").json()["exercise"] is True
    assert len(client_of(operator).get("/api/v1/incidents/").json()["results"]) == 1


def test_past_alerts_on_the_map_are_real_ones(fire: Alert, client_of: ClientOf, operator: User) -> None:
    client = client_of(operator)
    assert client.get(address(14)).status_code == 204
