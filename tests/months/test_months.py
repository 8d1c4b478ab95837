"""What grows without end lies in months: none is missing when it begins, and an old one goes whole."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from hypervision.law import log, log_months
from hypervision.law.log_months import LOG
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from hypervision.lib.months import Monthly, after, earlier, first_of
from maps import count_months
from maps.count_months import COUNTS
from maps.models import Camera, CountBin
from tests.factories import make_count, make_zone

pytestmark = pytest.mark.django_db

NOW = datetime(2031, 5, 20, 12, tzinfo=UTC)
MAY = datetime(2031, 5, 1, tzinfo=UTC)


def rows_of(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.mark.parametrize("table", [LOG, COUNTS], ids=lambda table: table.table)
def test_the_months_of_today_and_of_the_next_three_are_there(table: Monthly) -> None:
    month = first_of(datetime.now(UTC))
    for _ in range(4):
        assert month in table.months()
        month = after(month)


def test_a_row_of_a_month_that_nobody_made_waits_and_then_moves_into_its_own(camera: Camera) -> None:
    make_count(camera, 7, starts_at=NOW)
    assert rows_of("maps_countbin_rest") == 1
    COUNTS.make_ahead(NOW)
    assert (rows_of("maps_countbin_rest"), rows_of("maps_countbin_y2031m05")) == (0, 1)
    assert CountBin.objects.get().objects_seen == 7
    assert MAY in COUNTS.months()


@pytest.mark.parametrize(
    ("months", "then"),
    [(0, MAY), (5, datetime(2030, 12, 1, tzinfo=UTC)), (13, datetime(2030, 4, 1, tzinfo=UTC))],
)
def test_months_are_counted_back_over_the_year(months: int, then: datetime) -> None:
    assert earlier(NOW, months) == then


def test_making_months_twice_makes_none_twice() -> None:
    COUNTS.make_ahead(NOW)
    before = COUNTS.months()
    COUNTS.make_ahead(NOW)
    assert COUNTS.months() == before


def test_a_bin_that_is_counted_twice_is_one_row_in_a_month_as_before(camera: Camera) -> None:
    zone = make_zone(camera, purpose="line", points=[[0, 0.5], [1, 0.5]])
    make_count(camera, zone=zone)
    with pytest.raises(DatabaseError), transaction.atomic():
        make_count(camera, zone=zone)


def test_counts_go_month_by_month_and_the_log_says_so(camera: Camera, settings: Settings) -> None:
    settings.COUNT_MONTHS = 13
    COUNTS.make_ahead(NOW)
    make_count(camera, starts_at=NOW)
    make_count(camera, starts_at=MAY - timedelta(seconds=300))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    count_months.keep(datetime(2032, 5, 31, tzinfo=UTC))  # April 2031 lies in no month, and its time is not over
    assert CountBin.objects.count() == 2
    count_months.keep(datetime(2032, 7, 1, tzinfo=UTC))
    assert not CountBin.objects.exists()
    assert {"month": "2031-05"} in LogEntry.objects.filter(subject="counts").values_list("facts", flat=True)


def test_a_month_of_the_log_refuses_change_as_all_of_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    LOG.make_ahead(NOW)
    at(NOW, monkeypatch)
    log.write("ada", "camera.save", "one")
    for table in ("law_logentry", "law_logentry_y2031m05"):
        for change in ("UPDATE {} SET actor = 'eve'", "DELETE FROM {}"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change.format(table))


def test_the_chain_holds_over_the_end_of_a_month_and_after_the_oldest_was_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    LOG.make_ahead(NOW)
    for days in (0, 1, 15, 40):
        at(NOW + timedelta(days=days), monkeypatch)
        log.write("ada", "camera.save", str(days))
    assert log.first_altered() is None
    log_months.keep(NOW + timedelta(days=1096 + 20))
    assert list(LogEntry.objects.filter(actor="ada").values_list("subject", flat=True)) == ["15", "40"]
    assert log.first_altered() is None
    assert LogEntry.objects.filter(action="retention.erase", subject="log", facts={"month": "2031-05"}).exists()


def test_a_log_entry_outside_all_months_moves_into_its_own_unchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    at(NOW, monkeypatch)
    entry = log.write("ada", "camera.save", "one")
    LOG.make_ahead(NOW)
    assert (rows_of("law_logentry_rest"), rows_of("law_logentry_y2031m05")) == (0, 1)
    assert LogEntry.objects.get(number=entry.number).hash == entry.hash
    assert log.first_altered() is None
