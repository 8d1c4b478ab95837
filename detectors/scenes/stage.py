"""A stage: the empty background of a scene, with the camera that sees it.

Places on a stage are metres to the right of the camera and metres ahead of it, on the ground; heights are metres above.
The stage's calibration calls them east and north, so that what a rule says in metres can be compared at once.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detectors.vision.config import CalibrationConfig, Points, ShapeConfig
from detectors.vision.locate.vtest import VTEST
from detectors.vision.types import Image

Numbers = NDArray[np.float64]
Place = tuple[float, float]
"""Metres to the right of the camera and ahead of it."""

STANDS = (-28.0, -18.0)
"""Where the camera of vtest.avi stands in the clip's own metres; where it looks, degrees clockwise from north."""
LOOKS = 58.0
FOCAL = 1150.0
"""Pixels: the focal length of that camera, as its homography has it (square pixels, the axis in the middle)."""


@dataclass(frozen=True, eq=False, slots=True)
class Stage:
    """picture: the empty background. projection: [3, 4], metres right, ahead and up to pixels, positive before it."""

    name: str
    picture: Image
    projection: Numbers

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.picture.shape[1], self.picture.shape[0]

    @property
    def homography(self) -> Numbers:
        """[3, 3]: pixels of the ground to metres right and ahead."""
        return np.asarray(np.linalg.inv(self.projection[:, [0, 1, 3]]), np.float64)

    @property
    def calibration(self) -> CalibrationConfig:
        width, height = self.size
        return CalibrationConfig(1, width, height, tuple(map(float, self.homography.ravel())), rmse=0.05)

    def to_pixels(self, places: ArrayLike, up: float = 0.0) -> Numbers:
        """places: [n, 2]. Returns [n, 2] pixels of the points ``up`` metres above them."""
        given = np.asarray(places, np.float64).reshape(-1, 2)
        heights = np.full(len(given), up)
        mapped = np.column_stack([given, heights, np.ones(len(given))]) @ self.projection.T
        pixels: Numbers = mapped[:, :2] / mapped[:, 2:]
        return pixels

    def metre(self, place: Place) -> float:
        """Pixels to an upright metre there."""
        foot, top = self.to_pixels([place])[0], self.to_pixels([place], up=1.0)[0]
        return float(np.linalg.norm(foot - top))

    def points(self, *corners: Place) -> Points:
        """Places on the ground as fractions of the picture."""
        return tuple((float(x), float(y)) for x, y in self.to_pixels(corners) / self.size)

    def zone(self, name: str, *corners: Place) -> ShapeConfig:
        """A zone drawn on the ground; it must lie in the picture."""
        return ShapeConfig(name, name, self.points(*corners))


def square_projection() -> Numbers:
    """The camera of vtest.avi, moved to 0, 0 and turned so that it looks straight ahead.

    A homography of the ground and a focal length give the vertical, too (Hartley and Zisserman 2004, section 8.8).
    """
    turn = math.radians(LOOKS)
    rotate = np.array([[math.cos(turn), -math.sin(turn), 0], [math.sin(turn), math.cos(turn), 0], [0, 0, 1]])
    move = np.array([[1, 0, -STANDS[0]], [0, 1, -STANDS[1]], [0, 0, 1]])
    ground = np.linalg.inv(rotate @ move @ np.array(VTEST.homography).reshape(3, 3))
    lens = np.array([[FOCAL, 0, VTEST.width / 2], [0, FOCAL, VTEST.height / 2], [0, 0, 1]])
    return _with_vertical(ground, lens)


def on_the_square(*corners: Place) -> Points:
    """``Stage.points`` of the square, for whoever has no clip at hand to see it."""
    unseen = np.zeros((VTEST.height, VTEST.width, 3), np.uint8)
    return Stage("square", unseen, square_projection()).points(*corners)


def camera_projection(focal: float, above: float, tilt: float, width: int, height: int) -> Numbers:
    """A camera ``above`` metres over 0, 0 that looks ahead, ``tilt`` degrees below the horizon."""
    angle = math.radians(tilt)
    right = np.array([1.0, 0, 0])
    down = np.array([0, -math.sin(angle), -math.cos(angle)])
    ahead = np.array([0, math.cos(angle), -math.sin(angle)])
    turn = np.stack([right, down, ahead])
    lens = np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1]])
    return np.asarray(lens @ np.column_stack([turn, -turn @ [0, 0, above]]), np.float64)


def _with_vertical(ground: Numbers, lens: Numbers) -> Numbers:
    """[3, 4] from metres on the ground to pixels, [3, 3]; positive for the ground before the camera."""
    view = np.linalg.inv(lens) @ ground
    view = view / np.linalg.norm(view[:, :2], axis=0).mean()
    if (view @ (0, 20, 1))[2] < 0:
        view = -view
    upwards = np.cross(view[:, 0], view[:, 1])
    return np.asarray(lens @ np.column_stack([view[:, :2], upwards, view[:, 2]]), np.float64)
