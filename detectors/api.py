"""REST: cameras with the state of their watch, and stops."""

from typing import Any, get_args
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404
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
from hypervision.lib import described, paging
from hypervision.lib.lists import WholeQuery, listed, paged
from hypervision.lib.query import Body, BoxField, read, read_body
from hypervision.lib.tables import LISTS, PLACED
from hypervision.live.cards import CameraCard, CameraState, StopCard
from maps.models import Camera, District
from maps.selectors import visible_cameras


class CameraQuery(WholeQuery):
    card = CameraCard
    state = serializers.ChoiceField(choices=get_args(CameraState), required=False, help_text="Of its watch.")
    stream = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="Whether it has an address to watch."
    )
    district = serializers.CharField(required=False, help_text="Name of the district in which it stands.")
    bbox = BoxField(required=False, help_text="west,south,east,north in degrees.")


class CameraList(APIView):
    """The cameras in sight, each with what its watch says now; as features, or as CSV."""

    renderer_classes = PLACED
    right = Right.SEE_MAP
    scope = Scope.CAMERAS_READ

    @extend_schema(
        operation_id="cameras_list", parameters=[CameraQuery], responses=described.rows(CameraCard, placed=True)
    )
    def get(self, request: Request) -> Response:
        asked = read(request, CameraQuery)
        rows = with_card_parts(_narrowed(visible_cameras(request.user), asked))
        found, cursor = paging.page(rows, ("name", "id"), asked.get("cursor"), asked.get("limit"))
        cards = [camera_card(camera) for camera in found]
        shown = [card for card in cards if asked.get("state") in (None, card["state"])]
        return listed(request, shown, asked, cursor)


def _narrowed(cameras: QuerySet[Camera], asked: dict[str, Any]) -> QuerySet[Camera]:
    """By all but the state, which is worked out of the watch and its lease: a page may hold fewer for it."""
    if "bbox" in asked:
        cameras = cameras.filter(location__coveredby=asked["bbox"])
    if "district" in asked:
        area = District.objects.filter(name=asked["district"], area__covers=OuterRef("location"))
        cameras = cameras.filter(Exists(area))
    if asked["stream"] is not None:
        cameras = cameras.exclude(address="") if asked["stream"] else cameras.filter(address="")
    return cameras


class CameraDetail(APIView):
    """One camera."""

    right = Right.SEE_MAP
    scope = Scope.CAMERAS_READ

    @extend_schema(operation_id="cameras_retrieve", responses=described.card(CameraCard))
    def get(self, request: Request, pk: UUID) -> Response:
        cameras = with_card_parts(visible_cameras(request.user))
        return Response(camera_card(get_object_or_404(cameras, pk=pk)))


class StopWords(Body):
    camera = serializers.UUIDField(required=False, allow_null=True)
    kind = serializers.CharField(required=False, default="", allow_blank=True, max_length=40)
    reason = serializers.CharField(max_length=500)


class StopQuery(WholeQuery):
    card = StopCard


class StopList(APIView):
    """The stops that stand now; a new one stops a camera, a kind, or, with neither, the whole system (R-24)."""

    renderer_classes = LISTS
    right = Right.SEE_MAP
    scope = Scope.CAMERAS_READ
    write_right = Right.STOP

    @extend_schema(operation_id="stops_list", parameters=[StopQuery], responses=described.rows(StopCard))
    def get(self, request: Request) -> Response:
        asked = read(request, StopQuery)
        standing = stops.visible(can_see(request.user))
        return paged(request, standing, ("at", "id"), stops.stop_card, asked)

    @extend_schema(operation_id="stops_create", request=StopWords, responses=described.card(StopCard, 201))
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

    @extend_schema(operation_id="stops_lift", request=None, responses=described.card(StopCard))
    def post(self, request: Request, pk: UUID) -> Response:
        get_object_or_404(stops.known_to(can_see(request.user)), pk=pk)
        return Response(stops.stop_card(stops.lift(pk, person_of(request))))
