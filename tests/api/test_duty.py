"""Going on duty and off over the API."""

import pytest

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from tests.api.conftest import ClientOf

DUTY = "/api/v1/duty/"

pytestmark = pytest.mark.django_db


def test_a_shift_from_going_on_to_going_off(client_of: ClientOf, operator: User) -> None:
    client = client_of(operator)
    assert client.post(f"{DUTY}sign/").json()["on_duty"] is False
    started = client.post(f"{DUTY}start/").json()
    assert client.get(DUTY).json()["results"] == [started]
    assert client.post(f"{DUTY}sign/").json()["on_duty"] is True
    assert client.post(f"{DUTY}end/").json()["on_duty"] is False
    assert client.get(DUTY).json()["results"] == []


def test_nobody_is_put_on_duty_by_somebody_else(client_of: ClientOf, operator: User, supervisor: User) -> None:
    answer = client_of(operator).post(f"{DUTY}start/", {"person": supervisor.pk}, format="json")
    assert (answer.status_code, "Unknown field" in answer.json()["detail"]) == (400, True)


def test_a_token_does_not_read_who_is_on_duty(client_of: ClientOf, operator: User) -> None:
    assert client_of(operator, *Scope).get(DUTY).status_code == 403
