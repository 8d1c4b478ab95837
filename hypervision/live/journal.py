"""The journal: every change that others must hear of is written here, in the transaction that causes it."""

import logging

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import connection, transaction
from redis import Redis
from redis.exceptions import RedisError

from hypervision.accounts.rights import Right
from hypervision.lib import clock
from hypervision.live.messages import Message, payload
from hypervision.live.models import JournalEntry

logger = logging.getLogger(__name__)

NEWS = "hypervision:news"
_LOCK = 0x4A4F5552  # "JOUR": one writer at a time from here to commit, so numbers are given in commit order


def append(message: Message, *, right: Right, place: Point | None = None) -> int:
    """Writes the message and, after commit, tells the web processes that there is news. Returns its number.

    Call it last in the transaction: other writers wait from here until the commit.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("journal.append must run inside the transaction that causes the message.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("SELECT nextval('live_journal_number')")
        number: int = cursor.fetchone()[0]
    JournalEntry.objects.create(
        number=number, at=clock.now(), kind=message.kind, payload=payload(message), place=place, right=str(right)
    )
    transaction.on_commit(lambda: _tell(number))
    return number


def newest() -> int:
    """The number of the newest entry; 0 when there is none."""
    return JournalEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0


def _tell(number: int) -> None:
    """A hint only: a web process also looks by itself every second, so a lost hint costs a second, never a message."""
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as broker:
            broker.publish(NEWS, number)
    except RedisError as error:
        logger.warning("The broker is away, browsers hear of entry %s within a second: %s", number, error)
