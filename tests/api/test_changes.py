"""What changed since: for systems that keep a copy."""

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from hypervision.alerts import actions
from hypervision.alerts.models import Alert
from hypervision.alerts.services import erase_alerts
from hypervision.lib import clock
from hypervision.live import retention
from tests.api.conftest import ClientOf
from tests.factories import ELSEWHERE, area, make_user
from tests.hand.worlds import reported

CHANGES = "/api/v1/alerts/changes/"


def an_hour_ago() -> str:
    return (clock.now() - timedelta(hours=1)).isoformat()


@pytest.fixture
def system(client_of: ClientOf, city_system: User) -> APIClient:
    return client_of(city_system, Scope.ALERTS_READ)


def told(client: APIClient, **asked: Any) -> list[tuple[str, str]]:
    answer = client.get(CHANGES, asked)
    assert answer.status_code == 200, answer.json()
    return [(one["change"], one["alert"]["state"] if "alert" in one else one["id"]) for one in answer.json()["results"]]


def test_each_change_comes_in_its_order(system: APIClient, operator: User) -> None:
    start = clock.now()
    alert = reported(operator)
    actions.claim(alert.pk, operator)
    actions.confirm(alert.pk, operator)
    assert told(system, updated_since=start.isoformat()) == [("put", "new"), ("put", "claimed"), ("put", "confirmed")]


def test_what_was_before_is_left_out(system: APIClient, operator: User) -> None:
    alert = reported(operator)
    between = clock.now()
    actions.claim(alert.pk, operator)
    assert told(system, updated_since=between.isoformat()) == [("put", "claimed")]


def test_what_was_erased_leaves_a_tombstone_and_no_words(system: APIClient, operator: User) -> None:
    start, alert = clock.now(), reported(operator)
    erase_alerts(Alert.objects.filter(pk=alert.pk))
    assert told(system, updated_since=start.isoformat()) == [("erased", str(alert.pk))]


def test_pages_follow_each_other_and_the_last_one_waits_for_more(system: APIClient, operator: User) -> None:
    alert = reported(operator)
    actions.claim(alert.pk, operator)
    first = system.get(CHANGES, {"updated_since": an_hour_ago(), "limit": "1"}).json()
    second = system.get(first["next"]).json()
    empty = system.get(second["next"]).json()
    states = [page["results"][0]["alert"]["state"] for page in (first, second)]
    assert (states, empty["results"]) == (["new", "claimed"], [])
    actions.confirm(alert.pk, operator)
    assert system.get(empty["next"]).json()["results"][0]["alert"]["state"] == "confirmed"


def test_nobody_hears_of_other_places_or_kinds(client_of: ClientOf, operator: User) -> None:
    reported(operator)
    given: list[dict[str, Any]] = [{"everywhere": False, "perimeter": area(*ELSEWHERE)}, {"kinds": ["fire"]}]
    for bounds in given:
        assert told(client_of(make_user(Role.SYSTEM, **bounds), Scope.ALERTS_READ), updated_since=an_hour_ago()) == []


def test_an_exercise_is_no_change(client_of: ClientOf, operator: User) -> None:
    reported(operator, is_real=False)
    assert told(client_of(operator, Scope.ALERTS_READ), updated_since=an_hour_ago()) == []


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"cursor": "1.1", "updated_since": "2026-06-01T12:00:00Z"},
        {"cursor": "1"},
        {"cursor": "x.y"},
        {"cursor": f"1.{10**20}"},
        {"updated_since": "yesterday"},
        {"x": 1},
    ],
)
def test_what_cannot_be_asked_is_said(system: APIClient, asked: dict[str, Any]) -> None:
    assert system.get(CHANGES, asked).status_code == 400


def test_who_comes_after_the_journal_was_forgotten_begins_anew(system: APIClient) -> None:
    late = clock.now() - retention.KEPT - timedelta(seconds=1)
    for asked in ({"cursor": f"7.{int(late.timestamp())}"}, {"updated_since": late.isoformat()}):
        answer = system.get(CHANGES, asked)
        assert (answer.status_code, answer.json()["code"]) == (410, "forgotten")
