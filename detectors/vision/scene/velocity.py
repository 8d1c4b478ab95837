"""How fast something moves: a straight way through its places on the ground at their true times, with its error.

Weighted least squares: each place counts by the covariance of its pixel on the ground, so that near places, which are
sharp, count more than far ones (Aitken 1935).

The foot of a box lies under the object's near side and not under its middle, and which side is near changes as it goes
by: a car that crosses twenty metres ahead would seem four per cent too slow. So the way is fitted twice, the second
time through the middles of an object of usual size that heads where the first fit says.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detectors.vision.locate.homography import FOOT_SIGMA, Homography
from detectors.vision.types import Label

Numbers = NDArray[np.float64]

ALIKE_SECONDS = 0.2
"""Boxes of pictures that follow more closely than this err alike: together they count as one."""
MOST_SCATTER = 9.0
"""Mean square of the places' distance from the way, by their errors: beyond three of them no straight way fits."""

SIZES: Mapping[Label, tuple[float, float]] = {
    Label.PERSON: (0.4, 0.5),
    Label.BICYCLE: (1.8, 0.6),
    Label.MOTORCYCLE: (2.1, 0.8),
    Label.VEHICLE: (4.4, 1.8),
}
"""Usual length and width in metres."""
SHAPE_SHARE = 0.01
"""Of the speed, 1 sigma: what the height of objects, which lean outwards in the picture, leaves open."""
SIZE_SHARE = 0.2
"""By how much an object may be longer or wider than usual, 1 sigma."""


@dataclass(frozen=True, slots=True)
class Velocity:
    """speed, error (1 sigma): metres a second."""

    speed: float
    error: float


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one object, in order of time.

    times: [n] seconds. metres: [n, 2]. slopes: [n, 2, 2] metres a pixel, see ``Homography.jacobian``.
    """

    times: Numbers
    metres: Numbers
    slopes: Numbers

    @classmethod
    def of(cls, seen: Sequence[tuple[float, Numbers, Numbers]]) -> "Places":
        times, metres, slopes = zip(*seen, strict=True)
        return cls(np.array(times) - times[0], np.array(metres), np.array(slopes))

    @property
    def seconds(self) -> float:
        """From the first to the last."""
        return float(self.times[-1])


def velocity(places: Places, label: Label, ground: Homography) -> Velocity | None:
    """None for places too few or too close in time, and where no straight way fits."""
    if len(places.times) < 3 or places.seconds <= 0:
        return None
    to_middle = np.zeros_like(places.metres)
    first = _fit(places, places.metres)
    if first is not None and float(np.hypot(*first[0])) > 0:
        to_middle = _to_middle(places.metres, first[0], SIZES[label], ground)
    best = _fit(places, places.metres + to_middle)
    if best is None:
        return None
    way, spread = best
    shift = SIZE_SHARE * (to_middle[-1] - to_middle[0])
    calibration = ground.way_spread(*ground.to_pixels(places.metres[[0, -1]]))
    shape = SHAPE_SHARE**2 * np.outer(way, way)
    return _without_bias(way, spread + shape + (np.outer(shift, shift) + calibration) / places.seconds**2)


def _to_middle(feet: Numbers, way: Numbers, size: tuple[float, float], ground: Homography) -> Numbers:
    """[n, 2]: from the feet of boxes to the middles of rectangles that head along the way.

    Where the foot of such a rectangle's box lies is worked out by the calibration itself; twice, because the middle for
    which it is asked is not known at first.
    """
    along = way / np.hypot(*way)
    across = np.array([-along[1], along[0]])
    sides = np.array([(1, 1), (1, -1), (-1, -1), (-1, 1)]) * size / 2
    corners = sides @ np.stack([along, across])
    shift = np.zeros_like(feet)
    for _ in range(2):
        middles = feet + shift
        pixels = ground.to_pixels((middles[:, None] + corners).reshape(-1, 2)).reshape(-1, 4, 2)
        x = (pixels[:, :, 0].min(axis=1) + pixels[:, :, 0].max(axis=1)) / 2
        shift = middles - ground.to_ground(np.stack([x, pixels[:, :, 1].max(axis=1)], axis=1))
    return np.nan_to_num(shift)


def _fit(places: Places, metres: Numbers) -> tuple[Numbers, Numbers] | None:
    """Metres a second [2], and their covariance [2, 2].

    Where the places scatter more around the way than their errors foretell, the errors grow as they do; where they
    scatter far more, because the object turned or stood, there is no straight way.
    """
    times, there = places.times, metres - metres[0]
    share = np.minimum(1.0, np.diff(times, prepend=-ALIKE_SECONDS) / ALIKE_SECONDS)
    slopes = places.slopes
    known = share[:, None, None] * np.linalg.inv(FOOT_SIGMA**2 * slopes @ slopes.transpose(0, 2, 1))
    by_time = np.stack([np.ones_like(times), times], axis=1)
    normal = np.einsum("na,nb,nij->aibj", by_time, by_time, known).reshape(4, 4)
    right = np.einsum("na,nij,nj->ai", by_time, known, there).ravel()
    try:
        spread = np.linalg.inv(normal)
    except np.linalg.LinAlgError:
        return None
    best = (spread @ right).reshape(2, 2)
    left = there - by_time @ best
    free = 2 * float(share.sum()) * (1 - 2 / len(times))
    scatter = float(np.einsum("ni,nij,nj->", left, known, left)) / free
    if scatter > MOST_SCATTER:
        return None
    return best[1], max(1.0, scatter) * spread[2:, 2:]


def _without_bias(way: Numbers, spread: Numbers) -> Velocity:
    """Errors across the way only ever make it longer; their share is taken out of its length."""
    length = float(np.hypot(*way))
    along = way / length if length > 0 else np.array([1.0, 0.0])
    across = np.array([-along[1], along[0]])
    shorter = math.sqrt(max(0.0, length**2 - float(across @ spread @ across)))
    return Velocity(shorter, math.sqrt(float(along @ spread @ along)))
