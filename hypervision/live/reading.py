"""Reads the journal: each entry comes out as the one text that every browser is sent."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.contrib.gis.geos import Point
from django.db import close_old_connections
from django.db.models import Min

from hypervision.live import journal
from hypervision.live.models import JournalEntry

P = ParamSpec("P")
T = TypeVar("T")

PAGE = 200
"""Entries read at once: few enough that the clients' queues drain between two pages."""


@dataclass(frozen=True, slots=True)
class Entry:
    """place: longitude and latitude of the camera that it speaks of; None: of no camera."""

    number: int
    text: str
    right: str
    place: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Bounds:
    """The numbers of the oldest and the newest entry that are kept; None and 0 when there is none."""

    oldest: int | None
    newest: int


def after(number: int, upto: int | None = None) -> list[Entry]:
    """At most PAGE entries with a greater number, in order."""
    rows = JournalEntry.objects.filter(number__gt=number).order_by("number")
    if upto is not None:
        rows = rows.filter(number__lte=upto)
    return [_entry(row) for row in rows[:PAGE]]


def bounds() -> Bounds:
    return Bounds(JournalEntry.objects.aggregate(oldest=Min("number"))["oldest"], journal.newest())


def text(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _entry(row: JournalEntry) -> Entry:
    place = (row.place.x, row.place.y) if isinstance(row.place, Point) else None
    return Entry(row.number, text({"n": row.number, "kind": row.kind, **row.payload}), row.right, place)


async def in_thread(read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs a read of the database beside the event loop and gives the connection back."""
    return await sync_to_async(_with_own_connection, thread_sensitive=False)(read, *args, **kwargs)


def _with_own_connection(read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    close_old_connections()
    try:
        return read(*args, **kwargs)
    finally:
        close_old_connections()
