"""Past and present alerts as vector tiles: clustered by the database, for the eyes of who asks, and kept by nobody.

A tile is cut into cells; what lies in one cell is one feature with a count for each state. Cells end where tiles do, so
that an alert is in one tile only. From ``SEPARATE`` on a cell is a metre: what still shares one stands at one place.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from math import atan, degrees, pi, sinh
from typing import Any

from django.contrib.gis.geos import Polygon
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, FloatField, Func, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hypervision.accounts.permissions import Person, Sight, can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.alerts import cells
from hypervision.alerts.cells import Cut
from hypervision.alerts.models import Alert
from hypervision.lib import clock
from maps.models import Event
from maps.reality import real
from maps.sight import in_sight
from maps.tiles import MVT, THE_MAP, BadTile, Need, opened_to, parse, sentence

ALERTS = Need(Right.SEE_ALERTS, Scope.ALERTS_READ, gettext_lazy("Your role does not include alerts."))
SPANS = {"24h": timedelta(hours=24), "7d": timedelta(days=7), "30d": timedelta(days=30)}
SEPARATE = 18
"""From this zoom on each alert stands for itself, where it happened."""
EXTENT = 4096
LONGEST_KIND = 40
COARSE = 3
"""Donuts: a side of a tile is cut into 2 to the power of this."""
FEW_FROM = 14
"""From this zoom on a tile holds few of the alerts of a city."""

# Where an alert lies, in cells from the corner of the tile: exact in binary numbers, so that each way of counting puts
# it into the same cell.
PLACED = """
  SELECT told.id, told.state, array_position(ARRAY['low', 'medium', 'high'], told.severity::text) - 1 AS rank, lon, lat,
         ((lon + 180) / 360 * 2 ^ %(z)s - %(x)s) * %(cells)s AS across,
         ((1 - asinh(tan(radians(lat))) / pi()) / 2 * 2 ^ %(z)s - %(y)s) * %(cells)s AS down
  FROM {told}"""

# Rank and counts are those of the cell; "box" holds all its alerts, for whoever wants to see them apart. What is not
# there (no alert in a state) is left out of the tile.
FROM_ROWS = """
WITH seen (event, lon, lat) AS MATERIALIZED ({seen}),
placed AS ({placed}),
cell AS (
  SELECT count(*)::int AS count, max(rank)::int AS rank, {states},
         CASE count(*) WHEN 1 THEN min(id::text) END AS id,
         CASE WHEN count(*) > 1 THEN concat_ws(',', min(lon), min(lat), max(lon), max(lat)) END AS box,
         avg(across - floor(across)) AS inside_x, avg(down - floor(down)) AS inside_y,
         floor(across) AS col, floor(down) AS line
  FROM placed
  WHERE across >= 0 AND across < %(cells)s AND down >= 0 AND down < %(cells)s
  GROUP BY floor(across), floor(down))"""
JOINED = "seen JOIN alerts_alert told ON told.event_id = seen.event"
ONE_BY_ONE = "seen, LATERAL (SELECT * FROM alerts_alert WHERE event_id = seen.event LIMIT 1) told"
"""For few events: the planner would rather read all alerts."""

# The same for who sees the whole territory. Of sums the box is that of the cell; what stands alone is looked up.
FROM_SUMS = """
WITH seen (event, lon, lat) AS MATERIALIZED ({seen}),
placed AS ({placed}),
told AS (
  SELECT x - %(x)s * %(cells)s AS col, y - %(y)s * %(cells)s AS line, state,
         array_position(ARRAY['low', 'medium', 'high'], severity::text) - 1 AS rank, count, east, south
  FROM (SELECT * FROM alerts_cellsum WHERE hours = 24 AND starts_at >= %(day)s
        UNION ALL SELECT * FROM alerts_cellsum WHERE hours = 1 AND starts_at >= %(rows)s AND starts_at < %(day)s) sums
  WHERE level = %(level)s AND x BETWEEN %(x)s * %(cells)s AND (%(x)s + 1) * %(cells)s - 1
    AND y BETWEEN %(y)s * %(cells)s AND (%(y)s + 1) * %(cells)s - 1
    AND (%(kinds)s::text[] IS NULL OR kind = ANY(%(kinds)s::text[]))
  UNION ALL
  SELECT floor(across)::int, floor(down)::int, state, rank, 1,
         floor((across - floor(across)) * 4096)::int, floor((down - floor(down)) * 4096)::int
  FROM placed
  WHERE across >= 0 AND across < %(cells)s AND down >= 0 AND down < %(cells)s),
net AS (SELECT col, line, state, rank, sum(count) AS count, sum(east) AS east, sum(south) AS south
        FROM told GROUP BY col, line, state, rank),
summed AS (
  SELECT sum(count)::int AS count, (max(rank) FILTER (WHERE count > 0))::int AS rank, {states}, col, line,
         (sum(east) / sum(count) / 4096)::float8 AS inside_x, (sum(south) / sum(count) / 4096)::float8 AS inside_y,
         360 / 2.0 ^ %(level)s AS side
  FROM net GROUP BY col, line HAVING sum(count) > 0),
bounded AS (
  SELECT summed.*, (col + %(x)s * %(cells)s) * side - 180 AS west, (col + 1 + %(x)s * %(cells)s) * side - 180 AS east,
         degrees(atan(sinh(pi() - radians((line + %(y)s * %(cells)s) * side)))) AS north,
         degrees(atan(sinh(pi() - radians((line + 1 + %(y)s * %(cells)s) * side)))) AS south
  FROM summed),
cell AS (
  SELECT bounded.*, CASE WHEN count > 1 THEN concat_ws(',', west, south, east, north) END AS box, alone.id
  FROM bounded LEFT JOIN LATERAL (
    WITH seen (event, lon, lat) AS MATERIALIZED (
      {all} AND maps_event.place && ST_Expand(ST_MakeEnvelope(west, south, east, north, 4326), 1e-9)),
    placed AS ({placed})
    SELECT id::text FROM placed WHERE count = 1 AND floor(across) = col AND floor(down) = line LIMIT 1
  ) alone ON true)"""

# Drawn in tile units, y downwards; the mean keeps to the middle of its cell, so that donuts of neighbours do not lie on
# each other.
DRAWN = """,
drawn AS (
  SELECT count, rank, {names}, id, box,
         ST_MakePoint(round((col + 0.5 + (inside_x - 0.5) * pull) * %(unit)s),
                      round((line + 0.5 + (inside_y - 0.5) * pull) * %(unit)s)) AS geom
  FROM cell, LATERAL (SELECT CASE WHEN count > 1 AND %(z)s < {separate} THEN 0.5 ELSE 1.0 END) AS much (pull)
  ORDER BY count)
SELECT ST_AsMVT(drawn, 'alerts', {extent}, 'geom') FROM drawn
"""


Tile = tuple[int, int, int]
"""Zoom, column, row."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which alerts, and how finely. kind: "" for all kinds. cells: that a side of a tile is cut into."""

    span: timedelta
    kind: str
    cells: int


@require_safe
@opened_to(THE_MAP, ALERTS)
def alert_tile(request: HttpRequest, z: str, x: str, y: str) -> HttpResponse:
    """``?span=24h|7d|30d``, ``?kind=`` one kind, ``?grain=heat`` for four times finer cells. 204 where nothing is."""
    try:
        tile = parse(z, x, y)
        body = draw(request.user, tile, _wish(request, tile[0]))
    except BadTile as error:
        return sentence(HTTPStatus.BAD_REQUEST, str(error))
    answer = HttpResponse(body, content_type=MVT) if body else HttpResponse(status=HTTPStatus.NO_CONTENT)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _wish(request: HttpRequest, zoom: int) -> Wish:
    span, kind = request.GET.get("span", "24h"), request.GET.get("kind", "")
    grain = request.GET.get("grain", "donuts")
    if span not in SPANS:
        raise BadTile(_("The alerts of %(spans)s can be asked for.") % {"spans": ", ".join(SPANS)})
    if grain not in ("donuts", "heat"):
        raise BadTile(_("The alerts come as donuts or as heat."))
    if len(kind) > LONGEST_KIND or "\x00" in kind:
        raise BadTile(_("No kind of alert has such a name."))
    return Wish(SPANS[span], kind, _cells(zoom, grain))


def _cells(zoom: int, grain: str) -> int:
    """A tile is 512 pixels wide: donuts have 64 pixels, heat 16, and what stands alone 8, which are 1.2 m or less."""
    return 32 if grain == "heat" else 64 if zoom >= SEPARATE else 2**COARSE


def seen(sight: Sight, wish: Wish, since: datetime) -> QuerySet[Event]:
    """What of the time the sight holds; an exercise leaves no trace on the map of the past."""
    events = Event.objects.filter(in_sight(sight), real(), captured_at__gte=since)
    return events.filter(kind=wish.kind) if wish.kind else events


def draw(person: Person, tile: Tile, wish: Wish) -> bytes:
    """The bytes of one tile; empty where there is nothing to see for this person."""
    sight, since = can_see(person), clock.now() - wish.span
    level = tile[0] + COARSE
    is_summed = sight.everywhere and wish.cells == 2**COARSE and cells.COARSEST <= level <= cells.FINEST
    events = seen(sight, wish, since)
    try:
        query, values = _from_sums(events, tile, cells.cut(since, level)) if is_summed else _from_rows(events, tile)
    except EmptyResultSet:  # of an account without a perimeter there is nothing to ask
        return b""
    z, x, y = tile
    place = {"z": z, "x": x, "y": y, "cells": wish.cells, "unit": EXTENT / wish.cells, "level": level}
    with connection.cursor() as cursor:
        cursor.execute(query, {**values, **place, "kinds": _kinds(sight, wish)})
        return bytes(cursor.fetchone()[0])


def _from_rows(events: QuerySet[Event], tile: Tile) -> tuple[str, dict[str, Any]]:
    found, values = _told(events.filter(place__bboverlaps=_box(*tile)), "seen")
    placed = PLACED.format(told=ONE_BY_ONE if tile[0] >= FEW_FROM else JOINED)
    return _drawing(FROM_ROWS, counted="count(*)", seen=found, placed=placed), values


def _from_sums(events: QuerySet[Event], tile: Tile, cut: Cut) -> tuple[str, dict[str, Any]]:
    """From sums by day, by hour until the first day begins, and from the rows until the first hour does."""
    found, values = _told(events.filter(captured_at__lt=cut.rows, place__bboverlaps=_box(*tile)), "seen")
    whole, more = _told(events, "all")
    query = _drawing(FROM_SUMS, counted="sum(count)", seen=found, placed=PLACED.format(told=JOINED), all=whole)
    return query, {**values, **more, "day": cut.day, "rows": cut.rows}


def _kinds(sight: Sight, wish: Wish) -> list[str] | None:
    """``seen`` for sums; None for all."""
    if wish.kind:
        return [wish.kind] if sight.knows(wish.kind) else []
    return ["", *sorted(sight.kinds)] if sight.kinds else None


def _told(events: QuerySet[Event], prefix: str) -> tuple[str, dict[str, Any]]:
    """As a query whose values have names."""
    sql, values = events.order_by().values_list("pk", _ordinate("ST_X"), _ordinate("ST_Y")).query.sql_with_params()
    named = {f"{prefix}{index}": value for index, value in enumerate(values)}
    return sql % tuple(f"%({name})s" for name in named), named


def _drawing(cells: str, counted: str, **parts: str) -> str:
    states = ", ".join(_in_state(counted, state) for state in Alert.State.values)
    names = ", ".join(f'"{state}"' for state in Alert.State.values)
    drawn = DRAWN.format(names=names, separate=SEPARATE, extent=EXTENT)
    return cells.format(states=states, **parts) + drawn


def _in_state(counted: str, state: str) -> str:
    return f"nullif({counted} FILTER (WHERE state = '{state}'), 0)::int AS \"{state}\""


def _ordinate(function: str) -> Func:
    return Func(F("place"), function=function, output_field=FloatField())


def _box(z: int, x: int, y: int) -> Polygon:
    box: Polygon = Polygon.from_bbox((_lon(z, x), _lat(z, y + 1), _lon(z, x + 1), _lat(z, y)))
    box.srid = 4326
    return box


def _lon(z: int, x: int) -> float:
    return x / 2.0**z * 360 - 180


def _lat(z: int, y: int) -> float:
    """Latitude of the upper edge of a row of tiles (Web Mercator)."""
    return degrees(atan(sinh(pi * (1 - 2 * y / 2.0**z))))
