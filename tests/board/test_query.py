"""What an address asks for; what it asks for and cannot be had; and that it comes back as it was."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qsl

import pytest
from django.utils import timezone

from hypervision.accounts.permissions import Sight
from hypervision.board.query import ALL, Chosen, read
from hypervision.board.telling import EXACT, IN_FIVES
from maps.models import District
from tests.factories import area

pytestmark = pytest.mark.django_db

EVERYWHERE = Sight(everywhere=True, area=None)
FIRES_ONLY = Sight(everywhere=True, area=None, kinds=frozenset({"fire"}))
HALF_PAST_TWO = datetime(2026, 6, 1, 14, 30, tzinfo=UTC)


def asked(address: str, sight: Sight = EVERYWHERE) -> Chosen:
    return read(dict(parse_qsl(address)), sight)


def test_all_that_is_chosen_stands_in_the_address_and_comes_back() -> None:
    centre = District.objects.create(name="Centre", area=area())
    address = (
        f"period=own&from=2026-05-01&to=2026-05-31&compare=year&district={centre.pk}&kind=fall&weekday=0&hour=23"
        "&cameras=same"
    )
    chosen = asked(address)
    assert chosen == Chosen(
        *("own", date(2026, 5, 1), date(2026, 5, 31), "year", str(centre.pk), "Centre", "fall", 0, 23, True)
    )
    assert chosen.address() == address
    assert not chosen.problems


def test_without_an_address_the_last_day_is_compared_with_the_one_before() -> None:
    assert asked("") == ALL
    assert ALL.address() == "period=day"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("period=century", "There is no period “century”; here are the last 24 hours."),
        ("from=yesterday&to=2026-06-01", "“yesterday” is no day. Write it as 2026-06-01."),
        ("period=own", "A period of your own needs its first and its last day. Here are the last 24 hours."),
        ("from=2026-06-02&to=2026-06-01", "The last day lies before the first. Here are the last 24 hours."),
        ("from=2020-01-01&to=2026-06-01", "A period has at most 366 days. Here are the last 24 hours."),
        ("from=0001-01-01&to=0001-01-02", "No figures are kept of such days. Here are the last 24 hours."),
        ("compare=me", "Nothing can be compared with “me”."),
        ("district=999", "There is no district “999”."),
        ("district=x%00", "There is no district “x\x00”."),
        ("kind=mood", "There is no kind “mood” that you may see."),
        ("weekday=7", "A day of the week is a number from 0 (Monday) to 6, not “7”."),
        ("hour=24", "An hour is a number from 0 to 23, not “24”."),
        ("hour=²", "An hour is a number from 0 to 23, not “²”."),
        ("cameras=mine", "There is no choice of cameras “mine”."),
    ],
)
def test_what_cannot_be_had_is_left_out_and_said_in_a_sentence(address: str, sentence: str) -> None:
    chosen = asked(address)
    assert chosen == ALL
    assert sentence in chosen.problems


def test_a_kind_that_the_account_does_not_see_is_no_kind() -> None:
    assert asked("kind=fire", FIRES_ONLY).kind == "fire"
    assert asked("kind=fall", FIRES_ONLY).problems == ["There is no kind “fall” that you may see."]


def test_the_last_24_hours_end_with_the_present_hour() -> None:
    period = asked("period=day").period(HALF_PAST_TWO, EXACT)
    assert (period.end, period.end - period.start) == (datetime(2026, 6, 1, 15, tzinfo=UTC), timedelta(days=1))


@pytest.mark.parametrize(
    ("minute", "hour"),
    [(29, 13), (30, 14)],
)
def test_in_fives_the_last_hour_that_is_told_has_been_over_for_half_an_hour(minute: int, hour: int) -> None:
    period = asked("period=day").period(HALF_PAST_TWO.replace(minute=minute), IN_FIVES)
    assert period.end == datetime(2026, 6, 1, hour, tzinfo=UTC)
    assert len(period.steps()) == 24


def test_in_fives_today_is_no_day_yet() -> None:
    period = asked("period=week").period(HALF_PAST_TWO, IN_FIVES)
    assert timezone.localtime(period.end) == timezone.localtime(HALF_PAST_TWO).replace(hour=0, minute=0)
    assert len(period.steps()) == 7


def test_in_fives_nothing_is_told_of_days_to_come() -> None:
    period = asked("from=2027-01-01&to=2027-01-31").period(HALF_PAST_TWO, IN_FIVES)
    assert period.steps() == []


def test_a_period_of_ones_own_has_its_last_day_and_is_drawn_by_the_hour_where_it_is_short() -> None:
    short, long = (asked(f"from=2026-06-01&to=2026-06-{day}").period(HALF_PAST_TWO, EXACT) for day in ("02", "30"))
    assert (len(short.steps()), len(long.steps())) == (48, 30)


def test_a_day_on_which_the_clocks_change_has_23_or_25_hours() -> None:
    spring, autumn = (
        asked(f"from={day}&to={day}").period(HALF_PAST_TWO, EXACT).steps() for day in ("2026-03-29", "2026-10-25")
    )
    assert (len(spring), len(autumn)) == (23, 25)
    assert len(set(autumn)) == 25


def test_a_year_ago_is_the_same_day_of_the_week() -> None:
    period = asked("period=week&compare=year").period(HALF_PAST_TWO, EXACT)
    other = asked("period=week&compare=year").against(period)
    assert other is not None
    assert other.start.weekday() == period.start.weekday()
    assert asked("compare=none").against(period) is None
