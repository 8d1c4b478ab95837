"""What happened before there were roll-ups is in them, from the rows that were kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hypervision.accounts.permissions import Sight
from hypervision.alerts.models import AlertStep
from hypervision.board.events import COLUMNS, Scope
from hypervision.board.folding import count_from_rows, fold
from hypervision.board.models import Pending
from hypervision.board.period import DAY, HOUR, Period
from hypervision.board.query import ALL
from hypervision.board.telling import EXACT
from hypervision.board.wishes import Wish
from maps.models import Camera
from tests.factories import NOON, make_alert, make_camera, make_report

SCOPE = Scope(Sight(everywhere=True, area=None), Period(NOON - DAY, NOON + DAY, DAY), ALL, EXACT)
WISHES = [Wish(COLUMNS, "verdict", DAY), Wish(("kind", "reason"), "reason", DAY), Wish(("took",), "took", DAY)]

BY_HOUR = Wish(("took",), "took", HOUR)


def some_events() -> None:
    alert = make_alert(make_camera(), state="refuted")
    AlertStep.objects.create(
        alert=alert, from_state="new", to_state="refuted", at=alert.created_at + timedelta(seconds=50), reason="lamp"
    )
    make_report()


def is_a_recount() -> bool:
    return all(sorted(SCOPE.counts(wish)) == sorted(SCOPE.recount(wish)) for wish in WISHES)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_migration_counts_what_is_there() -> None:
    MigrationExecutor(connection).migrate([("board", None)])
    try:
        some_events()
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    assert Pending.objects.exists()
    assert is_a_recount()
    fold()
    assert is_a_recount()


KEY = "district_id, kind, authorisation_id, facet, value"
FOLDED_AS_ARRAYS = """
INSERT INTO {table} (day, {key}, total, hours)
SELECT day, {key}, sum(count), ARRAY(SELECT sum((slot = hour)::int * one) FROM generate_series(0, 24) AS hour,
         unnest(array_agg(slot), array_agg(count)) AS each (slot, one) GROUP BY hour ORDER BY hour)
  FROM (SELECT *, floor(extract(epoch FROM at - (day + time '12:00') AT TIME ZONE %(zone)s) / 3600)::int + 13 AS slot
          FROM (SELECT *, (at AT TIME ZONE %(zone)s)::date AS day FROM board_pending
                UNION ALL
                SELECT id, district_id, kind, authorisation_id, 'all', '', at, camera_id, cell, count,
                       (at AT TIME ZONE %(zone)s)::date FROM board_pending WHERE facet = 'verdict') told) placed
 GROUP BY day, {key}"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_days_that_were_folded_as_arrays_tell_the_same_when_they_are_packed() -> None:
    """Of counts that have outlived their events nothing could be counted anew."""
    executor = MigrationExecutor(connection)
    executor.migrate([("board", "0001_roll_ups")])
    try:
        some_events()
        with connection.cursor() as cursor:
            for table, key in (("board_cityday", KEY), ("board_cameraday", f"camera_id, cell, {KEY}")):
                cursor.execute(FOLDED_AS_ARRAYS.format(table=table, key=key), {"zone": settings.TIME_ZONE})
            cursor.execute("DELETE FROM board_pending")
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    assert not Pending.objects.exists()
    assert is_a_recount()
    by_hour = replace(SCOPE, period=Period(NOON - DAY, NOON + DAY, HOUR))
    assert sorted(by_hour.counts(BY_HOUR)) == sorted(by_hour.recount(BY_HOUR))
    assert is_a_recount_of_cameras()


def is_a_recount_of_cameras() -> bool:
    cameras = replace(SCOPE, only=frozenset(Camera.objects.values_list("pk", flat=True)))
    return all(sorted(cameras.counts(wish)) == sorted(cameras.recount(wish)) for wish in WISHES)


@pytest.mark.django_db
def test_a_database_that_was_filled_without_triggers_can_be_counted() -> None:
    some_events()
    Pending.objects.all().delete()
    assert not is_a_recount()
    count_from_rows()
    assert is_a_recount()
