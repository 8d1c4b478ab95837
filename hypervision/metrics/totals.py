"""What there ever was of events and alerts: a tally of what is past, and the rows that came since.

A counter must never fall, or whoever reads it takes the fall for a new beginning. Rows are erased when their time is
over, and a verdict can be corrected; so every few minutes what has come in is added to the tally, which keeps sums.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, F, IntegerField, Q, Sum, Value, When

from hypervision.alerts.models import Alert, AlertStep
from hypervision.alerts.workflow import OPEN
from hypervision.metrics.models import Tally
from maps.models import ErasedHour, Event
from maps.reality import real

MARGIN = timedelta(minutes=10)
"""What is younger is counted from its rows: a transaction that is still open may bring more of it."""
BUCKETS = (15, 30, 60, 120, 300, 600, 1800, 3600, 14400, 86400)
"""Upper bounds in seconds of the time from an alert to its first verdict; what took longer stands behind the last."""
_VERDICTS = (Alert.State.CONFIRMED, Alert.State.REFUTED)
_THE_TALLY = 1


@dataclass(frozen=True, slots=True)
class Totals:
    """Without exercises. events: by kind. alerts: by kind and the state that they came to, each as often as they did.

    verdicts: first verdicts by the number of their bucket. seconds: that all of those took together.
    """

    events: Counter[str] = field(default_factory=Counter)
    alerts: Counter[tuple[str, str]] = field(default_factory=Counter)
    verdicts: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            self.events + other.events,
            self.alerts + other.alerts,
            self.verdicts + other.verdicts,
            self.seconds + other.seconds,
        )

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        alerts = [[kind, state, count] for (kind, state), count in sorted(self.alerts.items())]
        verdicts = sorted(self.verdicts.items())
        return {"events": dict(self.events), "alerts": alerts, "verdicts": verdicts, "seconds": self.seconds}


def ever() -> Totals:
    """Up to now."""
    tally = Tally.objects.filter(pk=_THE_TALLY).first() or Tally()
    return _read(tally) + between(tally.until, None)


@transaction.atomic
def keep(now: datetime) -> None:
    """Adds to the tally what came in before now, less the margin. Of two that do it at once, one waits."""
    Tally.objects.get_or_create(pk=_THE_TALLY)
    tally = Tally.objects.select_for_update().get(pk=_THE_TALLY)
    until = now - MARGIN
    if tally.until is None or tally.until < until:
        tally.totals = (_read(tally) + between(tally.until, until)).plain()
        tally.until = until
        tally.save()


def between(start: datetime | None, end: datetime | None) -> Totals:
    """What came in from start up to end; from the beginning, what was erased since is counted too, as far as known."""
    steps = AlertStep.objects.filter(real("alert__event__"), _within("at", start, end)).order_by()
    moves = steps.exclude(from_state=F("to_state")).values_list("alert__event__kind", "to_state")
    raised = Alert.objects.filter(real("event__"), _within("created_at", start, end)).order_by()
    alerts = Counter({(kind, state): count for kind, state, count in moves.annotate(count=Count("id"))})
    for kind, count in raised.values_list("event__kind").annotate(count=Count("id")):
        alerts[kind, Alert.State.NEW] += count
    if start is None:
        alerts += _never_reviewed()
    verdicts, seconds = _verdicts(steps)
    return Totals(_events(start, end), alerts, verdicts, seconds)


def _events(start: datetime | None, end: datetime | None) -> Counter[str]:
    """In one query, so that what is erased at this very moment is neither missed nor counted twice."""
    rows = Event.objects.filter(real(), _within("created_at", start, end)).order_by().values_list("kind")
    counts = rows.annotate(count=Count("id"))
    if start is None:
        gone = ErasedHour.objects.order_by().values_list("kind").annotate(count=Sum("events"))
        counts = counts.union(gone, all=True)
    found = Counter[str]()
    for kind, count in counts:
        found[kind] += count
    return found


def _never_reviewed() -> Counter[tuple[str, str]]:
    gone = ErasedHour.objects.order_by().values_list("kind").annotate(count=Sum("unreviewed"))
    return +Counter({(kind, str(Alert.State.EXPIRED)): count for kind, count in gone})


def _verdicts(steps: Any) -> tuple[Counter[int], float]:
    took = F("at") - F("alert__created_at")
    within = [When(took__lte=timedelta(seconds=bound), then=Value(number)) for number, bound in enumerate(BUCKETS)]
    rows = (
        steps.filter(from_state__in=OPEN, to_state__in=_VERDICTS)
        .annotate(took=took)
        .annotate(bucket=Case(*within, default=Value(len(BUCKETS)), output_field=IntegerField()))
        .values_list("bucket")
        .annotate(count=Count("id"), took_together=Sum("took"))
    )
    found = list(rows)
    seconds = sum(together.total_seconds() for _, _, together in found)
    return Counter({bucket: count for bucket, count, _ in found}), seconds


def _within(field_name: str, start: datetime | None, end: datetime | None) -> Q:
    since = Q(**{f"{field_name}__gte": start}) if start else Q()
    return since & Q(**{f"{field_name}__lt": end}) if end else since


def _read(tally: Tally) -> Totals:
    said = tally.totals
    return Totals(
        Counter(said.get("events", {})),
        Counter({(kind, state): count for kind, state, count in said.get("alerts", [])}),
        Counter(dict(said.get("verdicts", []))),
        said.get("seconds", 0.0),
    )
