"""The part of a person's box that holds the head, and the part of a vehicle's box that holds its plate.

Both are generous: a covered shoulder costs nothing, a bare face is a breach.
"""

import math

import numpy as np

from detectors.vision.detect.boxes import grown
from detectors.vision.types import Floats

LEAST_HEAD = 0.28
"""Share of a box's height: a standing person's head is an eighth of it, and boxes are wrong by as much again."""

HEAD_PER_WIDTH = 0.6
"""A box that is wide for its height holds somebody who sits, bends, lies or is cut off: the head takes more of it."""

CUT_PER_WIDTH = 1.0
"""Of one that the lower edge of the picture cuts off: head and shoulders may be all that it shows."""

EDGE = 4
"""Pixels from the lower edge within which a box counts as cut off."""

HEAD_SIDEWAYS = 0.15
HEAD_UPWARDS = 0.3
"""Margins as shares of the head part's own width and height."""

LEAST_PLATED = 60
"""Pixels: a plate takes a quarter of a vehicle's width, and letters of less than two pixels each cannot be read."""

PLATE_BAND = 0.45
"""Share of a vehicle's height, from below."""


def heads(persons: Floats, lower_edge: float = math.inf) -> Floats:
    """float32 [n, 4]: the head part of each person's box. lower_edge: of the picture, in pixels."""
    width = persons[:, 2] - persons[:, 0]
    height = persons[:, 3] - persons[:, 1]
    per_width = np.where(persons[:, 3] >= lower_edge - EDGE, CUT_PER_WIDTH, HEAD_PER_WIDTH)
    part = np.clip(per_width * width, LEAST_HEAD * height, height)
    tops = persons.copy()
    tops[:, 3] = persons[:, 1] + part
    return grown(tops, HEAD_SIDEWAYS, HEAD_UPWARDS, 0)


def plated(vehicles: Floats) -> Floats:
    """The vehicles that are near enough for a legible plate."""
    result: Floats = vehicles[vehicles[:, 2] - vehicles[:, 0] >= LEAST_PLATED]
    return result


def plate_bands(vehicles: Floats) -> Floats:
    """float32 [n, 4]: the lower part of each vehicle's box, where plates are."""
    bands = vehicles.copy()
    bands[:, 1] = vehicles[:, 3] - PLATE_BAND * (vehicles[:, 3] - vehicles[:, 1])
    return grown(bands, 0.03, 0, 0.1)
