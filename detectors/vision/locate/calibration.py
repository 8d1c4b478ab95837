"""A homography out of reference points that a person marked in the picture and on the map.

The normalised direct linear transform (Hartley and Zisserman 2004, algorithm 4.2), then a refinement that minimises
the distances in the picture, because that is where hands tremble.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import least_squares

from detectors.vision.config import CalibrationConfig
from detectors.vision.locate.homography import Coordinates, Homography, Matrix
from detectors.vision.sentences import SentenceError, gettext_noop

FLAT = 1e-3
"""Below this ratio of width to length a cloud of points is a line."""


class CalibrationError(SentenceError):
    """Reference points that give no calibration."""


@dataclass(frozen=True, eq=False, slots=True)
class Fit:
    """homography: for pictures of the size in which the points were marked.

    residuals: float64 [n], metres by which each point misses its place; rmse: their root mean square.
    leave_one_out: float64 [n], the same when the point itself is left out of the fit: an honest forecast for places
        that nobody marked. NaN where the others are too few.
    """

    homography: Homography
    rmse: float
    residuals: NDArray[np.float64]
    leave_one_out: NDArray[np.float64]

    def to_config(self, version: int, width: int, height: int) -> CalibrationConfig:
        """What to store. width, height: of the picture in which the points were marked."""
        return CalibrationConfig(version, width, height, tuple(self.homography.matrix.ravel().tolist()), rmse=self.rmse)


def fit(pixels: ArrayLike, metres: ArrayLike) -> Fit:
    """pixels: [n, 2] in the picture; metres: [n, 2] east and north of the anchor; n at least 4.

    Raises ``CalibrationError`` for too few points, points on one line, points that are mirrored or that no camera
    could see so.
    """
    image, ground = _checked(pixels, metres)
    matrix = _solve(image, ground)
    residuals = _misses(matrix, image, ground)
    rmse = float(np.sqrt((residuals**2).mean()))
    return Fit(Homography(matrix, rmse), rmse, residuals, _leave_one_out(image, ground))


def _checked(pixels: ArrayLike, metres: ArrayLike) -> tuple[Coordinates, Coordinates]:
    image = np.asarray(pixels, np.float64).reshape(-1, 2)
    ground = np.asarray(metres, np.float64).reshape(-1, 2)
    if len(image) != len(ground):
        raise CalibrationError(
            gettext_noop(
                "There are %(image)s points in the picture and %(ground)s on the map: each needs its partner."
            ),
            image=len(image),
            ground=len(ground),
        )
    if len(image) < 4:
        raise CalibrationError(
            gettext_noop("A calibration needs at least 4 points, better 8; there are %(count)s."), count=len(image)
        )
    if not (np.isfinite(image).all() and np.isfinite(ground).all()):
        raise CalibrationError(gettext_noop("A reference point has a coordinate that is not a number."))
    if _is_flat(image) or _is_flat(ground):
        raise CalibrationError(
            gettext_noop("The reference points lie on one line: spread them over the ground that the camera sees.")
        )
    return image, ground


def _is_flat(points: Coordinates) -> bool:
    spread = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
    return bool(spread[1] <= FLAT * spread[0])


def _solve(image: Coordinates, ground: Coordinates) -> Matrix:
    """The homography, positive on the ground. Raises ``CalibrationError``."""
    matrix = _refined(_direct(image, ground), image, ground)
    weights = np.concatenate([image, np.ones((len(image), 1))], axis=1) @ matrix[2]
    if weights.mean() < 0:
        matrix, weights = -matrix, -weights
    if (weights <= 1e-9 * np.abs(weights).max()).any():
        raise CalibrationError(
            gettext_noop("No camera sees the points like this: some would lie beyond the horizon. Check their order.")
        )
    if np.linalg.det(matrix) > 0:
        raise CalibrationError(
            gettext_noop(
                "The points are mirrored: left and right on the map are exchanged in the picture. Check their order, "
                "and that the first number is metres east and the second metres north."
            )
        )
    return matrix


def _direct(image: Coordinates, ground: Coordinates) -> Matrix:
    """The direct linear transform of normalised points."""
    to_image, to_ground = _normaliser(image), _normaliser(ground)
    x, y = _apply(to_image, image).T
    east, north = _apply(to_ground, ground).T
    zero, one = np.zeros_like(x), np.ones_like(x)
    rows = np.concatenate(
        [
            np.stack([x, y, one, zero, zero, zero, -east * x, -east * y, -east], axis=1),
            np.stack([zero, zero, zero, x, y, one, -north * x, -north * y, -north], axis=1),
        ]
    )
    _, strength, directions = np.linalg.svd(rows)
    if strength[7] < FLAT**2 * strength[0]:
        raise CalibrationError(
            gettext_noop("Too many of the reference points lie on one line: at most two may, when there are four.")
        )
    solution: Matrix = np.linalg.inv(to_ground) @ directions[-1].reshape(3, 3) @ to_image
    return solution / np.linalg.norm(solution)


def _normaliser(points: Coordinates) -> Matrix:
    """Moves the middle of the points to 0 and their mean distance from it to the square root of 2."""
    middle = points.mean(axis=0)
    scale = np.sqrt(2) / np.linalg.norm(points - middle, axis=1).mean()
    return np.array([[scale, 0, -scale * middle[0]], [0, scale, -scale * middle[1]], [0, 0, 1]])


def _refined(matrix: Matrix, image: Coordinates, ground: Coordinates) -> Matrix:
    """Minimises the distances in the picture, starting from the direct solution."""
    to_image, to_ground = _normaliser(image), _normaliser(ground)
    marked, places = _apply(to_image, image), _apply(to_ground, ground)
    start: Matrix = to_image @ np.linalg.inv(matrix) @ np.linalg.inv(to_ground)
    largest = np.unravel_index(np.abs(start).argmax(), (3, 3))
    start /= start[largest]
    free = np.ones((3, 3), bool)
    free[largest] = False

    def build(values: NDArray[np.float64]) -> Matrix:
        whole = np.ones((3, 3))
        whole[free] = values
        return whole

    found = least_squares(lambda values: (_apply(build(values), places) - marked).ravel(), start[free])
    better = np.linalg.inv(np.linalg.inv(to_image) @ build(found.x) @ to_ground)
    return np.asarray(better / np.linalg.norm(better), np.float64)


def _apply(matrix: Matrix, points: Coordinates) -> Coordinates:
    mapped = np.concatenate([points, np.ones((len(points), 1))], axis=1) @ matrix.T
    place: Coordinates = mapped[:, :2] / mapped[:, 2:]
    return place


def _misses(matrix: Matrix, image: Coordinates, ground: Coordinates) -> NDArray[np.float64]:
    missed: NDArray[np.float64] = np.linalg.norm(_apply(matrix, image) - ground, axis=1)
    return missed


def _leave_one_out(image: Coordinates, ground: Coordinates) -> NDArray[np.float64]:
    return np.array([_miss_without(index, image, ground) for index in range(len(image))])


def _miss_without(index: int, image: Coordinates, ground: Coordinates) -> float:
    others = np.arange(len(image)) != index
    try:
        matrix = _solve(*_checked(image[others], ground[others]))
    except CalibrationError:
        return float("nan")  # the other points alone give no calibration: there is nothing to forecast
    return float(_misses(matrix, image[[index]], ground[[index]])[0])
