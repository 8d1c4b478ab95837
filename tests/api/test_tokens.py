"""Tokens: narrower than their owner, and over when they, their owner or their time are."""

from datetime import timedelta

import pytest
from rest_framework.request import Request
from rest_framework.test import APIClient, APIRequestFactory
from rest_framework.views import APIView

from hypervision.accounts.api import MaySee
from hypervision.accounts.models import ApiToken, User
from hypervision.accounts.rights import Role, Scope
from hypervision.lib import clock
from tests.api.conftest import ClientOf

EVENTS = "/api/v1/events/"


@pytest.fixture
def system(client_of: ClientOf, city_system: User) -> APIClient:
    return client_of(city_system, Scope.EVENTS_READ)


def said(client: APIClient) -> tuple[int, str]:
    answer = client.get(EVENTS)
    return answer.status_code, answer.json().get("detail", "")


def test_a_token_that_stands_is_answered(system: APIClient) -> None:
    assert said(system) == (200, "")


def test_a_token_whose_time_is_over_is_refused(system: APIClient) -> None:
    ApiToken.objects.update(expiry=clock.now() - timedelta(seconds=1))
    assert said(system) == (401, "Invalid token.")


def test_the_token_of_a_closed_account_is_refused(system: APIClient, city_system: User) -> None:
    city_system.is_active = False
    city_system.save()
    assert said(system) == (401, "User inactive or deleted.")


def test_a_token_gives_no_more_than_its_owners_role(system: APIClient, city_system: User) -> None:
    city_system.role = Role.OFFICIAL
    city_system.save()
    assert said(system) == (403, "You do not have permission to perform this action.")


def test_a_token_changes_nothing_by_a_scope_that_reads(client_of: ClientOf, operator: User) -> None:
    client = client_of(operator, Scope.CAMERAS_READ)
    assert client.post("/api/v1/stops/", {"reason": "x"}, format="json").status_code == 403


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_view_that_names_no_right_is_closed_to_everybody(administrator: User, method: str) -> None:
    request = Request(getattr(APIRequestFactory(), method.lower())("/"))
    request.user = administrator
    assert not MaySee().has_permission(request, APIView())
