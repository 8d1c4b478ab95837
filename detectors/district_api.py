"""REST: districts, read by whoever sees the map, drawn by who configures. A change is an import of one row,
and taken back as one. The list: ``maps.api``.
"""

import json
from math import isfinite
from typing import Any

import shapely
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from detectors.layer_import.office import told
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.lib import conditional, described
from hypervision.lib.query import Body, read_body
from maps.api import DistrictCard, DistrictList, district_card
from maps.layers import single
from maps.layers.plain import Geometry
from maps.layers.targets import base
from maps.models import District
from maps.services import import_lock

MOST_CORNERS = 20_000
AREA = {
    "type": "object",
    "required": ["type", "coordinates"],
    "properties": {"type": {"enum": ["Polygon", "MultiPolygon"]}, "coordinates": {"type": "array", "items": {}}},
}


@extend_schema_field(AREA)
class AreaField(serializers.Field[Any, Any, Any, Any]):
    """A Polygon or MultiPolygon of GeoJSON, in degrees, longitude first."""

    def to_internal_value(self, data: Any) -> Geometry:
        if not isinstance(data, dict) or data.get("type") not in ("Polygon", "MultiPolygon"):
            raise ValidationError(_("Write a Polygon or a MultiPolygon of GeoJSON."))
        try:
            shape = shapely.from_geojson(json.dumps({name: data.get(name) for name in ("type", "coordinates")}))
        except (shapely.errors.ShapelyError, ValueError, TypeError) as error:
            raise ValidationError(_("A geometry is no GeoJSON.")) from error
        if shapely.get_num_coordinates(shape) > MOST_CORNERS:
            raise ValidationError(_("A geometry has %(most)d points at most.") % {"most": MOST_CORNERS})
        self._check_place(shapely.get_coordinates(shape).ravel().tolist())
        return shape

    def _check_place(self, numbers: list[float]) -> None:
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        if not all(isfinite(lon) and isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in pairs):
            raise ValidationError(_("A place is [longitude, latitude], in degrees."))


class DistrictChanges(Body):
    name = serializers.CharField(max_length=200, required=False)
    geometry = AreaField(required=False, help_text="A Polygon or MultiPolygon of GeoJSON, in degrees.")


class DistrictWords(DistrictChanges):
    name = serializers.CharField(max_length=200)
    geometry = AreaField(help_text="A Polygon or MultiPolygon of GeoJSON, in degrees.")


class Districts(DistrictList):
    """The districts of the city, the same for everybody who sees the map; as features, or as CSV; a new one."""

    write_right = Right.CONFIGURE
    write_scope = Scope.CAMERAS_WRITE

    @extend_schema(operation_id="districts_create", request=DistrictWords, responses=described.card(DistrictCard, 201))
    @transaction.atomic
    def post(self, request: Request) -> Response:
        """Events that come in from now on lie in it; those that are there stay where they were."""
        words = read_body(request, DistrictWords)
        import_lock()
        row = _saved(request, words["name"], words["geometry"], None)
        answer = conditional.tagged(district_card(row), status.HTTP_201_CREATED)
        answer["Location"] = request.build_absolute_uri(f"{request.path}{row.pk}/")
        return answer


class DistrictDetail(APIView):
    """One district. A change and an end name what was read (`If-Match`); each is taken back as an import is."""

    right = Right.SEE_MAP
    scope = Scope.CAMERAS_READ
    write_right = Right.CONFIGURE
    write_scope = Scope.CAMERAS_WRITE

    @extend_schema(operation_id="districts_retrieve", responses=described.card(DistrictCard))
    def get(self, request: Request, pk: int) -> Response:
        return conditional.tagged(district_card(get_object_or_404(District, pk=pk)))

    @extend_schema(
        operation_id="districts_change",
        parameters=[conditional.IF_MATCH],
        request=DistrictChanges,
        responses=described.card(DistrictCard),
    )
    @transaction.atomic
    def patch(self, request: Request, pk: int) -> Response:
        """Its events stay with it, wherever its borders are then."""
        words, stands = read_body(request, DistrictChanges), _held(request, pk)
        row = _saved(request, words.get("name", stands.name), words.get("geometry", single.area_of(stands)), stands)
        return conditional.tagged(district_card(row))

    @extend_schema(operation_id="districts_remove", parameters=[conditional.IF_MATCH], responses={204: None})
    @transaction.atomic
    def delete(self, request: Request, pk: int) -> Response:
        """While events lie in it, it stays (409)."""
        single.remove(_held(request, pk), str(request.user), told)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _held(request: Request, pk: int) -> District:
    """Under the lock of imports, for who has read what stands there now and sees all of it."""
    import_lock()
    row: District = get_object_or_404(District.objects.select_for_update(), pk=pk)
    _check_sight(request, row.area)
    conditional.require(request, district_card(row))
    return row


def _saved(request: Request, name: str, area: Geometry, stands: District | None) -> District:
    try:
        step = single.judge(name, area, stands)
    except single.WrongDistrictError as error:
        raise ValidationError(error.errors) from error
    _check_sight(request, base.geos(base.polygons(area)))
    return single.save(step, str(request.user), told)


def _check_sight(request: Request, area: Any) -> None:
    """Whoever is given a part of the city draws in that part alone."""
    sight = can_see(request.user)
    if not (sight.everywhere or (sight.area is not None and sight.area.covers(area))):
        raise PermissionDenied(_("This district reaches out of what you see."))
