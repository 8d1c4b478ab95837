"""REST: the views of one camera: listed, added, renamed, taken from the newest picture, let wait, forgotten."""

from typing import cast
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from detectors import presets
from detectors.set_up_cards import PresetCard, PresetSeen
from detectors.settings_api import CameraSettings
from hypervision.accounts.api import person_of
from hypervision.lib import conditional, described
from hypervision.lib.lists import Choosing, listed
from hypervision.lib.query import Body, read, read_body
from hypervision.lib.tables import LISTS
from maps.models import Camera, Preset


class PresetWords(Body):
    name = serializers.CharField(max_length=100, default="", allow_blank=True, help_text="Else the first free number.")


class NameWords(Body):
    name = serializers.CharField(max_length=100)


class PresetQuery(Choosing):
    card = PresetSeen


class Presets(CameraSettings):
    """The views of a camera. The first is that of its newest picture; a further one waits until it looks there.
    Or as CSV.
    """

    renderer_classes = LISTS

    @extend_schema(operation_id="presets_list", parameters=[PresetQuery], responses=described.rows(PresetSeen))
    def get(self, request: Request, pk: UUID) -> Response:
        asked = read(request, PresetQuery)
        return listed(request, presets.described(self.camera(request, pk)), asked)

    @extend_schema(operation_id="presets_add", request=PresetWords, responses={201: OpenApiTypes.OBJECT})
    def post(self, request: Request, pk: UUID) -> Response:
        camera = self.camera(request, pk)
        presets.add(camera, person_of(request), read_body(request, PresetWords)["name"])
        return _told(camera, status.HTTP_201_CREATED)


class PresetDetail(CameraSettings):
    """One view: its name, or its end. A change holds for what was read, if it says so (`If-Match`)."""

    @extend_schema(operation_id="presets_retrieve", responses=described.card(PresetCard))
    def get(self, request: Request, pk: UUID, preset: UUID) -> Response:
        camera = self.camera(request, pk)
        return conditional.tagged(_card(_preset(camera, preset)))

    @extend_schema(
        operation_id="presets_rename",
        parameters=[conditional.IF_MATCH_SAID],
        request=NameWords,
        responses=OpenApiTypes.OBJECT,
    )
    @transaction.atomic
    def patch(self, request: Request, pk: UUID, preset: UUID) -> Response:
        camera = self.camera(request, pk)
        name = read_body(request, NameWords)["name"]
        presets.rename(_held(request, camera, preset), name, person_of(request))
        return _told(camera)

    @extend_schema(operation_id="presets_forget", parameters=[conditional.IF_MATCH_SAID], responses=OpenApiTypes.OBJECT)
    @transaction.atomic
    def delete(self, request: Request, pk: UUID, preset: UUID) -> Response:
        camera = self.camera(request, pk)
        presets.forget(_held(request, camera, preset), person_of(request))
        return _told(camera)


class PresetLook(CameraSettings):
    """How a view looks: taken from the newest masked picture, or forgotten, so that it waits for its picture."""

    @extend_schema(
        operation_id="presets_take",
        parameters=[conditional.IF_MATCH_SAID],
        request=None,
        responses=OpenApiTypes.OBJECT,
    )
    @transaction.atomic
    def post(self, request: Request, pk: UUID, preset: UUID) -> Response:
        camera = self.camera(request, pk)
        presets.take(_held(request, camera, preset), person_of(request))
        return _told(camera)

    @extend_schema(
        operation_id="presets_let_wait", parameters=[conditional.IF_MATCH_SAID], responses=OpenApiTypes.OBJECT
    )
    @transaction.atomic
    def delete(self, request: Request, pk: UUID, preset: UUID) -> Response:
        camera = self.camera(request, pk)
        presets.let_wait(_held(request, camera, preset), person_of(request))
        return _told(camera)


def _told(camera: Camera, code: int = status.HTTP_200_OK) -> Response:
    """Every answer is the whole list: what happens to one view may concern the others."""
    return Response({"next": None, "results": presets.described(camera)}, status=code)


def _preset(camera: Camera, pk: UUID) -> Preset:
    return get_object_or_404(presets.of(camera), pk=pk)


def _card(preset: Preset) -> PresetCard:
    """What people set of it: what the newest picture shows is another every half a minute."""
    seen = next(one for one in presets.described(preset.camera) if one["id"] == str(preset.pk))
    return cast(PresetCard, {name: value for name, value in seen.items() if name in PresetCard.__annotations__})


def _held(request: Request, camera: Camera, pk: UUID) -> Preset:
    """Nobody else changes the views of the camera before this is done."""
    presets.hold(camera)
    preset = _preset(camera, pk)
    conditional.heed(request, _card(preset))
    return preset
