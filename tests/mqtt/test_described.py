"""The description of what is told and read: served, whole, and true of each message that leaves."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from detectors import changes
from hypervision.accounts.models import User
from hypervision.alerts import actions, services
from hypervision.alerts.models import Alert
from hypervision.alerts.moving import move
from hypervision.lib import clock
from hypervision.mqtt import actions as brokers
from hypervision.mqtt import asyncapi, telling
from hypervision.mqtt.models import Broker
from maps.models import Camera, Event
from tests.api.conftest import ClientOf
from tests.api.conftest import client_of as client_of
from tests.mqtt.test_telling import FRIGATE, change, told
from tests.mqtt.test_telling import watched as watched
from tests.mqtt.worlds import make_broker
from tests.outward.test_asyncapi import refs
from tests.outward.worlds import confirmed, naming, raised

pytestmark = pytest.mark.django_db


def every_message(broker: Broker, watched: Camera, operator: User, supervisor: User) -> list[tuple[str, str]]:
    change(watched, "stopped")
    grant = naming(broker.owner)
    unjudged = raised(watched, authorisation_id=grant.pk)
    telling.tell(broker.pk, clock.now())
    move("expire", unjudged.pk, None)
    alert = confirmed(watched, operator)
    actions.close(alert.pk, operator, "left")
    actions.correct(alert.pk, supervisor, "refuted", note="A lamp.", reason="lamp")
    said = told(broker)
    services.erase_alerts(Alert.objects.all())
    Event.objects.all().delete()
    with changes.told(Camera.objects.filter(pk=watched.pk)):
        Camera.objects.filter(pk=watched.pk).delete()
    telling.tell_erased(broker.pk, clock.now())
    brokers.try_out(broker.pk, "administrator")
    return said + told(broker)


@pytest.mark.parametrize("layout", [{}, FRIGATE])
def test_each_message_that_leaves_is_as_it_is_described(
    city_system: User, key: None, watched: Camera, operator: User, supervisor: User, layout: dict[str, Any]
) -> None:
    broker = make_broker(city_system, cameras_told=True, **layout)
    document = asyncapi.document()
    for topic, said in every_message(broker, watched, operator, supervisor):
        payloads = [one["payload"] for one in _described(document, broker.prefix, topic)]
        assert payloads, f"{topic} is not described."
        if said:
            value = json.loads(said) if said.startswith("{") else said
            valid = [Draft202012Validator(_whole(document, payload)).is_valid(value) for payload in payloads]
            assert any(valid), f"{topic}: {said}"


def _described(document: dict[str, Any], prefix: str, topic: str) -> list[dict[str, Any]]:
    """Messages of the channels whose address has the form of this topic."""
    found = []
    for channel in document["channels"].values():
        steps = (channel["address"] or "").replace("{prefix}", prefix).split("/")
        parts = topic.split("/")
        if len(steps) == len(parts) and all(a == b or a.startswith("{") for a, b in zip(steps, parts, strict=True)):
            found += [document["components"]["messages"][name] for name in channel["messages"]]
    return found


def _whole(document: dict[str, Any], payload: dict[str, Any]) -> dict[str, Any]:
    return {**payload, "components": document["components"]}


def test_each_reference_of_the_document_leads_somewhere() -> None:
    document = asyncapi.document()
    for ref in refs(document):
        place: Any = document
        for step in ref.removeprefix("#/").split("/"):
            place = place[step]


def test_the_description_is_served(client_of: ClientOf, official: User) -> None:
    assert APIClient().get("/api/asyncapi.json").status_code == 401
    served = client_of(official).get("/api/asyncapi.json").json()
    assert {"webhook.test", "mqtt.test", "frigate.event", "reading"} <= set(served["components"]["messages"])
