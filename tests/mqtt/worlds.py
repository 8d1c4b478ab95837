"""Brokers as they stand in the administration, what is read there, and rounds of the process."""

import time
from collections.abc import Callable
from typing import Any

from hypervision.accounts.models import User
from hypervision.lib import clock, crypto
from hypervision.live import journal
from hypervision.mqtt.link import Link
from hypervision.mqtt.models import Broker, Subscription, Tally
from hypervision.mqtt.reading import Heard
from hypervision.outward.messages import CHOSEN
from tests.factories import SQUARE
from tests.mqtt.brokers import PATIENCE_S

HERE = [SQUARE[0], SQUARE[1]]


def make_broker(owner: User, port: int = 1883, **values: Any) -> Broker:
    defaults: dict[str, Any] = {
        "name": "Sensors",
        "owner": owner,
        "host": "127.0.0.1",
        "port": port,
        "tls": False,
        "kinds": list(CHOSEN),
        "made_at": clock.now(),
        "position": journal.newest(),
    }
    password = values.pop("password", "")
    broker: Broker = Broker.objects.create(**{**defaults, **values})
    if password:
        broker.secret = crypto.encrypt(password)
        broker.save()
    return broker


def make_subscription(broker: Broker, topic: str = "sensors/+/level", **values: Any) -> Subscription:
    """A water gauge that says a plain number, at the square."""
    defaults: dict[str, Any] = {"kind": "water_level", "unit": "m", "places": {"*": HERE}}
    return Subscription.objects.create(broker=broker, topic=topic, **{**defaults, **values})


def heard(payload: str | bytes, topic: str = "sensors/7/level", **values: Any) -> Heard:
    said = payload.encode() if isinstance(payload, str) else payload
    return Heard(**{"topic": topic, "payload": said, "at": clock.now(), **values})


def rounds(link: Link, condition: Callable[[], bool], seconds: float = PATIENCE_S) -> None:
    """Of the process, in this thread and its transaction, until it is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "It did not happen in time."
        link.turn()


def counts(broker: Broker) -> dict[str, int]:
    """By way and name, such as "dropped no_place"."""
    rows = Tally.objects.filter(broker=broker)
    return {f"{row.way} {row.name}".strip(): row.count for row in rows}
