"""REST: people raise alerts by hand, and say which camera should have seen what they raised."""

from datetime import timedelta
from typing import Any, TypedDict
from uuid import UUID

from django.contrib.gis.geos import Point
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from detectors.vision.scene.registry import ALERTS
from hypervision.accounts.api import person_of
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.alerts.api import AlertList
from hypervision.alerts.cards import alert_card
from hypervision.alerts.models import Alert, Miss
from hypervision.alerts.selectors import visible_alerts
from hypervision.hand import actions, misses
from hypervision.lib import described
from hypervision.lib.lists import Choosing, listed
from hypervision.lib.query import Body, Nothing, read, read_body
from hypervision.lib.tables import LISTS

LONGEST_WAIT_S = 12 * 3600
PROPOSED = {"type": "object", "properties": {name: {"type": "string"} for name in ("id", "name")}}


class PlaceQuery(serializers.Serializer[Any]):
    lon = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)


class ReportWords(Body):
    id = serializers.UUIDField(help_text="Of your choice: sent twice, the alert is raised once.")
    kind = serializers.ChoiceField(choices=actions.KINDS)
    lon = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)
    severity = serializers.ChoiceField(choices=Alert.Severity.choices)
    words = serializers.CharField(
        default="", allow_blank=True, max_length=actions.LONGEST, help_text="Without names of passers-by."
    )
    ago = serializers.IntegerField(
        default=0, min_value=0, max_value=LONGEST_WAIT_S, help_text="Seconds that it waited for the network."
    )
    missed_by = serializers.ListField(
        child=serializers.UUIDField(), default=list, max_length=misses.MOST_PROPOSED, help_text="Cameras."
    )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`source` is a word of the framework, so it is added by name."""
        source = serializers.ChoiceField(choices=[str(one) for one in actions.SOURCES])
        return {**super().get_fields(), "source": source}


class Alerts(AlertList):
    """Alerts, newest first; a person raises one by hand."""

    write_right = Right.GIVE_VERDICT
    write_scope = Scope.ALERTS_VERDICT

    @extend_schema(operation_id="alerts_raise", request=ReportWords, responses={201: OpenApiTypes.OBJECT})
    def post(self, request: Request) -> Response:
        words = read_body(request, ReportWords)
        key, ago, source = words.pop("id"), timedelta(seconds=words.pop("ago")), Alert.Source(words.pop("source"))
        raised = actions.raise_by_hand(actions.Report(key=key, ago=ago, source=source, **words), person_of(request))
        card = alert_card(visible_alerts(request.user).get(pk=raised.pk))
        return Response(card, status=status.HTTP_201_CREATED)


class CamerasOver(APIView):
    """The cameras whose field of view holds a place."""

    right = Right.GIVE_VERDICT

    @extend_schema(operation_id="misses_cameras", parameters=[PlaceQuery], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        asked = read(request, PlaceQuery)
        return Response({"next": None, "results": _proposed(request, Point(asked["lon"], asked["lat"], srid=4326))})


class MissWords(Body):
    camera = serializers.UUIDField()


class MissCard(TypedDict):
    """A camera that should have seen what was raised by hand."""

    id: str
    camera: str
    camera_name: str
    kind: str
    by: str
    at: str
    taken_back: bool


class MissQuery(Choosing):
    card = MissCard


class Misses(APIView):
    """Which cameras should have seen an alert that was raised by hand, and which could have. Or as CSV, without the
    latter.
    """

    renderer_classes = LISTS
    right = Right.SEE_ALERTS
    scope = Scope.ALERTS_READ
    write_right = Right.GIVE_VERDICT
    write_scope = Scope.ALERTS_VERDICT

    @extend_schema(
        operation_id="misses_list",
        parameters=[MissQuery],
        responses=described.rows(MissCard, proposed={"type": "array", "items": PROPOSED}),
    )
    def get(self, request: Request, pk: UUID) -> Response:
        asked = read(request, MissQuery)
        alert = get_object_or_404(visible_alerts(request.user), pk=pk)
        person = person_of(request)
        reported = alert.misses.filter(can_see(person).q("camera__location", kind="kind"), taken_back_at=None)
        known = [_miss(one) for one in reported.select_related("camera", "by")]
        may_be = alert.source and alert.event.kind in ALERTS and person.may(Right.GIVE_VERDICT)
        proposed = _proposed(request, alert.event.place) if may_be else []
        taken = {one["camera"] for one in known}
        others = [one for one in proposed if one["id"] not in taken]
        return listed(request, known, asked, proposed=others)

    @extend_schema(operation_id="misses_report", request=MissWords, responses=described.card(MissCard, 201))
    def post(self, request: Request, pk: UUID) -> Response:
        miss = misses.report(pk, read_body(request, MissWords)["camera"], person_of(request))
        return Response(_miss(miss), status=status.HTTP_201_CREATED)


class TakeBack(APIView):
    """It was none: whoever reported it, or a supervisor, says so."""

    write_right = Right.GIVE_VERDICT
    write_scope = Scope.ALERTS_VERDICT

    @extend_schema(operation_id="misses_take_back", request=Nothing, responses=described.card(MissCard))
    def post(self, request: Request, pk: UUID) -> Response:
        read_body(request, Nothing)
        return Response(_miss(misses.take_back(pk, person_of(request))))


def _proposed(request: Request, place: Point) -> list[dict[str, str]]:
    return [{"id": str(one.pk), "name": one.name} for one in misses.proposed(person_of(request), place)]


def _miss(one: Miss) -> MissCard:
    return {
        "id": str(one.pk),
        "camera": str(one.camera_id),
        "camera_name": one.camera.name,
        "kind": one.kind,
        "by": str(one.by),
        "at": one.at.isoformat(),
        "taken_back": one.taken_back_at is not None,
    }
