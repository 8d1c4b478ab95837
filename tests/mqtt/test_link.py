"""The process and a real broker: what comes in, what goes out, and what becomes of it when one of them dies."""

import json

import pytest

from hypervision.accounts.models import User
from hypervision.alerts import actions
from hypervision.mqtt.link import Link
from hypervision.mqtt.models import Broker, Outgoing, Tally
from maps.models import Camera, Event
from tests.mqtt.brokers import Mosquitto, until
from tests.mqtt.conftest import LinkOf
from tests.mqtt.worlds import counts, make_subscription, rounds
from tests.outward.worlds import confirmed

pytestmark = pytest.mark.django_db


def is_connected(broker: Broker) -> bool:
    broker.refresh_from_db()
    return broker.connected_since is not None


def test_a_reading_becomes_an_event(broker: Broker, mosquitto: Mosquitto, link_of: LinkOf) -> None:
    make_subscription(broker)
    link = link_of(broker)
    rounds(link, lambda: is_connected(broker))
    mosquitto.publish("sensors/7/level", "1.25")
    rounds(link, Event.objects.exists)
    event = Event.objects.get()
    assert (event.kind, event.facts["value"], event.facts["unit"]) == ("water_level", 1.25, "m")
    assert counts(broker) == {"heard": 1, "taken": 1}


def test_a_confirmed_alert_is_told(
    broker: Broker, link: Link, mosquitto: Mosquitto, camera: Camera, operator: User
) -> None:
    alert = confirmed(camera, operator)
    with mosquitto.listening("hypervision/alerts/#") as ears:
        rounds(link, lambda: bool(ears.heard))
        rounds(link, lambda: not Outgoing.objects.exists())
    (topic, said) = ears.heard[0]
    assert topic == "hypervision/alerts/intrusion"
    assert json.loads(said)["data"]["id"] == str(alert.pk)
