"""A webhook and what became of its messages, as they are told over REST. No secret, and no content of a message."""

from datetime import datetime
from typing import Annotated, Literal, TypedDict, cast

from django.db.models import Count, Q
from msgspec import Meta

from hypervision.outward.models import Delivery, Webhook
from hypervision.outward.signing import message_id

Stopped = Literal["", "by_hand", "gone", "failing"]


class WebhookCard(TypedDict):
    """What a person set, and whether it stands stopped."""

    id: str
    name: str
    account: Annotated[str, Meta(description="Name of the city system that listens. Its sight decides what is sent.")]
    url: str
    messages: list[str]
    stopped: Annotated[Stopped, Meta(description="Why nothing is sent; empty while it runs.")]
    made_at: str


class WebhookSecret(TypedDict):
    """A new secret, which is told this once."""

    id: str
    secret: Annotated[str, Meta(description="whsec_…, as Standard Webhooks write it.")]


class WebhookMade(WebhookCard):
    """A new one, with the secret that is told this once."""

    secret: Annotated[str, Meta(description="whsec_…, as Standard Webhooks write it.")]


class WebhookState(TypedDict):
    """How it goes, at this moment."""

    id: str
    waiting: Annotated[int, Meta(description="Messages that were not taken yet.")]
    dead_ends: Annotated[int, Meta(description="Messages that are tried no more.")]
    failing_since: Annotated[str | None, Meta(description="Since when every attempt has failed.")]
    succeeded_at: Annotated[str | None, Meta(description="When a message was last taken.")]


class DeliveryCard(TypedDict):
    """A message for a webhook, and what came of it."""

    id: str
    message_id: Annotated[str, Meta(description="As the receiver knows it: webhook-id.")]
    message: Annotated[str, Meta(description="Its type, such as alert.confirmed.")]
    alert: str | None
    state: Literal["waiting", "sent", "dead", "withdrawn", "erased"]
    attempts: int
    made_at: str
    next_at: Annotated[str | None, Meta(description="When it is tried next, while it waits.")]
    ended_at: str | None
    problem: Annotated[str, Meta(description="A code: what was wrong with the last attempt.")]
    status: Annotated[int | None, Meta(description="HTTP status of the last answer.")]
    answer: Annotated[str, Meta(description="Beginning of the last answer.")]


def webhook_card(webhook: Webhook) -> WebhookCard:
    return {
        "id": str(webhook.pk),
        "name": webhook.name,
        "account": webhook.owner.username,
        "url": webhook.url,
        "messages": list(webhook.kinds),
        "stopped": cast(Stopped, str(webhook.stopped)),
        "made_at": webhook.made_at.isoformat(),
    }


def webhook_state(webhook: Webhook) -> WebhookState:
    state = Delivery.State
    counts = webhook.deliveries.aggregate(
        waiting=Count("pk", filter=Q(state=state.WAITING)), dead=Count("pk", filter=Q(state=state.DEAD))
    )
    return {
        "id": str(webhook.pk),
        "waiting": counts["waiting"],
        "dead_ends": counts["dead"],
        "failing_since": _moment(webhook.failing_since),
        "succeeded_at": _moment(webhook.succeeded_at),
    }


def delivery_card(row: Delivery) -> DeliveryCard:
    return {
        "id": str(row.pk),
        "message_id": message_id(row.pk),
        "message": row.kind,
        "alert": str(row.alert) if row.alert else None,
        "state": cast(Literal["waiting", "sent", "dead", "withdrawn", "erased"], str(row.state)),
        "attempts": row.attempts,
        "made_at": row.made_at.isoformat(),
        "next_at": row.next_at.isoformat() if row.state == Delivery.State.WAITING else None,
        "ended_at": _moment(row.ended_at),
        "problem": row.problem,
        "status": row.status,
        "answer": row.answer,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
