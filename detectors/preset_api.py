"""REST: the views of one camera: listed, added, renamed, taken from the newest picture, let wait, forgotten."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from detectors import presets
from detectors.settings_api import CameraSettings
from hypervision.accounts.api import person_of
from hypervision.lib.query import Body, read_body
from hypervision.lib.tables import LISTS
from maps.models import Camera, Preset


class PresetWords(Body):
    name = serializers.CharField(max_length=100, default="", allow_blank=True, help_text="Else the first free number.")


class NameWords(Body):
    name = serializers.CharField(max_length=100)


class Presets(CameraSettings):
    """The views of a camera. The first is that of its newest picture; a further one waits until it looks there.
    Or as CSV.
    """

    renderer_classes = LISTS

    @extend_schema(operation_id="presets_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, pk: UUID) -> Response:
        return _told(self.camera(request, pk))

    @extend_schema(operation_id="presets_add", request=PresetWords, responses={201: OpenApiTypes.OBJECT})
    def post(self, request: Request, pk: UUID) -> Response:
        camera = self.camera(request, pk)
        presets.add(camera, person_of(request), read_body(request, PresetWords)["name"])
        return _told(camera, status.HTTP_201_CREATED)


class PresetDetail(CameraSettings):
    """One view: its name, or its end."""

    @extend_schema(operation_id="presets_rename", request=NameWords, responses=OpenApiTypes.OBJECT)
    def patch(self, request: Request, pk: UUID, preset: UUID) -> Response:
        camera = self.camera(request, pk)
        presets.rename(_preset(camera, preset), read_body(request, NameWords)["name"], person_of(request))
        return _told(camera)

    @extend_schema(operation_id="presets_forget", responses=OpenApiTypes.OBJECT)
    def delete(self, request: Request, pk: UUID, preset: UUID) -> Response:
        camera = self.camera(request, pk)
        presets.forget(_preset(camera, preset), person_of(request))
        return _told(camera)


class PresetLook(CameraSettings):
    """How a view looks: taken from the newest masked picture, or forgotten, so that it waits for its picture."""

    @extend_schema(operation_id="presets_take", request=None, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, pk: UUID, preset: UUID) -> Response:
        camera = self.camera(request, pk)
        presets.take(_preset(camera, preset), person_of(request))
        return _told(camera)

    @extend_schema(operation_id="presets_let_wait", responses=OpenApiTypes.OBJECT)
    def delete(self, request: Request, pk: UUID, preset: UUID) -> Response:
        camera = self.camera(request, pk)
        presets.let_wait(_preset(camera, preset), person_of(request))
        return _told(camera)


def _told(camera: Camera, code: int = status.HTTP_200_OK) -> Response:
    """Every answer is the whole list: what happens to one view may concern the others."""
    return Response({"next": None, "results": presets.described(camera)}, status=code)


def _preset(camera: Camera, pk: UUID) -> Preset:
    return get_object_or_404(presets.of(camera), pk=pk)
