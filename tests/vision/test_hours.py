"""Specification of the hours of a rule: by the city's clocks, over midnight, on special days; else it says nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from detectors.vision.config import HoursConfig, Span
from detectors.vision.hours import MINUTES_A_DAY, Hours
from detectors.vision.recall import replay
from tests.vision.pipelines import INTRUSION
from tests.vision.test_recall import INSIDE, stay

ZONE = "Europe/Helsinki"
NIGHT: tuple[Span, ...] = ((22 * 60, 6 * 60),)
ALL_DAY: tuple[Span, ...] = ((0, MINUTES_A_DAY),)
WEDNESDAY = date(2026, 6, 3)


def hours(*spans: Span, days: tuple[int, ...] = tuple(range(7)), special: Any = ()) -> Hours:
    return Hours(HoursConfig(tuple(spans if day in days else () for day in range(7)), special), ZONE)


def local(day: int, clock: str) -> datetime:
    """A time in June 2026, three hours ahead of UTC."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 6, day, hour, minute, tzinfo=UTC) - timedelta(hours=3)


@pytest.mark.parametrize(("clock", "holds"), [("07:59", False), ("08:00", True), ("17:59", True), ("18:00", False)])
def test_a_span_holds_from_its_beginning_to_before_its_end(clock: str, holds: bool) -> None:
    assert hours((8 * 60, 18 * 60)).hold(local(3, clock)) is holds


@pytest.mark.parametrize(
    ("day", "clock", "holds"),
    [(3, "21:59", False), (3, "22:00", True), (4, "05:59", True), (4, "06:00", False), (3, "05:00", False)],
)
def test_a_span_over_midnight_belongs_to_the_day_on_which_it_began(day: int, clock: str, holds: bool) -> None:
    """On Wednesdays alone: the morning of Thursday is still hers."""
    assert hours(*NIGHT, days=(2,)).hold(local(day, clock)) is holds


def test_a_whole_day_is_whole() -> None:
    assert all(hours(*ALL_DAY).hold(local(3, clock)) for clock in ("00:00", "12:00", "23:59"))
    assert not any(hours().hold(local(3, clock)) for clock in ("00:00", "12:00", "23:59"))


def test_on_a_special_day_its_own_hours_hold() -> None:
    closed = hours(*ALL_DAY, special=((WEDNESDAY, ()),))
    assert [closed.hold(local(day, "12:00")) for day in (2, 3, 4)] == [True, False, True]
    opened = hours(special=((WEDNESDAY, NIGHT),))
    assert [opened.hold(local(day, "23:00")) for day in (2, 3, 4)] == [False, True, False]
    assert opened.hold(local(4, "05:00")), "its night goes on into the next morning"


@given(some.integers(0, 1439), some.integers(0, 1439), some.integers(0, 7 * 1440 - 1))
def test_a_span_and_what_lies_between_two_of_them_make_a_whole_day(begin: int, end: int, minute: int) -> None:
    if begin == end:
        return
    at = local(1, "00:00") + timedelta(minutes=minute)
    assert hours((begin, end)).hold(at) != hours((end, begin)).hold(at)


def test_outside_its_hours_a_rule_says_nothing() -> None:
    """The world stands at noon of the first of June, UTC."""
    moments = stay(0, 6, INSIDE)
    for spans, count in ((ALL_DAY, 1), ((), 0)):
        timed = replace(INTRUSION, hours=HoursConfig(tuple(spans for _ in range(7))))
        assert len([event for told in replay(moments, timed, lambda _: None) for event in told]) == count


def test_what_was_there_before_the_hours_began_counts_from_then_on() -> None:
    moments = stay(-30, 6, INSIDE)
    noon = moments[120].at.hour * 60
    timed = replace(
        INTRUSION,
        parameters={"dwell_seconds": 4},
        time_zone="UTC",
        hours=HoursConfig(tuple(((noon, MINUTES_A_DAY),) for _ in range(7))),
    )
    [event] = [event for told in replay(moments, timed, lambda _: None) for event in told]
    assert (event.at - moments[120].at).total_seconds() == pytest.approx(4)
