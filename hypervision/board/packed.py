"""Many counts in one number, so that one sum adds them all: the hours of a day, or the rungs of a ladder.

Place k counts in units of ``EACH ** k``. PostgreSQL keeps such a number as ``numeric``, adds it as quickly as any, and
stores no leading nor trailing nought.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

EACH = 10**12
"""A sum of one place stays below half of it, which no city's events reach."""
LADDER = (
    *(5, 10, 15, 20, 30, 40, 50, 60, 75, 90, 105, 120, 150, 180, 210, 240, 300, 360, 420, 480, 540, 600, 720, 900),
    *(1200, 1500, 1800, 2400, 3000, 3600, 5400, 7200, 10800, 14400, 21600, 28800, 43200, 64800, 86400, 172800, 604800),
    2419200,
)
"""Seconds: the rungs of ``board_took`` in the database."""
PLACES = 80
_UNITS = tuple(EACH**place for place in range(PLACES))
_HALVES = sum(EACH // 2 * unit for unit in _UNITS)


def at_places(packed: Decimal, places: Iterable[int]) -> Iterator[int]:
    """The counts at these places. One below nought is told as it is, and borrows from no other."""
    shifted = int(packed) + _HALVES
    return (shifted // _UNITS[place] % EACH - EACH // 2 for place in places)
