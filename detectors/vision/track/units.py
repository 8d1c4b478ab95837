"""How many pixels a unit is: what objects do in a second is said in units, so that near and far behave alike.

With a calibration a unit is a number of metres on the ground where the object stands; in the picture it is shorter
downwards than to the right, and objects shrink as they walk away. Without one it is the object's own scale, the square
root of the area of its box, which is about a metre for a person.
"""

import numpy as np
from numpy.typing import NDArray

from detectors.vision.locate.homography import Homography
from detectors.vision.track import kalman
from detectors.vision.types import LABELS, Ints, Label

Numbers = NDArray[np.float64]

METRES = {Label.PERSON: 1.0, Label.BICYCLE: 1.5, Label.MOTORCYCLE: 2.0, Label.VEHICLE: 3.0}
"""What a unit of each is on the ground."""

DOWNWARDS = 0.6
"""How long a unit is downwards where nothing is known of the ground, against a unit to the right."""

SMALLEST, LARGEST = np.array([[0.2], [0.05]]), 3.0
"""Bounds of a unit in the object's own scales: near the horizon a metre would be less than a pixel."""

GROWTH = 1.25
"""The most by which an object grows or shrinks from one frame to the next."""

_GUESSED = np.array([[1.0], [DOWNWARDS]])
_METRES = np.array([METRES.get(label, 1.0) for label in LABELS])


def pixels(places: Numbers, labels: Ints, ground: Homography | None) -> Numbers:
    """places: [4, n] middle x, top, width, height. Returns [2, n]: pixels of a unit to the right and downwards."""
    scale = kalman.scales(places)
    guessed: Numbers = scale * _GUESSED
    if ground is None:
        return guessed
    feet = np.stack([places[0], places[1] + places[3]], axis=1)
    slope = ground.jacobian(feet)
    metres = np.sqrt(slope[:, 0] ** 2 + slope[:, 1] ** 2).T  # of a pixel to the right and of one downwards
    known = (np.isfinite(metres) & (metres > 0)).all(axis=0)
    unit = _METRES[labels] / np.where(known, metres, 1)
    return np.where(known, np.clip(unit, scale * SMALLEST, scale * LARGEST), guessed)


def after_a_move(
    stood: Numbers, moved: Numbers, labels: Ints, ground: Homography | None
) -> tuple[Numbers, Numbers | float]:
    """What ``pixels`` says of objects that have moved, and by how much each looks larger: [n], or 1 without a ground.

    stood, moved: [4, n], places of the same sizes. An object that grows stands lower, because its foot is its height
    below its top, and so it grows once more: the second look takes in most of that.
    """
    unit = pixels(moved, labels, ground)
    if ground is None:
        return unit, 1.0
    before, larger = pixels(stood, labels, ground), moved.copy()
    larger[2:] *= growth(before, unit)
    unit = pixels(larger, labels, ground)
    return unit, growth(before, unit)


def growth(before: Numbers, after: Numbers) -> Numbers:
    """[n]: by how much an object looks larger after a move, from its units before and after it."""
    factor: Numbers = np.clip(after[0] / before[0], 1 / GROWTH, GROWTH)
    return factor
