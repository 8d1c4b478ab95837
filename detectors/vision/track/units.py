"""How many pixels a unit is: what objects do in a second is said in units, so that near and far behave alike.

With a calibration a unit is a number of metres on the ground where the object stands; in the picture it is shorter
downwards than to the right, and objects shrink as they walk away. Without one it is the object's own scale, the square
root of the area of its box, which is about a metre for a person.
"""

import numpy as np
from numpy.typing import NDArray

from detectors.vision.locate.homography import Homography
from detectors.vision.types import LABELS, Ints, Label

Numbers = NDArray[np.float64]

METRES = {Label.PERSON: 1.0, Label.BICYCLE: 1.5, Label.MOTORCYCLE: 2.0, Label.VEHICLE: 3.0}
"""What a unit of each is on the ground."""

DOWNWARDS = 0.6
"""How long a unit is downwards where nothing is known of the ground, against a unit to the right."""

SMALLEST, LARGEST = (0.2, 0.05), 3.0
"""Bounds of a unit in the object's own scales: near the horizon a metre would be less than a pixel."""

GROWTH = 1.25
"""The most by which an object grows or shrinks from one frame to the next."""

_METRES = np.array([METRES.get(label, 1.0) for label in LABELS])


def pixels(places: Numbers, labels: Ints, ground: Homography | None) -> Numbers:
    """places: [n, 4] middle x, top, width, height. Returns [n, 2]: pixels of a unit to the right and downwards."""
    size = np.maximum(places[:, 2:], 1)
    scale: Numbers = np.sqrt(size[:, :1] * size[:, 1:])
    guessed: Numbers = np.concatenate([scale, DOWNWARDS * scale], axis=1)
    if ground is None:
        return guessed
    feet = np.column_stack([places[:, 0], places[:, 1] + places[:, 3]])
    metres = np.sqrt((ground.jacobian(feet) ** 2).sum(axis=1))  # of a pixel to the right and of one downwards
    known = np.isfinite(metres).all(axis=1, keepdims=True) & (metres > 0).all(axis=1, keepdims=True)
    unit = _METRES[labels][:, None] / np.where(known, metres, 1)
    return np.where(known, np.clip(unit, scale * SMALLEST, scale * LARGEST), guessed)


def growth(before: Numbers, after: Numbers) -> Numbers:
    """[n, 1]: by how much an object looks larger after a move, from its units before and after it."""
    factor: Numbers = np.clip(after[:, :1] / before[:, :1], 1 / GROWTH, GROWTH)
    return factor
