"""What people do with webhooks. Each is one transaction with its entry of the log."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hypervision.law import log
from hypervision.lib import clock, crypto
from hypervision.lib.errors import Refusal
from hypervision.live import journal
from hypervision.outward import fanning, signing
from hypervision.outward.messages import Trial, TrialData
from hypervision.outward.models import Delivery, Webhook
from hypervision.outward.retention import KEPT

OLD_SECRET = timedelta(days=1)
"""So long both secrets sign, and the receiver has time to take the new one."""
AGAIN = (Delivery.State.SENT, Delivery.State.DEAD)


@transaction.atomic
def make(webhook: Webhook, by: str) -> str:
    """Hears what comes from now on. Returns the secret, which is shown this once."""
    secret = signing.new_secret()
    webhook.secret = crypto.encrypt(secret)
    webhook.made_at, webhook.position = clock.now(), journal.newest()
    webhook.save()
    log.write(by, "webhook.make", webhook.name, **_facts(webhook))
    return secret


@transaction.atomic
def change(webhook: Webhook, by: str) -> None:
    """Of a form: only what it holds, or a courier's news would be undone."""
    webhook.save(update_fields=["name", "url", "kinds"])
    log.write(by, "webhook.change", webhook.name, **_facts(webhook))


@transaction.atomic
def remove(webhook: Webhook, by: str) -> None:
    """What it was told cannot be called back or erased any more: the receiver is on its own."""
    log.write(by, "webhook.remove", webhook.name, **_facts(webhook))
    webhook.delete()


@transaction.atomic
def renew(webhook_id: UUID, by: str) -> str:
    """A new secret; the old one signs beside it for a day. Returns the new one."""
    webhook, secret = _held(webhook_id), signing.new_secret()
    webhook.old_secret, webhook.old_until = webhook.secret, clock.now() + OLD_SECRET
    webhook.secret = crypto.encrypt(secret)
    webhook.save(update_fields=["secret", "old_secret", "old_until"])
    log.write(by, "webhook.renew", webhook.name)
    return secret


@transaction.atomic
def stop(webhook_id: UUID, by: str) -> None:
    """What happens meanwhile waits, as far back as the journal goes. Stopping twice changes nothing."""
    webhook = _held(webhook_id)
    if not webhook.stopped:
        webhook.stopped = Webhook.Stopped.BY_HAND
        webhook.save(update_fields=["stopped"])
        log.write(by, "webhook.stop", webhook.name, why=webhook.stopped)


@transaction.atomic
def start(webhook_id: UUID, by: str) -> None:
    """What waits goes out at once, and is tried for three days from now."""
    webhook, now = _held(webhook_id), clock.now()
    if webhook.stopped:
        webhook.stopped, webhook.failing_since = "", None
        webhook.save(update_fields=["stopped", "failing_since"])
        webhook.deliveries.filter(state=Delivery.State.WAITING).update(
            next_at=now, first_at=now, attempts=0, lease_until=None
        )
        log.write(by, "webhook.start", webhook.name)


@transaction.atomic
def try_out(webhook_id: UUID, by: str) -> Delivery:
    """Sends a test."""
    webhook = _held(webhook_id)
    if webhook.stopped:
        raise Refusal(_("This webhook is stopped. Start it, then send a test."), code="stopped")
    now = clock.now()
    row = fanning.delivery(webhook, Trial(timestamp=now.isoformat(), data=TrialData(webhook=webhook.name)), now)
    fanning.save([row])
    log.write(by, "webhook.test", webhook.name)
    return row


@transaction.atomic
def send_again(webhook_id: UUID, since: datetime, by: str) -> int:
    """All messages since then, under the ids that they had: a receiver that has them knows it. Returns how many.

    What was erased or withdrawn meanwhile does not come again.
    """
    webhook, now = _held(webhook_id), clock.now()
    if since < now - KEPT:
        facts = {"days": KEPT.days}
        raise Refusal(_("Messages are kept for %(days)d days. Choose a later time.") % facts, code="too_long_ago")
    return _queue_again(webhook, Delivery.objects.filter(made_at__gte=since), now, by, since=since.isoformat())


@transaction.atomic
def send_one_again(delivery: Delivery, by: str) -> int:
    """1, or 0 where there is nothing to send any more."""
    webhook = _held(delivery.webhook_id)
    one = Delivery.objects.filter(pk=delivery.pk)
    return _queue_again(webhook, one, clock.now(), by, delivery=str(delivery.pk))


def _queue_again(webhook: Webhook, rows: QuerySet[Delivery], now: datetime, by: str, **facts: str) -> int:
    kept = rows.filter(webhook=webhook, state__in=AGAIN).exclude(body="")
    count = kept.update(
        state=Delivery.State.WAITING, attempts=0, first_at=now, next_at=now, ended_at=None, lease_until=None
    )
    if count:
        log.write(by, "webhook.again", webhook.name, count=count, **facts)
    return count


def _held(webhook_id: UUID) -> Webhook:
    return Webhook.objects.select_related("owner").select_for_update(of=("self",)).get(pk=webhook_id)


def _facts(webhook: Webhook) -> dict[str, object]:
    return {"account": webhook.owner.username, "to": webhook.url, "messages": list(webhook.kinds)}
