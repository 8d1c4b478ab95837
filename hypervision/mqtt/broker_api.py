"""REST: MQTT brokers: made, changed, stopped, tried, and how each is. As in the administration: by the same right and
form, with the same entries of the log.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right, Scope
from hypervision.lib import conditional, described
from hypervision.lib.lists import WholeQuery, paged
from hypervision.lib.query import Body, Nothing, read, read_body, refused
from hypervision.lib.tables import LISTS
from hypervision.mqtt import actions, cards
from hypervision.mqtt.certificate_form import MOST_BYTES
from hypervision.mqtt.forms import BrokerForm
from hypervision.mqtt.models import Broker
from hypervision.outward.messages import CHOSEN

FROM_THE_FORM = {"owner": "account", "kinds": "messages"}
"""By what the form calls it."""
UNTOLD = "Kept encrypted and never told. Left out, it stays as it is."
USUAL: dict[str, Any] = {
    **{"port": 8883, "tls": True, "ca": "", "certificate": "", "transport": "tcp", "path": "/mqtt", "username": ""},
    **{"protocol": "5", "layout": "own", "prefix": "hypervision", "messages": []},
}


class BrokerQuery(WholeQuery):
    card = cards.BrokerCard


class BrokerChanges(Body):
    name = serializers.CharField(max_length=100, required=False)
    host = serializers.CharField(max_length=253, required=False)
    port = serializers.IntegerField(min_value=1, max_value=65_535, required=False)
    tls = serializers.BooleanField(required=False)
    ca = serializers.CharField(
        max_length=MOST_BYTES, allow_blank=True, required=False, help_text="Certificates of its authority, PEM."
    )
    certificate = serializers.CharField(
        max_length=MOST_BYTES, allow_blank=True, required=False, help_text="Ours, PEM, where it asks for one."
    )
    key = serializers.CharField(max_length=MOST_BYTES, required=False, help_text=UNTOLD)
    transport = serializers.ChoiceField(choices=Broker.Transport.choices, required=False)
    path = serializers.CharField(max_length=200, required=False, help_text="Of WebSocket.")
    username = serializers.CharField(max_length=200, allow_blank=True, required=False)
    password = serializers.CharField(max_length=200, trim_whitespace=False, required=False, help_text=UNTOLD)
    protocol = serializers.ChoiceField(choices=Broker.Protocol.choices, required=False)
    layout = serializers.ChoiceField(choices=Broker.Layout.choices, required=False)
    prefix = serializers.CharField(max_length=100, required=False)
    messages = serializers.ListField(
        child=serializers.ChoiceField(choices=CHOSEN), max_length=len(CHOSEN), required=False
    )


class BrokerWords(BrokerChanges):
    """Another account would hear what this one was told, so it is said once."""

    name = serializers.CharField(max_length=100)
    account = serializers.CharField(max_length=150, help_text="User name of the city system behind it.")
    host = serializers.CharField(max_length=253)


class BrokerView(APIView):
    """For whoever may configure, by page or by token: who is told and heard is a decision of an administrator."""

    right = write_right = Right.CONFIGURE
    scope = Scope.MQTT_READ
    write_scope = Scope.MQTT_WRITE


class Brokers(BrokerView):
    """All brokers, by name; or as CSV. A new one hears what comes from now on, and how each camera is."""

    renderer_classes = LISTS

    @extend_schema(operation_id="brokers_list", parameters=[BrokerQuery], responses=described.rows(cards.BrokerCard))
    def get(self, request: Request) -> Response:
        asked = read(request, BrokerQuery)
        return paged(request, Broker.objects.select_related("owner"), ("name", "id"), cards.broker_card, asked)

    @extend_schema(operation_id="brokers_create", request=BrokerWords, responses=described.card(cards.BrokerCard, 201))
    def post(self, request: Request) -> Response:
        words = read_body(request, BrokerWords)
        owner = User.objects.filter(username=words["account"]).first()
        form = _judged({**USUAL, **words}, owner, None)
        broker: Broker = form.save(commit=False)
        actions.make(broker, str(request.user), form.cleaned_data["password"], form.cleaned_data["key"])
        answer = conditional.tagged(cards.broker_card(broker), status.HTTP_201_CREATED)
        answer["Location"] = request.build_absolute_uri(f"{request.path}{broker.pk}/")
        return answer


class BrokerDetail(BrokerView):
    """One broker. A change and an end name what was read (`If-Match`)."""

    @extend_schema(operation_id="brokers_retrieve", responses=described.card(cards.BrokerCard))
    def get(self, request: Request, pk: UUID) -> Response:
        return conditional.tagged(cards.broker_card(found(pk)))

    @extend_schema(
        operation_id="brokers_change",
        parameters=[conditional.IF_MATCH],
        request=BrokerChanges,
        responses=described.card(cards.BrokerCard),
    )
    @transaction.atomic
    def patch(self, request: Request, pk: UUID) -> Response:
        words, broker = read_body(request, BrokerChanges), _held(request, pk)
        stands = {name: value for name, value in cards.broker_card(broker).items() if name in USUAL}
        form = _judged({"name": broker.name, "host": broker.host, **stands, **words}, broker.owner, broker)
        changed: Broker = form.save(commit=False)
        actions.change(changed, str(request.user), form.cleaned_data["password"], form.cleaned_data["key"])
        return conditional.tagged(cards.broker_card(found(pk)))

    @extend_schema(operation_id="brokers_remove", parameters=[conditional.IF_MATCH], responses={204: None})
    @transaction.atomic
    def delete(self, request: Request, pk: UUID) -> Response:
        """What it was told cannot be called back, or erased, any more."""
        actions.remove(_held(request, pk), str(request.user))
        return Response(status=status.HTTP_204_NO_CONTENT)


class BrokerStateDetail(BrokerView):
    """How the connection is, what waits, and how many messages went which way."""

    @extend_schema(operation_id="brokers_state", responses=described.card(cards.BrokerState))
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(cards.broker_state(found(pk)))


class BrokerTest(BrokerView):
    """Sends a test. Once the broker has it, it counts as sent."""

    @extend_schema(operation_id="brokers_test", request=Nothing, responses=described.card(cards.BrokerState))
    def post(self, request: Request, pk: UUID) -> Response:
        return Response(cards.broker_state(_done(request, pk, actions.try_out)))


class BrokerStop(BrokerView):
    """Nothing is sent or read any more; what happens meanwhile waits for three days. Stopping twice changes nothing."""

    @extend_schema(operation_id="brokers_stop", request=Nothing, responses=described.card(cards.BrokerCard))
    def post(self, request: Request, pk: UUID) -> Response:
        return Response(cards.broker_card(_done(request, pk, actions.stop)))


class BrokerStart(BrokerView):
    """What waited goes out at once. Starting twice changes nothing."""

    @extend_schema(operation_id="brokers_start", request=Nothing, responses=described.card(cards.BrokerCard))
    def post(self, request: Request, pk: UUID) -> Response:
        return Response(cards.broker_card(_done(request, pk, actions.start)))


def found(pk: UUID) -> Broker:
    return get_object_or_404(Broker.objects.select_related("owner"), pk=pk)


def _done(request: Request, pk: UUID, deed: Callable[[UUID, str], None]) -> Broker:
    """How it stands afterwards."""
    read_body(request, Nothing)
    deed(found(pk).pk, str(request.user))
    return found(pk)


def _held(request: Request, pk: UUID) -> Broker:
    return conditional.held(request, Broker.objects.select_related("owner"), cards.broker_card, pk=pk)


def _judged(words: dict[str, Any], owner: User | None, stands: Broker | None) -> BrokerForm:
    """By the form of the administration; not saved yet. Raises ValidationError, a sentence a field."""
    given = {**words, "owner": owner.pk if owner else "0", "kinds": words["messages"]}
    form = BrokerForm(given, instance=stands)
    if not form.is_valid():
        raise refused(form.errors, FROM_THE_FORM)
    return form
