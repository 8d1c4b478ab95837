"""What /metrics says of brokers."""

import pytest

from hypervision.accounts.models import User
from hypervision.lib import clock
from hypervision.mqtt import tallies
from hypervision.mqtt.certificates import ends
from tests.metrics.conftest import Scrape, one
from tests.metrics.conftest import monitoring as monitoring
from tests.metrics.conftest import scrape as scrape
from tests.mqtt.authority import Authority
from tests.mqtt.worlds import make_broker

pytestmark = pytest.mark.django_db


def test_a_broker_says_whether_it_is_connected_and_what_became_of_messages(scrape: Scrape, city_system: User) -> None:
    now = clock.now()
    broker = make_broker(city_system, connected_since=now, seen_at=now)
    make_broker(city_system, name="Away", problem="unreachable", stopped=True)
    tallies.add(broker.pk, {("taken", ""): 5, ("dropped", "no_place"): 2})
    found = scrape()
    assert one(found, "mqtt_connected", broker="Sensors") == 1
    assert one(found, "mqtt_connected", broker="Away") == 0
    assert (one(found, "mqtt_stopped", broker="Away"), one(found, "mqtt_waiting", broker="Sensors")) == (1, 0)
    assert one(found, "mqtt_messages_total", broker="Sensors", way="taken", reason="") == 5
    assert one(found, "mqtt_messages_total", broker="Sensors", way="dropped", reason="no_place") == 2


def test_a_broker_says_what_is_wrong_and_when_our_certificate_ends(scrape: Scrape, city_system: User) -> None:
    pair = Authority().gives(days=(-1, 5))
    make_broker(city_system, problem="publish", certificate=pair.certificate)
    make_broker(city_system, name="Fine")
    found = scrape()
    assert one(found, "mqtt_problem", broker="Sensors", problem="publish") == 1
    assert one(found, "mqtt_certificate_end_timestamp_seconds", broker="Sensors") == ends(pair.certificate).timestamp()
    assert sum("mqtt_problem" in name for name, _labels in found) == 1
