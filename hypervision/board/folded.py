"""How days of the roll-ups answer a wish: by which facets, and what the numbers that come back say."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from hypervision.board.models import Value
from hypervision.board.packed import LADDER, PLACES, at_places
from hypervision.board.period import HOUR, floor
from hypervision.board.slots import Plan
from hypervision.board.tally import Row
from hypervision.board.wishes import Wish
from maps.models import District

_NONE = "none"
_Readers = Sequence[Callable[[Any], str]]


def _readers(columns: Sequence[str]) -> _Readers:
    """What is told of a value of each column. A district that is gone is none."""
    names = dict(District.objects.values_list("pk", "name")) if "district" in columns else {}
    known: dict[str, Callable[[Any], str]] = {
        "verdict": lambda value: "" if value == _NONE else value,
        "district": lambda key: names.get(key, ""),
        "authorisation": lambda key: "" if key is None else str(key),
    }
    return [known.get(name, str) for name in columns]


class Folded:
    """How folded days answer a wish. in_slots: by some of their hours. by_day: each by itself.

    places: what the values are that lie in one number; empty where each has a row.
    """

    def __init__(self, plan: Plan, wish: Wish) -> None:
        self.plan, self.wish = plan, wish
        self.in_slots = wish.step == HOUR or not plan.whole
        self.by_day = wish.step is not None or (self.in_slots and not plan.is_even)
        self.places = self._places()
        self.amount = "sum(packed)" if self.in_slots or self.places else "sum(total)"

    def _places(self) -> Sequence[str]:
        if self.wish.facet == "took":
            return [str(rung) for rung in LADDER]
        if self.in_slots or "value" not in self.wish.sources:
            return []
        known = list(Value.objects.order_by("place").values_list("value", flat=True))
        return known if len(known) <= PLACES else []

    @property
    def facets(self) -> list[str]:
        if self.wish.facet == "took" and self.in_slots:
            return [f"took@{number}" for number in self.plan.numbers]
        if self.places and self.wish.facet != "took":
            return [f"{self.wish.facet}s"]
        return [self.wish.folded_facet]

    def told(self, found: Iterable[tuple[Any, ...]]) -> Iterator[Row]:
        readers = _readers(self.wish.columns)
        steps: dict[datetime, datetime | None] = {}
        for day, at, *values, amount in found:
            if at is None and amount is None:
                continue
            if at is None and self.places:
                yield from self._spread(day, values, amount, readers)
                continue
            named = tuple([read(value) for read, value in zip(readers, values, strict=True)])
            if at is None:
                yield from ((step, named, count) for step, count in self._counts(day, amount))
                continue
            if at not in steps:
                steps[at] = _step(at, self.plan, self.wish.step)
            if step := steps[at]:
                yield step, named, int(amount)

    def _begin(self, day: date | None) -> datetime:
        return self.plan.begins[day] if day else self.plan.first

    def _slots(self, day: date | None) -> Mapping[int, datetime]:
        return self.plan.slots[day or next(iter(self.plan.slots))]

    def _counts(self, day: date | None, amount: Any) -> Iterator[tuple[datetime, int]]:
        if not self.in_slots:
            yield self._begin(day), int(amount)
            return
        slots = self._slots(day)
        hours = zip(slots.values(), at_places(amount, slots), strict=True)
        if self.wish.step == HOUR:
            yield from ((at, count) for at, count in hours if count)
        elif whole := sum(count for _, count in hours):
            yield self._begin(day), whole

    def _spread(self, day: date | None, values: list[Any], amount: Any, readers: _Readers) -> Iterator[Row]:
        """A row for each value that lies in the number. Where its column is the facet stands, with its slot if any."""
        at = self.wish.sources.index("value")
        _, _, slot = values[at].partition("@")
        if slot and int(slot) not in self._slots(day):
            return
        begin = self._slots(day)[int(slot)] if slot and self.wish.step == HOUR else self._begin(day)
        for value, count in zip(self.places, at_places(amount, range(len(self.places))), strict=True):
            if count:
                values[at] = value
                yield begin, tuple([read(one) for read, one in zip(readers, values, strict=True)]), count


def _step(at: datetime, plan: Plan, step: timedelta | None) -> datetime | None:
    """Of a pending quarter of an hour; None where it was not asked for."""
    day = timezone.localtime(at).date()
    hour = floor(at, HOUR).astimezone(UTC)
    if day not in plan.slots or hour not in plan.slots[day].values():
        return None
    return hour if step == HOUR else plan.begins[day]
