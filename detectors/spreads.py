"""How speeds spread: a histogram of fixed classes in which no class tells of few, and the speed that 85 % keep to."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.special import bdtr

from detectors.vision.scene.classes import WIDTHS, Classes
from detectors.vision.scene.sums import FEWEST
from detectors.vision.types import Measure
from hypervision.lib.statistics import wilson

SHARE = 0.85
"""V85, the usual figure of traffic engineers: 85 of 100 drive no faster."""
CONFIDENCE = 0.95
GRID = 0.1
"""Kilometres an hour to which a V85 is found."""


@dataclass(frozen=True, slots=True)
class Class:
    """begins, ends: km/h, ends None for the last one. share: of all objects, with its 95 % interval (Wilson)."""

    begins: float
    ends: float | None
    objects: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Spread:
    """v85 and its 95 % interval in km/h; None where there are too few objects for the interval to have both ends."""

    objects: int
    classes: tuple[Class, ...]
    v85: float | None = None
    v85_low: float | None = None
    v85_high: float | None = None


def read(counted: Classes, measure: Measure = Measure.SPEED) -> Spread | None:
    """None where fewer than five objects stand behind it: then nothing is told."""
    objects = sum(counted)
    if objects < FEWEST:
        return None
    width = WIDTHS[measure]
    return Spread(objects, tuple(_joined(counted, width)), *_quantile(counted, width))


def _joined(counted: Classes, width: float) -> Iterator[Class]:
    """Neighbours are joined until five objects stand behind each: what is left out could be had by subtraction."""
    whole = sum(counted)
    used = [place for place, number in enumerate(counted) if number]
    start, held, left = used[0], 0, whole
    for place in range(used[0], used[-1] + 1):
        held, left = held + counted[place], left - counted[place]
        if held >= FEWEST and (left >= FEWEST or not left):
            ends = None if place == len(counted) - 1 else (place + 1) * width
            yield Class(start * width, ends, held, held / whole, *wilson(held, whole))
            start, held = place + 1, 0


def _quantile(counted: Classes, width: float) -> tuple[float, float, float] | tuple[None, None, None]:
    """By order statistics (Conover 1999, section 3.2)."""
    whole, rest = sum(counted), (1 - CONFIDENCE) / 2
    if SHARE**whole > rest:
        return None, None, None
    low = next(rank for rank in range(whole) if bdtr(rank, whole, SHARE) > rest)
    high = next(rank for rank in range(whole) if bdtr(rank, whole, SHARE) >= 1 - rest) + 1
    middle, lower, upper = _at(counted, width, [SHARE * whole, low, high])
    return middle, lower, upper


def _at(counted: Classes, width: float, ranks: list[float]) -> list[float]:
    """The speeds below which so many objects lie; within the last class, which has no end, its beginning.

    Between the borders of the classes the number grows smoothly and never falls (Fritsch and Carlson 1980): as if
    speeds lay evenly in their class, V85 would be 1.6 km/h too high on a street of 45 ± 8 km/h.
    """
    borders = width * np.arange(len(counted))
    below = np.concatenate([[0], np.cumsum(counted[:-1])])
    speeds = np.arange(0, borders[-1] + GRID / 2, GRID)
    return [float(each) for each in np.interp(ranks, PchipInterpolator(borders, below)(speeds), speeds)]
