"""What is kept of each day: what the dashboard tells, and longer than the events are there."""

from datetime import date, timedelta

import pytest

from detectors.event_erasure import erase_events
from detectors.models import Lease
from hypervision.accounts.permissions import Sight
from hypervision.alerts.models import Alert, AlertStep
from hypervision.board.detectors import work
from hypervision.board.events import Scope
from hypervision.board.figures import figures
from hypervision.board.query import ALL
from hypervision.board.telling import IN_FIVES
from hypervision.reports import days, gathering, shown
from hypervision.reports.models import Day
from hypervision.reports.spans import Span, Stretch, latest, so_far, whole
from maps.models import Camera, District, ErasedHour
from tests.factories import ELSEWHERE, NOON, area, make_alert, make_camera, make_event

pytestmark = pytest.mark.django_db

EVERYWHERE = Sight(everywhere=True, area=None)
WEEK = Stretch(Span.WEEK, date(2026, 6, 1), date(2026, 6, 7))
MONDAY_AFTER = NOON + timedelta(days=7)


@pytest.fixture
def busy(camera: Camera) -> Camera:
    """Of a week: some ten alerts a day in two districts, judged one way or another; on Wednesday nobody watched."""
    centre = District.objects.create(name="Centre", area=area())
    for number in range(80):
        at = NOON + timedelta(days=number % 7, minutes=number)
        kind = ("intrusion", "fall", "fire")[number % 3]
        event = make_event(camera, kind=kind, captured_at=at, district=centre if number % 2 else None)
        state = ("confirmed", "refuted", "new", "closed")[number % 4]
        alert = make_alert(camera, event=event, state=state)
        if state != "new":
            told = ["municipal_police"] if state == "confirmed" else []
            reason = "animal" if state == "refuted" else "left" if state == "closed" else ""
            AlertStep.objects.create(
                alert=alert, from_state="claimed", to_state=state, at=alert.created_at, reason=reason, informed=told
            )
    for day in (0, 1, 3, 4, 5, 6):
        start = NOON + timedelta(days=day)
        Lease.objects.create(
            camera=camera, token=day + 1, worker="w", taken_at=start, ended_at=start + timedelta(hours=5)
        )
    return camera


def report() -> shown.Shown:
    return shown.read(gathering.gather(WEEK))


def test_a_report_tells_what_the_dashboard_tells_an_official(busy: Camera) -> None:
    days.keep(MONDAY_AFTER)
    dashboard = figures(EVERYWHERE, WEEK.period, ALL, IN_FIVES)
    told = report().figures
    for name in ("events", "erased", "confirmed", "kinds", "districts", "unit", "crossings", "marks"):
        assert getattr(told, name) == getattr(dashboard, name), name
    assert [column.count for column in told.trend] == [column.count for column in dashboard.trend]
    assert [column.watched for column in told.trend] == [True, True, False, True, True, True, True]
    assert told.events


def test_a_report_tells_of_work_what_the_dashboard_tells(busy: Camera) -> None:
    days.keep(MONDAY_AFTER)
    dashboard = figures(EVERYWHERE, WEEK.period, ALL, IN_FIVES)
    there, here = work(Scope(EVERYWHERE, WEEK.period, ALL, IN_FIVES), dashboard), report().work
    assert {(row.kind, row.confirmed) for row in here.detectors} == {
        (row.kind, row.confirmed) for row in there.detectors
    }
    assert {(row.kind, tuple(sorted(row.reasons))) for row in here.detectors} == {
        (row.kind, tuple(sorted(row.reasons))) for row in there.detectors
    }
    assert sorted(here.outcomes) == sorted(there.outcomes)


def test_what_is_kept_outlives_the_events(busy: Camera) -> None:
    days.keep(MONDAY_AFTER)
    before = report()
    erase_events(NOON + timedelta(days=40))
    assert not Alert.objects.exists()
    days.keep(NOON + timedelta(days=40))
    assert report() == before


def test_a_verdict_that_is_corrected_is_counted_anew_while_its_event_is_there(busy: Camera) -> None:
    days.keep(MONDAY_AFTER)
    Alert.objects.update(state="confirmed")
    days.keep(MONDAY_AFTER + timedelta(hours=1))
    assert {verdict for _kind, verdict, _count in Day.objects.get(day=WEEK.first).told["verdicts"]} == {"confirmed"}


def test_a_day_that_loses_events_is_counted_no_more(camera: Camera) -> None:
    """Of what is left one would make a quiet day."""
    for _ in range(10):
        make_event(camera, regime="DEMO")
    make_event(camera, regime="EU-OTHER")
    days.keep(NOON + timedelta(days=1))
    told = Day.objects.get(day=NOON.date()).told
    erase_events(NOON + timedelta(days=8))
    days.keep(NOON + timedelta(days=8))
    kept = Day.objects.get(day=NOON.date())
    assert (kept.told, kept.gone) == (told, 0)


@pytest.mark.parametrize("is_kept", [True, False])
def test_what_was_erased_and_never_counted_is_a_gap(camera: Camera, is_kept: bool) -> None:
    ErasedHour.objects.create(camera=camera, starts_at=NOON, kind="fall", events=10, unreviewed=0, is_told=False)
    if is_kept:
        days.keep(NOON + timedelta(days=8))
    assert (report().figures.events, report().figures.erased.events) == (0, 10)


def test_of_a_day_that_nobody_kept_a_report_tells_what_the_dashboard_tells(busy: Camera) -> None:
    assert not Day.objects.exists()
    without = report()
    days.keep(MONDAY_AFTER)
    assert report() == without


def test_no_number_that_is_kept_is_of_fewer_than_five(busy: Camera) -> None:
    days.keep(MONDAY_AFTER)
    numbers = [
        row[-1] for day in Day.objects.all() for rows in day.told.values() if isinstance(rows, list) for row in rows
    ]
    numbers += [day.told["events"] for day in Day.objects.all()]
    assert numbers
    assert all(number % 5 == 0 for number in numbers)


def test_a_day_that_is_not_over_is_not_counted(camera: Camera) -> None:
    make_event(camera)
    days.keep(NOON + timedelta(hours=9))  # midnight in the city
    assert not Day.objects.filter(day=NOON.date()).exists()
    days.keep(NOON + timedelta(hours=9, minutes=31))
    assert Day.objects.filter(day=NOON.date()).exists()


def test_exercises_are_in_no_day(camera: Camera) -> None:
    for _ in range(10):
        make_event(camera, is_real=False)
    days.keep(MONDAY_AFTER)
    assert Day.objects.get(day=NOON.date()).told == {"events": 0, "erased": 0}


def test_the_authorisation_of_each_verdict_is_kept(camera: Camera) -> None:
    event = make_event(camera)
    for _ in range(5):
        make_alert(camera, event=make_event(camera, authorisation_id=event.authorisation_id), state="confirmed")
    days.keep(MONDAY_AFTER)
    rows = Day.objects.get(day=NOON.date()).told["authorisations"]
    assert [f"{event.authorisation_id}", "intrusion", "confirmed", 5] in rows


@pytest.mark.parametrize(
    ("span", "day", "first", "last"),
    [
        (Span.WEEK, date(2026, 6, 3), date(2026, 6, 1), date(2026, 6, 7)),
        (Span.WEEK, date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 3)),
        (Span.QUARTER, date(2026, 6, 3), date(2026, 4, 1), date(2026, 6, 30)),
        (Span.QUARTER, date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
        (Span.QUARTER, date(2028, 2, 29), date(2028, 1, 1), date(2028, 3, 31)),
    ],
)
def test_weeks_and_quarters_follow_the_calendar(span: str, day: date, first: date, last: date) -> None:
    assert whole(span, day) == Stretch(span, first, last)


def test_a_week_is_over_half_an_hour_after_the_citys_midnight() -> None:
    midnight = NOON + timedelta(days=6, hours=9)
    assert latest(Span.WEEK, midnight + timedelta(minutes=29)).first == date(2026, 5, 25)
    assert latest(Span.WEEK, midnight + timedelta(minutes=31)) == WEEK
    assert so_far(Span.WEEK, midnight + timedelta(minutes=31)) is None
    assert so_far(Span.WEEK, NOON + timedelta(days=2)) == Stretch(Span.WEEK, date(2026, 6, 1), date(2026, 6, 2))


def test_a_week_in_which_the_clocks_change_has_seven_days() -> None:
    assert len(whole(Span.WEEK, date(2026, 10, 25)).period.steps()) == 7


def test_a_part_is_compared_with_as_many_days() -> None:
    part = Stretch(Span.QUARTER, date(2026, 4, 1), date(2026, 4, 10))
    assert part.before == Stretch(Span.QUARTER, date(2026, 1, 1), date(2026, 1, 10))
    assert whole(Span.QUARTER, date(2026, 4, 1)).before == whole(Span.QUARTER, date(2026, 1, 1))


def test_the_picture_holds_districts_and_cameras_with_a_stream(camera: Camera) -> None:
    District.objects.create(name="Centre", area=area(half=0.02))
    make_camera(ELSEWHERE, address="rtsp://127.0.0.1:1/a")
    drawn = gathering.gather(WEEK)["map"]
    (centre,), (place,) = drawn["districts"], drawn["cameras"]
    assert (centre["name"], len(centre["rings"][0])) == ("Centre", 5)
    assert 0 < place[0] < drawn["width"]
    assert 0 < place[1] < drawn["height"]
