"""A token asks so many times a minute; and the same answer is not sent twice to who has it."""

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from hypervision.accounts import limits
from hypervision.accounts.models import ApiToken, User
from hypervision.accounts.rights import Scope
from tests.api.conftest import ClientOf

EVENTS = "/api/v1/events/"


@pytest.fixture
def system(client_of: ClientOf, city_system: User) -> APIClient:
    return client_of(city_system, Scope.EVENTS_READ)


def test_each_answer_says_what_is_left(system: APIClient) -> None:
    first, second = system.get(EVENTS), system.get(EVENTS)
    left = [int(answer["RateLimit-Remaining"]) for answer in (first, second)]
    assert first["RateLimit-Limit"] == "600"
    assert left in ([599, 598], [599, 599])  # a minute may end between them
    assert 1 <= int(first["RateLimit-Reset"]) <= limits.WINDOW_S + 1


def test_who_asks_too_often_is_told_when_to_come_back(system: APIClient, settings: Settings) -> None:
    settings.API_REQUESTS_A_MINUTE = 1
    answers = [system.get(EVENTS) for _ in range(4)]  # even if a minute ends between them
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert refused[0]["Content-Type"] == "application/problem+json"
    assert 1 <= int(refused[0]["Retry-After"]) <= limits.WINDOW_S + 2
    assert refused[0]["RateLimit-Remaining"] == "0"


def test_each_minute_begins_anew(city_system: User) -> None:
    token, _ = ApiToken.objects.create(user=city_system, name="one", scopes=[])
    early, late = limits.spend(token, 59.0), limits.spend(token, 60.0)
    assert early is not None
    assert late is not None
    assert (early.left, early.reset, late.left, late.reset) == (599, 2, 599, 61)


def test_each_token_has_its_own(city_system: User) -> None:
    tokens = [ApiToken.objects.create(user=city_system, name=name, scopes=[])[0] for name in ("one", "other")]
    found = [limits.spend(token, 600.0) for token in tokens]
    assert [one.left for one in found if one] == [599, 599]


def test_nobody_is_refused_because_the_broker_is_away(system: APIClient, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.API_REQUESTS_A_MINUTE = 1
    answers = [system.get(EVENTS) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert "RateLimit-Limit" not in answers[0]


def test_people_at_their_screens_are_not_counted(client_of: ClientOf, operator: User) -> None:
    assert "RateLimit-Limit" not in client_of(operator).get(EVENTS)


def test_the_same_answer_is_not_sent_again(system: APIClient) -> None:
    tag = system.get(EVENTS)["ETag"]
    again = system.get(EVENTS, HTTP_IF_NONE_MATCH=tag)
    assert (again.status_code, again.content) == (304, b"")
