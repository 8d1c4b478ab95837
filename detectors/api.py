"""REST: cameras with the state of their watch, and stops."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from detectors.cards import camera_card, with_card_parts
from hypervision.accounts.api import person_of
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.law import stops
from hypervision.lib.query import Body, read_body
from hypervision.lib.tables import LISTS
from maps.models import Camera
from maps.selectors import visible_cameras


class CameraList(APIView):
    """The cameras in sight, each with what its watch says now; or as CSV."""

    renderer_classes = LISTS
    right = Right.SEE_MAP
    scope = Scope.CAMERAS_READ

    @extend_schema(operation_id="cameras_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        rows = with_card_parts(visible_cameras(request.user))
        return Response({"next": None, "results": [camera_card(camera) for camera in rows]})


class CameraDetail(APIView):
    """One camera."""

    right = Right.SEE_MAP
    scope = Scope.CAMERAS_READ

    @extend_schema(operation_id="cameras_retrieve", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, pk: UUID) -> Response:
        cameras = with_card_parts(visible_cameras(request.user))
        return Response(camera_card(get_object_or_404(cameras, pk=pk)))


class StopWords(Body):
    camera = serializers.UUIDField(required=False, allow_null=True)
    kind = serializers.CharField(required=False, default="", allow_blank=True, max_length=40)
    reason = serializers.CharField(max_length=500)


class StopList(APIView):
    """The stops that stand now; a new one stops a camera, a kind, or, with neither, the whole system (R-24)."""

    right = Right.SEE_MAP
    scope = Scope.CAMERAS_READ
    write_right = Right.STOP

    @extend_schema(operation_id="stops_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        standing = stops.visible(can_see(request.user))
        return Response({"next": None, "results": [stops.stop_card(one) for one in standing]})

    @extend_schema(operation_id="stops_create", request=StopWords, responses={201: OpenApiTypes.OBJECT})
    def post(self, request: Request) -> Response:
        asked = read_body(request, StopWords)
        camera = self._camera(request, asked.get("camera"))
        made = stops.stop(
            person_of(request),
            reason=asked["reason"],
            kind=asked["kind"],
            camera_id=camera.id if camera else None,
            place=camera.location if camera else None,
        )
        return Response(stops.stop_card(made), status=status.HTTP_201_CREATED)

    def _camera(self, request: Request, camera_id: UUID | None) -> Camera | None:
        if camera_id is None:
            return None
        return get_object_or_404(visible_cameras(request.user), pk=camera_id)


class StopLift(APIView):
    """Lets analytics run again."""

    write_right = Right.STOP

    @extend_schema(operation_id="stops_lift", request=None, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, pk: UUID) -> Response:
        get_object_or_404(stops.known_to(can_see(request.user)), pk=pk)
        return Response(stops.stop_card(stops.lift(pk, person_of(request))))
