"""A key for what is stored encrypted, inner networks that are open to messages, and a receiver."""

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pytest

from hypervision.accounts.models import User
from hypervision.lib import clock
from hypervision.outward import fanning
from hypervision.outward.models import Delivery, Webhook
from maps.models import Camera
from tests.admin.conftest import desk as desk
from tests.admin.conftest import key as key
from tests.outward.receivers import Receiver, receiver
from tests.outward.worlds import Tell, confirmed, make_webhook


@pytest.fixture
def open_to_loopback(settings: Any) -> None:
    settings.OUTWARD_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]


@pytest.fixture
def hearer(open_to_loopback: None) -> Iterator[Receiver]:
    with receiver() as one:
        yield one


@pytest.fixture
def webhook(key: None, city_system: User, hearer: Receiver) -> Webhook:
    """Hears all that a webhook may be set to hear, at the receiver's address."""
    return make_webhook(city_system, hearer.url)


@pytest.fixture
def tell(webhook: Webhook, camera: Camera, operator: User) -> Tell:
    """A delivery that is due now."""

    def make() -> Delivery:
        confirmed(camera, operator)
        fanning.tell(clock.now())
        return Delivery.objects.latest("number")

    return make
