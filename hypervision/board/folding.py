"""Folds what came and went into the days of the roll-ups, every few seconds (beat).

One statement takes the pending rows away and adds them up, so a reader who looks at both in one statement of its own
finds each event once, at every moment. Nothing is counted anew: a late event, a verdict that is corrected or a row that
is erased brings its own difference.
"""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction

from hypervision.board.models import SLOTS, CameraDay, CityDay, Fold, Pending
from hypervision.board.packed import LADDER, PLACES

THE_FOLD = 1
_LOCK = 0x464F4C44  # "FOLD": one at a time; whoever comes meanwhile has nothing to do
_KEY = ("district_id", "kind", "authorisation_id", "facet", "value")
_TABLES = {CityDay: _KEY, CameraDay: ("camera_id", "cell", *_KEY)}
_PENDING = ("at", "camera_id", "cell", *_KEY, "count")

_MOVED = f"DELETE FROM board_pending RETURNING {', '.join(_PENDING)}"  # noqa: S608 - names of ours
_FROM_ROWS = f"SELECT {', '.join(_PENDING)} FROM board_counts(%(since)s, %(until)s)"  # noqa: S608 - names of ours

# The local day of a moment, and its slot (models.SLOTS).
_PLACED = """
  SELECT moved.*, days.day,
         floor(extract(epoch FROM at - (days.day + time '12:00') AT TIME ZONE %(zone)s) / 3600)::int + 13 AS slot
    FROM moved, LATERAL (SELECT (at AT TIME ZONE %(zone)s)::date AS day) days"""


_WHOSE = "camera_id, cell, district_id, kind, authorisation_id"
_PUT_BACK = f"""
INSERT INTO board_pending (at, {_WHOSE}, facet, value, count)
SELECT (day + time '12:00') AT TIME ZONE %(zone)s + (slot - 13) * interval '1 hour', {_WHOSE}, facet, value, count
  FROM (SELECT day, {_WHOSE}, facet, value, slot, board_count(packed, slot) AS count
          FROM board_cameraday, generate_series(0, {SLOTS - 1}) AS slot WHERE facet IN ('verdict', 'reason')
        UNION ALL
        SELECT day, {_WHOSE}, 'took', (board_ladder())[rung + 1]::text, substr(facet, 6)::int, board_count(packed, rung)
          FROM board_cameraday, generate_series(0, {len(LADDER) - 1}) AS rung WHERE facet LIKE 'took@%%') kept
 WHERE count <> 0"""  # noqa: S608 - names of ours


_PLACE = "(SELECT known.place FROM known WHERE known.value = one.value)"


def _told(facet: str, value: str, place: str, condition: str) -> str:
    """Pending rows as the days keep them."""
    named = {**{name: name for name in _PENDING}, "facet": facet, "value": value}
    return f"SELECT {', '.join(named.values())}, day, {place} FROM one WHERE {condition}"  # noqa: S608 - names of ours


def _adding(table: str, key: tuple[str, ...]) -> str:
    names = ", ".join(key)
    return f"""
  INSERT INTO {table} AS kept (day, {names}, total, packed)
  SELECT day, {names}, sum(count), sum(count * board_unit(place)) FROM placed GROUP BY day, {names}
  ON CONFLICT ({", ".join((*key, "day"))}) DO UPDATE SET total = kept.total + excluded.total,
    packed = kept.packed + excluded.packed"""  # noqa: S608 - names of ours


def _folding(source: str) -> str:
    parts = ", ".join(
        f"into_{number} AS ({_adding(model._meta.db_table, key)})"
        for number, (model, key) in enumerate(_TABLES.items())
    )
    told = " UNION ALL ".join(
        (
            _told("facet", "value", "slot", "facet <> 'took'"),
            _told("'all'", "''", "slot", "facet = 'verdict'"),
            _told("'took'", "''", "board_rung(value)", "facet = 'took'"),
            _told("'took@' || slot", "''", "board_rung(value)", "facet = 'took'"),
            _told("facet || 's'", "''", _PLACE, f"facet <> 'took' AND {_PLACE} < {PLACES}"),
        )
    )
    return f"""
WITH moved AS MATERIALIZED ({source}),
new AS (
  INSERT INTO board_value (value, place)
  SELECT value, (SELECT count(*) FROM board_value) + row_number() OVER (ORDER BY value) - 1
    FROM (SELECT DISTINCT value FROM moved WHERE facet <> 'took') came
   WHERE value NOT IN (SELECT value FROM board_value)
  RETURNING value, place),
known AS MATERIALIZED (SELECT value, place FROM board_value UNION ALL SELECT value, place FROM new),
one AS ({_PLACED}),
placed ({", ".join(_PENDING)}, day, place) AS MATERIALIZED ({told}),
{parts}
SELECT count(*) FROM moved"""  # noqa: S608 - names of ours


@transaction.atomic
def fold() -> int:
    """Returns how many rows were pending; none where another process is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        _follow(settings.TIME_ZONE)
        if not Pending.objects.exists():
            return 0
        cursor.execute(_folding(_MOVED), {"zone": settings.TIME_ZONE})
        folded: int = cursor.fetchone()[0]
    for model in _TABLES:
        model._default_manager.filter(total=0).delete()
    return folded


@transaction.atomic
def count_from_rows(step: timedelta = timedelta(days=7)) -> None:
    """All anew, from the events that are kept: for a database that was filled while the triggers were off.

    Counts of what was erased are lost.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        for model in (*_TABLES, Pending):
            model._default_manager.all().delete()
        _follow(settings.TIME_ZONE)
        cursor.execute("SELECT min(captured_at), max(captured_at) FROM maps_event")
        since, last = cursor.fetchone()
        while since is not None and since <= last:
            facts = {"zone": settings.TIME_ZONE, "since": since, "until": since + step}
            cursor.execute(_folding(_FROM_ROWS), facts)
            since += step


def _follow(zone: str) -> None:
    """A city that sets its clocks by another zone has other days: what was folded is put back, hour by hour."""
    kept, is_new = Fold.objects.get_or_create(pk=THE_FOLD, defaults={"zone": zone})
    if is_new or kept.zone == zone:
        return
    with connection.cursor() as cursor:
        cursor.execute(_PUT_BACK, {"zone": kept.zone})
    for model in _TABLES:
        model._default_manager.all().delete()
    kept.zone = zone
    kept.save()
