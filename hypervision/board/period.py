"""The span of time that figures tell of."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import timezone as fixed

from django.db.models.functions import Trunc
from django.utils import timezone

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
YEAR = 364 * DAY
"""Fifty-two weeks: each day is compared with the same day of the week."""


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` up to ``end``, drawn in steps of one hour or one day."""

    start: datetime
    end: datetime
    step: timedelta

    @property
    def before(self) -> "Period":
        """The period of the same length that ends where this one begins."""
        return self.earlier(self.end - self.start)

    @property
    def year_before(self) -> "Period":
        return self.earlier(YEAR)

    @property
    def by_hour(self) -> bool:
        return self.step < DAY

    def earlier(self, by: timedelta) -> "Period":
        return Period(self.start - by, self.end - by, self.step)

    def step_of(self, at: datetime) -> datetime:
        """In UTC, as tallies have it: a local hour that is repeated would be one."""
        return floor(at, self.step).astimezone(UTC)

    def steps(self) -> list[datetime]:
        """Where each step begins, in UTC. Days follow the city's clocks, hours are all as long."""
        first = floor(self.start, self.step)
        found = []
        while first.astimezone(UTC) < self.end.astimezone(UTC):
            found.append(first.astimezone(UTC))
            first = next_step(first, self.step)
        return found


def floor(at: datetime, step: timedelta) -> datetime:
    """Where the step begins in which a moment lies."""
    start = timezone.localtime(at).replace(minute=0, second=0, microsecond=0)
    return start.replace(hour=0, fold=0) if step == DAY else start


def next_step(at: datetime, step: timedelta) -> datetime:
    """Where the step after the one that begins then begins."""
    return at + step if step == DAY else timezone.localtime(at.astimezone(UTC) + step)


def trunc(name: str, period: Period, by_hour: bool | None = None) -> Trunc:
    """``floor`` for a query. name: of the field. by_hour: as the period is drawn, unless it is said otherwise."""
    if period.by_hour if by_hour is None else by_hour:
        return Trunc(name, "hour", tzinfo=_of_hours(period.start))
    return Trunc(name, "day", tzinfo=timezone.get_current_timezone())


def _of_hours(at: datetime) -> tzinfo:
    """A zone whose hours begin as the city's, and that never repeats one when the clocks go back."""
    offset = timezone.localtime(at).utcoffset() or timedelta(0)
    return fixed(offset % HOUR)
