"""Intervals for shares, counts and medians."""

from collections.abc import Sequence
from functools import lru_cache
from math import comb, sqrt

from scipy.special import gammaincinv, stdtrit

Z95 = 1.959964
"""The two-sided 95 % point of the normal distribution."""


def wilson(successes: int, trials: int, z: float = Z95) -> tuple[float, float]:
    """The score interval of a share (Wilson 1927), lower and upper end within 0 to 1; (0, 1) when nothing was tried.

    Raises ValueError when there are more successes than trials, or fewer than none.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} successes of {trials} trials cannot be.")
    if trials == 0:
        return 0.0, 1.0
    share, weight = successes / trials, z * z / trials
    centre = (share + weight / 2) / (1 + weight)
    half = z * sqrt(share * (1 - share) / trials + weight / (4 * trials)) / (1 + weight)
    return max(0.0, centre - half), min(1.0, centre + half)


@lru_cache(maxsize=4096)
def poisson(count: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact interval of the mean of what was counted once (Garwood 1936), for a rate after division by its time.

    Raises ValueError for a count below nought.
    """
    if count < 0:
        raise ValueError(f"{count} cannot have been counted.")
    rest = (1 - confidence) / 2
    low = float(gammaincinv(count, rest)) if count else 0.0
    return low, float(gammaincinv(count + 1, 1 - rest))


def mean_interval(mean: float, deviation: float, count: int, confidence: float = 0.95) -> tuple[float, float]:
    """The interval of a mean of ``count`` values that spread by ``deviation`` around it (Student 1908).

    Raises ValueError for fewer than two values: one says nothing of how they spread.
    """
    if count < 2:
        raise ValueError("One value says nothing of how others spread.")
    half = float(stdtrit(count - 1, (1 + confidence) / 2)) * deviation / sqrt(count)
    return mean - half, mean + half


def median_interval(values: Sequence[float], confidence: float = 0.95) -> tuple[float, float]:
    """The interval of the median by order statistics, which asks nothing of how the values are spread.

    The ends are values themselves; the whole range, where there are too few of them for the confidence (Conover 1999,
    section 3.2). Raises ValueError where there are none.
    """
    if not values:
        raise ValueError("There is no value, so there is no median.")
    ordered, count = sorted(values), len(values)
    below, rest = 0.0, (1 - confidence) / 2
    for position in range(count // 2):
        below += comb(count, position) / 2**count
        if below > rest:
            return ordered[max(position - 1, 0)], ordered[min(count - position, count - 1)]
    return ordered[max(count // 2 - 1, 0)], ordered[min(count - count // 2, count - 1)]
