"""The past as it was told: the state at a moment, and the messages of the time after it, read from the journal."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Min

from hypervision.live.models import JournalEntry
from hypervision.live.reading import Entry
from hypervision.live.viewers import Viewer

MOST = 20_000
"""Messages of one answer: more than an hour has, but for a flood of which the rest is asked for again."""

# One row for each thing that is told of: what was said of it last. "alert" and "alert_gone" speak of the same thing.
_LAST = """
    SELECT DISTINCT ON (thing, id) number, at, kind, payload::text, "right", event_kind, ST_X(place), ST_Y(place) FROM (
        SELECT *, replace(kind, '_gone', '') AS thing,
               coalesce(payload->'card'->>'id', payload->>'id', '') AS id
        FROM live_journalentry WHERE at < %s AND kind = ANY(%s)
    ) AS told ORDER BY thing, id, number DESC
"""
_BETWEEN = """
    SELECT number, at, kind, payload::text, "right", event_kind, ST_X(place), ST_Y(place) FROM live_journalentry
    WHERE at >= %s AND at < %s ORDER BY number LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the journal: what a browser was sent then, and when."""

    number: int
    at: datetime
    kind: str
    payload: dict[str, Any]

    def frame(self) -> dict[str, Any]:
        return {"n": self.number, "at": self.at.isoformat(), "kind": self.kind, **self.payload}


def reaches_back_to() -> datetime | None:
    """The oldest moment that the journal still tells of."""
    oldest: datetime | None = JournalEntry.objects.aggregate(oldest=Min("at"))["oldest"]
    return oldest


def last_before(moment: datetime, kinds: Sequence[str], viewer: Viewer) -> list[Told]:
    """What was said last of each thing before a moment, of all that this viewer may hear."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [moment, list(kinds)])
        return _heard(cursor.fetchall(), viewer)


def between(start: datetime, end: datetime, viewer: Viewer) -> tuple[list[Told], datetime]:
    """The messages of a span, in order, and up to when they are told: the end, or earlier where there are too many."""
    with connection.cursor() as cursor:
        cursor.execute(_BETWEEN, [start, end, MOST])
        rows = cursor.fetchall()
    until = rows[-1][1] if len(rows) == MOST else end
    return _heard([row for row in rows if row[1] < until or until == end], viewer), until


def _heard(rows: Sequence[tuple[Any, ...]], viewer: Viewer) -> list[Told]:
    found = []
    for number, at, kind, payload, right, event_kind, lon, lat in rows:
        place = None if lon is None or lat is None else (lon, lat)
        if viewer.may_hear(Entry(number, "", right, place, event_kind)):
            found.append(Told(number, at, kind, json.loads(payload)))
    return found
