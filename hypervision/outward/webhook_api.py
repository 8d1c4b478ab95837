"""REST: webhooks: made, changed, stopped, tried, and what became of their messages. As in the administration: the same
right, the same form, the same entries of the log.
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
from hypervision.lib import conditional, described, paging
from hypervision.lib.lists import PageQuery, WholeQuery, listed, paged
from hypervision.lib.query import Body, Nothing, read, read_body, refused
from hypervision.lib.tables import LISTS
from hypervision.outward import actions, cards
from hypervision.outward.forms import WebhookForm
from hypervision.outward.messages import CHOSEN
from hypervision.outward.models import Delivery, Webhook

FROM_THE_FORM = {"owner": "account", "kinds": "messages"}
"""By what the form calls it."""


class WebhookQuery(WholeQuery):
    card = cards.WebhookCard


class DeliveryQuery(PageQuery):
    card = cards.DeliveryCard
    state = serializers.ChoiceField(choices=Delivery.State.choices, required=False)
    message = serializers.CharField(required=False, max_length=40, help_text="Its type, such as alert.confirmed.")


class WebhookChanges(Body):
    name = serializers.CharField(max_length=100, required=False)
    url = serializers.CharField(max_length=500, required=False, help_text="https://…, without name and password.")
    messages = serializers.ListField(
        child=serializers.ChoiceField(choices=CHOSEN), min_length=1, max_length=len(CHOSEN), required=False
    )


class WebhookWords(WebhookChanges):
    """Another account would hear what this one was told, so it is said once."""

    name = serializers.CharField(max_length=100)
    account = serializers.CharField(max_length=150, help_text="User name of the city system that listens.")
    url = serializers.CharField(max_length=500, help_text="https://…, without name and password.")
    messages = serializers.ListField(
        child=serializers.ChoiceField(choices=CHOSEN), min_length=1, max_length=len(CHOSEN)
    )


class SinceWords(Body):
    since = serializers.DateTimeField(help_text="All messages that were made since then; at most 14 days ago.")


class AgainAnswer(serializers.Serializer[Any]):
    count = serializers.IntegerField(help_text="Messages that go again.")


class WebhookView(APIView):
    """For whoever may configure, by page or by token: who is told is a decision of an administrator."""

    right = write_right = Right.CONFIGURE
    scope = Scope.WEBHOOKS_READ
    write_scope = Scope.WEBHOOKS_WRITE


class Webhooks(WebhookView):
    """All webhooks, by name; or as CSV. A new one hears what comes from now on."""

    renderer_classes = LISTS

    @extend_schema(operation_id="webhooks_list", parameters=[WebhookQuery], responses=described.rows(cards.WebhookCard))
    def get(self, request: Request) -> Response:
        asked = read(request, WebhookQuery)
        rows = Webhook.objects.select_related("owner")
        return paged(request, rows, ("name", "id"), cards.webhook_card, asked)

    @extend_schema(
        operation_id="webhooks_create", request=WebhookWords, responses=described.card(cards.WebhookMade, 201)
    )
    def post(self, request: Request) -> Response:
        words = read_body(request, WebhookWords)
        webhook = _judged(words, _account(words["account"]), None)
        secret = actions.make(webhook, str(request.user))
        card = cards.webhook_card(webhook)
        headers = {
            "ETag": conditional.tag(card),
            "Location": request.build_absolute_uri(f"{request.path}{webhook.pk}/"),
        }
        return Response({**card, "secret": secret}, status=status.HTTP_201_CREATED, headers=headers)


class WebhookDetail(WebhookView):
    """One webhook. A change and an end name what was read (`If-Match`)."""

    @extend_schema(operation_id="webhooks_retrieve", responses=described.card(cards.WebhookCard))
    def get(self, request: Request, pk: UUID) -> Response:
        return conditional.tagged(cards.webhook_card(_found(pk)))

    @extend_schema(
        operation_id="webhooks_change",
        parameters=[conditional.IF_MATCH],
        request=WebhookChanges,
        responses=described.card(cards.WebhookCard),
    )
    @transaction.atomic
    def patch(self, request: Request, pk: UUID) -> Response:
        words, webhook = read_body(request, WebhookChanges), _held(request, pk)
        stands: dict[str, Any] = {"name": webhook.name, "url": webhook.url, "messages": webhook.kinds}
        changed = _judged({**stands, **words}, webhook.owner, webhook)
        actions.change(changed, str(request.user))
        return conditional.tagged(cards.webhook_card(changed))

    @extend_schema(operation_id="webhooks_remove", parameters=[conditional.IF_MATCH], responses={204: None})
    @transaction.atomic
    def delete(self, request: Request, pk: UUID) -> Response:
        """What it was told cannot be called back, or erased, any more."""
        actions.remove(_held(request, pk), str(request.user))
        return Response(status=status.HTTP_204_NO_CONTENT)


class WebhookStateDetail(WebhookView):
    """How a webhook goes: what waits, what was given up, and since when."""

    @extend_schema(operation_id="webhooks_state", responses=described.card(cards.WebhookState))
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(cards.webhook_state(_found(pk)))


class WebhookTest(WebhookView):
    """Sends a test; what became of it stands among the deliveries."""

    @extend_schema(operation_id="webhooks_test", request=Nothing, responses=described.card(cards.DeliveryCard, 201))
    def post(self, request: Request, pk: UUID) -> Response:
        read_body(request, Nothing)
        row = actions.try_out(_found(pk).pk, str(request.user))
        return Response(cards.delivery_card(row), status=status.HTTP_201_CREATED)


class WebhookRenewal(WebhookView):
    """A new secret. The old one signs beside it for a day, so that the receiver changes over without a gap."""

    @extend_schema(operation_id="webhooks_renew", request=Nothing, responses=described.card(cards.WebhookSecret, 201))
    def post(self, request: Request, pk: UUID) -> Response:
        read_body(request, Nothing)
        secret = actions.renew(_found(pk).pk, str(request.user))
        return Response({"id": str(pk), "secret": secret}, status=status.HTTP_201_CREATED)


class WebhookStop(WebhookView):
    """Nothing is sent any more; what happens meanwhile waits for three days. Stopping twice changes nothing."""

    @extend_schema(operation_id="webhooks_stop", request=Nothing, responses=described.card(cards.WebhookCard))
    def post(self, request: Request, pk: UUID) -> Response:
        return Response(cards.webhook_card(_done(request, pk, actions.stop)))


class WebhookStart(WebhookView):
    """What waited goes out at once. Starting twice changes nothing."""

    @extend_schema(operation_id="webhooks_start", request=Nothing, responses=described.card(cards.WebhookCard))
    def post(self, request: Request, pk: UUID) -> Response:
        return Response(cards.webhook_card(_done(request, pk, actions.start)))


class WebhookAgain(WebhookView):
    """Sends messages again, from a time on, under the ids that they had."""

    @extend_schema(operation_id="webhooks_again", request=SinceWords, responses=AgainAnswer)
    def post(self, request: Request, pk: UUID) -> Response:
        since = read_body(request, SinceWords)["since"]
        return Response({"count": actions.send_again(_found(pk).pk, since, str(request.user))})


class Deliveries(WebhookView):
    """What became of the messages for one webhook, newest first; or as CSV. Kept for fourteen days."""

    renderer_classes = LISTS

    @extend_schema(
        operation_id="deliveries_list", parameters=[DeliveryQuery], responses=described.rows(cards.DeliveryCard)
    )
    def get(self, request: Request, pk: UUID) -> Response:
        asked = read(request, DeliveryQuery)
        rows = _found(pk).deliveries.filter(paging.after(asked.get("cursor"), "made_at"))
        rows = rows.filter(state=asked["state"]) if "state" in asked else rows
        rows = rows.filter(kind=asked["message"]) if "message" in asked else rows
        limit = asked["limit"]
        found = list(rows.order_by("-made_at", "-id")[: limit + 1])
        shown = found[:limit]
        cursor = paging.encode(shown[-1].made_at, shown[-1].pk) if found[limit:] else None
        return listed(request, map(cards.delivery_card, shown), asked, cursor)


class DeliveryDetail(WebhookView):
    """One message, and what came of it."""

    @extend_schema(operation_id="deliveries_retrieve", responses=described.card(cards.DeliveryCard))
    def get(self, request: Request, pk: UUID, delivery: UUID) -> Response:
        return Response(cards.delivery_card(_delivery(pk, delivery)))


class DeliveryAgain(WebhookView):
    """Sends one message again. `count` is 0 where there is nothing to send any more."""

    @extend_schema(operation_id="deliveries_again", request=Nothing, responses=AgainAnswer)
    def post(self, request: Request, pk: UUID, delivery: UUID) -> Response:
        read_body(request, Nothing)
        return Response({"count": actions.send_one_again(_delivery(pk, delivery), str(request.user))})


def _found(pk: UUID) -> Webhook:
    return get_object_or_404(Webhook.objects.select_related("owner"), pk=pk)


def _done(request: Request, pk: UUID, deed: Callable[[UUID, str], None]) -> Webhook:
    """How it stands afterwards."""
    read_body(request, Nothing)
    deed(_found(pk).pk, str(request.user))
    return _found(pk)


def _held(request: Request, pk: UUID) -> Webhook:
    return conditional.held(request, Webhook.objects.select_related("owner"), cards.webhook_card, pk=pk)


def _delivery(webhook: UUID, pk: UUID) -> Delivery:
    return get_object_or_404(Delivery.objects.select_related("webhook"), webhook=webhook, pk=pk)


def _account(name: str) -> User | None:
    return User.objects.filter(username=name).first()


def _judged(words: dict[str, Any], owner: User | None, stands: Webhook | None) -> Webhook:
    """By the form of the administration; not saved yet. Raises ValidationError, a sentence a field."""
    given = {
        "name": words["name"],
        "owner": owner.pk if owner else "0",
        "url": words["url"],
        "kinds": words["messages"],
    }
    form = WebhookForm(given, instance=stands)
    if not form.is_valid():
        raise refused(form.errors, FROM_THE_FORM)
    return form.save(commit=False)
