"""Weeks and quarters of the city's calendar: where they begin and end, and when they are over."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from hypervision.board.period import DAY, Period
from hypervision.board.telling import PATIENCE
from hypervision.reports.models import Report

Span = Report.Span
ONE = timedelta(days=1)
WEEK = 7 * ONE
MONTHS_OF_A_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of one week or quarter, from the first of it. last: the last one told of, itself included."""

    span: str
    first: date
    last: date

    @property
    def is_whole(self) -> bool:
        return self.last == last_day(self.span, self.first)

    @property
    def period(self) -> Period:
        return Period(midnight(self.first), midnight(self.last + ONE), DAY)

    @property
    def days(self) -> list[date]:
        return [self.first + number * ONE for number in range((self.last - self.first).days + 1)]

    @property
    def before(self) -> "Stretch":
        """As many days of the week or quarter before; all of it where this one is whole."""
        first = first_day(self.span, self.first - ONE)
        end = self.first - ONE
        return Stretch(self.span, first, end if self.is_whole else min(first + (self.last - self.first), end))


def whole(span: str, day: date) -> Stretch:
    """The week or quarter in which a day lies."""
    first = first_day(span, day)
    return Stretch(span, first, last_day(span, first))


def first_day(span: str, day: date) -> date:
    """Weeks begin on Monday (ISO 8601)."""
    if span == Span.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(month=day.month - (day.month - 1) % MONTHS_OF_A_QUARTER, day=1)


def last_day(span: str, first: date) -> date:
    """first: of the week or quarter."""
    if span == Span.WEEK:
        return first + WEEK - ONE
    return first_day(span, first + timedelta(days=95)) - ONE


def last_over(now: datetime) -> date:
    """The last day that officials may be told of."""
    return timezone.localtime(now - PATIENCE).date() - ONE


def latest(span: str, now: datetime) -> Stretch:
    """The last week or quarter that is over."""
    end = last_over(now)
    this = whole(span, end)
    return this if this.last == end else whole(span, this.first - ONE)


def so_far(span: str, now: datetime) -> Stretch | None:
    """What is over of the week or quarter that runs; None on its first day."""
    end = last_over(now)
    this = whole(span, end)
    return Stretch(span, this.first, end) if end < this.last else None


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
