"""For how long which cameras were watched: what events are divided by, so that more watching is not more crime."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from uuid import UUID

from django.db.models import Min, Q
from django.utils import timezone

from detectors.models import Lease
from hypervision.accounts.permissions import Sight
from hypervision.board.period import HOUR, Period, floor
from hypervision.board.query import Chosen
from hypervision.lib import clock
from maps.models import Camera

FEWEST_HOURS = 1.0
"""Of all cameras together: of less than this nobody says what a hundred hours would bring."""

Span = tuple[UUID, datetime, datetime]
Edge = tuple[datetime, datetime, int]


@dataclass(frozen=True, slots=True)
class Watching:
    """hours: of all cameras together, by step. cameras: those that were watched at all. possible: of cameras, as hours.

    possible: what ``hours`` would be, had no camera been left unwatched since its first hour. of_week: the days of the
    week (Monday is 0) and hours in which any camera was watched.
    """

    hours: Sequence[float]
    cameras: frozenset[UUID]
    possible: float
    of_week: frozenset[tuple[int, int]] = frozenset()

    @property
    def total(self) -> float:
        return sum(self.hours)

    @property
    def availability(self) -> float | None:
        """The share of the time; None while there was no camera to watch."""
        return min(1.0, self.total / self.possible) if self.possible else None


def watching(sight: Sight, period: Period, chosen: Chosen, only: frozenset[UUID] | None = None) -> Watching:
    """only: these cameras, where not all count. The future is neither watched nor missed."""
    now = clock.now()
    spans = [span for span in _spans(sight, period, chosen, now) if only is None or span[0] in only]
    return told(spans, _firsts(sight, chosen, only), period, chosen, now)


def same_cameras(sight: Sight, period: Period, chosen: Chosen) -> frozenset[UUID] | None:
    """Those that were watched in both periods, where only these count; None where all do."""
    other = chosen.against(period)
    if not chosen.same_cameras or other is None:
        return None
    return watching(sight, period, chosen).cameras & watching(sight, other, chosen).cameras


def told(spans: Sequence[Span], firsts: Iterable[datetime], period: Period, chosen: Chosen, now: datetime) -> Watching:
    """spans: camera, from, until. firsts: since when each camera is one to be watched."""
    stretches = Stretches(_edges(period.steps(), period, chosen))
    cameras = {camera for camera, start, end in spans if stretches.add(start, end)}
    possible = Stretches(stretches.edges)
    end = min(period.end.astimezone(UTC), now)
    for first in firsts:
        possible.add(first, end)
    hours = stretches.hours(len(period.steps()))
    return Watching(hours, frozenset(cameras), sum(possible.hours(len(hours))), _of_week(spans, period, chosen))


class Stretches:
    """Adds up how much of each stretch of time spans cover: of a span only its two ends are looked at."""

    def __init__(self, edges: Sequence[Edge]) -> None:
        self.edges = edges
        self._begins = [begin for begin, _, _ in edges]
        self._ends = [end for _, end, _ in edges]
        self._parts = [0.0] * len(edges)
        self._turns = [0] * (len(edges) + 1)

    def add(self, start: datetime, end: datetime) -> bool:
        """Whether it covers any of them."""
        first, last = bisect_right(self._ends, start), bisect_left(self._begins, end) - 1
        if first > last or end <= start:
            return False
        self._turns[first] += 1
        self._turns[last + 1] -= 1
        self._parts[first] -= max(0.0, (start - self._begins[first]).total_seconds())
        self._parts[last] -= max(0.0, (self._ends[last] - end).total_seconds())
        return True

    def hours(self, steps: int) -> list[float]:
        """By step."""
        found = [0.0] * steps
        for (begin, end, step), part, spans in zip(self.edges, self._parts, accumulate(self._turns), strict=False):
            found[step] += (spans * (end - begin).total_seconds() + part) / 3600
        return found


def _of_week(spans: Sequence[Span], period: Period, chosen: Chosen) -> frozenset[tuple[int, int]]:
    """By sums of beginnings and ends, for there may be many spans and many hours."""
    first = floor(period.start, HOUR).astimezone(UTC)
    many = -((first - period.end) // HOUR)
    turns = [0] * (many + 1)
    for _camera, start, end in spans:
        begins, ends = (start - first) // HOUR, -((first - end) // HOUR)
        if end > start and begins < many and ends > 0:
            turns[max(0, begins)] += 1
            turns[min(many, ends)] -= 1
    zone = timezone.get_current_timezone()
    watched = (first + place * HOUR for place, number in enumerate(accumulate(turns[:-1])) if number)
    times = {(local.weekday(), local.hour) for at in watched for local in [at.astimezone(zone)]}
    return frozenset(
        (day, hour) for day, hour in times if chosen.weekday in (None, day) and chosen.hour in (None, hour)
    )


def _edges(steps: Sequence[datetime], period: Period, chosen: Chosen) -> list[Edge]:
    """The stretches of time that count, each with its step: whole steps, or their hours that were chosen."""
    ends = [*steps[1:], period.end.astimezone(UTC)]
    if chosen.hour is None and chosen.weekday is None:
        return [(start, end, place) for place, (start, end) in enumerate(zip(steps, ends, strict=True))]
    found, zone = [], timezone.get_current_timezone()
    for place, (start, end) in enumerate(zip(steps, ends, strict=True)):
        at = start
        while at < end:
            if chosen.has_time(at, zone):
                found.append((at, min(at + HOUR, end), place))
            at += HOUR
    return found


def _spans(sight: Sight, period: Period, chosen: Chosen, now: datetime) -> list[Span]:
    """A lease that nobody ended holds until now, or until its watch last vouched for it."""
    rows = Lease.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=period.start),
        sight.q("camera__location"),
        chosen.of_cameras("camera__location"),
        taken_at__lt=period.end,
    ).values_list("camera", "taken_at", "ended_at", "token", "camera__watch__token", "camera__watch__expires_at")
    found = []
    for camera, start, ended, token, held, expires in rows.order_by():
        until = ended or (min(now, expires) if expires and token == held else now)
        found.append((camera, start, until))
    return found


def _firsts(sight: Sight, chosen: Chosen, only: frozenset[UUID] | None) -> list[datetime]:
    """When each camera that has a stream was first watched."""
    cameras = Camera.objects.filter(sight.q("location"), chosen.of_cameras("location")).exclude(address="")
    rows = Lease.objects.filter(camera__in=cameras).order_by().values_list("camera").annotate(Min("taken_at"))
    return [at for camera, at in rows if only is None or camera in only]
