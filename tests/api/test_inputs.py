"""What the API answers to what it cannot read: a problem whose sentence says what is wrong and what would be right."""

import base64
import re
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from hypervision.alerts.models import Alert
from maps.models import Camera
from tests.api.conftest import ClientOf
from tests.factories import make_alert, make_event, make_zone

EVENTS, ALERTS, STOPS = "/api/v1/events/", "/api/v1/alerts/", "/api/v1/stops/"

FOUR_NUMBERS = "A box is four numbers: west,south,east,north."
WITHIN = "A box lies within -180,-90,180,90, its west before its east and its south before its north."
NOT_MADE_HERE = "This cursor was not made here. Take it from the `next` of the page before."


def cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.fixture
def system(client_of: ClientOf, city_system: User) -> APIClient:
    return client_of(city_system, Scope.EVENTS_READ, Scope.ALERTS_READ)


@pytest.mark.parametrize("address", [EVENTS, ALERTS])
@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("bbox", "1,2,3", FOUR_NUMBERS),
        ("bbox", "a,b,c,d", FOUR_NUMBERS),
        ("bbox", "25,60,24,61", WITHIN),
        ("bbox", "24,60,25,91", WITHIN),
        ("bbox", "nan,0,1,1", WITHIN),
        ("from", "yesterday", "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm"),
        ("to", "2026-02-30T00:00:00Z", "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm"),
        ("cursor", "x", NOT_MADE_HERE),
        ("cursor", "é", NOT_MADE_HERE),
        ("cursor", cursor("[]"), NOT_MADE_HERE),
        ("cursor", cursor('["2026-06-01T12:00:00", "7"]'), NOT_MADE_HERE),
        pytest.param("cursor", cursor("[" * 9000), NOT_MADE_HERE, id="a cursor as deep as a well"),
        ("limit", "100000", "Ensure this value is less than or equal to 1000."),
        ("limit", "0", "Ensure this value is greater than or equal to 1."),
        ("limit", "many", "A valid integer is required."),
        ("colour", "red", "Unknown parameter. Known are bbox, camera, cursor, district, f"),
        ("camera", "7", "Must be a valid UUID."),
        ("state", "lost", "“lost” is not a valid choice."),
        ("district", "\0", "Null characters are not allowed."),
    ],
)
def test_a_wrong_parameter_is_named_with_a_sentence(
    system: APIClient, address: str, name: str, value: str, sentence: str
) -> None:
    answer = system.get(address, {name: value})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    problem = answer.json()
    assert list(problem["errors"]) == [name]
    said = problem["errors"][name][0].replace('"lost"', "“lost”")
    assert said.startswith(sentence)
    assert problem["detail"] == f"{name}: {problem['errors'][name][0]}"


def test_a_foreign_camera_as_filter_looks_like_one_that_does_not_exist(
    client_of: ClientOf, outsider: User, camera: Camera
) -> None:
    make_alert(camera)
    make_zone(camera)
    client = client_of(outsider)
    for address in (EVENTS, ALERTS, "/api/v1/zones/"):
        foreign, unknown = (client.get(address, {"camera": str(key)}) for key in (camera.id, uuid4()))
        assert (foreign.status_code, foreign.json()) == (200, unknown.json()), address


def test_what_a_foreign_camera_saw_is_said_not_to_exist(client_of: ClientOf, outsider: User, camera: Camera) -> None:
    event = make_event(camera)
    client = client_of(outsider)
    for address in (f"{EVENTS}{event.id}/", f"/api/v1/cameras/{camera.id}/", f"{EVENTS}{event.id}/picture/"):
        answer = client.get(address)
        assert (answer.status_code, answer.json()["detail"]) == (404, "Not found."), address


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"reason": "lamp", "colour": "red"}, "colour: Unknown field. Known are note, reason."),
        ({}, "reason: This field is required."),
        ({"reason": "lamp", "note": "x" * 2001}, "note: Ensure this field has no more than 2000 characters."),
        (["lamp"], "non_field_errors: Invalid data. Expected a dictionary, but got list."),
        ({"reason": "because"}, "Choose one of the reasons that this kind of alert offers."),
        ({"reason": "other"}, "Say in a note what it was instead."),
    ],
)
def test_a_verdict_that_cannot_be_read_changes_nothing_and_says_why(
    client_of: ClientOf, operator: User, camera: Camera, body: Any, sentence: str
) -> None:
    alert = make_alert(camera)
    answer = client_of(operator).post(f"{ALERTS}{alert.id}/refute/", body, format="json")
    assert answer.status_code in (400, 422)
    assert answer.json()["detail"] == sentence
    assert Alert.objects.get().state == Alert.State.NEW


def test_a_body_that_is_no_json_is_said_so(client_of: ClientOf, operator: User, camera: Camera) -> None:
    alert = make_alert(camera)
    answer = client_of(operator).post(f"{ALERTS}{alert.id}/confirm/", b"{note", content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["detail"].startswith("JSON parse error")


def test_a_stop_with_an_unknown_field_stops_nothing(client_of: ClientOf, operator: User, camera: Camera) -> None:
    """A misspelt camera would otherwise stop the whole city."""
    answer = client_of(operator).post(STOPS, {"camra": str(camera.id), "reason": "Lens"}, format="json")
    assert answer.status_code == 400
    assert answer.json()["detail"] == "camra: Unknown field. Known are camera, kind, reason."


def test_a_stop_of_a_foreign_camera_says_that_there_is_none(
    client_of: ClientOf, outsider: User, camera: Camera
) -> None:
    answer = client_of(outsider).post(STOPS, {"camera": str(camera.id), "reason": "No"}, format="json")
    assert (answer.status_code, answer.json()["detail"]) == (404, "Not found.")


@pytest.mark.parametrize("verbs", [("confirm", "refute"), ("refute", "confirm"), ("claim", "claim")])
def test_of_two_who_act_the_second_reads_who_was_first_and_when(
    client_of: ClientOf, operator: User, supervisor: User, camera: Camera, verbs: tuple[str, str]
) -> None:
    alert = make_alert(camera)
    words = {"confirm": {}, "refute": {"reason": "lamp"}, "claim": {}}
    first, second = (
        client_of(person).post(f"{ALERTS}{alert.id}/{verb}/", words[verb], format="json")
        for person, verb in zip((operator, supervisor), verbs, strict=True)
    )
    assert (first.status_code, second.status_code) == (200, 409)
    problem = second.json()
    done = {"confirm": "confirmed", "refute": "refuted", "claim": "claimed"}[verbs[0]]
    assert re.fullmatch(rf"operator {done} this alert first, at \d\d:\d\d:\d\d\.", problem["detail"])
    assert (problem["code"], problem["by"]) == ("already_decided", "operator")


def test_without_login_the_answer_says_so(camera: Camera) -> None:
    answer = APIClient().get(EVENTS)
    assert answer.json()["detail"] == "Authentication credentials were not provided."


def test_a_token_that_is_not_known_is_said_so(camera: Camera) -> None:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION="Token " + "0" * 64)
    answer = client.get(EVENTS)
    assert (answer.status_code, answer.json()["detail"]) == (401, "Invalid token.")


@pytest.mark.parametrize("path", ["/api/v1/nowhere/", "/api/v1/cameras/7/", "/feeds/nowhere"])
def test_an_address_that_there_is_not_is_a_problem(system: APIClient, path: str) -> None:
    answer = system.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not_found"


def test_for_people_it_is_a_page(system: APIClient) -> None:
    answer = system.get("/nowhere/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")
