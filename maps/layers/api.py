"""REST: the layers of the map that somebody brought in, and what lies in each. They come and go with their file."""

import json
from typing import Annotated, Any, TypedDict
from uuid import UUID

from django.contrib.gis.db.models.functions import Transform
from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hypervision.accounts.permissions import Person, can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.lib import described, paging
from hypervision.lib.lists import PageQuery, WholeQuery, listed, paged
from hypervision.lib.query import read
from hypervision.lib.tables import LISTS, PLACED, in_geometry
from maps.layers.targets.base import WGS84
from maps.layers.tiles import visible
from maps.models import Layer, LayerShape


class LayerCard(TypedDict):
    """A layer of the map."""

    id: str
    name: str
    attribution: str
    shapes: Annotated[int, Meta(description="How many points, lines and areas of it you see.")]
    tiles: Annotated[str, Meta(description="Its TileJSON.")]


class ShapeCard(TypedDict):
    """A point, line or area of a layer: GeoJSON, in degrees."""

    id: str
    title: str
    geometry: dict[str, Any]


class LayerQuery(WholeQuery):
    card = LayerCard


class ShapeQuery(PageQuery):
    card = ShapeCard


class LayerView(APIView):
    right = Right.SEE_MAP
    scope = Scope.TILES_READ


class LayerList(LayerView):
    """The layers of which anything lies in what you see; or as CSV."""

    renderer_classes = LISTS

    @extend_schema(operation_id="layers_list", parameters=[LayerQuery], responses=described.rows(LayerCard))
    def get(self, request: Request) -> Response:
        asked = read(request, LayerQuery)
        found, cursor = paging.page(visible(request.user), ("name", "id"), asked.get("cursor"), asked.get("limit"))
        counts = dict(_shapes(request.user).values_list("layer").annotate(Count("id")))
        return listed(request, (_card(request, one, counts.get(one.pk, 0)) for one in found), asked, cursor)


class LayerDetail(LayerView):
    """One layer."""

    @extend_schema(operation_id="layers_retrieve", responses=described.card(LayerCard))
    def get(self, request: Request, pk: UUID) -> Response:
        layer = get_object_or_404(visible(request.user), pk=pk)
        return Response(_card(request, layer, _shapes(request.user).filter(layer=layer).count()))


class LayerShapes(LayerView):
    """What lies in a layer, as features or as CSV. A shape that reaches into what you see comes whole."""

    renderer_classes = PLACED
    place = staticmethod(in_geometry)

    @extend_schema(
        operation_id="layers_shapes", parameters=[ShapeQuery], responses=described.rows(ShapeCard, placed=True)
    )
    def get(self, request: Request, pk: UUID) -> Response:
        asked = read(request, ShapeQuery)
        layer = get_object_or_404(visible(request.user), pk=pk)
        rows = _shapes(request.user).filter(layer=layer).annotate(place=Transform("shape", WGS84))
        return paged(request, rows, ("id",), _shape, asked)


def _shapes(person: Person) -> QuerySet[LayerShape]:
    sight = can_see(person)
    if sight.everywhere:
        return LayerShape.objects.all()
    return LayerShape.objects.filter(shape__intersects=sight.area) if sight.area else LayerShape.objects.none()


def _card(request: Request, layer: Layer, shapes: int) -> LayerCard:
    return {
        "id": str(layer.pk),
        "name": layer.name,
        "attribution": layer.attribution,
        "shapes": shapes,
        "tiles": request.build_absolute_uri(f"/tiles/layers/{layer.pk}.json"),
    }


def _shape(one: Any) -> ShapeCard:
    return {"id": str(one.pk), "title": one.title, "geometry": json.loads(one.place.geojson)}
