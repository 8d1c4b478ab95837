"""Counts of events out of the roll-ups (``board.models``), as they stand at this moment.

Folded days and what is pending are read by one statement, so that each event is found once. Of what no camera saw,
somebody with a perimeter is told the cells of the ground that lie in it whole, and of the others the rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BigIntegerField, F, Func, QuerySet
from django.utils import timezone

from hypervision.accounts.permissions import Sight
from hypervision.board.folded import Folded
from hypervision.board.folding import THE_FOLD
from hypervision.board.models import Fold
from hypervision.board.period import DAY
from hypervision.board.query import OUTSIDE, Chosen
from hypervision.board.slots import Plan
from hypervision.board.tally import Row
from hypervision.board.wishes import Wish
from maps.models import Camera, Event

_Condition = tuple[str, list[Any]]


class Cell(Func):
    """``board_cell`` of the migration."""

    function = "board_cell"
    output_field = BigIntegerField()


@dataclass(frozen=True, slots=True)
class Who:
    """Whose events: of all, or of these cameras and cells. border: the cells of which only the rows tell."""

    cameras: list[UUID] | None = None
    cells: Sequence[int] = ()
    border: Sequence[int] = ()

    @property
    def table(self) -> str:
        return "board_cityday" if self.cameras is None else "board_cameraday"

    def conditions(self) -> list[list[_Condition]]:
        """One after the other, because an index answers each by itself, and not the two at once."""
        if self.cameras is None:
            return [[]]
        cameras: _Condition = ("camera_id = ANY(%s::uuid[])", [self.cameras])
        cells: _Condition = ("camera_id IS NULL AND cell = ANY(%s::bigint[])", [list(self.cells)])
        return [[cameras], [cells]] if self.cells else [[cameras]]

    def beside(self, events: QuerySet[Event]) -> QuerySet[Event] | None:
        """Those of these events, which no camera saw, that lie in a cell at the border; the index of them is ours."""
        return events.alias(cell=Cell(F("place"))).filter(cell__in=self.border) if self.border else None


def are_kept() -> bool:
    """Whether the roll-ups follow the clocks by which days are told, or nothing was folded yet; beat sees to it."""
    return not Fold.objects.filter(pk=THE_FOLD).exclude(zone=timezone.get_current_timezone_name()).exists()


def who(sight: Sight, only: frozenset[UUID] | None, plan: Plan) -> Who:
    if sight.everywhere and only is None:
        return Who()
    if only is not None and sight.everywhere:
        return Who(sorted(only))
    if sight.area is None or not plan.begins:
        return Who([])
    seen = set(Camera.objects.filter(sight.q("location")).values_list("pk", flat=True))
    if only is not None:
        return Who(sorted(seen & only))
    cells = _cells(sight, plan)
    return Who(sorted(seen), [cell for cell, whole in cells if whole], [cell for cell, whole in cells if not whole])


def _cells(sight: Sight, plan: Plan) -> list[tuple[int, bool]]:
    """Those in which anything was that reach into sight, and whether they lie in it whole."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH cells AS MATERIALIZED (  -- so that each is looked at once
              SELECT cell FROM board_cameraday WHERE facet = 'all' AND camera_id IS NULL AND day BETWEEN %s AND %s
              UNION SELECT cell FROM board_pending WHERE camera_id IS NULL)
            SELECT cell, ST_CoveredBy(board_ground(cell), area) FROM cells, (SELECT %s::geometry AS area) sight
             WHERE ST_Intersects(board_ground(cell), area)""",
            [min(plan.begins), max(plan.begins), sight.area.hexewkb.decode() if sight.area else None],
        )
        return list(cursor.fetchall())


def rows(plan: Plan, whose: Who, sight: Sight, chosen: Chosen, wish: Wish) -> list[Row]:
    """Beginning of the step, values of the columns, count."""
    found = Folded(plan, wish)
    if not plan.begins or (found.in_slots and not plan.numbers):
        return []
    among = _among(sight, chosen)
    names = "".join(f", {name}" for name in wish.sources)
    folded_names = names.replace("value", "facet") if found.places else names
    day = "day" if found.by_day else "NULL::date"
    by_day = (("day" if found.by_day else "") + folded_names).lstrip(", ")
    parts: list[str] = []
    values: list[Any] = []
    for condition in whose.conditions():
        folded, of_folded = _where([("facet = ANY(%s)", [found.facets]), *_days(plan, chosen), *condition, *among])
        pending, of_pending = _where([("facet = %s", [wish.facet]), *_times(plan), *condition, *among])
        parts += [
            f"""SELECT {day}, NULL::timestamptz AS at{folded_names}, {found.amount}
                  FROM {whose.table} WHERE {folded} {f"GROUP BY {by_day}" if by_day else ""}""",  # noqa: S608 - ours
            f"SELECT NULL, at{names}, sum(count) FROM board_pending WHERE {pending} GROUP BY at{names}",  # noqa: S608
        ]
        values += [*of_folded, *of_pending]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return list(found.told(cursor.fetchall()))


def _days(plan: Plan, chosen: Chosen) -> list[_Condition]:
    span: _Condition = ("day BETWEEN %s AND %s", [min(plan.begins), max(plan.begins)])
    are_all = chosen.weekday is None and not plan.by_rows
    return [span] if are_all else [span, ("day = ANY(%s)", [list(plan.begins)])]


def _times(plan: Plan) -> list[_Condition]:
    """More than are asked for; which they are the clocks tell (``_step``)."""
    return [("at >= %s", [min(plan.begins.values())]), ("at < %s", [max(plan.begins.values()) + 2 * DAY])]


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
