"""The figures of the dashboard: aggregates of events, verdicts, watches and counts. No picture, no track, no name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from detectors import leases
from detectors.models import Watch
from hypervision.accounts.permissions import Sight
from hypervision.alerts.kinds import BY_OTHERS
from hypervision.alerts.selectors import standing_misses
from hypervision.board import counted
from hypervision.board.counted import LineFigures, Measured, Split
from hypervision.board.erased import Erased, erased, erased_by_step
from hypervision.board.events import Scope, Verdict
from hypervision.board.marks import Mark, marks
from hypervision.board.period import Period
from hypervision.board.query import ALL, Chosen
from hypervision.board.tally import Tally
from hypervision.board.telling import EXACT, Telling
from hypervision.board.watched import Watching, watching
from hypervision.lib.statistics import wilson
from maps.models import Camera


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart. share: its length as a part of the longest bar, 0 to 1."""

    name: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Column:
    """One step of the trend. count: events; erased: those that were erased and are not counted.

    watched: whether any camera was watched then. If none was, or if such events were erased, there is a gap and no
    zero. hours: for how long, of all cameras together.
    """

    at: datetime
    count: int
    share: float
    watched: bool
    erased: int
    hours: float = 0.0

    @property
    def is_unknown(self) -> bool:
        """No camera was watched, and nobody else said anything either."""
        return not self.watched and not self.count

    @property
    def is_by_others(self) -> bool:
        """No camera was watched: what is there, sensors and people said."""
        return not self.watched and self.count > 0


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Of the machine's alerts that people judged, how many were confirmed; share and 95 % interval are None when none
    was. unreviewed: of all alerts. missed: what people say that a camera should have seen. unit: see ``Telling``.
    """

    confirmed: int
    judged: int
    unreviewed: int
    missed: int = 0
    unit: int = 1

    @property
    def share(self) -> float | None:
        return self.confirmed / self.judged if self.judged else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.confirmed // self.unit, self.judged // self.unit) if self.judged else None


@dataclass(frozen=True, slots=True)
class KindFigures:
    kind: str
    count: int
    confirmed: Confirmed

    @property
    def is_detected(self) -> bool:
        """Detectors look for it, and of what they found something was judged, or waits."""
        return self.kind not in BY_OTHERS and bool(self.confirmed.judged or self.confirmed.unreviewed)


@dataclass(frozen=True, slots=True)
class Before:
    """What the period is compared with."""

    period: Period
    events: int
    erased: Erased
    watching: Watching


@dataclass(frozen=True, slots=True)
class Figures:
    """events: also those of which a count is kept alone; erased: what is not counted. before: None where nothing is
    compared.

    same_cameras: those that were watched in both periods, where only these count. heat: events by day of the week
    (Monday is 0) and hour, where any camera was watched. unit: of all counts, see ``Telling``.
    """

    period: Period
    events: int
    erased: Erased
    before: Before | None
    watching_hours: Watching
    same_cameras: frozenset[UUID] | None
    confirmed: Confirmed
    watching: int
    cameras: int
    crossings: int
    kinds: Sequence[KindFigures]
    districts: Sequence[Bar]
    trend: Sequence[Column]
    heat: Mapping[tuple[int, int], int]
    marks: Sequence[Mark]
    lines: Sequence[LineFigures]
    splits: Sequence[Split]
    measured: Sequence[Measured]
    unit: int = 1


def figures(sight: Sight, period: Period, chosen: Chosen = ALL, telling: Telling = EXACT) -> Figures:
    """What one person may know of one period."""
    return figures_in(Scope.of(sight, period, chosen, telling))


def figures_in(scope: Scope) -> Figures:
    sight, period, chosen, telling, only = scope.sight, scope.period, scope.chosen, scope.telling, scope.only
    other = chosen.against(period)
    now = watching(sight, period, chosen, only)
    then = watching(sight, other, chosen, only) if other else None
    kinds = _kinds(scope.verdicts, _missed(sight, period, chosen, telling), telling)
    lines = counted.lines(sight, period, chosen, telling)
    cameras = Camera.objects.filter(sight.q("location"), chosen.of_cameras("location")).exclude(address="")
    before = None
    if other and then:
        earlier = Scope(sight, other, chosen, telling, only).tally(())
        before = Before(other, earlier.total(), erased(sight, other, chosen, telling), then)
    return Figures(
        period=period,
        events=scope.steps.total(),
        erased=erased(sight, period, chosen, telling),
        before=before,
        watching_hours=now,
        same_cameras=only,
        confirmed=_together((row.confirmed for row in kinds), telling),
        watching=cameras.filter(watch__state=Watch.State.WATCHING).exclude(leases.lapsed("watch__")).count(),
        cameras=cameras.count(),
        crossings=sum((row.forward or 0) + (row.backward or 0) for row in lines),
        kinds=kinds,
        districts=_districts(scope.totals(("district",))),
        trend=_trend(scope.steps, erased_by_step(sight, period, chosen, telling), now, period, chosen),
        heat=_heat(scope, now.of_week),
        marks=[mark for mark in marks(sight, period, chosen) if chosen.has_any_of(mark.at, period.step)],
        lines=lines,
        splits=counted.splits(sight, period, chosen, telling),
        measured=counted.measured(sight, period, chosen, telling),
        unit=telling.unit,
    )


def _missed(sight: Sight, period: Period, chosen: Chosen, telling: Telling) -> dict[str, int]:
    """By kind, at the cameras in sight."""
    rows = (
        standing_misses()
        .filter(
            sight.q("camera__location", kind="kind"),
            chosen.matching("alert__event__"),
            alert__event__captured_at__gte=period.start,
            alert__event__captured_at__lt=period.end,
        )
        .order_by()
        .values_list("kind", "alert__event__captured_at")
        .annotate(Count("id"))
    )
    counts = [(period.step_of(at), (kind,), count) for kind, at, count in rows]
    tally = Tally(("kind",), counts, period.by_hour, telling, chosen.fixed, "misses")
    return {kind: count for (kind,), count in tally.by("kind").items()}


def _kinds(tally: Tally, missed: Mapping[str, int], telling: Telling) -> list[KindFigures]:
    counts, verdicts = tally.by("kind"), tally.by("kind", "verdict")
    found = [
        KindFigures(
            kind,
            count,
            Confirmed(
                verdicts[kind, Verdict.CONFIRMED],
                verdicts[kind, Verdict.CONFIRMED] + verdicts[kind, Verdict.REFUTED],
                verdicts[kind, Verdict.UNREVIEWED],
                missed.get(kind, 0),
                telling.unit,
            ),
        )
        for (kind,), count in counts.items()
    ]
    return sorted(found, key=lambda row: (-row.count, row.kind))


def _together(parts: Iterable[Confirmed], telling: Telling) -> Confirmed:
    every = list(parts)
    return Confirmed(
        sum(part.confirmed for part in every),
        sum(part.judged for part in every),
        sum(part.unreviewed for part in every),
        sum(part.missed for part in every),
        telling.unit,
    )


def _districts(tally: Tally) -> list[Bar]:
    counts = sorted(
        ((name, count) for (name,), count in tally.by("district").items()), key=lambda one: (-one[1], one[0])
    )
    most = max((count for _, count in counts), default=1)
    return [Bar(name, count, count / most) for name, count in counts]


def _trend(
    tally: Tally, gone: Mapping[datetime, int], watching: Watching, period: Period, chosen: Chosen
) -> list[Column]:
    """Of the steps in which any time was chosen: of the others nothing is asked."""
    counts = {at: count for (at,), count in tally.by("at").items()}
    most = max(counts.values(), default=1)
    return [
        Column(at, counts.get(at, 0), counts.get(at, 0) / most, hours > 0, gone.get(at, 0), hours)
        for at, hours in zip(period.steps(), watching.hours, strict=True)
        if chosen.has_any_of(at, period.step)
    ]


def _heat(scope: Scope, watched: frozenset[tuple[int, int]]) -> Mapping[tuple[int, int], int]:
    counts = scope.hours.by("weekday", "hour")
    return {place: counts[place] for place in sorted({*counts, *watched})}
