"""A camera by its geometry: how high it hangs and which way it looks, instead of what it sees.

The pinhole model with square pixels and its principal point in the middle of the picture (Hartley and Zisserman 2004,
chapter 6). Lenses that bend straight lines are not in it.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from detectors.vision.locate.homography import Coordinates, Homography, Matrix


@dataclass(frozen=True, slots=True)
class Pinhole:
    """A camera above the anchor.

    height: metres. tilt: degrees below the horizon. heading: degrees clockwise from north. focal: pixels.
    roll: degrees by which the picture's right side hangs lower. width, rows: of the picture.
    """

    height: float
    tilt: float
    heading: float
    focal: float
    width: int
    rows: int
    roll: float = 0.0

    @property
    def projection(self) -> Matrix:
        """[3, 4]: metres east, north and up to homogeneous pixels."""
        down, turn, lean = math.radians(self.tilt), math.radians(self.heading), math.radians(self.roll)
        right = np.array([math.cos(turn), -math.sin(turn), 0])
        forward = np.array([math.sin(turn) * math.cos(down), math.cos(turn) * math.cos(down), -math.sin(down)])
        below = np.cross(forward, right)
        leant = math.cos(lean) * right + math.sin(lean) * below
        rotation = np.stack([leant, np.cross(forward, leant), forward])
        inside = np.array([[self.focal, 0, self.width / 2], [0, self.focal, self.rows / 2], [0, 0, 1]])
        position = np.array([0, 0, self.height])
        whole: Matrix = inside @ np.column_stack([rotation, -rotation @ position])
        return whole

    def ground(self) -> Homography:
        """What the camera says of the ground, as exact as its geometry."""
        matrix = np.asarray(np.linalg.inv(self.projection[:, [0, 1, 3]]), np.float64)
        at_the_bottom = matrix[2] @ (self.width / 2, self.rows, 1)
        return Homography(matrix / (np.sign(at_the_bottom) * np.linalg.norm(matrix)))

    def to_pixels(self, places: ArrayLike) -> Coordinates:
        """places: [n, 3] metres east, north and up. Returns [n, 2] pixels, NaN for what lies behind the camera."""
        given = np.asarray(places, np.float64).reshape(-1, 3)
        mapped = np.column_stack([given, np.ones(len(given))]) @ self.projection.T
        ahead = np.where(mapped[:, 2:] > 0, mapped[:, 2:], np.nan)
        return np.asarray(mapped[:, :2] / ahead, np.float64)
