"""A mosquitto, and a broker in the administration that leads to it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hypervision.accounts.models import User
from hypervision.mqtt.link import Link
from hypervision.mqtt.models import Broker
from tests.admin.conftest import desk as desk
from tests.admin.conftest import key as key
from tests.mqtt.brokers import Mosquitto, running
from tests.mqtt.worlds import make_broker
from tests.outward.conftest import open_to_loopback as open_to_loopback

LinkOf = Callable[[Broker], Link]


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Mosquitto]:
    with running(tmp_path) as one:
        yield one


@pytest.fixture
def broker(key: None, open_to_loopback: None, city_system: User, mosquitto: Mosquitto) -> Broker:
    """Hears all that a broker may be set to hear."""
    return make_broker(city_system, mosquitto.port)


@pytest.fixture
def link_of() -> Iterator[LinkOf]:
    """Links that are closed at the end."""
    made: list[Link] = []

    def make(broker: Broker) -> Link:
        made.append(Link(broker.pk))
        return made[-1]

    yield make
    for link in made:
        link.close()


@pytest.fixture
def link(broker: Broker, link_of: LinkOf) -> Link:
    return link_of(broker)
