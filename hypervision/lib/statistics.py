"""Intervals for shares."""

from math import sqrt

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
