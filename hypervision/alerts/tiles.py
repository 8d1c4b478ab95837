"""Past and present alerts as vector tiles: clustered by the database, for the eyes of who asks, and kept by nobody.

A tile is cut into cells; what lies in one cell is one feature with a count for each state. Cells end where tiles do, so
that an alert is in one tile only. From ``SEPARATE`` on a cell is a metre: what still shares one stands at one place.
"""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from math import atan, degrees, pi, sinh
from typing import Any

from django.contrib.gis.geos import Polygon
from django.db import connection
from django.db.models import F, FloatField, Func, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hypervision.accounts.permissions import Person, can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.alerts.models import Alert
from hypervision.lib import clock
from maps.reality import real
from maps.sight import in_sight
from maps.tiles import MVT, THE_MAP, BadTile, Need, opened_to, parse, sentence

ALERTS = Need(Right.SEE_ALERTS, Scope.ALERTS_READ, gettext_lazy("Your role does not include alerts."))
SPANS = {"24h": timedelta(hours=24), "7d": timedelta(days=7), "30d": timedelta(days=30)}
SEPARATE = 18
"""From this zoom on each alert stands for itself, where it happened."""
EXTENT = 4096
LONGEST_KIND = 40

# Rank and counts are those of the cell; "box" holds all its alerts, for whoever wants to see them apart. What is not
# there (no alert in a state) is left out of the tile. Drawn in tile units, y downwards; the mean keeps to the middle of
# its cell, so that donuts of neighbours do not lie on each other.
CELLS = """
WITH seen (id, state, severity, lon, lat) AS MATERIALIZED ({seen}),
placed AS (
  SELECT id, state, array_position(ARRAY['low', 'medium', 'high'], severity::text) - 1 AS rank, lon, lat,
         ((lon + 180) / 360 * 2 ^ %(z)s - %(x)s) * %(cells)s AS across,
         ((1 - asinh(tan(radians(lat))) / pi()) / 2 * 2 ^ %(z)s - %(y)s) * %(cells)s AS down
  FROM seen),
cell AS (
  SELECT count(*)::int AS count, max(rank)::int AS rank, {states},
         CASE count(*) WHEN 1 THEN min(id::text) END AS id,
         CASE WHEN count(*) > 1 THEN concat_ws(',', min(lon), min(lat), max(lon), max(lat)) END AS box,
         avg(across - floor(across)) AS inside_x, avg(down - floor(down)) AS inside_y,
         floor(across) AS col, floor(down) AS line
  FROM placed
  WHERE across >= 0 AND across < %(cells)s AND down >= 0 AND down < %(cells)s
  GROUP BY floor(across), floor(down)),
drawn AS (
  SELECT count, rank, {names}, id, box,
         ST_MakePoint(round((col + 0.5 + (inside_x - 0.5) * pull) * %(unit)s),
                      round((line + 0.5 + (inside_y - 0.5) * pull) * %(unit)s)) AS geom
  FROM cell, LATERAL (SELECT CASE WHEN count > 1 AND %(z)s < {separate} THEN 0.5 ELSE 1.0 END) AS much (pull)
  ORDER BY count)
SELECT ST_AsMVT(drawn, 'alerts', {extent}, 'geom') FROM drawn
"""


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
    return 32 if grain == "heat" else 64 if zoom >= SEPARATE else 8


def seen(person: Person, wish: Wish) -> QuerySet[Alert]:
    """The alerts of the time that the person may see; an exercise leaves no trace on the map of the past."""
    since = clock.now() - wish.span
    alerts = Alert.objects.filter(in_sight(can_see(person), "event__"), real("event__"), event__captured_at__gte=since)
    return alerts.filter(event__kind=wish.kind) if wish.kind else alerts


def draw(person: Person, tile: tuple[int, int, int], wish: Wish) -> bytes:
    """The bytes of one tile; empty where there is nothing to see for this person."""
    z, x, y = tile
    rows = (
        seen(person, wish)
        .filter(event__place__bboverlaps=_box(z, x, y))
        .order_by()
        .values_list("pk", "state", "severity", _ordinate("ST_X"), _ordinate("ST_Y"))
    )
    sql, values = rows.query.sql_with_params()
    named: dict[str, Any] = {f"seen{index}": value for index, value in enumerate(values)}
    query = CELLS.format(
        seen=sql % tuple(f"%({name})s" for name in named),
        states=", ".join(_counted(state) for state in Alert.State.values),
        names=", ".join(f'"{state}"' for state in Alert.State.values),
        separate=SEPARATE,
        extent=EXTENT,
    )
    with connection.cursor() as cursor:
        cursor.execute(query, {**named, "z": z, "x": x, "y": y, "cells": wish.cells, "unit": EXTENT / wish.cells})
        return bytes(cursor.fetchone()[0])


def _counted(state: str) -> str:
    return f"nullif(count(*) FILTER (WHERE state = '{state}'), 0)::int AS \"{state}\""


def _ordinate(function: str) -> Func:
    return Func(F("event__place"), function=function, output_field=FloatField())


def _box(z: int, x: int, y: int) -> Polygon:
    box: Polygon = Polygon.from_bbox((_lon(z, x), _lat(z, y + 1), _lon(z, x + 1), _lat(z, y)))
    box.srid = 4326
    return box


def _lon(z: int, x: int) -> float:
    return x / 2.0**z * 360 - 180


def _lat(z: int, y: int) -> float:
    """Latitude of the upper edge of a row of tiles (Web Mercator)."""
    return degrees(atan(sinh(pi * (1 - 2 * y / 2.0**z))))
