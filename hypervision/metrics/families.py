"""Families of measurements, as Prometheus reads them: a name, a help text, and a value for each set of labels."""

from collections.abc import Iterable, Sequence

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

PREFIX = "hypervision"

Row = tuple[Sequence[str], float | None]
"""The values of the labels, and the measured one. None: not known, so nothing is said."""


def gauge(name: str, text: str, labels: Sequence[str], rows: Iterable[Row]) -> Metric:
    family = GaugeMetricFamily(f"{PREFIX}_{name}", text, labels=labels)
    for values, measured in rows:
        if measured is not None:
            family.add_metric(values, measured)
    return family


def counter(name: str, text: str, labels: Sequence[str], rows: Iterable[Row]) -> Metric:
    """name: without the ``_total`` that each sample ends with."""
    family = CounterMetricFamily(f"{PREFIX}_{name}", text, labels=labels)
    for values, measured in rows:
        if measured is not None:
            family.add_metric(values, measured)
    return family


def one_gauge(name: str, text: str, measured: float | None) -> Metric:
    return gauge(name, text, (), [((), measured)])


def one_counter(name: str, text: str, measured: float | None) -> Metric:
    return counter(name, text, (), [((), measured)])
