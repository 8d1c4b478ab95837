"""The base map as vector tiles (Mapbox Vector Tile), made by PostGIS from the rows of the import."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from rest_framework.exceptions import AuthenticationFailed

from hypervision.accounts.api import entrant, token_may
from hypervision.accounts.permissions import may
from hypervision.accounts.rights import Right, Scope
from hypervision.lib import clock
from maps.models import City

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

MVT = "application/vnd.mapbox-vector-tile"
FARTHEST, NEAREST = 10, 19
LAYOUT = 2
"""Part of each ETag: raise it when BASE_TILE changes what a tile holds."""
A_DAY = 86_400
SHARPEST_SIMPLIFIED = 13
"""Up to this zoom shapes are simplified; nearer they are drawn as mapped."""
WORLD_METRES = 40_075_016.685578488

# One walk over the index, kept as "found"; the layers are then picked from it. Roads come with tunnels first and
# bridges last, so that what passes above is drawn above. The name of an area stands in one tile only (no buffer).
# The tile has 4096 units; the buffer of 256 hides the ends of wide roads at its edges.
BASE_TILE = """
WITH tile AS (SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS box,
                     ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.0625) AS wide),
city AS (SELECT ST_Transform(ST_SetSRID(box, 3857), 4326) AS box, ST_Transform(wide, 4326) AS wide FROM tile),
found AS MATERIALIZED (
  SELECT layer, kind, name, level, traffic, shape, ST_AsMVTGeom({shape}, tile.box, 4096, 256, true) AS geom
  FROM maps_feature, tile
  WHERE shape && tile.wide AND min_zoom <= {zoom}),
area AS MATERIALIZED (
  SELECT name, ST_Transform(d.area, 3857) AS shape FROM maps_district d, city WHERE d.area && city.wide),
green AS (SELECT kind, geom FROM found WHERE layer = 'green' AND geom IS NOT NULL),
water AS (SELECT kind, nullif(name, '') AS name, geom FROM found WHERE layer = 'water' AND geom IS NOT NULL),
building AS (SELECT geom FROM found WHERE layer = 'building' AND geom IS NOT NULL),
rail AS (SELECT kind, level, geom FROM found WHERE layer = 'rail' AND geom IS NOT NULL ORDER BY level),
road AS (SELECT kind, nullif(name, '') AS name, level, nullif(traffic, '') AS traffic, geom FROM found
         WHERE layer = 'road' AND geom IS NOT NULL ORDER BY level),
label AS (SELECT kind, name, ST_AsMVTGeom(ST_PointOnSurface(shape), tile.box, 4096, 0, true) AS geom
          FROM found, tile WHERE name <> '' AND layer IN ('road', 'water') AND ST_Dimension(shape) = 2),
district AS (SELECT name, ST_AsMVTGeom(shape, tile.box, 4096, 256, true) AS geom FROM area, tile),
district_label AS (SELECT name, ST_AsMVTGeom(ST_PointOnSurface(shape), tile.box, 4096, 0, true) AS geom FROM area, tile)
SELECT (SELECT ST_AsMVT(green, 'green', 4096, 'geom') FROM green)
    || (SELECT ST_AsMVT(water, 'water', 4096, 'geom') FROM water)
    || (SELECT ST_AsMVT(building, 'building', 4096, 'geom') FROM building)
    || (SELECT ST_AsMVT(rail, 'rail', 4096, 'geom') FROM rail)
    || (SELECT ST_AsMVT(road, 'road', 4096, 'geom') FROM road)
    || (SELECT ST_AsMVT(label, 'label', 4096, 'geom') FROM label WHERE geom IS NOT NULL)
    || (SELECT ST_AsMVT(district, 'district', 4096, 'geom') FROM district WHERE geom IS NOT NULL)
    || (SELECT ST_AsMVT(district_label, 'district_label', 4096, 'geom') FROM district_label WHERE geom IS NOT NULL)
"""


@dataclass(frozen=True)
class Need:
    """What a tile asks of a person and of a token. lacking: the sentence for whose role has not the right."""

    right: Right
    scope: Scope
    lacking: str | Promise


THE_MAP = Need(Right.SEE_MAP, Scope.TILES_READ, gettext_lazy("Your role does not include the map."))


class BadTile(Exception):  # noqa: N818 - an answer, not a fault
    """The address names no tile; the message is a sentence."""


def opened_to(*needs: Need) -> Callable[[View[P]], View[P]]:
    """Opens a view to whoever has all these rights, by session or by a token; a refusal is not kept.

    Inside, ``request.user`` is who asks, also where a token says so.
    """

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            answer = _refusal(request, needs) or view(request, *args, **kwargs)
            patch_vary_headers(answer, ["Authorization", "Cookie"])
            return answer

        return guarded

    return guard


def _refusal(request: HttpRequest, needs: Sequence[Need]) -> HttpResponse | None:
    try:
        person, token = entrant(request)
    except AuthenticationFailed as error:
        return _no_login(str(error.detail))
    if not person.is_authenticated:
        return _no_login(_("Log in to see the map."))
    for need in needs:
        if not may(person, need.right):
            return sentence(HTTPStatus.FORBIDDEN, str(need.lacking))
        if not token_may(token, need.scope):
            text = _("This token is not for the map; make one with the scope %(scope)s.") % {"scope": need.scope.value}
            return sentence(HTTPStatus.FORBIDDEN, text)
    request.user = person
    return None


def _no_login(text: str) -> HttpResponse:
    answer = sentence(HTTPStatus.UNAUTHORIZED, text)
    answer["WWW-Authenticate"] = "Token"
    return answer


@require_safe
@opened_to(THE_MAP)
def base_tile(request: HttpRequest, z: str, x: str, y: str) -> HttpResponse:
    """One tile of the base map. 204 where the city has nothing to show; 304 when the browser's copy still stands."""
    try:
        tile = parse(z, x, y)
    except BadTile as error:
        return sentence(HTTPStatus.BAD_REQUEST, str(error))
    imported_at = City.objects.values_list("imported_at", flat=True).first()
    if imported_at is None:
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Cache-Control": "no-store"})
    return _answer(request, tile, imported_at)


def _answer(request: HttpRequest, tile: tuple[int, int, int], imported_at: datetime) -> HttpResponse:
    etag = f'"{LAYOUT}-{imported_at.timestamp():.6f}-{"-".join(map(str, tile))}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        body = draw(*tile)
        response = HttpResponse(body, content_type=MVT) if body else HttpResponse(status=HTTPStatus.NO_CONTENT)
    response["ETag"] = etag
    response["Cache-Control"] = f"private, max-age={_max_age(imported_at)}"
    return response


def _max_age(imported_at: datetime) -> int:
    """A map that has stood for long may be trusted for long; soon after an import, browsers ask again soon."""
    return max(0, min(A_DAY, int((clock.now() - imported_at).total_seconds())))


def parse(z: str, x: str, y: str) -> tuple[int, int, int]:
    """Raises BadTile for what is no tile of zoom 10 to 19."""
    if not all(text.isascii() and text.isdigit() and len(text) <= 6 for text in (z, x, y)):
        raise BadTile(_("A tile has three whole numbers: /tiles/base/ZOOM/COLUMN/ROW.pbf."))
    zoom, column, row = int(z), int(x), int(y)
    if not FARTHEST <= zoom <= NEAREST:
        raise BadTile(
            _("The base map has zooms %(from)d to %(to)d, not %(zoom)d.")
            % {"from": FARTHEST, "to": NEAREST, "zoom": zoom}
        )
    if max(column, row) >= 2**zoom:
        raise BadTile(
            _("At zoom %(zoom)d columns and rows run from 0 to %(last)d.") % {"zoom": zoom, "last": 2**zoom - 1}
        )
    return zoom, column, row


def draw(z: int, x: int, y: int) -> bytes:
    """The bytes of one tile; empty where there is nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_query(z), {"z": z, "x": x, "y": y})
        return bytes(cursor.fetchone()[0])


def _query(z: int) -> str:
    """The zoom stands in the text, not among the parameters: only then the planner can use the index of far shapes."""
    return BASE_TILE.format(zoom=int(z), shape=_shape(z))


def _shape(z: int) -> str:
    """Visvalingam-Whyatt drops the bends that span less than a pixel (square metres; 512 pixels a tile)."""
    if z > SHARPEST_SIMPLIFIED:
        return "shape"
    metres_a_pixel = WORLD_METRES / 2**z / 512
    return f"ST_SimplifyVW(shape, {metres_a_pixel**2:.3f})"


def sentence(status: HTTPStatus, text: str) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8", headers=headers)


def tile_address(request: HttpRequest, folder: str) -> str:
    """As TileJSON writes it: the braces stand as they are, not in percent signs."""
    return request.build_absolute_uri(f"{folder}/") + "{z}/{x}/{y}.pbf"


@require_safe
@opened_to(THE_MAP)
def tile_json(request: HttpRequest) -> HttpResponse:
    """TileJSON of the base map: where its tiles are, what they cover and whom to name."""
    city = City.objects.first()
    if city is None:
        return JsonResponse({"detail": _("No city is imported yet.")}, status=HTTPStatus.NOT_FOUND)
    return JsonResponse(
        {
            "tilejson": "3.0.0",
            "name": city.name,
            "attribution": city.attribution,
            "tiles": [tile_address(request, "/tiles/base")],
            "bounds": city.extent.extent,
            "minzoom": FARTHEST,
            "maxzoom": NEAREST,
            "vector_layers": [],
        }
    )
