"""Brokers over REST: as in the administration, by the same form, for the same people, with the same log."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from hypervision.law.models import LogEntry
from hypervision.lib import crypto
from hypervision.mqtt.models import Broker, Outgoing, Subscription
from tests.api.conftest import ClientOf
from tests.api.conftest import client_of as client_of
from tests.factories import SQUARE
from tests.mqtt.authority import Authority
from tests.mqtt.worlds import make_broker, make_subscription

LIST = "/api/v1/brokers/"
GIVEN: dict[str, Any] = {
    **{"name": "Sensors", "account": "city-system", "host": "127.0.0.1", "port": 1883, "tls": False},
    **{"username": "city", "password": "a long word"},
}
LEVEL: dict[str, Any] = {"topic": "sensors/+/level", "kind": "water_level", "unit": "m", "places": {"*": [*SQUARE]}}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key", "open_to_loopback")]


@pytest.fixture
def one(city_system: User) -> Broker:
    return make_broker(city_system, username="city", password="a long word")


@pytest.fixture
def api(client_of: ClientOf, administrator: User) -> APIClient:
    """With a token, as a program has it."""
    return client_of(administrator, Scope.MQTT_READ, Scope.MQTT_WRITE)


def at(broker: Broker, more: str = "") -> str:
    return f"{LIST}{broker.pk}/{more}"


def post(api: APIClient, path: str, **words: Any) -> Any:
    return api.post(path, words, format="json")


def patch(api: APIClient, path: str, **words: Any) -> Any:
    """As who has read what stands there."""
    return api.patch(path, words, format="json", headers={"If-Match": api.get(path)["ETag"]})


def logged() -> list[str]:
    return list(LogEntry.objects.order_by("number").values_list("action", flat=True))


# --- brokers ----------------------------------------------------------------------------------------------------------


def test_a_new_one_is_read_back_and_its_password_is_never_told(api: APIClient, city_system: User) -> None:
    made = post(api, LIST, **GIVEN)
    assert made.status_code == 201
    told = api.get(made["Location"])
    assert (told.json(), told["ETag"]) == (made.json(), made["ETag"])
    assert (made.json()["has_password"], "a long word" in made.content.decode()) == (True, False)
    assert crypto.decrypt(bytes(Broker.objects.get().secret or b"")) == "a long word"
    assert logged() == ["mqtt.make"]


@pytest.mark.parametrize(
    ("wrong", "field", "why"),
    [
        ({"host": "10.0.0.1"}, "host", "inner address"),
        ({"account": "nobody"}, "account", "Select a valid choice"),
        ({"prefix": "a/#"}, "prefix", "#"),
        ({"port": 70_000}, "port", "65535"),
        ({"messages": ["event.erased"]}, "messages", "not a valid choice"),
        ({"ca": "none"}, "ca", "no certificates in PEM"),
        ({"secret": "mine"}, "secret", "Unknown field"),
    ],
)
def test_what_is_wrong_is_said_by_field(
    api: APIClient, city_system: User, wrong: dict[str, Any], field: str, why: str
) -> None:
    answer = post(api, LIST, **(GIVEN | wrong))
    assert answer.status_code == 400
    assert why in str(answer.json()["errors"][field])
    assert not Broker.objects.exists()


def test_a_change_leaves_what_it_does_not_name_and_the_password(api: APIClient, one: Broker) -> None:
    changed = patch(api, at(one), prefix="city", messages=["camera.state"])
    assert (changed.json()["prefix"], changed.json()["messages"]) == ("city", ["camera.state"])
    one.refresh_from_db()
    assert (one.name, one.tls, crypto.decrypt(bytes(one.secret or b""))) == ("Sensors", False, "a long word")
    assert logged() == ["mqtt.change"]


def test_a_change_names_what_was_read(api: APIClient, one: Broker) -> None:
    assert api.patch(at(one), {"prefix": "city"}, format="json").status_code == 428
    assert api.patch(at(one), {"prefix": "city"}, format="json", headers={"If-Match": '"old"'}).status_code == 412
    assert api.delete(at(one)).status_code == 428
    assert Broker.objects.get().prefix == "hypervision"


def test_our_certificate_comes_with_its_key_which_is_never_told(api: APIClient, one: Broker) -> None:
    pair = Authority().gives()
    words = {"tls": True, "certificate": pair.certificate, "key": pair.key}
    told = patch(api, at(one), **words)
    assert told.status_code == 200
    assert (told.json()["certificate"].strip(), "PRIVATE" in told.content.decode()) == (pair.certificate.strip(), False)


def test_it_is_taken_away(api: APIClient, one: Broker) -> None:
    assert api.delete(at(one), headers={"If-Match": "*"}).status_code == 204
    assert (Broker.objects.exists(), logged()) == (False, ["mqtt.remove"])


def test_a_test_waits_for_the_process_and_is_counted(api: APIClient, one: Broker) -> None:
    assert post(api, at(one, "test/")).json()["waiting"] == 1
    assert "mqtt.test" in str(Outgoing.objects.get().body)


def test_it_is_stopped_and_started(api: APIClient, one: Broker) -> None:
    assert post(api, at(one, "stop/")).json()["stopped"] is True
    assert post(api, at(one, "test/")).json()["code"] == "stopped"
    assert api.get(at(one, "state/")).json()["says"] == "Stopped by a person."
    assert post(api, at(one, "start/")).json()["stopped"] is False


def test_the_list_has_no_secret_in_any_form(api: APIClient, one: Broker) -> None:
    for form in ("json", "csv"):
        said = api.get(LIST, {"format": form}).content.decode()
        assert "Sensors" in said
        assert "a long word" not in said


def test_a_token_that_only_reads_changes_nothing(
    client_of: ClientOf, administrator: User, city_system: User, one: Broker
) -> None:
    reader = client_of(administrator, Scope.MQTT_READ)
    assert reader.get(LIST).status_code == 200
    assert post(reader, LIST, **GIVEN).status_code == 403
    assert post(reader, at(one, "stop/")).status_code == 403


def test_a_token_of_webhooks_reads_no_broker(client_of: ClientOf, administrator: User) -> None:
    assert client_of(administrator, Scope.WEBHOOKS_READ).get(LIST).status_code == 403


# --- what is read there -----------------------------------------------------------------------------------------------


def test_something_to_read_is_made_and_read_back(api: APIClient, one: Broker) -> None:
    made = post(api, at(one, "subscriptions/"), **LEVEL)
    assert made.status_code == 201
    assert api.get(made["Location"]).json() == made.json()
    assert Subscription.objects.get().places == {"*": [*SQUARE]}
    assert [row["topic"] for row in api.get(at(one, "subscriptions/")).json()["results"]] == ["sensors/+/level"]


@pytest.mark.parametrize(
    ("wrong", "field", "why"),
    [
        ({"kind": ""}, "kind", "which kind"),
        ({"places": {}}, "places", "where the sensors stand"),
        ({"places": {"*": 7}}, "places", "longitude, latitude"),
        ({"places": {"*": [1, 2, 3]}}, "places", "longitude, latitude"),
        ({"places": {"a=b": [24.9, 60.1]}}, "places", "no ="),
        ({"places": {"*": [240.9, 60.1]}}, "places", "degrees"),
        ({"topic": "hypervision/#"}, "topic", "our own messages"),
        ({"value_path": "$..["}, "value_path", ""),
        ({"back": 1.0}, "threshold", "threshold"),
        ({"source": "frigate"}, "labels", "which label"),
        ({"plate_path": "$.plate"}, "plate_path", "Unknown field"),
    ],
)
def test_what_cannot_be_read_is_said_by_field(
    api: APIClient, one: Broker, wrong: dict[str, Any], field: str, why: str
) -> None:
    answer = post(api, at(one, "subscriptions/"), **(LEVEL | wrong))
    assert answer.status_code == 400
    assert why in str(answer.json()["errors"][field])
    assert not Subscription.objects.exists()


def test_a_change_of_what_is_read_connects_anew(api: APIClient, one: Broker) -> None:
    read = make_subscription(one)
    path = at(one, f"subscriptions/{read.pk}/")
    assert patch(api, path, threshold=2.5, severity="high").json()["threshold"] == 2.5
    read.refresh_from_db()
    one.refresh_from_db()
    assert (read.severity, read.kind, one.version) == ("high", "water_level", 2)
    assert api.delete(path, headers={"If-Match": "*"}).status_code == 204
    assert logged() == ["mqtt.subscription.change", "mqtt.subscription.remove"]


def test_what_is_read_elsewhere_is_not_found_here(api: APIClient, one: Broker, city_system: User) -> None:
    read = make_subscription(make_broker(city_system, name="Other"))
    assert api.get(at(one, f"subscriptions/{read.pk}/")).status_code == 404
