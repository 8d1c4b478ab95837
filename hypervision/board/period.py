"""The span of time that figures tell of."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` up to ``end``, drawn in steps of one hour or one day."""

    start: datetime
    end: datetime
    step: timedelta

    @property
    def before(self) -> "Period":
        """The period of the same length that ends where this one begins."""
        return Period(self.start - (self.end - self.start), self.start, self.step)

    @property
    def by_hour(self) -> bool:
        return self.step < timedelta(days=1)
