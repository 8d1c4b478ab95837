"""All families of one scrape, computed when it is asked; no process counts for itself, for there are several."""

from collections.abc import Iterator

from prometheus_client import exposition
from prometheus_client.core import Metric
from prometheus_client.openmetrics import exposition as openmetrics
from prometheus_client.registry import Collector

from hypervision.metrics import alerts, broker, cameras, house, mqtt

PARTS = (house, broker, mqtt, alerts, cameras)
OPENMETRICS = "application/openmetrics-text"


class Scrape(Collector):
    def collect(self) -> Iterator[Metric]:
        for part in PARTS:
            yield from part.families()


def written(accept: str) -> tuple[bytes, str]:
    """The text and its media type: OpenMetrics for whoever names it in Accept, else Prometheus' own."""
    if OPENMETRICS in accept:
        return openmetrics.generate_latest(Scrape()), openmetrics.CONTENT_TYPE_LATEST
    return exposition.generate_latest(Scrape()), exposition.CONTENT_TYPE_PLAIN_0_0_4
