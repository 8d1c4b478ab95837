"""Other systems of the city send their events over the API."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from django.contrib.gis.geos import LineString, MultiLineString
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from hypervision.alerts.models import Alert
from hypervision.asgi import application
from hypervision.incidents.models import Member
from hypervision.inward import taking
from hypervision.inward.api import MOST_BYTES
from hypervision.inward.models import Sending
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from maps.models import District, Event, Street
from tests.factories import ELSEWHERE, SQUARE, area, make_token, make_user
from tests.hand.worlds import make_city
from tests.inward.worlds import told

pytestmark = pytest.mark.django_db
EVENTS = "/api/v1/events/"
Send = Callable[..., Any]


def client_of(system: User, *scopes: Scope) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {make_token(system, *scopes)}")
    return client


@pytest.fixture
def send(city_system: User) -> Send:
    client = client_of(city_system, Scope.EVENTS_WRITE)

    def post(*rows: Any, key: str = "", **more: Any) -> Any:
        return client.post(EVENTS, {"events": list(rows), **more}, format="json", HTTP_IDEMPOTENCY_KEY=key)

    return post


def states(answer: Any) -> list[str]:
    return [row["state"] for row in answer.json()["results"]]


def test_an_event_stands_where_it_happened(send: Send, city_system: User) -> None:
    District.objects.create(name="Kluuvi", area=area())
    answer = send(told(value=71.5, unit="°C"))
    assert (answer.status_code, states(answer)) == (200, ["taken"])
    event = Event.objects.get()
    assert (event.kind, event.place.coords, event.place_error, event.place_source) == (
        *("fire_alarm", SQUARE, 10.0, "system"),
    )
    assert (event.camera, event.regime, event.district and event.district.name) == (None, "", "Kluuvi")
    assert event.facts == {"id": "panel-1", "place": list(SQUARE), "value": 71.5, "unit": "°C"}
    assert str(event.pk) == answer.json()["results"][0]["event"]
    entry = LogEntry.objects.get(action="events.take")
    assert (entry.actor, entry.facts) == ("city-system", {"count": 1, "kinds": ["fire_alarm"]})


def test_any_character_comes_through(send: Send) -> None:
    words = "tab\t, line\n, return\r, back\\slash, \\N, “quotes” and 漢字"
    District.objects.create(name="Tab\tand \\N", area=area())
    send(told(id=words, words=words))
    event = Event.objects.get()
    assert (event.facts["id"], event.facts["words"]) == (words, words)
    assert event.district
    assert event.district.name == "Tab\tand \\N"


def test_nobody_is_alerted_unless_a_verdict_is_asked_for(send: Send) -> None:
    send(told(id="a"), told(id="b", severity="high", words="Third floor."))
    alert = Alert.objects.get()
    assert (alert.severity, alert.source, str(alert.raised_by), alert.words) == (
        *("high", "system", "city-system", "Third floor."),
    )


def test_what_is_sent_again_is_known(send: Send) -> None:
    row = told(severity="low")
    send(row)
    answer = send(row)
    assert states(answer) == ["known"]
    assert (Event.objects.count(), Alert.objects.count()) == (1, 1)


def test_what_stands_twice_in_a_batch_is_taken_once(send: Send) -> None:
    assert states(send(told(), told())) == ["taken", "known"]


@pytest.mark.parametrize(
    "other", [{"kind": "traffic"}, {"lon": ELSEWHERE[0]}, {"severity": "high"}, {"value": 1.0}, {"words": "More."}]
)
def test_another_event_under_a_known_id_is_refused(send: Send, other: dict[str, Any]) -> None:
    row = told()
    send(row)
    answer = send(row | other)
    assert answer.status_code == 422
    assert list(answer.json()["results"][0]["errors"]) == ["id"]
    assert Event.objects.get().kind == "fire_alarm"


def test_another_event_under_an_id_of_the_same_batch_is_refused(send: Send) -> None:
    assert states(send(told(), told(kind="traffic"), all_or_nothing=False)) == ["taken", "refused"]


def test_the_number_of_an_event_is_a_uuid_of_version_5(city_system: User) -> None:
    name = f"{city_system.pk} panel-1"
    expected = uuid5(UUID("6b1f2a0e-2f0c-5d8e-9a59-3a6f3d1c7f10"), name)
    assert taking.event_id(city_system, "panel-1") == str(expected)


def test_what_two_systems_call_alike_are_two_events(send: Send) -> None:
    send(told())
    other = client_of(make_user(Role.SYSTEM), Scope.EVENTS_WRITE)
    assert other.post(EVENTS, {"events": [told(kind="traffic")]}, format="json").json()["taken"] == 1
    assert Event.objects.count() == 2


def test_one_wrong_row_refuses_all(send: Send) -> None:
    answer = send(told(id="a"), told(id="b", plate="AB-123"))
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["code"] == "wrong_events"
    assert states(answer) == ["right", "refused"]
    assert not Event.objects.exists()


def test_or_the_others_are_taken_in_if_the_sender_wants_it(send: Send) -> None:
    answer = send(told(id="a"), told(id="b", kind="?"), all_or_nothing=False)
    assert (answer.status_code, states(answer)) == (200, ["taken", "refused"])
    assert (answer.json()["taken"], answer.json()["refused"]) == (1, 1)


def test_a_key_gives_the_first_answer_again(send: Send) -> None:
    row = told()
    first, second = send(row, key="k"), send(row, key="k")
    assert second.json() == first.json() | {"again": True}
    assert Event.objects.count() == 1


def test_a_key_of_another_batch_is_a_conflict(send: Send) -> None:
    send(told(id="a"), key="k")
    assert send(told(id="b"), key="k").status_code == 409
    assert Event.objects.count() == 1


def test_a_key_of_a_batch_that_was_refused_is_free(send: Send) -> None:
    send(told(kind="?"), key="k")
    assert send(told(), key="k").status_code == 200


def test_keys_are_forgotten(send: Send) -> None:
    send(told(), key="k")
    taking.forget(clock.now() + taking.KEYS_KEPT - timedelta(seconds=9))
    assert Sending.objects.exists()
    taking.forget(clock.now() + taking.KEYS_KEPT + timedelta(seconds=9))
    assert not Sending.objects.exists()


@pytest.mark.parametrize("address", ["Kaivokatu", "kaivokatu 12", "Kaivokatu, 12 b", "12 bis Kaivokatu"])
def test_a_street_says_where_and_how_unsurely(send: Send, address: str) -> None:
    Street.objects.create(name="Kaivokatu", lines=MultiLineString(LineString((24.94, 60.17), (24.942, 60.17))))
    send(told(lon=None, lat=None, address=address))
    event = Event.objects.get()
    assert (event.place_source, event.place.y) == ("address", 60.17)
    assert event.place_error == pytest.approx(55, abs=1)


def test_a_district_says_where_and_how_unsurely(send: Send) -> None:
    District.objects.create(name="Kluuvi", area=area(half=0.002))
    send(told(lon=None, lat=None, district="KLUUVI"))
    event = Event.objects.get()
    assert (event.place_source, event.district and event.district.name) == ("district", "Kluuvi")
    assert event.place_error == pytest.approx(177, abs=2)


@pytest.mark.parametrize("place", [{"address": "Nowhere street"}, {"district": "Atlantis"}])
def test_a_place_that_nobody_knows_is_refused(send: Send, place: dict[str, str]) -> None:
    answer = send(told(lon=None, lat=None, **place))
    assert list(answer.json()["results"][0]["errors"]) == list(place)


def test_exchanged_coordinates_are_said(send: Send) -> None:
    make_city((24.9, 60.1, 25.0, 60.2))
    answer = send(told(lon=SQUARE[1], lat=SQUARE[0]))
    assert "exchanged" in answer.json()["results"][0]["errors"]["lon"]


def test_a_place_outside_the_city_is_refused(send: Send) -> None:
    make_city((24.9, 60.1, 25.0, 60.2))
    assert "outside the city" in send(told(lon=2.35, lat=48.85)).json()["results"][0]["errors"]["lon"]


@pytest.mark.parametrize("bounds", [{"everywhere": False, "perimeter": area(*ELSEWHERE)}, {"kinds": ["traffic"]}])
def test_a_system_tells_only_of_its_places_and_kinds(bounds: dict[str, Any]) -> None:
    system = make_user(Role.SYSTEM, **bounds)
    answer = client_of(system, Scope.EVENTS_WRITE).post(EVENTS, {"events": [told()]}, format="json")
    assert answer.status_code == 422
    assert not Event.objects.exists()


def test_a_token_needs_the_scope(city_system: User) -> None:
    answer = client_of(city_system, Scope.EVENTS_READ).post(EVENTS, {"events": [told()]}, format="json")
    assert answer.status_code == 403


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM])
def test_only_systems_send(role: Role) -> None:
    client = APIClient()
    client.force_login(make_user(role))
    assert client.post(EVENTS, {"events": [told()]}, format="json").status_code == 403


def test_events_near_each_other_become_an_incident(send: Send) -> None:
    send(told(id="a", severity="high"), told(id="b", severity="high"))
    assert Member.objects.exclude(incident=None).count() == 2


def test_a_citizens_report_joins_an_incident_only_by_hand(send: Send) -> None:
    rows = [told(id=name, severity="low", kind="citizen_report") for name in ("a", "b")]
    send(*rows)
    assert not Member.objects.exclude(incident=None).exists()


def test_so_many_alerts_at_once_are_refused(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "MOST_ALERTS", 1)
    answer = send(told(id="a", severity="low"), told(id="b", severity="low"))
    assert answer.json()["code"] == "too_many_alerts"
    assert not Event.objects.exists()


def test_a_batch_that_is_too_long_is_refused(city_system: User) -> None:
    client = client_of(city_system, Scope.EVENTS_WRITE)
    answer = client.post(EVENTS, b" " * (MOST_BYTES + 1), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_without_a_token_nothing_is_taken_in() -> None:
    assert APIClient().post(EVENTS, {"events": [told()]}, format="json").status_code == 401
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"events": ["\xff"]}', b'{"events": [{"lon": NaN}]}', b'{"events": [']
)
def test_a_body_that_is_no_batch_is_refused_with_a_sentence(city_system: User, body: bytes) -> None:
    answer = client_of(city_system, Scope.EVENTS_WRITE).post(EVENTS, body, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["detail"]
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_half_a_request_is_taken_in_by_nobody(city_system: User) -> None:
    async_to_sync(_send_and_leave)(make_token(city_system, Scope.EVENTS_WRITE))
    assert not Event.objects.exists()


async def _send_and_leave(secret: str) -> None:
    """What came may even look whole: it was not the end."""
    who = (b"authorization", f"Token {secret}".encode())
    headers = [(b"host", b"localhost"), who, (b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": EVENTS, "query_string": b"", "headers": headers}
    whole = json.dumps({"events": [told()]}).encode()
    sending = ApplicationCommunicator(application, scope)
    await sending.send_input({"type": "http.request", "body": whole, "more_body": True})
    await sending.send_input({"type": "http.disconnect"})
    await sending.wait()
    assert await sending.receive_nothing()


def test_a_batch_that_is_packed_is_refused(city_system: User) -> None:
    client = client_of(city_system, Scope.EVENTS_WRITE)
    answer = client.post(EVENTS, b"\x1f\x8b", content_type="application/json", HTTP_CONTENT_ENCODING="gzip")
    assert (answer.status_code, answer.json()["code"]) == (422, "encoded")


def test_events_of_systems_are_read_like_any_other(send: Send, operator: User) -> None:
    send(told(severity="high", words="<b>Third floor</b>"))
    client = APIClient()
    client.force_login(operator)
    feature = client.get(EVENTS).json()["features"][0]
    assert (feature["properties"]["kind"], feature["properties"]["state"]) == ("fire_alarm", "new")
    card = client.get("/api/v1/alerts/").json()["results"][0]
    assert (card["source"], card["raised_by"], card["words"]) == ("system", "city-system", "<b>Third floor</b>")
