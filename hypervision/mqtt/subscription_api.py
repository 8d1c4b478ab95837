"""REST: what is read on an MQTT broker, and what becomes of it. By the form of the administration."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from hypervision.alerts.models import Alert
from hypervision.inward.reading import KINDS
from hypervision.lib import conditional, described
from hypervision.lib.lists import WholeQuery, paged
from hypervision.lib.query import Body, Number, read, read_body, refused
from hypervision.lib.tables import LISTS
from hypervision.mqtt import actions, cards
from hypervision.mqtt.broker_api import BrokerView, found
from hypervision.mqtt.forms import SubscriptionForm
from hypervision.mqtt.models import Subscription

PATHS = ("value_path", "id_path", "time_path", "lon_path", "lat_path")
LINES = ("places", "labels")
USUAL: dict[str, Any] = {
    **{"source": "reading", "kind": "", "severity": "", "places": {}, "labels": {}, "least_score": None, "unit": ""},
    **dict.fromkeys(PATHS, ""),
    **{"threshold": None, "back": None, "falling": False, "only_crossings": False},
}


def _path(of: str) -> serializers.CharField:
    return serializers.CharField(max_length=200, allow_blank=True, required=False, help_text=f"JSON path of {of}.")


class SubscriptionQuery(WholeQuery):
    card = cards.SubscriptionCard


class SubscriptionChanges(Body):
    topic = serializers.CharField(max_length=500, required=False, help_text="A filter, such as sensors/+/level.")
    source = serializers.ChoiceField(  # type: ignore[assignment]  # the framework's own attribute is of the class
        choices=Subscription.Source.choices, required=False
    )
    kind = serializers.ChoiceField(choices=list(KINDS), allow_blank=True, required=False)
    severity = serializers.ChoiceField(
        choices=Alert.Severity.choices, allow_blank=True, required=False, help_text="Asks for a verdict; empty: nobody."
    )
    places = serializers.DictField(
        child=serializers.JSONField(), required=False, help_text="Topic or camera to [lon, lat] or a street; * for all."
    )
    labels = serializers.DictField(child=serializers.ChoiceField(choices=list(KINDS)), required=False)
    least_score = Number(allow_null=True, required=False, min_value=0, max_value=1)
    value_path = _path("the value; empty: the whole message is it")
    unit = serializers.CharField(max_length=20, allow_blank=True, required=False)
    id_path = _path("the id")
    time_path = _path("the time")
    lon_path = _path("the longitude")
    lat_path = _path("the latitude")
    threshold = Number(allow_null=True, required=False)
    back = Number(allow_null=True, required=False)
    falling = serializers.BooleanField(required=False, help_text="Below the threshold is what matters.")
    only_crossings = serializers.BooleanField(required=False)

    def validate_places(self, given: dict[str, Any]) -> dict[str, Any]:
        if not all(isinstance(said, str) or _is_place(said) for said in given.values()):
            raise ValidationError(_("A place is [longitude, latitude] in degrees, or the name of a street."))
        return given


class SubscriptionWords(SubscriptionChanges):
    topic = serializers.CharField(max_length=500, help_text="A filter, such as sensors/+/level.")


class Subscriptions(BrokerView):
    """What is read on a broker, by topic; or as CSV; and something new."""

    renderer_classes = LISTS

    @extend_schema(
        operation_id="subscriptions_list",
        parameters=[SubscriptionQuery],
        responses=described.rows(cards.SubscriptionCard),
    )
    def get(self, request: Request, pk: UUID) -> Response:
        asked = read(request, SubscriptionQuery)
        return paged(request, found(pk).subscriptions.all(), ("topic", "id"), cards.subscription_card, asked)

    @extend_schema(
        operation_id="subscriptions_create",
        request=SubscriptionWords,
        responses=described.card(cards.SubscriptionCard, 201),
    )
    @transaction.atomic
    def post(self, request: Request, pk: UUID) -> Response:
        words = read_body(request, SubscriptionWords)
        made: Subscription = _judged({**USUAL, **words}, pk, None).save(commit=False)
        actions.make_subscription(made, str(request.user))
        answer = conditional.tagged(cards.subscription_card(made), status.HTTP_201_CREATED)
        answer["Location"] = request.build_absolute_uri(f"{request.path}{made.pk}/")
        return answer


class SubscriptionDetail(BrokerView):
    """One of them. A change and an end name what was read (`If-Match`)."""

    @extend_schema(operation_id="subscriptions_retrieve", responses=described.card(cards.SubscriptionCard))
    def get(self, request: Request, pk: UUID, subscription: UUID) -> Response:
        one = get_object_or_404(Subscription, broker=pk, pk=subscription)
        return conditional.tagged(cards.subscription_card(one))

    @extend_schema(
        operation_id="subscriptions_change",
        parameters=[conditional.IF_MATCH],
        request=SubscriptionChanges,
        responses=described.card(cards.SubscriptionCard),
    )
    @transaction.atomic
    def patch(self, request: Request, pk: UUID, subscription: UUID) -> Response:
        words, one = read_body(request, SubscriptionChanges), _held(request, pk, subscription)
        stands = {name: value for name, value in cards.subscription_card(one).items() if name in {"topic", *USUAL}}
        form = _judged({**stands, **words}, pk, one)
        changed: Subscription = form.save(commit=False)
        fields = [name for name in form.cleaned_data if name != "broker"]
        actions.change_subscription(changed, str(request.user), fields)
        return conditional.tagged(cards.subscription_card(changed))

    @extend_schema(operation_id="subscriptions_remove", parameters=[conditional.IF_MATCH], responses={204: None})
    @transaction.atomic
    def delete(self, request: Request, pk: UUID, subscription: UUID) -> Response:
        actions.remove_subscription(_held(request, pk, subscription), str(request.user))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _is_place(said: Any) -> bool:
    return isinstance(said, list) and [type(part) in (int, float) for part in said] == [True, True]


def _held(request: Request, broker: UUID, pk: UUID) -> Subscription:
    return conditional.held(request, Subscription.objects.all(), cards.subscription_card, broker=broker, pk=pk)


def _judged(words: dict[str, Any], broker: UUID, stands: Subscription | None) -> SubscriptionForm:
    """Not saved yet. Raises ValidationError, a sentence a field."""
    lines = {name: SubscriptionForm.base_fields[name].prepare_value(words[name]) for name in LINES}
    form = SubscriptionForm({**words, **lines, "broker": found(broker).pk}, instance=stands)
    if not form.is_valid():
        raise refused(form.errors)
    for name in LINES:
        if set(form.cleaned_data[name]) != set(words[name]):
            raise ValidationError({name: [_("A name holds no = and no line break, and no space at its ends.")]})
    return form
