"""From the picture to the ground and back, with the horizon and the expected error.

A homography takes a pixel (x, y, 1) to (e, n, w); the place is e/w metres east and n/w north of the camera's anchor.
w is positive for the ground in front of the camera, 0 at the horizon and negative in the sky (Hartley and Zisserman
2004, section 8.6).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detectors.vision.config import CalibrationConfig

Matrix = NDArray[np.float64]
Coordinates = NDArray[np.float64]

FOOT_SIGMA = 2.5
"""Pixels: by how much the lower edge of a box misses the foot, 1 sigma."""


@dataclass(frozen=True, eq=False, slots=True)
class Homography:
    """matrix: [3, 3], pixels of the real frame to metres; its sign makes the third number positive on the ground.

    rmse: root mean square error of the reference points in metres.
    """

    matrix: Matrix
    rmse: float = 0.0

    @classmethod
    def of(cls, config: CalibrationConfig, width: int, height: int) -> "Homography":
        """The calibration for frames of this size. The middle of the lower edge of a picture is taken to be ground."""
        scale = np.diag([config.width / width, config.height / height, 1.0])
        matrix = np.asarray(config.homography, np.float64).reshape(3, 3) @ scale
        at_the_bottom = matrix[2] @ (width / 2, height, 1)
        return cls(matrix if at_the_bottom > 0 else -matrix, config.rmse)

    def is_ground(self, pixels: ArrayLike) -> NDArray[np.bool_]:
        """pixels: [n, 2]. Returns [n]: whether each lies below the horizon."""
        below: NDArray[np.bool_] = _homogeneous(pixels) @ self.matrix[2] > self._least
        return below

    def to_ground(self, pixels: ArrayLike) -> Coordinates:
        """pixels: [n, 2]. Returns [n, 2] metres east and north, NaN at and beyond the horizon."""
        mapped = _homogeneous(pixels) @ self.matrix.T
        weight = np.where(mapped[:, 2:] > self._least, mapped[:, 2:], np.nan)
        place: Coordinates = mapped[:, :2] / weight
        return place

    def to_pixels(self, metres: ArrayLike) -> Coordinates:
        """metres: [n, 2] east and north. Returns [n, 2] pixels, NaN for what lies behind the camera."""
        mapped = _homogeneous(metres) @ np.linalg.inv(self.matrix).T
        weight = np.where(mapped[:, 2:] > 0, mapped[:, 2:], np.nan)
        place: Coordinates = mapped[:, :2] / weight
        return place

    def jacobian(self, pixels: ArrayLike) -> NDArray[np.float64]:
        """pixels: [n, 2]. Returns [n, 2, 2]: metres east and north (rows) per pixel right and down (columns)."""
        place = self.to_ground(pixels)
        weight = _homogeneous(pixels) @ self.matrix[2]
        slope: NDArray[np.float64] = (self.matrix[:2, :2] - place[:, :, None] * self.matrix[2, :2]) / weight[
            :, None, None
        ]
        return slope

    def error(self, pixels: ArrayLike, sigma: float = FOOT_SIGMA) -> NDArray[np.float64]:
        """Expected distance in metres (root mean square) of ``to_ground`` from the true place, NaN beyond the horizon.

        pixels: [n, 2], each uncertain by ``sigma`` pixels in x and in y. The spread goes through the Jacobian J as
        sigma² J Jᵀ, whose trace is the mean square distance; the calibration's own error is added as independent.
        """
        spread = sigma**2 * (self.jacobian(pixels) ** 2).sum(axis=(1, 2))
        expected: NDArray[np.float64] = np.sqrt(spread + self.rmse**2)
        return expected

    def area(self, corners: ArrayLike) -> float | None:
        """Square metres of ground inside a polygon of pixels [k, 2]; None when a corner lies beyond the horizon.

        Straight sides stay straight, so that the corners are enough.
        """
        east, north = self.to_ground(corners).T
        area = abs(float((east * np.roll(north, -1) - np.roll(east, -1) * north).sum() / 2))
        return area if np.isfinite(area) and area > 0 else None

    @property
    def _least(self) -> float:
        """The third number nearest to the horizon that still counts as ground: farther out nothing can be told."""
        return 1e-6 * float(np.abs(self.matrix[2]).max())


def _homogeneous(points: ArrayLike) -> Coordinates:
    given = np.asarray(points, np.float64).reshape(-1, 2)
    return np.concatenate([given, np.ones((len(given), 1))], axis=1)
