"""Sums of alerts by cell of the map, kept by triggers: what a tile of the whole city is drawn from.

Whoever writes adds differences and waits for nobody; beat folds them. A reader adds up all that is there, so it finds
each alert once at every moment. Only who sees the whole territory is told of sums: of a perimeter the rows tell.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from hypervision.alerts.models import CellSum

COARSEST, FINEST, FINEST_BY_HOUR = 13, 18, 16
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
KEPT = timedelta(days=33)
"""Longer than any span that can be asked for, and than what the triggers count."""
_LOCK = 0x43454C4C  # "CELL": one at a time; whoever comes meanwhile has nothing to do
_KEY = ("level", "x", "y", "starts_at", "kind", "state", "severity")
_NAMES = ", ".join(_KEY)


def _folding(hours: int) -> str:
    """Days and hours each have an index of their own, which is found by the number alone."""
    return f"""
WITH touched AS (SELECT DISTINCT {_NAMES} FROM alerts_cellsum WHERE is_loose AND hours = {hours}),
gone AS (DELETE FROM alerts_cellsum kept USING touched
         WHERE kept.hours = {hours} AND {" AND ".join(f"kept.{name} = touched.{name}" for name in _KEY)}
         RETURNING {", ".join(f"kept.{name}" for name in (*_KEY, "count", "east", "south"))})
INSERT INTO alerts_cellsum ({_NAMES}, hours, count, east, south, is_loose)
SELECT {_NAMES}, {hours}, sum(count), sum(east), sum(south), false FROM gone
GROUP BY {_NAMES} HAVING sum(count) <> 0"""  # noqa: S608 - names of ours


@dataclass(frozen=True, slots=True)
class Cut:
    """A span that begins anywhere, cut where days and hours do. rows: before this moment only the rows tell.

    hours: sums by hour from ``rows`` on and before ``day``, from which on there are sums by day.
    """

    since: datetime
    rows: datetime
    day: datetime


def cut(since: datetime, level: int) -> Cut:
    day = _up(since, _DAY)
    return Cut(since, _up(since, _HOUR) if level <= FINEST_BY_HOUR else day, day)


@transaction.atomic
def fold() -> None:
    """What came since the last time becomes one row for each cell, day, kind, state and severity."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if cursor.fetchone()[0] and CellSum.objects.filter(is_loose=True).exists():
            cursor.execute(_folding(24))
            cursor.execute(_folding(1))


def forget(now: datetime) -> None:
    """Sums of which no span tells any more."""
    CellSum.objects.filter(starts_at__lt=now - KEPT).delete()


def _up(moment: datetime, step: timedelta) -> datetime:
    """The next beginning of a step in UTC, or the moment itself."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return epoch + -((epoch - moment) // step) * step
