"""Handing over, and signing for it, over the API."""

from uuid import uuid4

import pytest

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from tests.api.conftest import ClientOf

HAND_OVERS = "/api/v1/hand-overs/"
DUTY = "/api/v1/duty/"

pytestmark = pytest.mark.django_db


def test_one_signs_and_the_next_is_told_and_signs_for_it(
    client_of: ClientOf, operator: User, supervisor: User, outsider: User
) -> None:
    made = client_of(operator).post(HAND_OVERS, {"words": "The lift is out of order."}, format="json")
    assert (made.status_code, made.json()["taken_by"]) == (201, None)
    key, next_one = made.json()["id"], client_of(supervisor)
    assert [one["id"] for one in next_one.get(DUTY).json()["hand_overs"]] == [key]
    assert [one["id"] for one in next_one.post(f"{DUTY}sign/").json()["hand_overs"]] == [key]
    assert client_of(operator).get(DUTY).json()["hand_overs"] == []
    assert client_of(outsider).get(DUTY).json()["hand_overs"] == []
    assert next_one.post(f"{HAND_OVERS}{key}/take/").json()["taken_by"] == "supervisor"
    assert next_one.post(f"{HAND_OVERS}{key}/take/").status_code == 409
    assert next_one.get(DUTY).json()["hand_overs"] == []


def test_the_outsider_meets_no_hand_over_of_the_whole_city(client_of: ClientOf, operator: User, outsider: User) -> None:
    key = client_of(operator).post(HAND_OVERS, {}, format="json").json()["id"]
    client = client_of(outsider)
    assert client.get(HAND_OVERS).json()["results"] == []
    assert client.get(f"{HAND_OVERS}{key}/").status_code == 404
    assert client.post(f"{HAND_OVERS}{key}/take/").status_code == 404


def test_one_is_kept_once_when_it_is_sent_twice(client_of: ClientOf, operator: User) -> None:
    words = {"id": str(uuid4()), "words": "Once."}
    client = client_of(operator)
    assert client.post(HAND_OVERS, words, format="json").json() == client.post(HAND_OVERS, words, format="json").json()


def test_pages_lead_on_and_those_that_wait_are_asked_for(client_of: ClientOf, operator: User, supervisor: User) -> None:
    client = client_of(operator)
    keys = [client.post(HAND_OVERS, {}, format="json").json()["id"] for _ in range(3)]
    client_of(supervisor).post(f"{HAND_OVERS}{keys[0]}/take/")
    first = client.get(HAND_OVERS, {"limit": 2}).json()
    second = client.get(first["next"]).json()
    assert [one["id"] for one in first["results"] + second["results"]] == keys[::-1]
    assert [one["id"] for one in client.get(HAND_OVERS, {"waiting": "true"}).json()["results"]] == keys[:0:-1]


def test_a_token_does_not_read_it(client_of: ClientOf, supervisor: User) -> None:
    assert client_of(supervisor, *Scope).get(HAND_OVERS).status_code == 403
