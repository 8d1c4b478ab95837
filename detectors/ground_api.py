"""REST: what lies on the ground by the calibrations, as GeoJSON: coverage, zones, lines; and the counts of an hour."""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Sum
from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from detectors import ground
from detectors.coverage import coverage
from detectors.readings import read
from detectors.vision.scene.sums import Amount
from detectors.vision.types import Measure
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.lib import clock
from maps.models import CountBin

GEOJSON = {(200, "application/geo+json"): OpenApiResponse(OpenApiTypes.OBJECT, "A FeatureCollection.")}
HOUR = timedelta(hours=1)


class Coverage(APIView):
    """How many of the cameras in sight see each place, with how many pixels a metre, and what none of them sees."""

    right = Right.SEE_MAP
    scope = Scope.CAMERAS_READ

    @extend_schema(operation_id="coverage", responses=GEOJSON)
    def get(self, request: Request) -> HttpResponseBase:
        return _kept(request, json.dumps(coverage(request.user)))


class ZonesOnGround(APIView):
    """Zones and lines of the calibrated cameras in sight, where they lie on the map."""

    right = Right.SEE_MAP
    scope = Scope.ZONES_READ

    @extend_schema(operation_id="zones_ground", responses=GEOJSON)
    def get(self, request: Request) -> HttpResponseBase:
        return _kept(request, json.dumps({"type": "FeatureCollection", "features": ground.zones(request.user)}))


class LastHour(APIView):
    """How many crossed each line in the last hour, all labels and ways together; null where fewer than five did."""

    right = Right.SEE_FIGURES
    scope = Scope.COUNTS_READ

    @extend_schema(operation_id="counts_last_hour", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        until = clock.now()
        bins = CountBin.objects.filter(
            can_see(request.user).q("camera__location", kind="kind"),
            measure=Measure.CROSSINGS,
            starts_at__gte=until - HOUR,
            starts_at__lte=until,
        ).order_by("zone__name", "zone")
        lines = bins.values_list("zone", "zone__name", "camera").annotate(Sum("objects_seen"))
        return Response({"results": [_line(*line) for line in lines]})


def _line(zone: Any, name: str, camera: Any, objects: int) -> dict[str, Any]:
    told = read(Measure.CROSSINGS, Amount(objects, objects, objects, objects, 0.0))
    return {"zone": zone, "zone_name": name, "camera": camera, "objects": told.objects if told else None}


def _kept(request: Request, body: str) -> HttpResponseBase:
    """A browser keeps it and asks each time whether it still holds; nobody else's cache has it."""
    etag = f'"{sha256(body.encode()).hexdigest()[:32]}"'
    answer = get_conditional_response(request._request, etag=etag) or HttpResponse(
        body, content_type="application/geo+json"
    )
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return answer
