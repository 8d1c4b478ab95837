"""Reads the journal: each entry comes out as the one text that every browser is sent."""

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.db.models import Min

from hypervision.live import journal
from hypervision.live.models import JournalEntry

P = ParamSpec("P")
T = TypeVar("T")

PAGE = 200
"""Entries read at once: few enough that the clients' queues drain between two pages."""


@dataclass(frozen=True, slots=True)
class Entry:
    """place: longitude and latitude of the camera that it speaks of; None: of no camera.

    event_kind: of the event that it speaks of; empty: of none.
    """

    number: int
    text: str
    right: str
    place: tuple[float, float] | None
    event_kind: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The numbers of the oldest and the newest entry that are kept; None and 0 when there is none."""

    oldest: int | None
    newest: int


_AFTER = """
    SELECT number, kind, payload::text, "right", event_kind, ST_X(place), ST_Y(place) FROM live_journalentry
    WHERE number > %s AND (%s::bigint IS NULL OR number <= %s) ORDER BY number LIMIT %s
"""


def after(number: int, upto: int | None = None) -> list[Entry]:
    """At most PAGE entries with a greater number, in order.

    In plain SQL, because it runs many times a second: PostgreSQL writes the text, no row becomes an object.
    """
    with connection.cursor() as cursor:
        cursor.execute(_AFTER, [number, upto, upto, PAGE])
        return [_entry(*row) for row in cursor.fetchall()]


def bounds() -> Bounds:
    return Bounds(JournalEntry.objects.aggregate(oldest=Min("number"))["oldest"], journal.newest())


def text(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _entry(
    number: int, kind: str, payload: str, right: str, event_kind: str, lon: float | None, lat: float | None
) -> Entry:
    """payload is the text of an object with at least one field: number and kind are put before its fields."""
    place = None if lon is None or lat is None else (lon, lat)
    return Entry(number, f'{{"n":{number},"kind":"{kind}",{payload[1:]}', right, place, event_kind)


async def in_thread(read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs a read of the database beside the event loop and gives the connection back."""
    return await sync_to_async(_with_own_connection, thread_sensitive=False)(read, *args, **kwargs)


def _with_own_connection(read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    try:
        return read(*args, **kwargs)
    finally:
        close_old_connections()


class Desk:
    """One thread with an open connection, for what is read many times a second: opening one costs more than a read."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")

    async def read(self, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        job = partial(_with_open_connection, read, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._thread, job)

    def close(self) -> None:
        self._thread.submit(lambda: connection.close())  # looked up there: each thread has its own
        self._thread.shutdown(wait=False)


def _with_open_connection(read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """A connection that failed is not used again; the next read opens a new one."""
    try:
        return read(*args, **kwargs)
    except (DatabaseError, InterfaceError):
        connection.close()
        raise
