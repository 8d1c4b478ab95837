"""REST: cameras entered, set up and taken away, as in the administration. The state of a camera: ``api``."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from detectors import configuration
from detectors.api import CameraList
from detectors.forms import CameraForm
from detectors.set_up_cards import SettingsCard, settings_card
from detectors.version_words import as_text, query
from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.lib import conditional, described
from hypervision.lib.errors import Conflict
from hypervision.lib.query import Body, Number, read_body, refused
from maps.models import Camera
from maps.selectors import visible_cameras

MOST_LATITUDE = 85
HELD = ("zones", "rules")
"""What goes with a camera that goes, and is not made again in a minute."""


class SettingsChanges(Body):
    """user, password: both left out, what is stored stays."""

    name = serializers.CharField(max_length=200, required=False)
    lon = Number(min_value=-180, max_value=180, required=False)
    lat = Number(min_value=-MOST_LATITUDE, max_value=MOST_LATITUDE, required=False)
    bearing = Number(allow_null=True, required=False, min_value=0, max_value=360)
    field_angle = Number(allow_null=True, required=False, min_value=1, max_value=360)
    height = Number(allow_null=True, required=False, help_text="Metres above the ground.")
    camera_type = serializers.CharField(max_length=40, required=False, allow_blank=True)
    operator = serializers.CharField(max_length=200, required=False, allow_blank=True)
    address = serializers.CharField(
        max_length=500, required=False, allow_blank=True, help_text="rtsp://… or http://…; empty: a mark on the map."
    )
    user = serializers.CharField(max_length=200, required=False, allow_blank=True)
    password = serializers.CharField(max_length=200, required=False, allow_blank=True, trim_whitespace=False)
    wanted_rate = Number(min_value=0.2, max_value=30, required=False, help_text="Analysed pictures a second.")
    pictures = serializers.BooleanField(required=False)
    video_link = serializers.CharField(max_length=500, required=False, allow_blank=True)


class CameraWords(SettingsChanges):
    name = serializers.CharField(max_length=200)
    lon = Number(min_value=-180, max_value=180)
    lat = Number(min_value=-MOST_LATITUDE, max_value=MOST_LATITUDE)


class Cameras(CameraList):
    """The cameras in sight, each with what its watch says now, as features or as CSV; a new one is entered."""

    write_right = Right.CONFIGURE
    write_scope = Scope.CAMERAS_WRITE

    @extend_schema(operation_id="cameras_create", request=CameraWords, responses=described.card(SettingsCard, 201))
    @transaction.atomic
    def post(self, request: Request) -> Response:
        """What it is set to stands at `cameras/{id}/settings/`. Nothing is analysed before a rule and an authorisation
        cover it.
        """
        camera = _judged(read_body(request, CameraWords), None, request.user)
        configuration.save_camera(camera, str(request.user))
        answer = conditional.tagged(settings_card(camera), status.HTTP_201_CREATED)
        answer["Location"] = reverse("api:camera_settings", [camera.pk], request=request)
        return answer


class CameraSetUp(APIView):
    """All that is set of one camera. A change and an end name what was read (`If-Match`)."""

    right = write_right = Right.CONFIGURE
    scope = write_scope = Scope.CAMERAS_WRITE

    @extend_schema(operation_id="camera_settings_retrieve", responses=described.card(SettingsCard))
    def get(self, request: Request, pk: UUID) -> Response:
        return conditional.tagged(settings_card(get_object_or_404(visible_cameras(request.user), pk=pk)))

    @extend_schema(
        operation_id="camera_settings_change",
        parameters=[conditional.IF_MATCH],
        request=SettingsChanges,
        responses=described.card(SettingsCard),
    )
    @transaction.atomic
    def patch(self, request: Request, pk: UUID) -> Response:
        words, camera = read_body(request, SettingsChanges), _held(request, pk)
        changed = _judged({**settings_card(camera), **words}, camera, request.user)
        configuration.save_camera(changed, str(request.user))
        return conditional.tagged(settings_card(changed))

    @extend_schema(operation_id="camera_settings_remove", parameters=[conditional.IF_MATCH], responses={204: None})
    @transaction.atomic
    def delete(self, request: Request, pk: UUID) -> Response:
        """Takes the camera away, with its calibrations, views and counts. While zones, rules or events hang on it, it
        stays (409).
        """
        camera = _held(request, pk)
        if any(getattr(camera, name).exists() for name in HELD):
            raise Conflict(_("Zones or rules hang on this camera. Delete them first."), code="in_use")
        try:
            configuration.remove_cameras(Camera.objects.filter(pk=camera.pk), str(request.user))
        except ProtectedError as error:
            sentence = _("Events name this camera. It can be taken away when the last of them has been erased.")
            raise Conflict(sentence, code="in_use") from error
        return Response(status=status.HTTP_204_NO_CONTENT)


def _held(request: Request, pk: UUID) -> Camera:
    return conditional.held(request, visible_cameras(request.user), settings_card, pk=pk)


def _judged(words: dict[str, Any], stands: Camera | None, person: Any) -> Camera:
    """By the form of the administration; not saved yet. Raises ValidationError, a sentence a field."""
    _check_sight(words, person)
    usual = {"wanted_rate": 5, "pictures": True}
    given = {name: as_text(value) for name, value in {**usual, **words}.items()}
    given["location"] = f"POINT({words['lon']} {words['lat']})"
    given["pictures"] = "on" if {**usual, **words}["pictures"] else ""
    form = CameraForm(query(given), instance=stands)
    if not form.is_valid():
        raise refused(form.errors)
    form.seal_credentials()
    return form.save(commit=False)


def _check_sight(words: dict[str, Any], person: Any) -> None:
    """Nobody enters a camera, or moves one, to where it would be out of sight."""
    if not isinstance(person, User) or not can_see(person).covers(words["lon"], words["lat"]):
        raise ValidationError({"lon": [_("This place lies outside of what you see.")]})
