"""Who is connected to, and how: TLS, login, addresses, what a broker forbids, both protocols."""

from pathlib import Path

import pytest

from hypervision.accounts.models import User
from hypervision.mqtt.models import Broker, Outgoing
from maps.models import Camera, Event
from tests.mqtt.brokers import PASSWORD, USER, Mosquitto, running
from tests.mqtt.conftest import LinkOf
from tests.mqtt.test_link import connected, problem
from tests.mqtt.worlds import make_broker, make_subscription, rounds
from tests.outward.worlds import confirmed

pytestmark = pytest.mark.django_db


def test_the_password_and_the_certificate_are_judged(
    key: None, open_to_loopback: None, city_system: User, tmp_path: Path, link_of: LinkOf
) -> None:
    with running(tmp_path, tls=True, users=True) as mosquitto:
        ca = Path(mosquitto.ca).read_text().partition("-----BEGIN PRIVATE")[0]
        same = {"tls": True, "username": USER}
        right = make_broker(city_system, mosquitto.port, ca=ca, password=PASSWORD, **same)
        wrong = make_broker(city_system, mosquitto.port, name="Wrong", ca=ca, password="another", **same)
        foreign = make_broker(city_system, mosquitto.port, name="Foreign", password=PASSWORD, **same)
        connected(right, link_of)
        assert mosquitto.hear("hypervision/status", 1) == [("hypervision/status", "online")]
        rounds(link_of(wrong), lambda: problem(wrong) == Broker.Problem.LOGIN)
        rounds(link_of(foreign), lambda: problem(foreign) == Broker.Problem.CERTIFICATE)
        assert "self" in foreign.detail


def test_an_inner_address_that_no_setting_opens_is_never_connected_to(
    key: None, city_system: User, mosquitto: Mosquitto, link_of: LinkOf
) -> None:
    broker = make_broker(city_system, mosquitto.port, tls=True)
    rounds(link_of(broker), lambda: problem(broker) == Broker.Problem.REFUSED)
    assert "OUTWARD_ALLOWED_NETWORKS" in broker.detail


def test_a_broker_that_forbids_topics_is_told_and_nothing_is_lost(
    key: None,
    open_to_loopback: None,
    city_system: User,
    tmp_path: Path,
    camera: Camera,
    operator: User,
    link_of: LinkOf,
) -> None:
    with running(tmp_path, users=True, rules=f"user {USER}\ntopic readwrite hypervision/status\n") as mosquitto:
        broker = make_broker(city_system, mosquitto.port, username=USER, password=PASSWORD)
        confirmed(camera, operator)
        link = link_of(broker)
        rounds(link, lambda: problem(broker) == Broker.Problem.PUBLISH)
        assert Outgoing.objects.count() == 1


def test_mqtt_3_is_spoken_as_well(
    key: None,
    open_to_loopback: None,
    city_system: User,
    mosquitto: Mosquitto,
    camera: Camera,
    operator: User,
    link_of: LinkOf,
) -> None:
    broker = make_broker(city_system, mosquitto.port, protocol=Broker.Protocol.V311)
    make_subscription(broker)
    link = connected(broker, link_of)
    confirmed(camera, operator)
    with mosquitto.listening("hypervision/alerts/#") as ears:
        rounds(link, lambda: len(ears.heard) == 1)
    link.close()
    mosquitto.publish("sensors/7/level", "7")
    rounds(link_of(broker), Event.objects.exists)
