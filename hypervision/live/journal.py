"""The journal: every change that others must hear of is written here, in the transaction that causes it."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection, transaction
from redis.exceptions import RedisError

from hypervision.accounts.rights import Right
from hypervision.lib import clock
from hypervision.lib.broker import open_broker
from hypervision.live.messages import Message, payload
from hypervision.live.models import JournalEntry

logger = logging.getLogger(__name__)

NEWS = "hypervision:news"
_LOCK = 0x4A4F5552  # "JOUR": one writer at a time from here to commit, so numbers are given in commit order

_INSERT = """
INSERT INTO live_journalentry (number, at, kind, payload, place, "right", event_kind)
SELECT number, %s, kind, payload, place::geometry, "right", event_kind
FROM unnest(%s::bigint[], %s::text[], %s::jsonb[], %s::text[], %s::text[], %s::text[])
  AS told (number, kind, payload, place, "right", event_kind)"""
"""In one statement: thousands of entries come at once when a city is taken in, and all who write wait for them."""


@dataclass(frozen=True, slots=True)
class Told:
    """A message, the right that it asks for, and the place of its camera; None: for all who have the right.

    event_kind: of the event that it speaks of; empty: of none.
    """

    message: Message
    right: Right
    place: Point | None = None
    event_kind: str = ""


def append(message: Message, *, right: Right, place: Point | None = None, event_kind: str = "") -> int:
    """Writes the message and, after commit, tells the web processes that there is news. Returns its number.

    Call it last in the transaction: other writers wait from here until the commit.
    """
    return append_all([Told(message, right, place, event_kind)])[0]


def append_all(told: Sequence[Told]) -> list[int]:
    """``append`` for many messages, in their order."""
    lock()
    if not told:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('live_journal_number') FROM generate_series(1, %s)", [len(told)])
        numbers = [number for (number,) in cursor.fetchall()]
        cursor.execute(_INSERT, [clock.now(), numbers, *_columns(told)])
    transaction.on_commit(lambda: _tell(numbers[-1]))
    return numbers


def _columns(told: Sequence[Told]) -> list[list[Any]]:
    """As ``_INSERT`` wants them after the numbers."""
    return [
        [one.message.kind for one in told],
        [json.dumps(payload(one.message)) for one in told],
        [one.place.hexewkb.decode() if one.place else None for one in told],
        [str(one.right) for one in told],
        [one.event_kind for one in told],
    ]


def lock() -> None:
    """Lets nobody else journal until the commit.

    Whoever journals what others change too takes it before reading: then it reads all that was journaled before, and
    what it writes is the newest.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("The journal must be written inside the transaction that causes the message.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def newest() -> int:
    """The number of the newest entry; 0 when there is none."""
    return JournalEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0


def _tell(number: int) -> None:
    """A hint only: a web process also looks by itself every second, so a lost hint costs a second, never a message."""
    try:
        with open_broker(1) as broker:
            broker.publish(NEWS, number)
    except RedisError as error:
        logger.warning("The broker is away, browsers hear of entry %s within a second: %s", number, error)
