"""Which pictures of a feed are due when fewer a second are wanted than come."""

from datetime import datetime, timedelta


class RateGate:
    """Keeps a grid of due times, so that the mean rate is exact whatever the feed's own rate is."""

    def __init__(self, rate: float | None) -> None:
        self._period = timedelta(seconds=1 / rate) if rate else None
        self._due: datetime | None = None

    def due(self, at: datetime) -> bool:
        """at: capture time. Half a period early counts, else a feed of just this rate would lose every second one."""
        if self._period is None:
            return True
        if self._due is None or abs(at - self._due) > 2 * self._period:  # the first, after a gap, or the clock was set
            self._due = at
        if at < self._due - self._period / 2:
            return False
        self._due += self._period
        return True
