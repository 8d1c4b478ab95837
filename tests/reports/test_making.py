"""Reports are made when their time is over, also afterwards, once; where figures changed there is a new edition."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from detectors.models import Lease
from hypervision.accounts.models import User
from hypervision.law.models import LogEntry
from hypervision.reports import making, paper, printing
from hypervision.reports.gathering import digest
from hypervision.reports.models import Report
from hypervision.reports.spans import Span, Stretch
from maps.models import Camera
from tests.factories import NOON, make_alert, make_event

pytestmark = pytest.mark.django_db

WEEK = Stretch(Span.WEEK, date(2026, 6, 1), date(2026, 6, 7))
MONDAY_AFTER = NOON + timedelta(days=7)


@pytest.fixture(autouse=True)
def quick_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Setting in type is tried elsewhere."""
    monkeypatch.setattr(printing, "to_pdf", lambda html: b"%PDF " + html.encode())


@pytest.fixture
def watched(camera: Camera) -> Camera:
    Lease.objects.create(camera=camera, token=1, worker="w", taken_at=NOON)
    for _ in range(10):
        make_alert(camera, event=make_event(camera), state="confirmed")
    return camera


def made() -> list[tuple[str, str, str, int]]:
    return [
        (one.span, f"{one.starts_on}", one.language, one.edition)
        for one in Report.objects.order_by("made_at", "starts_on", "language")
    ]


def test_a_week_that_is_over_has_a_report_in_each_language_once(watched: Camera) -> None:
    making.make_due(MONDAY_AFTER)
    assert made() == [("week", "2026-06-01", "en", 1), ("week", "2026-06-01", "fr", 1)]
    assert making.make_due(MONDAY_AFTER) == []


def test_before_it_is_over_there_is_none(watched: Camera) -> None:
    assert making.make_due(MONDAY_AFTER - timedelta(hours=15)) == []


def test_what_was_missed_while_the_machine_was_off_is_made_up_for(watched: Camera) -> None:
    making.make_due(MONDAY_AFTER)
    making.make_due(MONDAY_AFTER + timedelta(days=28))
    first_days = [one.starts_on for one in Report.objects.filter(language="en", span="week").order_by("starts_on")]
    assert first_days == [date(2026, 6, 1) + number * timedelta(days=7) for number in range(5)]
    assert Report.objects.filter(language="en", span="quarter").get().starts_on == date(2026, 4, 1)


def test_a_new_installation_makes_none_of_the_time_before_it(db: None) -> None:
    assert making.make_due(MONDAY_AFTER) == []


def test_the_same_figures_make_no_new_edition(watched: Camera, supervisor: User) -> None:
    first = making.make_now(WEEK, MONDAY_AFTER, supervisor)
    assert making.make_now(WEEK, MONDAY_AFTER + timedelta(days=1), supervisor) == first


def test_other_figures_make_a_new_edition_beside_the_old_one(watched: Camera, supervisor: User) -> None:
    first, _french = making.make_now(WEEK, MONDAY_AFTER, supervisor)
    for _ in range(5):
        make_event(watched, kind="fire")
    second, _french = making.make_now(WEEK, MONDAY_AFTER, supervisor)
    assert (first.edition, second.edition) == (1, 2)
    assert "edition 2: figures changed since the one before" in bytes(second.pdf).decode()
    first.refresh_from_db()
    assert b"edition 2" not in bytes(first.pdf)


def test_a_report_is_made_of_what_lies_with_it(watched: Camera, supervisor: User) -> None:
    """Whoever doubts a paper makes it anew from its figures."""
    one, _french = making.make_now(WEEK, MONDAY_AFTER, supervisor)
    one.refresh_from_db()
    assert digest(one.figures) == one.digest
    assert paper.pdf(one.figures, one.language) == bytes(one.pdf)


def test_making_is_logged_with_who_asked(watched: Camera, supervisor: User) -> None:
    making.make_due(MONDAY_AFTER)
    making.make_now(
        Stretch(Span.WEEK, date(2026, 6, 8), date(2026, 6, 8)), MONDAY_AFTER + timedelta(days=2), supervisor
    )
    entries = LogEntry.objects.filter(action="report.make").order_by("number")
    assert [entry.actor for entry in entries] == ["system", "system", "supervisor", "supervisor"]
    assert entries[0].facts["days"] == "2026-06-01 2026-06-07"


def test_of_two_that_make_the_same_one_finds_the_others(watched: Camera, monkeypatch: pytest.MonkeyPatch) -> None:
    def beaten(report: Report) -> Report:
        real_write(report)
        raise IntegrityError

    real_write = making._write
    monkeypatch.setattr(making, "_write", beaten)
    assert len(making.make(WEEK, MONDAY_AFTER)) == 2
    assert Report.objects.count() == 2


def test_a_paper_that_fails_leaves_no_report(watched: Camera, monkeypatch: pytest.MonkeyPatch) -> None:
    def jammed(html: str) -> bytes:
        raise printing.NotPrinted("No paper.")

    monkeypatch.setattr(printing, "to_pdf", jammed)
    with pytest.raises(printing.NotPrinted):
        making.make_due(MONDAY_AFTER)
    assert not Report.objects.exists()
