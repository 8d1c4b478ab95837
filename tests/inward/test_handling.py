"""Another system of the city says how far it is with a confirmed alert."""

from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from hypervision.alerts import actions
from hypervision.alerts.models import Alert, Handling
from hypervision.inward import handling
from hypervision.law.models import LogEntry
from hypervision.live.models import JournalEntry
from tests.factories import ELSEWHERE, area, make_token, make_user
from tests.hand.worlds import reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def confirmed(operator: User) -> Alert:
    alert = reported(operator)
    actions.claim(alert.pk, operator)
    return actions.confirm(alert.pk, operator)


def say(system: User, alert: Alert, state: str = "received", *scopes: Scope, **more: Any) -> Any:
    client = APIClient()
    token = make_token(system, *(scopes or (Scope.ALERTS_HANDLE,)))
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    words = {"reference": "F-2231", "state": state} | more
    return client.post(f"/api/v1/alerts/{alert.pk}/handling/", words, format="json")


def test_each_step_stands_on_the_card_and_in_the_log(confirmed: Alert, city_system: User) -> None:
    say(city_system, confirmed)
    card = say(city_system, confirmed, "on_the_way").json()
    told = [(one["by"], one["reference"], one["state"]) for one in card["handlings"]]
    assert told == [("city-system", "F-2231", "received"), ("city-system", "F-2231", "on_the_way")]
    assert LogEntry.objects.filter(action="alert.handling").count() == 2


def test_all_browsers_hear_of_it(confirmed: Alert, city_system: User) -> None:
    say(city_system, confirmed, "done")
    told = JournalEntry.objects.latest("number").payload
    assert told["card"]["handlings"][0]["state"] == "done"


def test_a_card_with_one_more_step_is_the_newer_one(confirmed: Alert, city_system: User) -> None:
    first = say(city_system, confirmed).json()["step_count"]
    assert say(city_system, confirmed, "done").json()["step_count"] == first + 1


def test_saying_the_same_twice_changes_nothing(confirmed: Alert, city_system: User) -> None:
    say(city_system, confirmed)
    assert say(city_system, confirmed).status_code == 200
    assert Handling.objects.count() == 1


def test_two_systems_may_handle_one_alert(confirmed: Alert, city_system: User) -> None:
    say(city_system, confirmed)
    other = make_user(Role.SYSTEM)
    assert len(say(other, confirmed).json()["handlings"]) == 2


def test_nobody_outside_acts_on_what_no_person_confirmed(operator: User, city_system: User) -> None:
    answer = say(city_system, reported(operator))
    assert (answer.status_code, answer.json()["code"]) == (409, "not_confirmed")
    assert not Handling.objects.exists()


def test_an_alert_that_was_refuted_afterwards_takes_no_more(
    confirmed: Alert, supervisor: User, city_system: User
) -> None:
    actions.correct(confirmed.pk, supervisor, "refuted", note="Seen on the wall.", reason="not_found")
    assert say(city_system, confirmed).status_code == 409


@pytest.mark.parametrize("wrong", [{"state": "lost"}, {"reference": ""}, {"reference": "x" * 101}, {"plate": "AB"}])
def test_what_is_wrong_is_said(confirmed: Alert, city_system: User, wrong: dict[str, str]) -> None:
    answer = say(city_system, confirmed, **wrong)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == list(wrong)


def test_a_system_without_the_scope_is_refused(confirmed: Alert, city_system: User) -> None:
    assert say(city_system, confirmed, "done", Scope.ALERTS_READ).status_code == 403


def test_an_alert_elsewhere_is_not_there(confirmed: Alert) -> None:
    system = make_user(Role.SYSTEM, everywhere=False, perimeter=area(*ELSEWHERE))
    assert say(system, confirmed).status_code == 404


def test_an_alert_that_nobody_knows_is_not_there(city_system: User, confirmed: Alert) -> None:
    assert say(city_system, Alert(pk=uuid4())).status_code == 404


def test_a_system_that_says_the_same_for_ever_is_stopped(
    confirmed: Alert, city_system: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handling, "MOST", 1)
    say(city_system, confirmed)
    assert say(city_system, confirmed, "done").json()["code"] == "too_many_steps"
