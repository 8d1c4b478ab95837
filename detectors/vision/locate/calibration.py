"""A homography out of reference points that a person marked in the picture and on the map, with its expected error.

What is refused here is said in a sentence; the numbers themselves are in ``solve``.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import f as fisher

from detectors.vision.config import CalibrationConfig
from detectors.vision.locate.homography import Coordinates, Homography
from detectors.vision.locate.solve import TRUST, Marking, Solution, solve, strength
from detectors.vision.sentences import SentenceError, gettext_noop

FEWEST = 4

FLAT = 1e-3
"""Below this ratio of width to length a cloud of points is a line."""

SLIP = 0.01
"""A point is named when one so far off would come up by chance in fewer than one calibration of a hundred."""

MOST_NAMED = 5
"""Bad points that are looked for; where there are more, the marks are to be made anew."""


class CalibrationError(SentenceError):
    """Reference points that give no calibration."""


@dataclass(frozen=True, eq=False, slots=True)
class Fit:
    """homography: for pictures of the size in which the points were marked.

    residuals: float64 [n], metres by which each point misses its place; rmse: their root mean square.
    leave_one_out: float64 [n], the same when the point itself is left out of the fit: an honest forecast for places
        that nobody marked. NaN where the others are too few.
    bad: the points that the others contradict, the worst first; they are in the fit all the same, for a person decides.
    marking: how well the points were marked, as they themselves tell.
    """

    homography: Homography
    rmse: float
    residuals: NDArray[np.float64]
    leave_one_out: NDArray[np.float64]
    bad: tuple[int, ...]
    marking: Marking

    @property
    def forecast(self) -> float | None:
        """Root mean square of ``leave_one_out`` in metres; None where there is none."""
        known = self.leave_one_out[np.isfinite(self.leave_one_out)]
        return float(np.sqrt((known**2).mean())) if len(known) else None

    def to_config(self, version: int, width: int, height: int) -> CalibrationConfig:
        """What to store. width, height: of the picture in which the points were marked."""
        matrix, covariance = self.homography.matrix, self.homography.covariance
        open_left = () if covariance is None else tuple(covariance.ravel().tolist())
        return CalibrationConfig(version, width, height, tuple(matrix.ravel().tolist()), self.rmse, open_left)


def fit(pixels: ArrayLike, metres: ArrayLike, marking: Marking = Marking()) -> Fit:  # noqa: B008 - it is frozen
    """pixels: [n, 2] in the picture; metres: [n, 2] east and north of the anchor; n at least 4.

    Raises ``CalibrationError`` for too few points, points on one line, points that are mirrored or that no camera
    could see so.
    """
    image, ground = _checked(pixels, metres)
    solution, homography = _solved(image, ground, marking)
    residuals = _misses(homography, image, ground)
    rmse = float(np.sqrt((residuals**2).mean()))
    judged = _judgements(image, ground, marking)
    told = Marking(marking.picture * solution.scale, marking.ground * solution.scale)
    return Fit(
        Homography(homography.matrix, rmse, homography.covariance),
        rmse,
        residuals,
        np.array([each.missed for each in judged]),
        _contradicted(image, ground, marking, judged),
        told,
    )


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
    if len(image) < FEWEST:
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


def _solved(image: Coordinates, ground: Coordinates, marking: Marking) -> tuple[Solution, Homography]:
    """The homography, positive on the ground. Raises ``CalibrationError``."""
    if strength(image, ground) < FLAT**2:
        raise CalibrationError(
            gettext_noop("Too many of the reference points lie on one line: at most two may, when there are four.")
        )
    solution = solve(image, ground, marking)
    matrix = solution.matrix
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
    return solution, Homography(matrix, covariance=solution.covariance)


def _misses(homography: Homography, image: Coordinates, ground: Coordinates) -> NDArray[np.float64]:
    missed: NDArray[np.float64] = np.linalg.norm(homography.to_ground(image) - ground, axis=1)
    return missed


@dataclass(frozen=True, slots=True)
class _Judgement:
    """missed: metres by which the others miss this point. chance: that a point marked like them would be so far off."""

    missed: float
    chance: float


_NOTHING_KNOWN = _Judgement(float("nan"), 1.0)


def _judgements(image: Coordinates, ground: Coordinates, marking: Marking) -> list[_Judgement]:
    return [_judged(index, image, ground, marking) for index in range(len(image))]


def _judged(index: int, image: Coordinates, ground: Coordinates, marking: Marking) -> _Judgement:
    """What the other points say of this one. Its distance, in what is uncertain of both, follows Fisher's F."""
    others = np.arange(len(image)) != index
    try:
        solution, homography = _solved(*_checked(image[others], ground[others]), marking)
    except CalibrationError:
        return _NOTHING_KNOWN  # the other points alone give no calibration: there is nothing to forecast
    missed = homography.to_ground(image[[index]])[0] - ground[index]
    if not np.isfinite(missed).all():
        return _Judgement(float("nan"), 0.0)  # beyond the horizon of the others
    spread = homography.spread(image[[index]], marking.picture * solution.scale)[0]
    spread += (marking.ground * solution.scale) ** 2 * np.eye(2)
    distance = float(missed @ np.linalg.solve(spread, missed)) / 2
    return _Judgement(float(np.linalg.norm(missed)), float(fisher.sf(distance, 2, TRUST + solution.freedom)))


def _contradicted(
    image: Coordinates, ground: Coordinates, marking: Marking, judged: list[_Judgement]
) -> tuple[int, ...]:
    """One after another, the worst first: a second slip shows only when the first is out of the way."""
    left = list(range(len(image)))
    bad: list[int] = []
    while len(left) > FEWEST and len(bad) < MOST_NAMED:
        worst = min(range(len(left)), key=lambda place: judged[place].chance)
        if judged[worst].chance > SLIP / len(left):
            break
        bad.append(left.pop(worst))
        judged = _judgements(image[left], ground[left], marking)
    return tuple(bad)
