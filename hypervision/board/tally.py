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
        named = Atoms(self, clock, list(places))
        sums = Counter[tuple[Any, ...]]()
        for (at, values), count in atoms.items():
            told = count if self.telling.is_told(count) else self.telling.tell(count, named.atom(at, values))
            if told:
                parts = dict(zip(places, values, strict=True))
                sums[tuple([parts[name] if name in parts else clock.told(name, at) for name in names])] += told
        return sums

    def total(self, **only: str) -> int:
        return self.by(**only)[()]


class Atoms:
    """Names of atoms: the same for the same events, however they were asked for. There may be many thousands."""

    def __init__(self, tally: Tally, clock: "Clock", columns: Sequence[str]) -> None:
        self._clock = clock
        self._tally = tally
        fixed = {name: f"{name}={value}" for name, value in tally.fixed.items() if name not in columns}
        names = sorted({*fixed, *columns, *(["hour"] if tally.by_hour else [])})
        own = {name: f"{name}={{{place}}}" for place, name in enumerate(columns)}
        parts = {**{name: _bare(text) for name, text in fixed.items()}, **own}
        if tally.by_hour:
            parts["hour"] = "hour={hour}"
        self._form = "|".join(["{begin}", *[parts[name] for name in names]]).format
        self._moments: dict[datetime, tuple[str, str]] = {}

    def atom(self, at: datetime, values: Sequence[str]) -> str:
        begin, hour = self._moment(at)
        return self._form(*values, begin=begin, hour=hour)

    def _moment(self, at: datetime) -> tuple[str, str]:
        found = self._moments.get(at)
        if found is None:
            local = self._clock.local(at)
            hour = str(local.hour) if self._tally.by_hour else ""
            found = self._moments[at] = (f"{self._tally.name}|{local:%F}", hour)
        return found


def _bare(text: str) -> str:
    """As it is, in a form that others are put into."""
    return text.replace("{", "{{").replace("}", "}}")


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
