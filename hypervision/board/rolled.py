"""Counts of events out of the roll-ups (``board.models``), as they stand at this moment.

Folded days and what is pending are read by one statement, so that each event is found once. Of what no camera saw,
somebody with a perimeter is told the cells of the ground that lie in it whole, and of the others the rows.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Func, IntegerField, QuerySet
from django.utils import timezone

from hypervision.accounts.permissions import Sight
from hypervision.board.folding import THE_FOLD
from hypervision.board.models import Fold
from hypervision.board.period import DAY, HOUR, floor
from hypervision.board.query import OUTSIDE, Chosen
from hypervision.board.slots import Rolled
from hypervision.board.tally import Row
from maps.models import Camera, District, Event

SOURCES = {
    "district": "district_id",
    "kind": "kind",
    "authorisation": "authorisation_id",
    "verdict": "value",
    "reason": "value",
    "took": "value",
}
"""Name of a column of a tally: column of the roll-up."""
_NONE = "none"
_Condition = tuple[str, list[Any]]


class Cell(Func):
    """``board_cell`` of the migration."""

    function = "board_cell"
    output_field = IntegerField()


@dataclass(frozen=True, slots=True)
class Who:
    """Whose events: of all, or of these cameras and cells. cells: None where events without a camera do not count."""

    cameras: list[UUID] | None = None
    cells: list[int] | None = None

    @property
    def table(self) -> str:
        return "board_cityday" if self.cameras is None else "board_cameraday"

    def condition(self) -> list[_Condition]:
        if self.cameras is None:
            return []
        text = "(camera_id = ANY(%s) OR (camera_id IS NULL AND cell = ANY(%s)))"
        return [(text, [self.cameras, self.cells or []])]

    def beside(self, events: QuerySet[Event]) -> QuerySet[Event] | None:
        """Those of the person's events that must be counted from their rows."""
        if self.cells is None:
            return None
        unseen = events.filter(camera=None)
        return unseen.annotate(cell=Cell(F("place"))).exclude(cell__in=self.cells) if self.cells else unseen


def are_kept() -> bool:
    """Whether the roll-ups follow the clocks by which days are told; beat sees to it."""
    return Fold.objects.filter(pk=THE_FOLD, zone=timezone.get_current_timezone_name()).exists()


def who(sight: Sight, only: frozenset[UUID] | None, rolled: Rolled) -> Who:
    if sight.everywhere and only is None:
        return Who()
    if only is not None and sight.everywhere:
        return Who(sorted(only))
    if sight.area is None:
        return Who([])
    seen = set(Camera.objects.filter(sight.q("location")).values_list("pk", flat=True))
    if only is not None:
        return Who(sorted(seen & only))
    return Who(sorted(seen), _cells(sight, rolled))


def _cells(sight: Sight, rolled: Rolled) -> list[int]:
    """Those of the roll-up that lie in sight whole."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT cell FROM (SELECT DISTINCT cell FROM board_cameraday
                               WHERE facet = 'all' AND camera_id IS NULL AND day = ANY(%s)
                              UNION SELECT DISTINCT cell FROM board_pending WHERE camera_id IS NULL) cells
             WHERE ST_CoveredBy(board_ground(cell), %s::geometry)""",
            [list(rolled.begins), sight.area.hexewkb.decode() if sight.area else None],
        )
        return [cell for (cell,) in cursor.fetchall()]


def rows(
    rolled: Rolled, whose: Who, sight: Sight, chosen: Chosen, columns: Sequence[str], facet: str, by_hour: bool
) -> list[Row]:
    """Beginning of the step, values of the columns, count. facet: see ``board.models``."""
    if not rolled.begins:
        return []
    in_slots = by_hour or not rolled.whole
    wanted = rolled.numbers if in_slots else []
    if in_slots and not wanted:
        return []
    sums = ", ".join(f"sum(hours[{number + 1}])" for number in wanted) or "sum(total)"
    names = [SOURCES[name] for name in columns]
    among = _among(sight, chosen) + whose.condition()
    folded: list[_Condition] = [
        ("facet = %s", ["all" if facet == "verdict" and "value" not in names else facet]),
        ("day = ANY(%s)", [list(rolled.begins)]),
    ]
    first, last = min(rolled.begins.values()), max(rolled.begins.values()) + 2 * DAY
    pending: list[_Condition] = [("facet = %s", [facet]), ("at >= %s", [first]), ("at < %s", [last])]
    selected = "".join(f", {name}" for name in names)
    above, of_folded = _where([*folded, *among])
    below, of_pending = _where([*pending, *among])
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT day, NULL::timestamptz AS at, ARRAY[{sums}]::bigint[]{selected}
              FROM {whose.table} WHERE {above} GROUP BY day{selected}
            UNION ALL
            SELECT NULL, at, ARRAY[sum(count)]{selected} FROM board_pending WHERE {below} GROUP BY at{selected}""",  # noqa: S608 - names of ours
            [*of_folded, *of_pending],
        )
        found = cursor.fetchall()
    return _told(found, rolled, wanted, _readers(columns), by_hour)


def _among(sight: Sight, chosen: Chosen) -> list[_Condition]:
    found: list[_Condition] = []
    if sight.kinds:
        found.append(("kind = ANY(%s)", [["", *sorted(sight.kinds)]]))
    if chosen.kind:
        found.append(("kind = %s", [chosen.kind]))
    if chosen.district == OUTSIDE:
        found.append(("(district_id IS NULL OR district_id NOT IN (SELECT id FROM maps_district))", []))
    elif chosen.district:
        found.append(("district_id = %s", [int(chosen.district)]))
    return found


def _where(conditions: Iterable[_Condition]) -> tuple[str, list[Any]]:
    texts, values = zip(*conditions, strict=True)
    return " AND ".join(texts), [value for part in values for value in part]


def _readers(columns: Sequence[str]) -> list[Callable[[Any], str]]:
    """What is told of a value of each column. A district that is gone is none."""
    names = dict(District.objects.values_list("pk", "name")) if "district" in columns else {}
    known: dict[str, Callable[[Any], str]] = {
        "verdict": lambda value: "" if value == _NONE else value,
        "district": lambda key: names.get(key, ""),
        "authorisation": lambda key: "" if key is None else str(key),
    }
    return [known.get(name, str) for name in columns]


def _told(
    found: Iterable[tuple[Any, ...]],
    rolled: Rolled,
    wanted: Sequence[int],
    readers: Sequence[Callable[[Any], str]],
    by_hour: bool,
) -> list[Row]:
    told: list[Row] = []
    for day, at, counts, *values in found:
        named = tuple(read(value) for read, value in zip(readers, values, strict=True))
        if day is None:
            step = _step(at, rolled, by_hour)
            parts = [] if step is None else [(step, counts[0])]
        elif not wanted:
            parts = [(rolled.begins[day], counts[0])]
        else:
            parts = _parts(day, counts, rolled, wanted, by_hour)
        told += ((step, named, count) for step, count in parts if count)
    return told


def _parts(
    day: date, counts: Sequence[int], rolled: Rolled, wanted: Sequence[int], by_hour: bool
) -> list[tuple[datetime, int]]:
    slots = rolled.slots[day]
    hours = [(slots[number], count) for number, count in zip(wanted, counts, strict=True) if number in slots]
    return hours if by_hour else [(rolled.begins[day], sum(count for _, count in hours))]


def _step(at: datetime, rolled: Rolled, by_hour: bool) -> datetime | None:
    """Of a pending quarter of an hour; None where it was not asked for."""
    day = timezone.localtime(at).date()
    hour = floor(at, HOUR).astimezone(UTC)
    if day not in rolled.slots or hour not in rolled.slots[day].values():
        return None
    return hour if by_hour else rolled.begins[day]
