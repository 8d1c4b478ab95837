"""REST: events with the state of their alerts, and alerts with their stories. What people do: ``action_api``."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.alerts import features
from hypervision.alerts.cards import alert_card
from hypervision.alerts.models import Alert
from hypervision.alerts.selectors import past_precision, piled, told_to, visible_alerts
from hypervision.law import validations
from hypervision.lib import paging
from hypervision.lib.described import rows
from hypervision.lib.lists import Choosing, listed
from hypervision.lib.query import BoxField, Query, read
from hypervision.lib.tables import FEATURES, PLACED, GeoJson
from hypervision.live.cards import AlertCard
from maps.models import Event
from maps.sight import in_sight


class EventQuery(Query):
    kind = serializers.CharField(required=False, help_text="One kind, or several with commas between.")
    camera = serializers.UUIDField(required=False)
    district = serializers.CharField(required=False, help_text="Name of the district.")
    bbox = BoxField(required=False, help_text="west,south,east,north in degrees.")
    state = serializers.ChoiceField(choices=Alert.State.choices, required=False, help_text="State of its alert.")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is a word of the language, so these two are added by name."""
        return {
            **super().get_fields(),
            "from": serializers.DateTimeField(required=False, help_text="Captured at or after."),
            "to": serializers.DateTimeField(required=False, help_text="Captured before."),
        }


class EventListQuery(EventQuery):
    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`fields` is a word of the framework, so it is added by name."""
        return {
            **super().get_fields(),
            "fields": serializers.MultipleChoiceField(
                choices=features.NAMES, required=False, help_text="Properties; all of them if nothing is said."
            ),
        }


_LOOKUPS = {
    "camera": "camera",
    "district": "district__name",
    "bbox": "place__coveredby",
    "state": "alert__state",
    "from": "captured_at__gte",
    "to": "captured_at__lt",
}


def _filter(asked: dict[str, Any], prefix: str = "") -> Q:
    found = Q(**{f"{prefix}{lookup}": asked[name] for name, lookup in _LOOKUPS.items() if name in asked})
    if "kind" in asked:
        found &= Q(**{f"{prefix}kind__in": asked["kind"].split(",")})
    return found


def visible_events(request: Request) -> QuerySet[Event]:
    return Event.objects.filter(in_sight(can_see(request.user)), told_to(request.user))


class EventList(APIView):
    """Events, newest first, as a GeoJSON FeatureCollection, or as CSV."""

    renderer_classes = FEATURES
    right = Right.SEE_ALERTS
    scope = Scope.EVENTS_READ

    @extend_schema(
        operation_id="events_list",
        parameters=[EventListQuery],
        responses={
            (200, "application/geo+json"): OpenApiResponse(OpenApiTypes.OBJECT, "A FeatureCollection."),
            (200, "text/csv"): OpenApiTypes.STR,
        },
    )
    def get(self, request: Request) -> HttpResponse:
        asked = read(request, EventListQuery)
        events = visible_events(request).filter(_filter(asked), paging.after(asked.get("cursor"), "captured_at"))
        return features.page(request, events, asked["limit"], asked.get("fields") or features.NAMES)


class EventDetail(APIView):
    """One event as a GeoJSON Feature."""

    renderer_classes = [JSONRenderer, GeoJson]
    right = Right.SEE_ALERTS
    scope = Scope.EVENTS_READ

    @extend_schema(
        operation_id="events_retrieve",
        responses={(200, "application/geo+json"): OpenApiResponse(OpenApiTypes.OBJECT, "A Feature.")},
    )
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        event = get_object_or_404(visible_events(request).values_list(features.as_feature(), flat=True), pk=pk)
        return HttpResponse(event, content_type="application/geo+json")


class AlertQuery(Choosing, EventQuery):
    card = AlertCard
    severity = serializers.ChoiceField(choices=Alert.Severity.choices, required=False)


class AlertList(APIView):
    """Alerts, newest first, as the control room shows them; as features, or as CSV."""

    renderer_classes = PLACED
    right = Right.SEE_ALERTS
    scope = Scope.ALERTS_READ

    @extend_schema(operation_id="alerts_list", parameters=[AlertQuery], responses=rows(AlertCard, placed=True))
    def get(self, request: Request) -> Response:
        asked = read(request, AlertQuery)
        state = asked.pop("state", None)
        alerts = visible_alerts(request.user).filter(
            _filter(asked, "event__"),
            paging.after(asked.get("cursor"), "event__captured_at", "event_id"),
        )
        alerts = alerts.filter(state=state) if state else alerts
        alerts = alerts.filter(severity=asked["severity"]) if "severity" in asked else alerts
        limit = asked["limit"]
        found = list(alerts.order_by("-event__captured_at", "-event_id")[: limit + 1])
        shown = found[:limit]
        last = shown[-1].event if len(found) > limit else None
        cursor = paging.encode(last.captured_at, last.id) if last else None
        return listed(request, map(alert_card, shown), asked, cursor)


class AlertDetail(APIView):
    """One alert with its story and how often its camera was right about this kind (R-25); no camera, no past."""

    right = Right.SEE_ALERTS
    scope = Scope.ALERTS_READ

    @extend_schema(operation_id="alerts_retrieve", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, pk: UUID) -> Response:
        alert = get_object_or_404(visible_alerts(request.user), pk=pk)
        return Response(
            {
                **alert_card(alert),
                "past": _past(alert.event),
                "validation": _validation(alert.event),
                "zone_id": str(alert.event.zone_id) if alert.event.zone_id else None,
                "steps": [
                    {
                        "from": step.from_state,
                        "to": step.to_state,
                        "at": step.at.isoformat(),
                        "by": str(step.by or ""),
                        "reason": step.reason,
                        "informed": step.informed,
                        "note": step.note,
                    }
                    for step in alert.steps.select_related("by")
                ],
            }
        )


def _validation(event: Event) -> dict[str, str] | None:
    """Who signed how well the kind does on the camera (R-43); None: its alerts are on trial, or a person said it."""
    stands = validations.standing(event.camera_id, event.kind) if event.camera_id else None
    if stands is None or not validations.holds(stands, event.model_hash):
        return None
    return {"by": str(stands.signed_by or ""), "at": stands.signed_at.isoformat(), "statement": stands.statement}


def _past(event: Event) -> dict[str, Any] | None:
    if event.camera_id is None:
        return None
    pile = piled(event.camera_id, event.kind)
    return {**asdict(past_precision(event.camera_id, event.kind)), "piled": asdict(pile) if pile else None}
