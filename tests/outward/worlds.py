"""Alerts that are judged, and webhooks that hear of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts import actions as alerts
from hypervision.alerts.models import Alert
from hypervision.alerts.services import Hand, nothing_else, raise_alert
from hypervision.law import recipients
from hypervision.law.models import Authorisation
from hypervision.lib import clock
from hypervision.outward import actions, carrying
from hypervision.outward.messages import CHOSEN
from hypervision.outward.models import Delivery, Webhook
from hypervision.outward.posting import Answer
from maps.models import Camera, Event
from tests.factories import make_authorisation, make_event, make_report, make_user

Tell = Callable[..., Delivery]
"""Makes a delivery that is due now."""
GOOD, BAD = Answer(status=204), Answer("status", 500, "No room")

WORDS = "Ada Lovelace, flat 12, saw two people."
"""What must never leave the house."""


def make_webhook(owner: User, url: str = "https://203.0.113.7/hook", **values: Any) -> Webhook:
    defaults: dict[str, Any] = {"name": "Dispatch", "owner": owner, "url": url, "kinds": list(CHOSEN)}
    webhook = Webhook(**{**defaults, **values})
    actions.make(webhook, "administrator")
    return webhook


def raised(camera: Camera | None, **values: Any) -> Alert:
    """By a camera; without one, somebody telephones and is quoted."""
    now = clock.now().replace(microsecond=0)
    facts = {"captured_at": now, "started_at": now, **values}
    event: Event = make_event(camera, **facts) if camera else make_report(**facts)
    by = make_user(Role.OPERATOR, first_name="Ada", last_name="Lovelace")
    hand = None if camera else Hand(by, Alert.Source.PHONE, WORDS)
    with transaction.atomic():
        return raise_alert(event, Alert.Severity.HIGH, nothing_else, hand)


def naming(*accounts: User, **values: Any) -> Authorisation:
    """An authorisation in force now that names these accounts as recipients of unreviewed alerts."""
    now = clock.now()
    spell = {"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=1)}
    made = make_authorisation(**{**spell, **values})
    recipients.name(made, accounts)
    return made


def confirmed(camera: Camera | None, by: User, **values: Any) -> Alert:
    return alerts.confirm(raised(camera, **values).pk, by, note=WORDS)


def carry_all(webhook: Webhook, now: datetime) -> int:
    """All that is due now, one after the other; how many attempts."""
    made = 0
    while claimed := carrying.claim(webhook.pk, now):
        carrying.record(claimed, carrying.send(claimed, now), now)
        made += 1
    return made


def kinds_told(webhook: Webhook) -> list[str]:
    """In the order in which they were made."""
    rows = Delivery.objects.filter(webhook=webhook).order_by("made_at", "number")
    return list(rows.values_list("kind", flat=True))


def answered(webhook: Webhook, answer: Answer, now: datetime) -> Delivery:
    """The next delivery that is due is answered so."""
    claimed = carrying.claim(webhook.pk, now)
    assert claimed is not None
    carrying.record(claimed, answer, now)
    return Delivery.objects.get(pk=claimed.id)
