"""How uncertain a place is, as an ellipse on the ground."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from detectors.vision.locate.homography import Homography

HOLDS = 0.95
"""Share of places inside their ellipse."""

STRETCH = math.sqrt(-2 * math.log(1 - HOLDS))
"""Semi-axes in sigmas: the square of the distance follows chi-square with two degrees of freedom."""


@dataclass(frozen=True, slots=True)
class Ellipse:
    """east, north: its middle. major, minor: semi-axes in metres. bearing: of the major one, degrees, < 180."""

    east: float
    north: float
    major: float
    minor: float
    bearing: float


def ellipses(ground: Homography, pixels: ArrayLike, sigma: float) -> list[Ellipse]:
    """Where each pixel [n, 2], uncertain by ``sigma``, may lie on the ground; nothing for those beyond the horizon."""
    places, spreads = ground.to_ground(pixels), ground.spread(pixels, sigma)
    known = np.isfinite(places).all(axis=1) & np.isfinite(spreads).all(axis=(1, 2))
    return [
        _ellipse(place[0], place[1], spread)
        for place, spread in zip(places[known].tolist(), spreads[known], strict=True)
    ]


def _ellipse(east: float, north: float, spread: ArrayLike) -> Ellipse:
    (small, large), axes = np.linalg.eigh(np.asarray(spread, np.float64))
    along = axes[:, 1]
    bearing = math.degrees(math.atan2(along[0], along[1])) % 180
    return Ellipse(east, north, STRETCH * math.sqrt(max(large, 0)), STRETCH * math.sqrt(max(small, 0)), bearing)
