"""The ground that a camera sees, as a polygon in metres for the map."""

import math

import numpy as np
from numpy.typing import NDArray

from detectors.vision.locate.homography import Coordinates, Homography

FARTHEST = 60.0
"""Metres: beyond, a person is too small to be found."""

CORNERS = 64
"""Corners of the circle that cuts the far side off."""


def field_of_view(ground: Homography, width: int, height: int, farthest: float = FARTHEST) -> Coordinates:
    """Float64 [k, 2] metres east and north, counter-clockwise, empty when nothing of the picture is ground.

    The border of the picture, cut off at the horizon and at ``farthest`` metres from the nearest ground: the middle of
    the picture's lower edge.
    """
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    return on_ground(ground, frame, width, height, farthest)


def on_ground(
    ground: Homography, area: Coordinates, width: int, height: int, farthest: float = FARTHEST
) -> Coordinates:
    """The ground under an area [k, 2] of the picture, cut off as ``field_of_view`` is, and told as it is.

    An area that is not convex may keep edges of no width where it was cut.
    """
    # Far outside the circle, but far enough from the horizon for numbers that still mean something.
    nearest = ground.matrix[2] @ (width / 2, height, 1)
    below = _cut(area, ground.matrix[2] - np.array([0, 0, 1e-4 * nearest]))
    if len(below) < 3:
        return np.zeros((0, 2))
    border = ground.to_ground(below)
    middle = ground.to_ground([[width / 2, height]])[0]
    for step in range(CORNERS):
        angle = 2 * math.pi * step / CORNERS
        outwards = np.array([math.cos(angle), math.sin(angle)])
        border = _cut(border, np.array([*-outwards, farthest + outwards @ middle]))
    return border if len(border) < 3 or _is_counter_clockwise(border) else border[::-1]


def _cut(polygon: Coordinates, keep: NDArray[np.float64]) -> Coordinates:
    """The part of a polygon where a x + b y + c >= 0; ``keep``: a, b, c (Sutherland and Hodgman 1974)."""
    if not len(polygon):
        return polygon
    value = polygon @ keep[:2] + keep[2]
    kept: list[NDArray[np.float64]] = []
    for index, corner in enumerate(polygon):
        before, here, there = value[index - 1], value[index], polygon[index - 1]
        if (before >= 0) != (here >= 0):
            kept.append(there + (corner - there) * (before / (before - here)))
        if here >= 0:
            kept.append(corner)
    return np.array(kept).reshape(-1, 2)


def _is_counter_clockwise(polygon: Coordinates) -> bool:
    x, y = polygon.T
    return bool((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() > 0)
