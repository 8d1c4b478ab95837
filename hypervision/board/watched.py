"""For how long which cameras were watched: what events are divided by, so that more watching is not more crime.

A camera is watched while somebody holds its lease and it is not silent (``shifts.Silence``): a lease goes on while the
stream is away, and then nobody sees anything.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate, islice
from operator import itemgetter
from uuid import UUID

from django.db.models import FloatField, Func, Min, Q
from django.utils import timezone

from detectors.models import Lease
from hypervision.accounts.permissions import Sight
from hypervision.board.period import HOUR, Period, floor
from hypervision.board.query import Chosen
from hypervision.lib import clock
from hypervision.shifts.models import Silence
from maps.models import Camera

FEWEST_HOURS = 1.0
"""Of all cameras together: of less than this nobody says what a hundred hours would bring."""

Stretch = tuple[float, float]
"""From, until, in seconds since 1970: there may be many thousands, and the database tells seconds far more quickly."""
Span = tuple[UUID, float, float]
Edge = tuple[float, float, int]


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
    spans = [span for span in _spans(sight, period, chosen, now.timestamp()) if only is None or span[0] in only]
    return _told(spans, _firsts(sight, chosen, only), period, chosen, now)


def same_cameras(sight: Sight, period: Period, chosen: Chosen) -> frozenset[UUID] | None:
    """Those that were watched in both periods, where only these count; None where all do."""
    other = chosen.against(period)
    if not chosen.same_cameras or other is None:
        return None
    return watching(sight, period, chosen).cameras & watching(sight, other, chosen).cameras


def _told(spans: Sequence[Span], firsts: Iterable[float], period: Period, chosen: Chosen, now: datetime) -> Watching:
    """spans: camera, from, until. firsts: since when each camera is one to be watched."""
    stretches = Stretches(_edges(period.steps(), period, chosen))
    cameras = {camera for camera, start, end in spans if stretches.add(start, end)}
    possible = Stretches(stretches.edges)
    end = min(period.end, now).timestamp()
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

    def add(self, start: float, end: float) -> bool:
        """Whether it covers any of them."""
        first, last = bisect_right(self._ends, start), bisect_left(self._begins, end) - 1
        if first > last or end <= start:
            return False
        self._turns[first] += 1
        self._turns[last + 1] -= 1
        self._parts[first] -= max(0.0, start - self._begins[first])
        self._parts[last] -= max(0.0, self._ends[last] - end)
        return True

    def hours(self, steps: int) -> list[float]:
        """By step."""
        found = [0.0] * steps
        for (begin, end, step), part, spans in zip(self.edges, self._parts, accumulate(self._turns), strict=False):
            found[step] += (spans * (end - begin) + part) / 3600
        return found


def _of_week(spans: Sequence[Span], period: Period, chosen: Chosen) -> frozenset[tuple[int, int]]:
    """By sums of beginnings and ends, for there may be many spans and many hours."""
    first = floor(period.start, HOUR).astimezone(UTC)
    many = -((first - period.end) // HOUR)
    turns = [0] * (many + 1)
    origin = first.timestamp()
    for _camera, start, end in spans:
        begins, ends = int((start - origin) // 3600), -int((origin - end) // 3600)
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
        pairs = enumerate(zip(steps, ends, strict=True))
        return [(start.timestamp(), end.timestamp(), place) for place, (start, end) in pairs]
    found, zone = [], timezone.get_current_timezone()
    for place, (start, end) in enumerate(zip(steps, ends, strict=True)):
        at = start
        while at < end:
            if chosen.has_time(at, zone):
                found.append((at.timestamp(), min(at + HOUR, end).timestamp(), place))
            at += HOUR
    return found


class _Seconds(Func):
    """Since 1970."""

    template = "EXTRACT(EPOCH FROM %(expressions)s)::float8"
    output_field = FloatField()


def _spans(sight: Sight, period: Period, chosen: Chosen, now: float) -> list[Span]:
    """A lease that nobody ended holds until now, or until its watch last vouched for it."""
    moments = (_Seconds("taken_at"), _Seconds("ended_at"), "token", "camera__watch__token")
    rows = Lease.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=period.start),
        sight.q("camera__location"),
        chosen.of_cameras("camera__location"),
        taken_at__lt=period.end,
    ).values_list("camera", *moments, _Seconds("camera__watch__expires_at"))
    silences = _silences(period, now)
    found: list[Span] = []
    for camera, start, ended, token, held, expires in rows.order_by():
        until = ended or (min(now, expires) if expires and token == held else now)
        if camera in silences:
            found += [(camera, *part) for part in _seeing(start, until, silences[camera])]
        else:
            found.append((camera, start, until))
    return found


def _silences(period: Period, now: float) -> dict[UUID, list[Stretch]]:
    """Of each camera that was silent, in the order in which they began. One that goes on lasts until now."""
    rows = Silence.objects.filter(Q(ended_at=None) | Q(ended_at__gt=period.start), began_at__lt=period.end)
    found: dict[UUID, list[Stretch]] = defaultdict(list)
    for camera, began, ended in rows.order_by("began_at").values_list(
        "camera_id", _Seconds("began_at"), _Seconds("ended_at")
    ):
        found[camera].append((began, ended or now))
    return found


def _seeing(start: float, until: float, silences: Sequence[Stretch]) -> Iterator[Stretch]:
    """What is left of a lease without its silences, of which each ends after those before it."""
    for began, ended in islice(silences, bisect_right(silences, start, key=itemgetter(1)), None):
        if began >= until:
            break
        if began > start:
            yield start, began
        start = max(start, ended)
    if start < until:
        yield start, until


def _firsts(sight: Sight, chosen: Chosen, only: frozenset[UUID] | None) -> list[float]:
    """When each camera that has a stream was first watched."""
    cameras = Camera.objects.filter(sight.q("location"), chosen.of_cameras("location")).exclude(address="")
    rows = (
        Lease.objects.filter(camera__in=cameras).order_by().values("camera").annotate(first=_Seconds(Min("taken_at")))
    )
    return [at for camera, at in rows.values_list("camera", "first") if only is None or camera in only]
