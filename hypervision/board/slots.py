"""Which days and hours of a period the roll-ups can tell; of the rest the rows must be counted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from hypervision.board.period import DAY, HOUR, Period, floor, next_step
from hypervision.board.query import Chosen

NOON = time(12)
BEFORE_NOON = 13
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Plan:
    """begins: of each day, in UTC. slots: of each day the hours that were asked for, each with its beginning.

    whole: all that there are of each day. by_rows: stretches of time that begin or end within an hour of a roll-up.
    """

    begins: Mapping[date, datetime]
    slots: Mapping[date, Mapping[int, datetime]]
    whole: bool
    by_rows: Sequence[Span]

    @property
    def is_even(self) -> bool:
        """Whether of all days the same slots are asked for."""
        return len({frozenset(slots) for slots in self.slots.values()}) <= 1

    @property
    def first(self) -> datetime:
        return min(self.begins.values())

    @property
    def numbers(self) -> list[int]:
        """Of all slots that any day needs."""
        return sorted({number for slots in self.slots.values() for number in slots})


def plan(period: Period, chosen: Chosen) -> Plan:
    begins: dict[date, datetime] = {}
    slots: dict[date, Mapping[int, datetime]] = {}
    by_rows: list[Span] = []
    whole = True
    grid = _rest(floor(period.start, HOUR))
    for start, end in _days(period):
        day = timezone.localtime(start).date()
        if chosen.weekday not in (None, day.weekday()):
            continue
        within = max(start, period.start), min(end, period.end)
        noon = timezone.make_aware(datetime.combine(day, NOON)).astimezone(UTC)
        if any(_rest(at) != grid for at in (start, noon, end, *within)):
            by_rows.append(within)
            continue
        begins[day] = start
        slots[day] = _slots(noon, within, chosen)
        whole = whole and within == (start, end) and chosen.hour is None
    return Plan(begins, slots, whole, by_rows)


def _days(period: Period) -> Iterator[Span]:
    at, end = floor(period.start, DAY), period.end.astimezone(UTC)
    while at.astimezone(UTC) < end:
        following = next_step(at, DAY)
        yield at.astimezone(UTC), following.astimezone(UTC)
        at = following


def _rest(at: datetime) -> timedelta:
    """How long after a full hour of UTC."""
    return (at - _EPOCH) % HOUR


def _slots(noon: datetime, within: Span, chosen: Chosen) -> Mapping[int, datetime]:
    start, end = within
    first = BEFORE_NOON - (noon - start) // HOUR
    found = {first + place: start + place * HOUR for place in range((end - start) // HOUR)}
    if chosen.hour is None:
        return found
    zone = timezone.get_current_timezone()
    return {number: at for number, at in found.items() if chosen.has_time(at, zone)}
