"""From the picture to the ground and back, with the horizon and the expected error.

A homography takes a pixel (x, y, 1) to (e, n, w); the place is e/w metres east and n/w north of the camera's anchor.
w is positive for the ground in front of the camera, 0 at the horizon and negative in the sky (Hartley and Zisserman
2004, section 8.6).
"""

from dataclasses import dataclass, replace

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
    covariance: [9, 9] of the matrix's numbers, row by row: what trembling hands left open; None where nobody knows.
    """

    matrix: Matrix
    rmse: float = 0.0
    covariance: Matrix | None = None

    @classmethod
    def of(cls, config: CalibrationConfig, width: int, height: int) -> "Homography":
        """The calibration for frames of this size. The middle of the lower edge of a picture is taken to be ground."""
        scale = np.diag([config.width / width, config.height / height, 1.0])
        matrix = np.asarray(config.homography, np.float64).reshape(3, 3) @ scale
        at_the_bottom = matrix[2] @ (width / 2, height, 1)
        covariance = None
        if config.covariance:
            lead = np.kron(np.eye(3), scale)
            covariance = lead @ np.asarray(config.covariance, np.float64).reshape(9, 9) @ lead
        return cls(matrix if at_the_bottom > 0 else -matrix, config.rmse, covariance)

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

    def spread(self, pixels: ArrayLike, sigma: float = FOOT_SIGMA) -> NDArray[np.float64]:
        """[n, 2, 2]: covariance of ``to_ground`` in square metres east and north, NaN beyond the horizon.

        pixels: [n, 2], each uncertain by ``sigma`` pixels in x and in y, which goes through the Jacobian J as
        sigma² J Jᵀ. What the calibration left open is added as independent: by its covariance, else by its rmse.
        """
        slope = self.jacobian(pixels)
        spread: NDArray[np.float64] = sigma**2 * slope @ slope.transpose(0, 2, 1)
        if self.covariance is None:
            return spread + self.rmse**2 / 2 * np.eye(2)
        by_number = by_numbers(self.matrix, _homogeneous(pixels))
        return spread + by_number @ self.covariance @ by_number.transpose(0, 2, 1)

    def way_spread(self, start: ArrayLike, end: ArrayLike) -> NDArray[np.float64]:
        """[2, 2]: covariance in square metres of the way from one pixel to another, by the calibration alone.

        Both ends stand on the same calibration: what moves them alike does not change the way between them.
        """
        if self.covariance is None:
            return self.rmse**2 * np.eye(2)
        first, last = by_numbers(self.matrix, _homogeneous(np.stack([np.asarray(start), np.asarray(end)])))
        spread: NDArray[np.float64] = (last - first) @ self.covariance @ (last - first).T
        return spread

    def error(self, pixels: ArrayLike, sigma: float = FOOT_SIGMA) -> NDArray[np.float64]:
        """Expected distance in metres (root mean square) of ``to_ground`` from the true place, NaN beyond the horizon.

        The trace of ``spread`` is the mean square distance.
        """
        expected: NDArray[np.float64] = np.sqrt(np.trace(self.spread(pixels, sigma), axis1=1, axis2=2))
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


def moved(config: CalibrationConfig, east: float, north: float) -> CalibrationConfig:
    """The same calibration for another anchor, from which its own lies so many metres away."""
    step = np.array([[1, 0, east], [0, 1, north], [0, 0, 1]])
    matrix = step @ np.asarray(config.homography, np.float64).reshape(3, 3)
    if not config.covariance:
        return replace(config, homography=tuple(matrix.ravel().tolist()))
    lead = np.kron(step, np.eye(3))
    covariance = lead @ np.asarray(config.covariance, np.float64).reshape(9, 9) @ lead.T
    return replace(config, homography=tuple(matrix.ravel().tolist()), covariance=tuple(covariance.ravel().tolist()))


def by_numbers(matrix: Matrix, homogeneous: Coordinates) -> NDArray[np.float64]:
    """[n, 2, 9]: how the image of each point [n, 3] moves with each number of the matrix, row by row."""
    mapped = homogeneous @ matrix.T
    over_weight = homogeneous / mapped[:, 2:]
    place = mapped[:, :2] / mapped[:, 2:]
    slopes = np.zeros((len(homogeneous), 2, 9))
    slopes[:, 0, 0:3] = slopes[:, 1, 3:6] = over_weight
    slopes[:, :, 6:9] = -place[:, :, None] * over_weight[:, None, :]
    return slopes


def _homogeneous(points: ArrayLike) -> Coordinates:
    given = np.asarray(points, np.float64).reshape(-1, 2)
    return np.concatenate([given, np.ones((len(given), 1))], axis=1)
