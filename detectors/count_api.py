"""REST: what was counted and measured, in bins of five minutes, and the modal split of a longer time."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, TypedDict
from uuid import UUID

from django.db.models import QuerySet, Sum
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from detectors import readings, spreads
from detectors.vision.scene.classes import Classes, together
from detectors.vision.scene.registry import STATISTICS
from detectors.vision.scene.sums import Amount
from detectors.vision.types import Measure
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.lib import described, paging
from hypervision.lib.lists import PageQuery, listed
from hypervision.lib.query import read
from hypervision.lib.tables import LISTS
from maps.models import CountBin
from maps.models.count import BIN_SECONDS

HOUR_SECONDS = 3600
LOOKUPS = {"camera": "camera", "zone": "zone", "kind": "kind", "from": "starts_at__gte", "to": "starts_at__lt"}


class PlaceQuery(serializers.Serializer[Any]):
    camera = serializers.UUIDField(required=False)
    zone = serializers.UUIDField(required=False, help_text="Or the line.")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is a word of the language, so these two are added by name."""
        return {
            **super().get_fields(),
            "from": serializers.DateTimeField(required=False, help_text="Bins that start at or after."),
            "to": serializers.DateTimeField(required=False, help_text="Bins that start before."),
        }


class CountCard(TypedDict):
    """A bin of five minutes. value: in its unit; low, high: its 95 % interval. No value where it is not told."""

    zone: Annotated[UUID, Meta(description="Or the line.")]
    zone_name: str
    camera: UUID
    starts_at: datetime
    kind: str
    measure: str
    unit: str
    label: str
    way: str
    is_told: bool
    objects: int | None
    value: float | None
    low: float | None
    high: float | None
    deviation: float | None
    error: float | None
    seconds: float | None


class CountQuery(PageQuery, PlaceQuery):
    card = CountCard
    kind = serializers.ChoiceField(choices=sorted(STATISTICS), required=False)


class CountList(APIView):
    """What was counted and measured in bins of five minutes, newest first.

    Of a bin behind which fewer than five objects stand nothing but that is told (`is_told` is false). Also as CSV.
    `next` is the address of the page behind, or null.
    """

    renderer_classes = LISTS
    right = Right.SEE_FIGURES
    scope = Scope.COUNTS_READ

    @extend_schema(
        operation_id="counts_list",
        parameters=[CountQuery],
        responses=described.rows(CountCard, bin_seconds={"type": "integer"}),
    )
    def get(self, request: Request) -> Response:
        asked = read(request, CountQuery)
        limit = asked["limit"]
        behind = paging.after(asked.get("cursor"), "starts_at", key_type=int)
        bins = _bins(request, asked).filter(behind).select_related("zone").order_by("-starts_at", "-id")
        found = list(bins[: limit + 1])
        shown = found[:limit]
        cursor = paging.encode(shown[-1].starts_at, shown[-1].pk) if found[limit:] else None
        return listed(request, map(_row, shown), asked, cursor, bin_seconds=BIN_SECONDS)


class ModalSplit(APIView):
    """Which share of all that crossed a line were persons, bicycles, vehicles, over the time that is asked for.

    Labels that fewer than five objects bore are left out, of the whole, too.
    """

    right = Right.SEE_FIGURES
    scope = Scope.COUNTS_READ

    @extend_schema(operation_id="counts_modal_split", parameters=[PlaceQuery], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        bins = _bins(request, read(request, PlaceQuery)).filter(measure=Measure.CROSSINGS).order_by()
        lines: dict[tuple[Any, str], dict[str, int]] = {}
        for line, name, label, number in bins.values_list("zone", "zone__name", "label").annotate(Sum("objects_seen")):
            lines.setdefault((line, name), {})[label] = number
        results = [
            {"zone": line, "zone_name": name, "shares": [_rounded(asdict(each)) for each in readings.shares(counted)]}
            for (line, name), counted in sorted(lines.items(), key=lambda each: each[0][1])
        ]
        return Response({"results": results})


class SpeedSpread(APIView):
    """How the speeds in a zone spread, by hour: a histogram and the speed that 85 % keep to, with intervals.

    Classes of 10 km/h; neighbours are joined until five objects stand behind each. Of an hour of fewer than five
    objects nothing but that is told.
    """

    right = Right.SEE_FIGURES
    scope = Scope.COUNTS_READ

    @extend_schema(operation_id="counts_speeds", parameters=[PlaceQuery], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        bins = _bins(request, read(request, PlaceQuery)).filter(measure=Measure.SPEED).exclude(classes=[]).order_by()
        hours: dict[tuple[str, datetime, str, Any], Classes] = {}
        for zone, name, label, at, counted in bins.values_list("zone", "zone__name", "label", "starts_at", "classes"):
            cell = (name, at.replace(minute=0), label, zone)
            hours[cell] = together(hours.get(cell, ()), tuple(counted))
        results = [
            {"zone": zone, "zone_name": name, "starts_at": at, "label": label, **_spread(hours[name, at, label, zone])}
            for name, at, label, zone in sorted(hours, key=lambda cell: cell[:3])
        ]
        return Response({"bin_seconds": HOUR_SECONDS, "unit": "km/h", "results": results})


def _spread(counted: Classes) -> dict[str, Any]:
    spread = spreads.read(counted)
    if spread is None:
        return {"is_told": False, "objects": None, "classes": [], "v85": None, "v85_low": None, "v85_high": None}
    classes = [_rounded(asdict(each)) for each in spread.classes]
    return {"is_told": True, **_rounded(asdict(spread)), "classes": classes}


def _bins(request: Request, asked: dict[str, Any]) -> QuerySet[CountBin]:
    wanted = {lookup: asked[name] for name, lookup in LOOKUPS.items() if name in asked}
    return CountBin.objects.filter(can_see(request.user).q("camera__location", kind="kind"), **wanted)


def _row(row: CountBin) -> dict[str, Any]:
    amount = Amount(row.objects_seen, row.basis, row.total, row.squares, row.variances)
    reading = readings.read(row.measure, amount)
    return {
        "zone": row.zone_id,
        "zone_name": row.zone.name,
        "camera": row.camera_id,
        "starts_at": row.starts_at,
        "kind": row.kind,
        "measure": row.measure,
        "unit": readings.UNITS.get(Measure(row.measure), ""),
        "label": row.label,
        "way": row.way,
        "is_told": reading is not None,
        **(reading.rounded() if reading else readings.UNTOLD),
    }


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    digits = readings.DIGITS
    return {name: round(value, digits) if isinstance(value, float) else value for name, value in values.items()}
