"""The hours of a rule by the city's clocks: a week, and days on which something else holds."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from detectors.vision.config import HoursConfig, PipelineConfig, Span

MINUTES_A_DAY = 24 * 60


class Hours:
    """A span that ends at or before its beginning passes midnight and belongs to the day on which it began.

    Clocks that are put forward or back make a span shorter or longer: it is the clocks that count.
    """

    def __init__(self, config: HoursConfig, time_zone: str) -> None:
        self._week = config.week
        self._special = dict(config.special)
        self._zone = ZoneInfo(time_zone)

    def hold(self, at: datetime) -> bool:
        """at: aware."""
        here = at.astimezone(self._zone)
        minute, today = here.hour * 60 + here.minute, here.date()
        if any(begin <= minute < (end if end > begin else MINUTES_A_DAY) for begin, end in self.of(today)):
            return True
        return any(end <= begin and minute < end for begin, end in self.of(today - timedelta(days=1)))

    def of(self, day: date) -> Sequence[Span]:
        """The spans that begin on this day."""
        return self._special.get(day, self._week[day.weekday()])


def somebody_watches(config: PipelineConfig, at: datetime) -> bool:
    """Whether any rule of a camera watches at that time, by its schedule."""
    return any(rule.hours is None or Hours(rule.hours, rule.time_zone).hold(at) for rule in config.every_rule)
