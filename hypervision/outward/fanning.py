"""From the journal to the webhooks. For each webhook, page by page, in one transaction:

1. the entries behind its position are read; what its account may not hear is passed over;
2. what is new to it becomes a delivery, with an entry of the log each: what leaves is logged before it leaves (R-33);
3. what it was told last is kept, and its position moves on.

So a process that dies loses nothing and says nothing twice. The journal goes back some days; whoever was stopped for
longer has missed what lies before, and that is logged.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import msgspec
from django.contrib.gis.geos import Point
from django.db import transaction

from hypervision.law import log
from hypervision.law.log import Entry as LogLine
from hypervision.live import journal, reading
from hypervision.live.cards import AlertCard, CameraCard
from hypervision.live.messages import AlertPut, CameraGone, CameraPut
from hypervision.live.models import JournalEntry
from hypervision.live.reading import Entry
from hypervision.live.viewers import Viewer, viewer_of
from hypervision.outward import saying
from hypervision.outward.messages import CHOSEN, AlertRefuted, CameraRemoved, CameraState, Message, RemovedData
from hypervision.outward.models import Delivery, Told, Webhook
from maps.models import Camera

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
    of_interest = JournalEntry.objects.filter(number__gt=webhook.position, number__lte=newest, kind__in=_kinds(webhook))
    entries = list(of_interest.order_by("number")[:PAGE])
    teller = _Teller(webhook, entries, now)
    for entry in entries:
        teller.hear(entry)
    is_full = len(entries) == PAGE
    webhook.position = entries[-1].number if is_full else newest
    webhook.save(update_fields=["position"])
    teller.save()
    return len(teller.deliveries), is_full


def _kinds(webhook: Webhook) -> list[str]:
    cameras = [CameraPut.kind, CameraGone.kind] if CameraState.kind in webhook.kinds else []
    return [AlertPut.kind, *cameras]


def _note_gap(webhook: Webhook) -> None:
    oldest = reading.bounds().oldest
    if webhook.position and oldest is not None and webhook.position < oldest - 1:
        log.write(SYSTEM, "webhook.gap", webhook.name, read_upto=webhook.position, journal_from=oldest)
        webhook.position = oldest - 1


class _Teller:
    """What one webhook is told of a page of entries."""

    def __init__(self, webhook: Webhook, entries: Sequence[JournalEntry], now: datetime) -> None:
        self.deliveries: list[Delivery] = []
        self._webhook, self._now = webhook, now
        self._viewer: Viewer = viewer_of(webhook.owner)
        known = webhook.told.filter(subject__in={_subject(entry) for entry in entries})
        self._told: dict[UUID, Told] = {row.subject: row for row in known}
        self._changed = set[UUID]()
        self._refuted = set[UUID]()

    def hear(self, entry: JournalEntry) -> None:
        if not self._viewer.may_hear(as_heard(entry.right, entry.place, entry.event_kind)):
            return
        if entry.kind == AlertPut.kind:
            self._hear_alert(entry, cast(AlertCard, entry.payload["card"]))
        elif entry.kind == CameraPut.kind:
            self._hear_camera(entry, cast(CameraCard, entry.payload["card"]))
        else:
            self._hear_camera_gone(entry)

    def save(self) -> None:
        """Last in the transaction: the log keeps others waiting until the commit."""
        there = [self._told[subject] for subject in self._changed if subject in self._told]
        self._webhook.told.filter(subject__in=self._changed - set(self._told)).delete()
        Told.objects.bulk_create(
            there, update_conflicts=True, unique_fields=["webhook", "subject"], update_fields=["state"]
        )
        self._withdraw()
        save(self.deliveries)

    def _withdraw(self) -> None:
        """Nobody is sent what is known to be wrong by now; the refutation goes, whether they heard the other or not."""
        waiting = self._webhook.deliveries.filter(state=Delivery.State.WAITING, alert__in=self._refuted)
        waiting.update(state=Delivery.State.WITHDRAWN, ended_at=self._now, lease_until=None)

    def _hear_alert(self, entry: JournalEntry, card: AlertCard) -> None:
        alert, event = UUID(card["id"]), UUID(card["event"])
        message = saying.of_alert(card, self._last(alert))
        if message is None or (message.kind in CHOSEN and message.kind not in self._webhook.kinds):
            return
        if message is AlertRefuted:
            self._refuted.add(alert)
        self._keep(alert, card["state"], event)
        self._put(entry, message(timestamp=entry.at.isoformat(), data=saying.alert_data(card)), alert)

    def _hear_camera(self, entry: JournalEntry, card: CameraCard) -> None:
        """Of one without a stream, a mark on the map, nobody expects that it is watched."""
        camera = UUID(card["id"])
        if card.get("stream", True) and self._last(camera) != card["state"]:
            self._keep(camera, card["state"])
            self._put(entry, CameraState(timestamp=entry.at.isoformat(), data=saying.camera_data(card)))

    def _hear_camera_gone(self, entry: JournalEntry) -> None:
        """Of one that only moved, where it stands now is told next, to whoever sees it there."""
        camera = UUID(entry.payload["id"])
        if self._told.pop(camera, None) is None:
            return
        self._changed.add(camera)
        if not Camera.objects.filter(pk=camera).exists():
            self._put(entry, CameraRemoved(timestamp=entry.at.isoformat(), data=RemovedData(id=str(camera))))

    def _last(self, subject: UUID) -> str:
        return self._told[subject].state if subject in self._told else ""

    def _keep(self, subject: UUID, state: str, event: UUID | None = None) -> None:
        self._told[subject] = Told(webhook=self._webhook, subject=subject, event=event, state=state)
        self._changed.add(subject)

    def _put(self, entry: JournalEntry, message: Message, alert: UUID | None = None) -> None:
        asked = {"right": entry.right, "place": entry.place, "event_kind": entry.event_kind}
        row = delivery(self._webhook, message, self._now, number=entry.number, alert=alert, **asked)
        self.deliveries.append(row)


def _subject(entry: JournalEntry) -> UUID:
    return UUID(entry.payload["card"]["id"] if "card" in entry.payload else entry.payload["id"])


def as_heard(right: str, place: Point | None, event_kind: str) -> Entry:
    """What ``Viewer.may_hear`` asks of an entry."""
    return Entry(0, "", right, (place.x, place.y) if place else None, event_kind)
