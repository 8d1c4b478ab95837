"""docs/interfaces/mqtt.md: its examples run, and it names each topic, message, reason and field."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_csr

from hypervision.mqtt import asyncapi
from hypervision.mqtt.frigate import NEVER, READ
from hypervision.mqtt.link import Link
from hypervision.mqtt.models import Broker
from hypervision.mqtt.reading import Reason
from hypervision.outward.messages import AlertConfirmed
from maps.models import Event
from tests.mqtt.brokers import Mosquitto
from tests.mqtt.conftest import LinkOf
from tests.mqtt.worlds import make_subscription, rounds

PAGE = (Path(__file__).parents[2] / "docs" / "interfaces" / "mqtt.md").read_text()


QUOTED = re.findall(r"`([^`\n]+)`", PAGE)


def missing(names: Iterable[str]) -> list[str]:
    return [name for name in names if f"`{name}`" not in PAGE]


def test_the_message_of_the_page_is_one() -> None:
    said = json.loads(PAGE.partition("```json\n")[2].partition("```")[0])
    assert said.pop("id")
    message = msgspec.convert(said, AlertConfirmed)
    assert json.loads(msgspec.json.encode(message)) == said


def test_each_topic_is_named() -> None:
    addresses = {one["address"] for one in asyncapi.document()["channels"].values() if one["address"]}
    assert not [one for one in addresses if not {one, one.replace("{prefix}", "frigate")} & set(QUOTED)]


def test_each_reason_and_field_is_named() -> None:
    assert not missing([*Reason.values, *READ, *NEVER])


@pytest.mark.django_db
def test_the_sensor_of_the_page_is_read(broker: Broker, mosquitto: Mosquitto, link_of: LinkOf) -> None:
    make_subscription(broker)
    link: Link = link_of(broker)
    rounds(link, lambda: Broker.objects.filter(connected_since__isnull=False).exists())
    topic, said = re.findall(r"mosquitto_pub .* -t (\S+) -m (\S+)", PAGE)[0]
    mosquitto.publish(topic, said)
    rounds(link, Event.objects.exists)
    assert Event.objects.get().facts["value"] == 1.25


def test_the_configuration_of_the_page_is_understood(tmp_path: Path) -> None:
    lines = PAGE.partition("```conf\n")[2].partition("```")[0].splitlines()
    kept = [line for line in lines if line.startswith(("persistence true", "max_queued", "allow_anonymous"))]
    assert len(kept) == 3
    one = Mosquitto(tmp_path, users=True, rules="user city\ntopic readwrite #\n")
    one.start()
    try:
        one.publish("x", "1", "-r")
        assert one.hear("x", 1) == [("x", "1")]
    finally:
        one.stop()


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is missing")
def test_the_key_of_the_page_is_one_that_is_taken(tmp_path: Path) -> None:
    [command] = re.findall(r"^openssl req .*$", PAGE, re.MULTILINE)
    subprocess.run(["bash", "-c", command], cwd=tmp_path, check=True, capture_output=True)
    key = load_pem_private_key((tmp_path / "city.key").read_bytes(), None)
    asked = load_pem_x509_csr((tmp_path / "city.csr").read_bytes())
    assert asked.public_key() == key.public_key()
