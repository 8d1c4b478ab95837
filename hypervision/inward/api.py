"""REST: other systems of the city send their events."""

from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from hypervision.accounts.api import person_of
from hypervision.accounts.rights import Right, Scope
from hypervision.alerts.action_api import Action, documented
from hypervision.alerts.api import EventList
from hypervision.alerts.models import Alert, Handling
from hypervision.inward import handling, reading, taking
from hypervision.lib.errors import Refusal
from hypervision.lib.query import Body

MOST_BYTES = 16_000_000


class TooLarge(Refusal):
    status = 413


class EventWords(serializers.Serializer[Any]):
    """For the description of the API; ``reading`` reads."""

    id = serializers.CharField(max_length=reading.LONGEST_ID, help_text="The system's own: sent twice, it is one.")
    kind = serializers.ChoiceField(choices=reading.KINDS)
    at = serializers.DateTimeField(help_text="With its offset.")
    lon = serializers.FloatField(required=False, min_value=-180, max_value=180)
    lat = serializers.FloatField(required=False, min_value=-90, max_value=90)
    error_m = serializers.FloatField(required=False, min_value=0, max_value=reading.MOST_METRES)
    address = serializers.CharField(required=False, max_length=reading.LONGEST_NAME, help_text="A street of the city.")
    district = serializers.CharField(required=False, max_length=reading.LONGEST_NAME)
    severity = serializers.ChoiceField(
        required=False, choices=Alert.Severity.choices, help_text="Asks for a verdict; without it nobody is alerted."
    )
    words = serializers.CharField(required=False, max_length=reading.LONGEST_TEXT, help_text="Without anybody's name.")
    value = serializers.FloatField(required=False, help_text="Of a reading.")
    unit = serializers.CharField(required=False, max_length=reading.LONGEST_UNIT)


class BatchWords(serializers.Serializer[Any]):
    events = EventWords(many=True)
    all_or_nothing = serializers.BooleanField(
        default=True, help_text="Whether one wrong event refuses all; else each is reported by itself."
    )


class Events(EventList):
    """Events, newest first, as a GeoJSON FeatureCollection; other systems of the city send theirs."""

    write_right = Right.REPORT_EVENTS
    write_scope = Scope.EVENTS_WRITE

    @extend_schema(
        operation_id="events_send",
        request=BatchWords,
        parameters=[
            OpenApiParameter(
                "Idempotency-Key",
                OpenApiTypes.STR,
                OpenApiParameter.HEADER,
                description="Of your choice, for two days: the same batch under it gets the first answer again.",
            )
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def post(self, request: Request) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "").strip()
        answer = taking.take(_body(request), key, person_of(request))
        # Its sentences are ``lib.said``'s, which msgspec takes for no text by itself.
        return HttpResponse(msgspec.json.encode(answer, enc_hook=str), content_type="application/json")


class HandlingWords(Body):
    """What a system does about a confirmed alert."""

    reference = serializers.CharField(max_length=100, help_text="The system's own number of the matter.")
    state = serializers.ChoiceField(choices=Handling.State.choices)


@documented("alerts_handling", HandlingWords)
class Handlings(Action):
    """Another system says how far it is with a confirmed alert; the answer is the alert as it is now."""

    write_right = Right.REPORT_EVENTS
    write_scope = Scope.ALERTS_HANDLE
    words = HandlingWords

    def act(self, request: Request, pk: UUID, words: dict[str, Any]) -> None:
        handling.report(pk, words["reference"], Handling.State(words["state"]), person_of(request))


def _body(request: Request) -> bytes:
    """As it came: ``reading`` reads it strictly. Raises Refusal where it is too long or packed."""
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Refusal(_("Send the batch as it is, without Content-Encoding."), code="encoded")
    stream = request.stream
    body: bytes = stream.read(MOST_BYTES + 1) if stream else b""
    if len(body) > MOST_BYTES:
        facts = {"most": MOST_BYTES // 1_000_000}
        raise TooLarge(_("A batch has %(most)d MB at most. Send it in parts.") % facts, code="too_large")
    return body
