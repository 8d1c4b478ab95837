"""From the journal to the webhooks. For each webhook, page by page, in one transaction:

1. the entries behind its position are read; what its account may not hear is passed over;
2. what is new to it becomes a delivery, with an entry of the log each: what leaves is logged before it leaves (R-33);
3. what it was told last is kept, and its position moves on.

So a process that dies loses nothing and says nothing twice. The journal goes back some days; whoever was stopped for
longer has missed what lies before, and that is logged.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction

from hypervision.law import log
from hypervision.law.log import Entry as LogLine
from hypervision.live import journal, reading
from hypervision.live.models import JournalEntry
from hypervision.live.viewers import viewer_of
from hypervision.outward import early
from hypervision.outward.messages import Message
from hypervision.outward.models import Delivery, Told, Webhook
from hypervision.outward.telling import Last, Said, Teller, kinds_for, subject

PAGE = 200
SYSTEM = "system"
"""Who acts when nobody does, as the log names it."""


def tell(now: datetime) -> int:
    """How many deliveries were made."""
    newest, made = journal.newest(), 0
    behind = Webhook.objects.filter(stopped="", position__lt=newest)
    for pk in list(behind.values_list("pk", flat=True)):
        more = True
        while more:
            count, more = _tell_page(pk, newest, now)
            made += count
    return made


def delivery(webhook: Webhook, message: Message, now: datetime, **values: object) -> Delivery:
    """Not saved yet."""
    body = msgspec.json.encode(message).decode()
    facts = {"kind": message.kind, "body": body, "made_at": now, "first_at": now, "next_at": now, **values}
    return Delivery(webhook=webhook, **facts)


def save(deliveries: Iterable[Delivery]) -> None:
    """With their entries of the log, last in the transaction."""
    rows = Delivery.objects.bulk_create(deliveries)
    log.write_all(SYSTEM, [LogLine("webhook.send", str(row.alert or row.pk), _facts(row)) for row in rows])


def _facts(row: Delivery) -> dict[str, str]:
    return {"message": row.kind, "delivery": str(row.pk), "recipient": row.webhook.name, "to": str(row.webhook.owner)}


@transaction.atomic
def _tell_page(pk: UUID, newest: int, now: datetime) -> tuple[int, bool]:
    """How many deliveries, and whether there is more to read."""
    held = Webhook.objects.select_related("owner").select_for_update(of=("self",))
    webhook = held.filter(pk=pk, stopped="", position__lt=newest).first()
    if webhook is None:
        return 0, False
    _note_gap(webhook)
    unread = JournalEntry.objects.filter(number__gt=webhook.position, number__lte=newest)
    entries = list(unread.filter(kind__in=kinds_for(webhook.kinds)).order_by("number")[:PAGE])
    known = webhook.told.filter(subject__in={subject(entry) for entry in entries})
    last = {row.subject: Last(row.state, row.event) for row in known}
    soon = early.of_page(webhook.owner, webhook.kinds, entries, now)
    teller = Teller(viewer_of(webhook.owner), webhook.kinds, last, soon)
    for entry in entries:
        teller.hear(entry)
    is_full = len(entries) == PAGE
    webhook.position = entries[-1].number if is_full else newest
    webhook.save(update_fields=["position"])
    _save(webhook, teller, now)
    return len(teller.said), is_full


def _note_gap(webhook: Webhook) -> None:
    oldest = reading.bounds().oldest
    if webhook.position and oldest is not None and webhook.position < oldest - 1:
        log.write(SYSTEM, "webhook.gap", webhook.name, read_upto=webhook.position, journal_from=oldest)
        webhook.position = oldest - 1


def _save(webhook: Webhook, teller: Teller, now: datetime) -> None:
    """Last in the transaction: the log keeps others waiting until the commit."""
    told = {
        key: Told(webhook=webhook, subject=key, event=last.event, state=last.state)
        for key, last in teller.changed.items()
        if last
    }
    webhook.told.filter(subject__in=set(teller.changed) - set(told)).delete()
    Told.objects.bulk_create(
        told.values(), update_conflicts=True, unique_fields=["webhook", "subject"], update_fields=["state"]
    )
    _withdraw(webhook, teller.refuted, now)
    save([_delivery(webhook, said, now) for said in teller.said])


def _withdraw(webhook: Webhook, refuted: Iterable[UUID], now: datetime) -> None:
    """Nobody is sent what is known to be wrong by now; the refutation goes, whether they heard the other or not."""
    waiting = webhook.deliveries.filter(state=Delivery.State.WAITING, alert__in=refuted)
    waiting.update(state=Delivery.State.WITHDRAWN, ended_at=now, lease_until=None)


def _delivery(webhook: Webhook, said: Said, now: datetime) -> Delivery:
    entry = said.entry
    asked = {"right": entry.right, "place": entry.place, "event_kind": entry.event_kind}
    return delivery(webhook, said.message, now, number=entry.number, alert=said.alert, **asked)
