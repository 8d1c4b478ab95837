"""Counts by what they are told apart by, and their sums, told exactly or in fives."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from hypervision.board.telling import EXACT, Telling

Row = tuple[datetime, tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Tally:
    """rows: beginning of the step, values of the columns, count. fixed: what all rows share because it was chosen.

    by_hour: whether steps are hours. name: what is counted; two tallies of the same must bear the same.
    """

    columns: tuple[str, ...]
    rows: Sequence[Row]
    by_hour: bool
    telling: Telling = EXACT
    fixed: Mapping[str, str] = field(default_factory=dict)
    name: str = "events"

    def by(self, *names: str, **only: str) -> Counter[tuple[Any, ...]]:
        """Sums of told atoms by ``at``, ``weekday`` (Monday is 0), ``hour`` or columns.

        only: of the rows with this value of a column.
        """
        places = {name: self.columns.index(name) for name in (*names, *only) if name in self.columns}
        atoms = Counter[tuple[datetime, tuple[str, ...]]]()
        for at, values, count in self.rows:
            if all(values[places[name]] == wanted for name, wanted in only.items()):
                atoms[at, tuple([values[place] for place in places.values()])] += count
        clock = Clock()
        sums = Counter[tuple[Any, ...]]()
        for (at, values), count in atoms.items():
            parts = dict(zip(places, values, strict=True))
            told = count if self.telling.is_exact else self.telling.tell(count, self._atom(clock.local(at), parts))
            if told:
                sums[tuple([parts[name] if name in parts else clock.told(name, at) for name in names])] += told
        return sums

    def total(self, **only: str) -> int:
        return self.by(**only)[()]

    def _atom(self, local: datetime, parts: Mapping[str, str]) -> list[str]:
        """The same for the same events, however they were asked for."""
        named = {**self.fixed, **parts}
        if self.by_hour:
            named["hour"] = str(local.hour)
        return [self.name, f"{local:%F}", *(f"{name}={value}" for name, value in sorted(named.items()))]


class Clock:
    """Reads the city's clocks once for each moment: a year has many, and each is asked for again and again."""

    def __init__(self) -> None:
        self._zone = timezone.get_current_timezone()
        self._known: dict[datetime, datetime] = {}

    def local(self, at: datetime) -> datetime:
        found = self._known.get(at)
        if found is None:
            found = self._known[at] = at.astimezone(self._zone)
        return found

    def told(self, name: str, at: datetime) -> datetime | int:
        if name == "at":
            return at
        local = self.local(at)
        return local.weekday() if name == "weekday" else local.hour
