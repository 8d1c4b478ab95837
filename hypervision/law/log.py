"""The log (R-33, R-36): one call, one entry; append-only, each entry hashed together with the one before."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from hypervision.law.models import LogEntry
from hypervision.lib import clock

_LOCK = 0x4C4F47  # "LOG": entries are chained one after the other
GENESIS = "0" * 64
BATCH = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written: ``action`` reads ``room.verb``."""

    action: str
    subject: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def write(actor: str, action: str, subject: str, **facts: Any) -> LogEntry:
    """Adds an entry, in the caller's transaction if there is one. ``action`` reads ``room.verb``."""
    return write_all(actor, [Entry(action, subject, facts)])[0]


@transaction.atomic
def write_all(actor: str, entries: Iterable[Entry]) -> list[LogEntry]:
    """Adds many at once, in their order. From here to the end of the transaction all others who write wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = LogEntry.objects.order_by("-number").first()
    newest, previous = (last.number, last.hash) if last else (0, GENESIS)
    at = clock.now()
    rows = []
    for number, one in enumerate(entries, newest + 1):
        facts = dict(one.facts)
        digest = _digest(number, at, actor, one.action, one.subject, facts, previous)
        rows.append(
            LogEntry(
                number=number,
                at=at,
                actor=actor,
                action=one.action,
                subject=one.subject,
                facts=facts,
                previous_hash=previous,
                hash=digest,
            )
        )
        previous = digest
    return LogEntry.objects.bulk_create(rows, batch_size=BATCH)


def first_altered() -> int | None:
    """The number of the first entry that is missing or not what was written; None when the chain is whole.

    The oldest kept entry is taken as it stands: older ones may have been erased at the end of their retention.
    """
    previous: LogEntry | None = None
    for entry in LogEntry.objects.order_by("number").iterator():
        expected = _digest(
            entry.number, entry.at, entry.actor, entry.action, entry.subject, entry.facts, entry.previous_hash
        )
        if entry.hash != expected or (previous and entry.previous_hash != previous.hash):
            return entry.number
        previous = entry
    return None


def _digest(
    number: int, at: datetime, actor: str, action: str, subject: str, facts: dict[str, Any], previous: str
) -> str:
    body = [number, at.isoformat(), actor, action, subject, facts, previous]
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
