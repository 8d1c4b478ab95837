"""Verdicts over the API, as the control room gives them."""

from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from hypervision.alerts.models import Alert
from maps.models import Camera
from tests.api.conftest import ClientOf
from tests.factories import ELSEWHERE, NOON, make_alert, make_camera, make_event

ALERTS = "/api/v1/alerts/"


@pytest.fixture
def alert(camera: Camera) -> Alert:
    return make_alert(camera)


def url(alert: Alert, action: str = "") -> str:
    return f"{ALERTS}{alert.id}/{action and action + '/'}"


def test_the_operator_confirms_and_reads_the_verdict_in_the_answer(
    client_of: ClientOf, operator: User, alert: Alert
) -> None:
    card = client_of(operator).post(url(alert, "confirm"), {"note": "Called the depot."}, format="json").json()
    assert (card["state"], card["verdict"]["by"], card["verdict"]["note"]) == (
        "confirmed",
        "operator",
        "Called the depot.",
    )


def test_the_second_verdict_is_told_who_was_first(
    client_of: ClientOf, operator: User, supervisor: User, alert: Alert
) -> None:
    client_of(operator).post(url(alert, "confirm"), {}, format="json")
    answer = client_of(supervisor).post(url(alert, "refute"), {"reason": "lamp"}, format="json")
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert "operator" in answer.json()["detail"]


def test_a_refutation_without_a_known_reason_is_refused(client_of: ClientOf, operator: User, alert: Alert) -> None:
    answer = client_of(operator).post(url(alert, "refute"), {"reason": "because"}, format="json")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("claim", {}),
        ("escalate", {}),
        ("confirm", {}),
        ("refute", {"reason": "lamp"}),
        ("close", {"outcome": "left"}),
        ("notes", {"text": "x"}),
    ],
)
def test_the_outsider_finds_no_foreign_alert(
    client_of: ClientOf, outsider: User, alert: Alert, action: str, body: dict[str, str]
) -> None:
    assert client_of(outsider).post(url(alert, action), body, format="json").status_code == 404


@pytest.mark.parametrize("action", ["claim", "escalate", "confirm", "refute", "close", "correct", "notes"])
def test_a_system_gives_no_verdict(client_of: ClientOf, city_system: User, alert: Alert, action: str) -> None:
    client = client_of(city_system, Scope.ALERTS_READ, Scope.ALERTS_VERDICT)
    assert client.post(url(alert, action), {"text": "x"}, format="json").status_code == 403


def test_an_alert_goes_its_whole_way_over_the_api(client_of: ClientOf, operator: User, alert: Alert) -> None:
    client = client_of(operator)
    steps: tuple[tuple[str, dict[str, object], str], ...] = (
        ("escalate", {"note": "Is that a toy?"}, "escalated"),
        ("claim", {}, "claimed"),
        ("confirm", {"informed": ["municipal_police"]}, "confirmed"),
        ("close", {"outcome": "other", "note": "It was the gardener after all."}, "closed"),
    )
    for action, body, state in steps:
        assert client.post(url(alert, action), body, format="json").json()["state"] == state
    told = [(step["to"], step["reason"], step["informed"]) for step in client.get(url(alert)).json()["steps"]]
    assert told[2:] == [("confirmed", "", ["municipal_police"]), ("closed", "other", [])]


def test_only_a_supervisor_corrects_a_verdict(
    client_of: ClientOf, operator: User, supervisor: User, alert: Alert
) -> None:
    client_of(operator).post(url(alert, "refute"), {"reason": "lamp"}, format="json")
    body = {"verdict": "confirmed", "note": "The recording shows a man."}
    assert client_of(operator).post(url(alert, "correct"), body, format="json").status_code == 403
    card = client_of(supervisor).post(url(alert, "correct"), body, format="json").json()
    assert (card["verdict"]["by"], card["verdict"]["corrected"]) == ("supervisor", True)


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("confirm", {"informed": ["my brother"]}),
        ("close", {}),
        ("correct", {"verdict": "perhaps", "note": "x"}),
        ("correct", {"verdict": "confirmed"}),
    ],
)
def test_what_is_not_on_a_list_is_refused_and_changes_nothing(
    client_of: ClientOf, supervisor: User, alert: Alert, action: str, body: dict[str, object]
) -> None:
    assert client_of(supervisor).post(url(alert, action), body, format="json").status_code in (400, 422)
    alert.refresh_from_db()
    assert alert.state == Alert.State.NEW


def test_the_detail_says_what_most_alerts_of_its_camera_were_refuted_for(
    client_of: ClientOf, operator: User, alert: Alert, camera: Camera
) -> None:
    client = client_of(operator)
    assert client.get(url(alert)).json()["past"]["piled"] is None
    for _ in range(8):
        client.post(url(make_alert(camera), "refute"), {"reason": "reflection"}, format="json")
    assert client.get(url(alert)).json()["past"]["piled"] == {"reason": "reflection", "count": 8, "of": 8}


def test_the_detail_says_how_often_this_camera_was_right(
    client_of: ClientOf, operator: User, alert: Alert, camera: Camera
) -> None:
    for state in ("confirmed", "confirmed", "refuted"):
        make_alert(camera, state=state)
    past = client_of(operator).get(url(alert)).json()["past"]
    assert (past["confirmed"], past["judged"]) == (2, 3)
    assert 0 < past["low"] < past["share"] < past["high"] < 1


def test_a_session_without_csrf_token_changes_nothing(operator: User, alert: Alert) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(operator)
    assert client.post(url(alert, "confirm"), {}, format="json").status_code == 403
    assert Alert.objects.get().state == "new"


def test_each_filter_of_the_alerts_keeps_what_it_names(client_of: ClientOf, operator: User, camera: Camera) -> None:
    make_alert(camera)
    other = make_alert(make_camera(ELSEWHERE), severity="low", state="refuted")
    client = client_of(operator)
    assert len(client.get(ALERTS).json()["results"]) == 2
    for query in ({"severity": "low"}, {"state": "refuted"}, {"camera": str(other.event.camera_id)}):
        assert [card["id"] for card in client.get(ALERTS, query).json()["results"]] == [str(other.id)], query


def test_the_pages_hold_every_alert_once(client_of: ClientOf, operator: User, camera: Camera) -> None:
    made = [
        str(make_alert(camera, event=make_event(camera, captured_at=NOON - timedelta(seconds=second // 2))).id)
        for second in range(5)
    ]
    client = client_of(operator)
    seen: list[str] = []
    address = f"{ALERTS}?limit=2"
    while address:
        page = client.get(address).json()
        seen += [card["id"] for card in page["results"]]
        address = page["next"]
    assert sorted(seen) == sorted(made)


def test_the_past_of_a_camera_is_that_of_its_kind_and_of_no_other_camera(
    client_of: ClientOf, operator: User, alert: Alert, camera: Camera
) -> None:
    make_alert(camera, state="confirmed")
    make_alert(camera, state="refuted", event=make_event(camera, kind="density"))
    make_alert(make_camera(), state="refuted")
    past = client_of(operator).get(url(alert)).json()["past"]
    assert (past["confirmed"], past["judged"]) == (1, 1)


def test_the_story_of_an_alert_names_who_did_what(client_of: ClientOf, operator: User, alert: Alert) -> None:
    client = client_of(operator)
    client.post(url(alert, "claim"), {}, format="json")
    client.post(url(alert, "notes"), {"text": "Called."}, format="json")
    client.post(url(alert, "refute"), {"reason": "lamp"}, format="json")
    steps = client.get(url(alert)).json()["steps"]
    assert [(step["from"], step["to"], step["by"], step["reason"], step["note"]) for step in steps] == [
        ("new", "claimed", "operator", "", ""),
        ("claimed", "claimed", "operator", "", "Called."),
        ("claimed", "refuted", "operator", "lamp", ""),
    ]
