"""The figures of the dashboard: aggregates of events, verdicts, watches and counts. No picture, no track, no name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Trunc
from django.utils import timezone

from detectors import leases
from detectors.models import Lease, Watch
from hypervision.accounts.permissions import Sight
from hypervision.alerts import workflow
from hypervision.alerts.models import Alert
from hypervision.alerts.selectors import standing_misses
from hypervision.board import counted
from hypervision.board.counted import LineFigures, Measured, Split
from hypervision.board.erased import Erased, erased, erased_by_step
from hypervision.board.period import Period
from hypervision.lib.statistics import wilson
from maps.models import Camera, Event
from maps.reality import real
from maps.sight import in_sight


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart. share: its length as a part of the longest bar, 0 to 1."""

    name: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Column:
    """One step of the trend. count: events that are kept; erased: those that were.

    watched: whether any camera was watched then. If none was, or if events were erased, there is a gap and no zero.
    """

    at: datetime
    count: int
    share: float
    watched: bool
    erased: int


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Of the machine's alerts that people judged, how many were confirmed; share and 95 % interval are None when none
    was. unreviewed: of all alerts. missed: what people say that a camera should have seen.
    """

    confirmed: int
    judged: int
    unreviewed: int
    missed: int = 0

    @property
    def share(self) -> float | None:
        return self.confirmed / self.judged if self.judged else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.confirmed, self.judged) if self.judged else None


@dataclass(frozen=True, slots=True)
class KindFigures:
    kind: str
    count: int
    confirmed: Confirmed


@dataclass(frozen=True, slots=True)
class Figures:
    """events, events_before: those that are kept; erased, erased_before: what was, of the same two periods."""

    events: int
    events_before: int
    erased: Erased
    erased_before: Erased
    confirmed: Confirmed
    watching: int
    cameras: int
    crossings: int
    kinds: Sequence[KindFigures]
    districts: Sequence[Bar]
    trend: Sequence[Column]
    lines: Sequence[LineFigures]
    splits: Sequence[Split]
    measured: Sequence[Measured]


def figures(sight: Sight, period: Period) -> Figures:
    """What one person may know of one period."""
    events = _events(sight, period)
    kinds = _kinds(events, _missed(sight, period))
    lines = counted.lines(sight, period)
    cameras = Camera.objects.filter(sight.q("location")).exclude(address="")
    return Figures(
        events=sum(row.count for row in kinds),
        events_before=_events(sight, period.before).count(),
        erased=erased(sight, period.start, period.end),
        erased_before=erased(sight, period.before.start, period.before.end),
        confirmed=_together(row.confirmed for row in kinds),
        watching=cameras.filter(watch__state=Watch.State.WATCHING).exclude(leases.lapsed("watch__")).count(),
        cameras=cameras.count(),
        crossings=sum((row.forward or 0) + (row.backward or 0) for row in lines),
        kinds=kinds,
        districts=_districts(events),
        trend=_trend(events, sight, period),
        lines=lines,
        splits=counted.splits(sight, period),
        measured=counted.measured(sight, period),
    )


def _events(sight: Sight, period: Period) -> QuerySet[Event]:
    return Event.objects.filter(in_sight(sight), real(), captured_at__gte=period.start, captured_at__lt=period.end)


_BY_MACHINE = Q(alert__source="")
"""The share that was confirmed is that of the detectors."""


def _missed(sight: Sight, period: Period) -> dict[str, int]:
    """By kind, at the cameras in sight."""
    rows = standing_misses().filter(
        sight.q("camera__location", kind="kind"),
        alert__event__captured_at__gte=period.start,
        alert__event__captured_at__lt=period.end,
    )
    return dict(rows.order_by().values_list("kind").annotate(Count("id")))


def _kinds(events: QuerySet[Event], missed: Mapping[str, int]) -> list[KindFigures]:
    rows = (
        events.order_by()
        .values("kind")
        .annotate(
            count=Count("id"),
            confirmed=Count("id", filter=_BY_MACHINE & Q(alert__state__in=workflow.TRUE)),
            refuted=Count("id", filter=_BY_MACHINE & Q(alert__state=Alert.State.REFUTED)),
            unreviewed=Count("id", filter=Q(alert__state__in=(*workflow.OPEN, Alert.State.EXPIRED))),
        )
        .order_by("-count", "kind")
    )
    return [
        KindFigures(
            row["kind"],
            row["count"],
            Confirmed(
                row["confirmed"], row["confirmed"] + row["refuted"], row["unreviewed"], missed.get(row["kind"], 0)
            ),
        )
        for row in rows
    ]


def _together(parts: Iterable[Confirmed]) -> Confirmed:
    every = list(parts)
    return Confirmed(
        sum(part.confirmed for part in every),
        sum(part.judged for part in every),
        sum(part.unreviewed for part in every),
        sum(part.missed for part in every),
    )


def _districts(events: QuerySet[Event]) -> list[Bar]:
    rows = events.order_by().values_list("district__name").annotate(count=Count("id")).order_by("-count")
    counts = [(name or "", count) for name, count in rows]
    most = max((count for _, count in counts), default=1)
    return [Bar(name, count, count / most) for name, count in counts]


def _trend(events: QuerySet[Event], sight: Sight, period: Period) -> list[Column]:
    unit = "hour" if period.by_hour else "day"
    zone = timezone.get_current_timezone()
    rows = (
        events.order_by()
        .annotate(step=Trunc("captured_at", unit, tzinfo=zone))
        .values_list("step")
        .annotate(count=Count("id"))
    )
    counts = dict(rows)
    most = max(counts.values(), default=1)
    spans = _watched_spans(sight, period)
    steps = _steps(period)
    gone = erased_by_step(sight, steps, period.end)
    return [
        Column(at, counts.get(at, 0), counts.get(at, 0) / most, _overlaps(spans, at, at + period.step), gone[at])
        for at in steps
    ]


def _steps(period: Period) -> list[datetime]:
    first = timezone.localtime(period.start).replace(minute=0, second=0, microsecond=0)
    if not period.by_hour:
        first = first.replace(hour=0)
    found = []
    while first < period.end:
        found.append(first)
        first += period.step
    return found


def _watched_spans(sight: Sight, period: Period) -> list[tuple[datetime, datetime | None]]:
    leases = Lease.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=period.start), sight.q("camera__location"), taken_at__lt=period.end
    )
    return list(leases.values_list("taken_at", "ended_at"))


def _overlaps(spans: list[tuple[datetime, datetime | None]], start: datetime, end: datetime) -> bool:
    return any(taken < end and (ended is None or ended > start) for taken, ended in spans)
