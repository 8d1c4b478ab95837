"""Tables that grow without end, cut into months (UTC): a month that is over its time is dropped, not its rows deleted.

No insert can fail for want of a month: what falls into none lies in the partition ``…_rest`` until its month is made.
The primary key of such a table holds the time as well, so nothing may point at its rows.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

AHEAD = 3
"""Months that are made before they begin."""
_PATIENCE = "SET LOCAL lock_timeout = '5s'"
"""Others wait behind whoever waits for a lock on the table; the next time of day is soon enough."""


@dataclass(frozen=True, slots=True)
class Monthly:
    """column: with the time of a row."""

    table: str
    column: str

    def make_ahead(self, now: datetime) -> None:
        """The months from that of now on; what waits in the rest moves into its own."""
        there = set(self.months())
        month = first_of(now)
        for _ in range(AHEAD + 1):
            if month not in there:
                self._make(month)
            month = after(month)

    def months(self) -> list[datetime]:
        """The beginnings of those that are there, the oldest first."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass", [self.table]
            )
            names = [str(name).rpartition(".")[2].strip('"') for (name,) in cursor.fetchall()]
        ends = [name.removeprefix(f"{self.table}_y") for name in names if not name.endswith("_rest")]
        return sorted(datetime.strptime(end, "%Ym%m").replace(tzinfo=UTC) for end in ends)

    def drop_before(self, due: datetime) -> list[datetime]:
        """Months that ended by then go, with all that is in them, and what of that time lies in none. Returns which."""
        gone = [month for month in self.months() if after(month) <= due]
        for month in gone:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(_PATIENCE)
                cursor.execute(f'DROP TABLE "{self._name(month)}"')
        with transaction.atomic(), _moving() as cursor:
            cursor.execute(f"DELETE FROM {self.table}_rest WHERE {self.column} < %s", [first_of(due)])  # noqa: S608
        return gone

    def _name(self, month: datetime) -> str:
        return f"{self.table}_y{month:%Ym%m}"

    @transaction.atomic
    def _make(self, month: datetime) -> None:
        name, since, until = self._name(month), month.isoformat(), after(month).isoformat()
        with _moving() as cursor:
            cursor.execute(_PATIENCE)
            cursor.execute(f"LOCK TABLE {self.table} IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute(f'CREATE TABLE "{name}" (LIKE {self.table} INCLUDING ALL EXCLUDING IDENTITY)')
            cursor.execute(
                f"""
                WITH moved AS (
                  DELETE FROM {self.table}_rest WHERE {self.column} >= %s AND {self.column} < %s RETURNING *)
                INSERT INTO "{name}" SELECT * FROM moved""",  # noqa: S608 - names of ours
                [since, until],
            )
            cursor.execute(
                f"""ALTER TABLE {self.table} ATTACH PARTITION "{name}" FOR VALUES FROM ('{since}') TO ('{until}')"""
            )


@contextmanager
def _moving() -> Iterator[CursorWrapper]:
    """Inside, rows may leave the rest, also those that are never changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hypervision.moving', 'on', true)")
        yield cursor
        cursor.execute("SELECT set_config('hypervision.moving', 'off', true)")


def first_of(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def after(month: datetime) -> datetime:
    return first_of(month + timedelta(days=32))


def earlier(month: datetime, months: int) -> datetime:
    years, place = divmod(month.year * 12 + month.month - 1 - months, 12)
    return first_of(month).replace(year=years, month=place + 1)


def cut(table: str, column: str, then: Sequence[str]) -> str:
    """For a migration: the table anew in months, with its rows. then: statements that give it its keys and indexes."""
    return f"""
SET LOCAL lock_timeout = '30s';
ALTER TABLE {table} RENAME TO {table}_whole;
CREATE TABLE {table} (LIKE {table}_whole INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING IDENTITY)
  PARTITION BY RANGE ({column});
CREATE TABLE {table}_rest PARTITION OF {table} DEFAULT;
DO $$
DECLARE
  oldest timestamptz := coalesce((SELECT min({column}) FROM {table}_whole), now());
  month timestamp := date_trunc('month', oldest AT TIME ZONE 'UTC');
BEGIN
  month := greatest(month, date_trunc('month', now() AT TIME ZONE 'UTC') - interval '10 years');
  WHILE month <= now() AT TIME ZONE 'UTC' + interval '{AHEAD} months' LOOP
    EXECUTE format('CREATE TABLE %I PARTITION OF {table} FOR VALUES FROM (%L) TO (%L)',
                   '{table}_y' || to_char(month, 'YYYY"m"MM'), month || '+00', month + interval '1 month' || '+00');
    month := month + interval '1 month';
  END LOOP;
END $$;
INSERT INTO {table} SELECT * FROM {table}_whole;
DROP TABLE {table}_whole CASCADE;
{" ".join(f"{statement};" for statement in then)}
"""  # noqa: S608 - names of ours


def join(table: str, then: Sequence[str]) -> str:
    """``cut``, taken back."""
    return f"""
ALTER TABLE {table} RENAME TO {table}_months;
CREATE TABLE {table} (LIKE {table}_months INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING IDENTITY);
INSERT INTO {table} SELECT * FROM {table}_months;
DROP TABLE {table}_months CASCADE;
{" ".join(f"{statement};" for statement in then)}
"""  # noqa: S608 - names of ours
