"""Layers of the map as vector tiles: of each what the person sees, whole where it reaches into the perimeter."""

from hashlib import sha256
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hypervision.accounts.permissions import Person, Sight, can_see
from maps.models import City, Layer, LayerShape
from maps.tiles import (
    FARTHEST,
    MVT,
    NEAREST,
    SHARPEST_SIMPLIFIED,
    THE_MAP,
    WORLD_METRES,
    BadTile,
    opened_to,
    parse,
    sentence,
    tile_address,
)

MOST_SHAPES = 20_000
"""In one tile; the largest first, points last."""
LAYOUT = 1

TILE = """
WITH tile AS (SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS box,
                     ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.0625) AS wide),
found AS (
  SELECT nullif(title, '') AS title, ST_AsMVTGeom({shape}, tile.box, 4096, 256, true) AS geom
  FROM maps_layershape, tile
  WHERE layer_id = %(layer)s AND shape && tile.wide {seen}
  ORDER BY ST_Area(shape) DESC, ST_Length(shape) DESC, id LIMIT {most})
SELECT ST_AsMVT(found, 'shapes', 4096, 'geom') FROM found WHERE geom IS NOT NULL
"""
SEEN = "AND ST_Intersects(shape, ST_Transform(ST_GeomFromEWKB(%(area)s), 3857))"


@require_safe
@opened_to(THE_MAP)
def layer_list(request: HttpRequest) -> JsonResponse:
    """The layers of which the person sees anything, each as TileJSON with its ``id`` beside."""
    layers = [_tile_json(request, layer) for layer in visible(request.user)]
    answer = JsonResponse({"layers": layers})
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@opened_to(THE_MAP)
def layer_json(request: HttpRequest, pk: UUID) -> HttpResponse:
    layer = visible(request.user).filter(pk=pk).first()
    return JsonResponse(_tile_json(request, layer)) if layer else _nothing()


@require_safe
@opened_to(THE_MAP)
def layer_tile(request: HttpRequest, pk: UUID, z: str, x: str, y: str) -> HttpResponse:
    """204 where nothing is to be seen; 304 when the browser's copy still stands."""
    try:
        tile = parse(z, x, y)
    except BadTile as error:
        return sentence(HTTPStatus.BAD_REQUEST, str(error))
    layer = visible(request.user).filter(pk=pk).first()
    if layer is None:
        return _nothing()
    sight = can_see(request.user)
    etag = f'"{LAYOUT}-{version()}-{_digest(sight)}-{pk.hex}-{"-".join(map(str, tile))}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        body = draw(layer, sight, tile)
        answer = HttpResponse(body, content_type=MVT) if body else HttpResponse(status=HTTPStatus.NO_CONTENT)
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def visible(person: Person) -> QuerySet[Layer]:
    shapes = LayerShape.objects.filter(layer=OuterRef("pk"))
    sight = can_see(person)
    if not sight.everywhere:
        if sight.area is None:
            return Layer.objects.none()
        shapes = shapes.filter(shape__intersects=sight.area)
    return Layer.objects.filter(Exists(shapes))


def version() -> str:
    """Grows with each import, and with each that is taken back."""
    at = City.objects.values_list("imported_at", flat=True).first()
    return f"{at.timestamp():.6f}" if at else ""


def draw(layer: Layer, sight: Sight, tile: tuple[int, int, int]) -> bytes:
    z, x, y = tile
    facts: dict[str, Any] = {"z": z, "x": x, "y": y, "layer": layer.pk}
    if sight.area is not None and not sight.everywhere:
        facts["area"] = bytes(sight.area.ewkb)
    query = TILE.format(shape=_shape(z), seen=SEEN if "area" in facts else "", most=MOST_SHAPES)
    with connection.cursor() as cursor:
        cursor.execute(query, facts)
        return bytes(cursor.fetchone()[0])


def _shape(z: int) -> str:
    """Bends that span less than a pixel are dropped far away; points stay."""
    if z > SHARPEST_SIMPLIFIED:
        return "shape"
    metres_a_pixel = WORLD_METRES / 2**z / 512
    return f"ST_SimplifyVW(shape, {metres_a_pixel**2:.3f})"


def _tile_json(request: HttpRequest, layer: Layer) -> dict[str, Any]:
    city = City.objects.first()
    return {
        "tilejson": "3.0.0",
        "id": str(layer.pk),
        "name": layer.name,
        "attribution": layer.attribution,
        "tiles": [tile_address(request, f"/tiles/layers/{layer.pk}")],
        "bounds": city.extent.extent if city else (-180, -90, 180, 90),
        "minzoom": FARTHEST,
        "maxzoom": NEAREST,
        "vector_layers": [{"id": "shapes", "fields": {"title": "String"}}],
    }


def _digest(sight: Sight) -> str:
    return "all" if sight.everywhere or sight.area is None else sha256(bytes(sight.area.wkb)).hexdigest()[:16]


def _nothing() -> HttpResponse:
    return sentence(HTTPStatus.NOT_FOUND, _("There is no such layer, or none of it lies where you see."))
