"""REST: the calibrations of one camera, from the first to the newest, and a new one out of marked points."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from detectors import calibrations, indirect
from detectors.set_up_cards import CalibrationCard
from detectors.settings_api import CameraSettings
from hypervision.accounts.api import person_of
from hypervision.lib import described, paging
from hypervision.lib.lists import WholeQuery, listed
from hypervision.lib.query import Body, read, read_body
from hypervision.lib.tables import LISTS
from maps.models import Calibration

MOST_POINTS = 50
LARGEST_PICTURE = 16_384
MOST_LATITUDE = 85


def _pair() -> serializers.ListField:
    return serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2)


class PairWords(Body):
    pixel = _pair()
    place = _pair()

    def validate_place(self, place: list[float]) -> list[float]:
        if not (abs(place[0]) <= 180 and abs(place[1]) <= MOST_LATITUDE):
            raise serializers.ValidationError(_("A place is [longitude, latitude], in degrees."))
        return place


class UprightWords(Body):
    foot = _pair()
    top = _pair()
    height = serializers.FloatField(required=False, min_value=0.1, max_value=100, help_text="Metres.")


class LineWords(Body):
    start = _pair()
    end = _pair()
    across = serializers.BooleanField(default=False, help_text="At right angles to the others, not along with them.")


NEEDS = {
    Calibration.Method.POINTS: "pairs",
    Calibration.Method.HEIGHTS: "uprights",
    Calibration.Method.LINES: "lines",
}
"""What each method is marked by."""
JUDGES = {
    Calibration.Method.POINTS: calibrations.from_points,
    Calibration.Method.HEIGHTS: indirect.by_heights,
    Calibration.Method.LINES: indirect.by_lines,
}


class CalibrationWords(Body):
    """pixel: x to the right and y down, of a picture of width x height. place: longitude and latitude."""

    method = serializers.ChoiceField(choices=[str(method) for method in NEEDS], default="points")

    width = serializers.IntegerField(min_value=16, max_value=LARGEST_PICTURE)
    height = serializers.IntegerField(min_value=16, max_value=LARGEST_PICTURE)
    pairs = PairWords(many=True, required=False)
    uprights = UprightWords(many=True, required=False)
    lines = LineWords(many=True, required=False)
    person_height = serializers.FloatField(
        min_value=1, max_value=2.5, default=1.7, help_text="Metres: mean of the uprights that bring no height."
    )
    bearing = serializers.FloatField(required=False, min_value=0, max_value=360, help_text="Else the camera's own.")
    field_angle = serializers.FloatField(required=False, min_value=1, max_value=179, help_text="Else the camera's own.")
    camera_height = serializers.FloatField(required=False, min_value=1, max_value=200, help_text="Metres.")
    along = serializers.FloatField(
        required=False, min_value=0, max_value=360, help_text="Bearing of the lines that are not across."
    )
    map_error = serializers.FloatField(
        min_value=0, max_value=10, default=0.0, help_text="Metres by which a place of the map may be off, 1 sigma."
    )
    preset = serializers.UUIDField(
        required=False, allow_null=True, help_text="The view in which it was marked; else that of the newest picture."
    )
    reason = serializers.CharField(max_length=300, default="", allow_blank=True)

    def validate(self, words: dict[str, Any]) -> dict[str, Any]:
        for method, marks in NEEDS.items():
            if method == words["method"] and marks not in words:
                raise serializers.ValidationError({marks: [_("This method needs this field.")]})
            if method != words["method"] and marks in words:
                raise serializers.ValidationError({marks: [_("Another method needs this field.")]})
            if len(words.get(marks, ())) > MOST_POINTS:
                raise serializers.ValidationError({marks: [_("At most %(most)d.") % {"most": MOST_POINTS}]})
        return words


class CalibrationQuery(WholeQuery):
    card = CalibrationCard
    preset = serializers.UUIDField(required=False, help_text="Only those that were marked in this view.")


class DryRunQuery(serializers.Serializer[Any]):
    dry_run = serializers.BooleanField(default=False, help_text="Judge, and store nothing.")


class Calibrations(CameraSettings):
    """The versions of a camera's calibration, or as CSV; a new one is judged, and stored unless it is a dry run."""

    renderer_classes = LISTS

    @extend_schema(
        operation_id="calibration_list", parameters=[CalibrationQuery], responses=described.rows(CalibrationCard)
    )
    def get(self, request: Request, pk: UUID) -> Response:
        asked = read(request, CalibrationQuery)
        known = calibrations.versions(self.camera(request, pk), asked.get("preset"))
        found, cursor = paging.falling(known, lambda one: one["version"], asked.get("cursor"), asked.get("limit"))
        return listed(request, found, asked, cursor)

    @extend_schema(
        operation_id="calibration_create",
        parameters=[DryRunQuery],
        request=CalibrationWords,
        responses={200: OpenApiTypes.OBJECT, 201: OpenApiTypes.OBJECT},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        is_dry = read(request, DryRunQuery)["dry_run"]
        asked = read_body(request, CalibrationWords)
        judged = JUDGES[asked["method"]](self.camera(request, pk), asked)
        if is_dry:
            return Response({"version": None, **calibrations.answer(judged)})
        row = calibrations.store(judged, person_of(request), asked["reason"], asked.get("preset"))
        said = {"version": row.version, "preset": str(row.preset_id) if row.preset_id else None}
        return Response({**said, **calibrations.answer(judged)}, status=status.HTTP_201_CREATED)
