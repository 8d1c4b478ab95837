"""REST: districts, search and masked pictures."""

import json
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.law import log
from hypervision.lib.described import rows
from hypervision.lib.lists import WholeQuery, paged
from hypervision.lib.query import read
from hypervision.lib.tables import PLACED, in_geometry
from maps.models import District, Picture, Still
from maps.models.picture import MaskedPicture
from maps.selectors import search
from maps.sight import in_sight


class DistrictCard(TypedDict):
    """A district of the city, and where it lies: GeoJSON, in degrees."""

    id: str
    name: str
    geometry: dict[str, Any]


class DistrictQuery(WholeQuery):
    card = DistrictCard


class DistrictList(APIView):
    """The districts of the city, the same for everybody who sees the map; as features, or as CSV."""

    renderer_classes = PLACED
    place = staticmethod(in_geometry)
    right = Right.SEE_MAP
    scope = Scope.CAMERAS_READ

    @extend_schema(operation_id="districts_list", parameters=[DistrictQuery], responses=rows(DistrictCard, placed=True))
    def get(self, request: Request) -> Response:
        asked = read(request, DistrictQuery)
        return paged(request, District.objects.all(), ("name", "id"), district_card, asked)


def district_card(one: District) -> DistrictCard:
    return {"id": str(one.pk), "name": one.name, "geometry": json.loads(one.area.geojson)}


class SearchQuery(serializers.Serializer[Any]):
    q = serializers.CharField(min_length=2, max_length=100)


class Search(APIView):
    """Streets, districts and cameras by name; accents and case do not matter."""

    right = Right.SEE_MAP
    scope = Scope.CAMERAS_READ

    @extend_schema(operation_id="search", parameters=[SearchQuery], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        hits = search(read(request, SearchQuery)["q"], request.user)
        return Response({"results": [_hit(hit) for hit in hits]})


def _hit(hit: Any) -> dict[str, Any]:
    return {"type": hit.type, "name": hit.name, "lon": hit.lon, "lat": hit.lat, "bbox": hit.bbox}


_JPEG = {(200, "image/jpeg"): OpenApiResponse(OpenApiTypes.BINARY, "Masked: no head, face or plate can be seen.")}


class EventPicture(APIView):
    """The masked picture of an event. Each look is logged (R-33)."""

    right = Right.SEE_PICTURES

    @extend_schema(operation_id="events_picture", responses=_JPEG)
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        visible = Picture.objects.filter(in_sight(can_see(request.user), "event__"))
        picture = get_object_or_404(visible, event_id=pk)
        log.write(str(request.user), "picture.view", f"event {pk}")
        return _jpeg(picture, picture.captured_at)


class CameraStill(APIView):
    """The newest masked picture of a camera. Each look is logged (R-33)."""

    right = Right.SEE_PICTURES

    @extend_schema(operation_id="cameras_still", responses=_JPEG)
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        still = get_object_or_404(Still.objects.filter(can_see(request.user).q("camera__location")), camera_id=pk)
        log.write(str(request.user), "picture.view", f"camera {pk}")
        answer = _jpeg(still, still.captured_at)
        if still.preset_id:
            answer["X-Preset"] = str(still.preset_id)
        return answer


def _jpeg(picture: MaskedPicture, captured_at: datetime) -> HttpResponse:
    headers = {"Cache-Control": "private, no-store", "X-Captured-At": captured_at.isoformat()}
    return HttpResponse(bytes(picture.jpeg), content_type="image/jpeg", headers=headers)
