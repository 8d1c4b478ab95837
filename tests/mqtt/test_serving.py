"""The process: it serves what is wanted, begins anew what changed, and one of it is at work at a time."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import yaml
from django.db import connection
from pytest_django import Settings

from hypervision.accounts.models import User
from hypervision.env import ROOT
from hypervision.mqtt import actions, serving
from hypervision.mqtt.models import Broker
from hypervision.mqtt.serving import Server
from maps.models import Event
from tests.mqtt.brokers import Mosquitto, until
from tests.mqtt.worlds import make_broker, make_subscription

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Iterator[Server]:
    monkeypatch.setattr(serving, "LOOK_S", 0.05)
    settings.MQTT_SIGN_FILE = tmp_path / "mqtt"
    server, over = Server(), threading.Event()
    thread = threading.Thread(target=server.serve, args=(over,))
    thread.start()
    yield server
    over.set()
    thread.join(10)


def is_connected() -> bool:
    return Broker.objects.filter(connected_since__isnull=False).exists()


def test_it_waits_while_there_is_no_broker_and_serves_the_first(
    process: Server, key: None, open_to_loopback: None, city_system: User, mosquitto: Mosquitto
) -> None:
    broker = make_broker(city_system, mosquitto.port)
    until(is_connected)
    actions.stop(broker.pk, "administrator")
    until(lambda: not is_connected())
    assert mosquitto.hear("hypervision/status", 1) == [("hypervision/status", "offline")]
    actions.start(broker.pk, "administrator")
    until(is_connected)


def test_what_is_read_anew_is_subscribed_at_once(process: Server, broker: Broker, mosquitto: Mosquitto) -> None:
    until(is_connected)
    one = make_subscription(broker)
    one.delete()
    actions.make_subscription(one, "administrator")
    until(lambda: Broker.objects.get().subscribed == ["sensors/+/level"])
    mosquitto.publish("sensors/7/level", "1")
    until(Event.objects.exists)


def test_a_fault_stands_in_the_row_and_is_tried_again(
    process: Server, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "FAULT_S", 0.0)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    until(is_connected)
    with monkeypatch.context() as patch:
        patch.setattr("hypervision.mqtt.link.telling.tell", _broken)
        until(lambda: Broker.objects.get().problem == Broker.Problem.FAULT)
        assert Broker.objects.get().detail == "broken"
    until(lambda: is_connected() and Broker.objects.get().problem == "")


def test_it_gives_a_sign_of_life_until_a_thread_hangs(
    process: Server, broker: Broker, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    until(is_connected)
    until(settings.MQTT_SIGN_FILE.exists)
    monkeypatch.setattr(serving, "STUCK_S", 0.5)
    hangs = threading.Event()
    with monkeypatch.context() as patch:
        patch.setattr("hypervision.mqtt.link.telling.tell", lambda *_said: int(hangs.wait(20)))
        until(lambda: time.monotonic() - process._runners[broker.pk].turned > 0.6)
        settings.MQTT_SIGN_FILE.unlink(missing_ok=True)
        assert not hangs.wait(0.3)
        assert not settings.MQTT_SIGN_FILE.exists()
        hangs.set()
    until(settings.MQTT_SIGN_FILE.exists)


def test_compose_looks_for_the_sign_of_life(settings: Settings) -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    [command] = services["mqtt"]["healthcheck"]["test"][1:]
    assert f" {settings.MQTT_SIGN_FILE.relative_to(ROOT)} " in command


def test_the_process_brings_no_page_and_no_eye_along() -> None:
    """A hundred megabytes, in a process that mostly waits."""
    heavy = "{'cv2', 'onnxruntime', 'av', 'hypervision.pages.urls'}"
    code = f"import django, sys; django.setup(); import hypervision.mqtt.serving; print({heavy} & set(sys.modules))"
    environment = {**os.environ, "SHOWS_PAGES": "false", "DJANGO_SETTINGS_MODULE": "hypervision.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "set()", done.stderr


def _broken(*_said: object) -> int:
    raise RuntimeError("broken")


def test_a_second_process_waits_for_the_first(broker: Broker) -> None:
    """Brokers cut off a client when another comes under its name."""
    where = connection.get_connection_params()
    with psycopg.connect(
        **{name: where[name] for name in ("dbname", "user", "password", "host", "port") if name in where}
    ) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [serving._LOCK])
        server = Server()
        server.look()
        assert server._runners == {}

    def serves() -> bool:
        server.look()
        return set(server._runners) == {broker.pk}

    try:
        until(serves)
    finally:
        server._end(set(server._runners))


def test_a_database_that_is_away_lets_nothing_go(
    process: Server, broker: Broker, mosquitto: Mosquitto, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_subscription(broker)
    actions.stop(broker.pk, "a")
    actions.start(broker.pk, "a")
    until(lambda: Broker.objects.get().subscribed == ["sensors/+/level"])
    tried = threading.Event()

    def away(*_said: object) -> None:
        tried.set()
        raise serving.AWAY[0]("the server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr("hypervision.mqtt.tallies.add", away)
        mosquitto.publish("sensors/7/level", "1")
        assert tried.wait(10)
        assert not Event.objects.exists()
    until(Event.objects.exists)
