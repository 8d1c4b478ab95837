"""A camera of known geometry, so that what a homography says can be checked against the truth."""

import math

import numpy as np

from detectors.vision.locate.homography import Homography, Matrix


def looking_down(
    height: float = 6.0,
    tilt: float = 25.0,
    heading: float = 0.0,
    focal: float = 900.0,
    width: int = 1280,
    rows: int = 720,
) -> Homography:
    """A pinhole camera above the anchor.

    height: metres. tilt: degrees below the horizon. heading: degrees clockwise from north. focal: pixels.
    """
    down, turn = math.radians(tilt), math.radians(heading)
    right = np.array([math.cos(turn), -math.sin(turn), 0])
    forward = np.array([math.sin(turn) * math.cos(down), math.cos(turn) * math.cos(down), -math.sin(down)])
    downwards = np.cross(forward, right)
    rotation = np.stack([right, downwards, forward])
    inside = np.array([[focal, 0, width / 2], [0, focal, rows / 2], [0, 0, 1]])
    position = np.array([0, 0, height])
    to_picture: Matrix = inside @ np.column_stack([rotation[:, 0], rotation[:, 1], -rotation @ position])
    matrix = np.linalg.inv(to_picture)
    at_the_bottom = matrix[2] @ (width / 2, rows, 1)
    return Homography(matrix / np.sign(at_the_bottom))
