"""Two counts compared, with what chance alone would leave open."""

from dataclasses import dataclass
from math import exp, log, sqrt

from hypervision.board.figures import Figures
from hypervision.lib.statistics import Z95


@dataclass(frozen=True, slots=True)
class Change:
    """One rate as a multiple of another, with its 95 % interval."""

    ratio: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether chance alone does not explain it."""
        return not self.low <= 1 <= self.high


def change(count: int, other: int, unit: int = 1, per: tuple[float, float] = (1.0, 1.0)) -> Change | None:
    """None where one of them is nought, for then chance leaves all open.

    per: by what each is divided, in the same unit. unit: see ``Telling``. The logarithm of the ratio of two Poisson
    counts is nearly normal with the variance 1/a + 1/b (Rothman, Greenland and Lash 2008, chapter 14).
    """
    if not count or not other or not all(per):
        return None
    centre = log(count / per[0]) - log(other / per[1])
    half = Z95 * sqrt(unit / count + unit / other)
    return Change(exp(centre), exp(centre - half), exp(centre + half))


def of_events(figures: Figures) -> Change | None:
    before = figures.before
    return change(figures.events, before.events, figures.unit) if before else None


def of_rates(figures: Figures) -> Change | None:
    """Per watched camera-hour."""
    before = figures.before
    if before is None:
        return None
    hours = (figures.watching_hours.total, before.watching.total)
    return change(figures.events, before.events, figures.unit, hours)
