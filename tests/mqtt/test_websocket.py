"""MQTT over WebSocket, where nothing but the ports of the web is open."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hypervision.accounts.models import User
from hypervision.mqtt import client
from hypervision.mqtt.models import Broker
from maps.models import Camera, Event
from tests.mqtt.brokers import PASSWORD, USER, running
from tests.mqtt.conftest import LinkOf
from tests.mqtt.test_administration import LIST, errors, form
from tests.mqtt.test_certificates import named as named
from tests.mqtt.test_link import connected, problem
from tests.mqtt.worlds import make_broker, make_subscription, rounds
from tests.outward.receivers import bare, receiver
from tests.outward.worlds import confirmed

pytestmark = pytest.mark.django_db
WEB: dict[str, Any] = {"transport": Broker.Transport.WEBSOCKET}


@pytest.mark.parametrize("tls", [False, True])
def test_a_broker_behind_a_websocket_is_read_and_told(
    open_to_loopback: None,
    city_system: User,
    tmp_path: Path,
    camera: Camera,
    operator: User,
    link_of: LinkOf,
    *,
    tls: bool,
) -> None:
    with running(tmp_path, websocket=True, tls=tls, users=True) as mosquitto:
        ca = Path(mosquitto.ca).read_text().partition("-----BEGIN PRIVATE")[0] if tls else ""
        login = {"username": USER, "password": PASSWORD}
        broker = make_broker(city_system, mosquitto.port, tls=tls, ca=ca, **login, **WEB)
        make_subscription(broker)
        link = connected(broker, link_of)
        mosquitto.publish_lines("sensors/7/level", "".join(f"{number}\n" for number in range(300)))
        rounds(link, lambda: Event.objects.count() == 300)
        confirmed(camera, operator)
        with mosquitto.listening("hypervision/alerts/#") as ears:
            rounds(link, lambda: len(ears.heard) == 1)


def test_an_inner_address_is_refused_there_as_well(
    key: None, city_system: User, tmp_path: Path, link_of: LinkOf
) -> None:
    with running(tmp_path, websocket=True) as mosquitto:
        broker = make_broker(city_system, mosquitto.port, tls=True, **WEB)
        rounds(link_of(broker), lambda: problem(broker) == Broker.Problem.REFUSED)


def test_a_server_that_knows_no_mqtt_is_told_so(open_to_loopback: None, city_system: User, link_of: LinkOf) -> None:
    with receiver() as web:
        broker = make_broker(city_system, web.port, **WEB)
        rounds(link_of(broker), lambda: problem(broker) == Broker.Problem.WEBSOCKET)


def test_a_broker_that_greets_drop_by_drop_is_left(
    open_to_loopback: None, city_system: User, link_of: LinkOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "GREETING_S", 0.5)
    with bare(b"HTTP/1.1 101 Switching Protocols\r\n", drip=b"x") as address:
        broker = make_broker(city_system, int(address.rstrip("/").rpartition(":")[2]), **WEB)
        rounds(link_of(broker), lambda: problem(broker) == Broker.Problem.WEBSOCKET)


@pytest.mark.parametrize("path", ["mqtt", "/a b", "/a\r\nX-Evil: 1", "/é", "/a#b", ""])
def test_a_path_that_is_none_is_refused(named: None, desk: Client, city_system: User, path: str) -> None:
    assert "path" in errors(desk.post(f"{LIST}add/", form(city_system, transport="websocket", path=path)))
    assert not Broker.objects.exists()


def test_a_broker_behind_a_websocket_is_set_up_by_a_form(named: None, desk: Client, city_system: User) -> None:
    desk.post(f"{LIST}add/", form(city_system, transport="websocket", path="/ws?of=city"))
    assert (Broker.objects.get().transport, Broker.objects.get().path) == ("websocket", "/ws?of=city")
