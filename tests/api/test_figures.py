"""The figures of the dashboard over REST: what the page shows, to whom it shows it, and no more exactly."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from detectors.models import Lease
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from hypervision.alerts.models import Alert, AlertStep
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from maps.models import Camera, District, Event
from tests.api.conftest import ClientOf
from tests.factories import ELSEWHERE, NOON, area, make_alert, make_camera, make_count, make_event, make_user, make_zone

FIGURES = "/api/v1/figures/"
DAY = {"from": "2026-06-01", "to": "2026-06-01"}


@pytest.fixture
def judged(camera: Camera) -> Camera:
    """Six of seven alerts at noon of the first of June were right."""
    District.objects.create(name="Kluuvi", area=area())
    for number in range(7):
        make_alert(camera, state="refuted" if number == 0 else "confirmed")
    Event.objects.update(district=District.objects.get())
    return camera


def test_a_period_is_told_with_its_verdicts_and_places(client_of: ClientOf, judged: Camera, supervisor: User) -> None:
    told: Any = client_of(supervisor).get(FIGURES, DAY).json()
    assert (told["unit"], told["period"]["events"], told["before"]["events"], told["change"]) == (1, 7, 0, None)
    assert (told["verdicts"]["confirmed"], told["verdicts"]["judged"]) == (6, 7)
    assert [(row["kind"], row["events"]) for row in told["kinds"]] == [("intrusion", 7)]
    assert told["districts"] == [{"district": "Kluuvi", "events": 7}]
    assert sum(step["events"] or 0 for step in told["steps"]) == 7


def test_how_detectors_work_is_told_as_on_the_page(client_of: ClientOf, judged: Camera, supervisor: User) -> None:
    refuted = Alert.objects.get(state="refuted")
    AlertStep.objects.create(alert=refuted, from_state="claimed", to_state="refuted", at=NOON, reason="lamp")
    Lease.objects.create(camera=judged, token=1, worker="w", taken_at=NOON.replace(hour=0), ended_at=NOON)
    work: Any = client_of(supervisor).get(FIGURES, DAY).json()["work"]
    (one,) = work["detectors"]
    assert (one["kind"], one["reasons"]) == ("intrusion", [{"reason": "lamp", "alerts": 1}])
    assert one["false_alarms"]["low"] < one["false_alarms"]["value"] < one["false_alarms"]["high"]
    assert [(row["kind"], row["confirmed"]) for row in work["authorisations"]] == [("intrusion", 6)]
    assert work["times"] is None


def test_what_zones_measure_and_how_lines_are_shared_is_told(client_of: ClientOf, supervisor: User) -> None:
    camera = make_camera()
    line = make_zone(camera, purpose="line", points=[[0, 0.5], [1, 0.5]])
    for label, objects in (("person", 30), ("bicycle", 10)):
        make_count(camera, objects, zone=line, label=label)
    told: Any = client_of(supervisor).get(FIGURES, DAY).json()
    (split,) = told["splits"]
    assert {one["label"]: one["share"] for one in split["shares"]} == {"person": 0.75, "bicycle": 0.25}
    table = client_of(supervisor).get(FIGURES, DAY, HTTP_ACCEPT="text/csv").content.decode()
    assert {row["label"] for row in csv.DictReader(io.StringIO(table)) if row["figure"] == "share"} == {
        "person",
        "bicycle",
    }


def test_nobody_watched_is_a_gap_and_no_nought(client_of: ClientOf, judged: Camera, supervisor: User) -> None:
    steps: Any = client_of(supervisor).get(FIGURES, DAY).json()["steps"]
    assert {step["events"] for step in steps} == {7, None}


def test_an_official_is_told_in_fives_and_so_is_a_token_that_reads_no_alerts(
    client_of: ClientOf, judged: Camera, official: User, city_system: User
) -> None:
    for api in (client_of(official), client_of(city_system, Scope.COUNTS_READ)):
        told: Any = api.get(FIGURES, DAY).json()
        assert told["unit"] == 5
        assert told["period"]["events"] % 5 == 0
        assert all(row["events"] % 5 == 0 for name in ("kinds", "districts", "hours") for row in told[name])
    exact: Any = client_of(city_system, Scope.COUNTS_READ, Scope.ALERTS_READ).get(FIGURES, DAY).json()
    assert (exact["unit"], exact["period"]["events"]) == (1, 7)


def test_who_is_told_in_fives_hears_nothing_of_the_last_half_hour(
    client_of: ClientOf, camera: Camera, official: User, city_system: User
) -> None:
    for _ in range(10):
        make_event(camera, captured_at=clock.now() - timedelta(minutes=5))
    for api in (client_of(official), client_of(city_system, Scope.COUNTS_READ)):
        told: Any = api.get(FIGURES).json()
        assert (told["period"]["events"], told["kinds"]) == (0, [])


def test_a_table_has_a_row_for_each_figure_and_is_logged(client_of: ClientOf, judged: Camera, official: User) -> None:
    answer = client_of(official).get(FIGURES, DAY, HTTP_ACCEPT="text/csv")
    told = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert told[0]["figure"] == "unit"
    assert {int(row["value"]) % 5 for row in told if row["figure"] == "events"} == {0}
    assert LogEntry.objects.get(action="figures.export").facts["rows"] == len(told)


def test_figures_are_narrowed_as_on_the_page(client_of: ClientOf, judged: Camera, supervisor: User) -> None:
    api = client_of(supervisor)
    counts = [
        api.get(FIGURES, {**DAY, **asked}).json()["period"]["events"]
        for asked in ({"kind": "fire"}, {"district": "none"}, {"weekday": "0"}, {"weekday": "1"}, {"hour": "3"})
    ]
    assert counts == [0, 0, 7, 0, 0]  # the first of June 2026 is a Monday


@pytest.mark.parametrize(
    "wrong",
    [
        {"period": "decade"},
        {"period": "own"},
        {"period": "day", **DAY},
        {"from": "2026-06-01"},
        {"from": "2026-06-02", "to": "2026-06-01"},
        {"from": "2020-06-02", "to": "2026-06-01"},
        {"from": "0001-01-01", "to": "0001-01-02"},
        {"weekday": "7"},
        {"hour": "24"},
        {"kind": "portrait"},
        {"district": "987654321"},
        {"camera": "x"},
    ],
)
def test_what_cannot_be_had_is_said_and_not_left_out(
    client_of: ClientOf, supervisor: User, wrong: dict[str, str]
) -> None:
    answer: Any = client_of(supervisor).get(FIGURES, wrong)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_a_perimeter_narrows_figures(client_of: ClientOf, judged: Camera) -> None:
    make_camera(ELSEWHERE, name="Far")
    far = client_of(make_user(Role.SUPERVISOR, username="far", everywhere=False, perimeter=area(*ELSEWHERE)))
    told: Any = far.get(FIGURES, DAY).json()
    assert (told["period"]["events"], told["kinds"], told["districts"]) == (0, [], [])


def test_a_token_needs_the_scope_of_counts(client_of: ClientOf, db: None, city_system: User, operator: User) -> None:
    assert client_of(city_system, Scope.ALERTS_READ).get(FIGURES).status_code == 403
    assert client_of(operator).get(FIGURES).status_code == 403
