"""MQTT: how each broker is, what waits for it, and what became of messages."""

from collections.abc import Iterator

from django.db.models import Count
from prometheus_client.core import Metric

from hypervision.lib import clock
from hypervision.metrics.families import Row, counter, gauge
from hypervision.mqtt.models import Broker, Tally
from hypervision.mqtt.states import is_served


def families() -> Iterator[Metric]:
    now = clock.now()
    brokers = list(Broker.objects.annotate(waiting=Count("outgoing")).order_by("name"))
    connected: list[Row] = [
        ((one.name,), float(one.connected_since is not None and is_served(one, now))) for one in brokers
    ]
    stopped: list[Row] = [((one.name,), float(one.stopped)) for one in brokers]
    yield gauge("mqtt_connected", "Whether the process is connected to it.", ("broker",), connected)
    yield gauge("mqtt_stopped", "Whether a person stopped it.", ("broker",), stopped)
    yield gauge(
        "mqtt_waiting", "Messages that wait for it.", ("broker",), [((one.name,), one.waiting) for one in brokers]
    )
    tallies = Tally.objects.order_by("broker__name", "way", "name").values_list("broker__name", "way", "name", "count")
    rows: list[Row] = [((broker, way, name), count) for broker, way, name, count in tallies]
    yield counter("mqtt_messages", "Messages by what became of them, and why.", ("broker", "way", "reason"), rows)
