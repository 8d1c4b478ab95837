"""MQTT: how each broker is, what waits for it, and what became of messages."""

from collections.abc import Iterator

from django.db.models import Count
from prometheus_client.core import Metric

from hypervision.lib import clock
from hypervision.metrics.families import Row, counter, gauge
from hypervision.mqtt import certificates
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
    problems: list[Row] = [((one.name, one.problem), 1.0) for one in brokers if one.problem]
    yield gauge("mqtt_problem", "What is wrong with it, if anything is.", ("broker", "problem"), problems)
    ends: list[Row] = [
        ((one.name,), certificates.ends(one.certificate).timestamp()) for one in brokers if one.certificate
    ]
    yield gauge("mqtt_certificate_end_timestamp_seconds", "When our certificate there ends.", ("broker",), ends)
    tallies = Tally.objects.order_by("broker__name", "way", "name").values_list("broker__name", "way", "name", "count")
    rows: list[Row] = [((broker, way, name), count) for broker, way, name, count in tallies]
    yield counter("mqtt_messages", "Messages by what became of them, and why.", ("broker", "way", "reason"), rows)
