"""Specification of the hours of a rule, in local time."""

from datetime import UTC, datetime

import pytest

from detectors.vision.scene.schedule import DAYS, Schedule

PARIS = "Europe/Paris"


def monday(hour: int, minute: int = 0, day: int = 2) -> datetime:
    """2 March 2026 is a Monday; Paris is one hour ahead of UTC."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("begin", "end", "at", "holds"),
    [
        ("", "", monday(0), True),
        ("08:00", "18:00", monday(6, 59), False),
        ("08:00", "18:00", monday(7), True),
        ("08:00", "18:00", monday(17), False),
        ("22:00", "", monday(20, 59), False),
        ("22:00", "", monday(21), True),
        # the night from Monday to Tuesday is Monday's
        ("22:00", "06:00", monday(21), True),
        ("22:00", "06:00", monday(3, day=3), True),
        ("22:00", "06:00", monday(5, day=3), False),
        # the night from Sunday to Monday is not
        ("22:00", "06:00", monday(3), False),
    ],
)
def test_hours_are_those_of_the_citys_clocks(begin: str, end: str, at: datetime, holds: bool) -> None:
    assert Schedule(["monday"], begin, end, PARIS).holds(at) is holds


def test_summer_time_moves_the_hours_with_the_clocks() -> None:
    schedule = Schedule(DAYS, "08:00", "18:00", PARIS)
    assert schedule.holds(datetime(2026, 7, 1, 6, 0, tzinfo=UTC))
    assert not schedule.holds(datetime(2026, 1, 1, 6, 0, tzinfo=UTC))
