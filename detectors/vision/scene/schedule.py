"""The hours of a rule, in the time of the city's clocks."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Schedule:
    """Some days of the week, from one time of day to another; hours that pass midnight belong to the day they began.

    begin, end: "HH:MM", the end excluded; empty for the beginning and the end of the day.
    """

    def __init__(self, days: Sequence[str], begin: str, end: str, time_zone: str) -> None:
        self._days = {DAYS.index(day) for day in days}
        self._begin = time.fromisoformat(begin or "00:00")
        self._end = time.fromisoformat(end) if end else None
        self._zone = ZoneInfo(time_zone)

    def holds(self, at: datetime) -> bool:
        here = at.astimezone(self._zone)
        clock, today = here.time(), here.weekday() in self._days
        if self._end is None:
            return today and clock >= self._begin
        if self._begin < self._end:
            return today and self._begin <= clock < self._end
        yesterday = (here - timedelta(days=1)).weekday() in self._days
        return (today and clock >= self._begin) or (yesterday and clock < self._end)
