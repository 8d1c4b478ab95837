"""A place as it is told outside: no finer than it is known."""

from math import ceil, log10

METRES_A_DEGREE = 111_195.0
COARSEST, FINEST = 3, 6
"""Decimals of a degree: some 100 m, some 10 cm."""


def rounded(lon: float, lat: float, error_m: float) -> tuple[float, float]:
    """Degrees in, degrees out; the last decimal is the first one that is smaller than the expected error (metres)."""
    decimals = ceil(-log10(max(error_m, 0.1) / METRES_A_DEGREE))
    decimals = min(max(decimals, COARSEST), FINEST)
    return round(lon, decimals), round(lat, decimals)
