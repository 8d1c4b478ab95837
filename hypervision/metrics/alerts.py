"""Events and alerts of the whole city: how many there ever were, what waits now, and how long verdicts took."""

from collections.abc import Iterator
from itertools import accumulate

from django.db.models import Count, Min
from prometheus_client.core import HistogramMetricFamily, Metric

from hypervision.alerts.models import Alert
from hypervision.alerts.workflow import OPEN
from hypervision.lib import clock
from hypervision.metrics import totals
from hypervision.metrics.families import PREFIX, counter, gauge, one_gauge
from maps.reality import real

UNCLAIMED = (Alert.State.NEW, Alert.State.ESCALATED)
OF_NO_KIND = "unknown"
"""Of events that were erased before their kinds were kept apart."""


def families() -> Iterator[Metric]:
    ever = totals.ever()
    yield counter(
        "events",
        "Events taken in, erased ones too, without exercises.",
        ("kind",),
        [((kind or OF_NO_KIND,), count) for kind, count in sorted(ever.events.items())],
    )
    yield counter(
        "alerts",
        "Alerts that came to this state, erased ones too, without exercises.",
        ("kind", "state"),
        [
            ((kind or OF_NO_KIND, str(state)), ever.alerts[kind, state])
            for kind in sorted({kind for kind, _ in ever.alerts})
            for state in Alert.State  # with noughts: a rise is only seen of a series that is there before
        ],
    )
    yield _verdicts(ever)
    yield from _waiting()


def _verdicts(ever: totals.Totals) -> Metric:
    """From the alert to its first verdict; of no person and no room apart."""
    family = HistogramMetricFamily(f"{PREFIX}_verdict_seconds", "From an alert to its first verdict.")
    sums = accumulate(ever.verdicts[number] for number in range(len(totals.BUCKETS) + 1))
    bounds = [*(f"{bound}.0" for bound in totals.BUCKETS), "+Inf"]
    family.add_metric((), [(bound, float(count)) for bound, count in zip(bounds, sums, strict=True)], ever.seconds)
    return family


def _waiting() -> Iterator[Metric]:
    open_ones = Alert.objects.filter(real("event__"), state__in=OPEN).order_by()
    rows = list(open_ones.values_list("event__kind", "state").annotate(count=Count("id"), oldest=Min("created_at")))
    yield gauge(
        "alerts_open",
        "Alerts that wait for a verdict now.",
        ("kind", "state"),
        [((kind, state), count) for kind, state, count, _ in sorted(rows)],
    )
    yield one_gauge("alerts_unreviewed", "All alerts that wait for a verdict now.", sum(row[2] for row in rows))
    oldest = min((at for _, state, _, at in rows if state in UNCLAIMED), default=None)
    waits = (clock.now() - oldest).total_seconds() if oldest else 0.0
    yield one_gauge(
        "alerts_oldest_unclaimed_seconds", "For how long the oldest one waits that nobody has claimed.", max(0.0, waits)
    )
