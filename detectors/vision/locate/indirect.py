"""A calibration where no point of the ground is to be had: from things of known height, or from parallel lines.

Both estimate the geometry of a pinhole (height, tilt, roll, focal length) by least squares on distances in the picture,
together with what is known beforehand, each with its uncertainty: a street camera hangs nearly level, its focal length
lies between wide and narrow, its bearing is read off the map to some degrees. What the marks do not tell stays as
uncertain as it was, and the covariance says so. (Vanishing points: Hartley and Zisserman 2004, section 8.6; persons as
a measure: Lv, Zhao and Nevatia 2006.)
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from detectors.vision.locate.calibration import CalibrationError
from detectors.vision.locate.homography import Homography, Matrix
from detectors.vision.locate.pinhole import Pinhole
from detectors.vision.sentences import gettext_noop

Pixel = tuple[float, float]
Numbers = NDArray[np.float64]

FEWEST_UPRIGHTS = 3
FEWEST_LINES = 2
CLICK_SIGMA = 1.5
"""Pixels: the top of a head is clicked less surely than the corner of a kerb."""
BODY_SIGMA = 0.05
"""Share of a person's height by which persons differ."""
MEAN_SIGMA = 0.02
"""Share by which the mean of all may be off."""
ROLL_SIGMA = 2.0
BEARING_SIGMA = 3.0
"""Degrees."""
KNOWN_SIGMA = 0.02
"""Share by which a height or focal length that somebody gives may be off."""
WORST = 5.0
"""Sigmas (root mean square) beyond which the marks contradict each other."""
NOWHERE = 1e4
"""Pixels: what a mark misses that such a camera could not see."""
TILTS, FOCALS, HEIGHTS = (8.0, 18.0, 30.0, 45.0), (0.7, 1.1, 1.8), (3.0, 6.0, 12.0)
"""Where the search begins: degrees, widths of the picture, metres."""


@dataclass(frozen=True, slots=True)
class Upright:
    """A thing that stands on the ground: its foot and its top in pixels, its height in metres."""

    foot: Pixel
    top: Pixel
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line on the ground: two of its points in pixels. across: at right angles to the others, not along."""

    start: Pixel
    end: Pixel
    across: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the camera. bearing: degrees from north. focal: pixels; height: metres; None: to be found."""

    width: int
    rows: int
    bearing: float
    focal: float | None = None
    height: float | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Geometry:
    """camera: as found. homography: with the covariance that all the uncertainty makes; anchored below the camera.

    sigma: by how many of its expected sigmas the marks miss, root mean square.
    """

    camera: Pinhole
    homography: Homography
    sigma: float


def from_uprights(uprights: Sequence[Upright], known: Known) -> Geometry:
    """Raises ``CalibrationError``, a sentence."""
    if len(uprights) < FEWEST_UPRIGHTS:
        raise CalibrationError(
            gettext_noop(
                "At least 3 upright things of known height are needed, better 8, near and far; there are %(count)s."
            ),
            count=len(uprights),
        )
    if any(one.top[1] >= one.foot[1] for one in uprights):
        raise CalibrationError(gettext_noop("The top of an upright thing lies above its foot in the picture."))
    feet = np.array([one.foot for one in uprights], np.float64)
    tops = np.array([one.top for one in uprights], np.float64)
    heights = np.array([one.height for one in uprights], np.float64)

    def misses(camera: Pinhole, rest: float) -> Numbers:
        places = camera.ground().to_ground(feet)
        factor = math.exp(rest)
        seen = camera.to_pixels(np.column_stack([places, heights * factor]))
        taller = camera.to_pixels(np.column_stack([places, heights * factor * (1 + BODY_SIGMA)]))
        body = taller - seen
        spread = 2 * CLICK_SIGMA**2 * np.eye(2) + body[:, :, None] * body[:, None, :]
        return _whitened(tops - seen, spread)

    found = _found(misses, known, rest=(0.0, MEAN_SIGMA))
    _check_feet(found, feet)
    return found


def from_lines(lines: Sequence[Line], known: Known, along: float | None = None) -> Geometry:
    """along: the bearing of the lines that are not across, degrees, where the map tells it: it finds the camera's.

    ``known`` must hold the camera's height. Raises ``CalibrationError``, a sentence.
    """
    if known.height is None:
        raise CalibrationError(gettext_noop("Parallel lines tell no lengths: the height of the camera is needed, too."))
    ways = [sum(line.across is across for line in lines) for across in (False, True)]
    if ways[0] < FEWEST_LINES:
        raise CalibrationError(
            gettext_noop("At least 2 parallel lines on the ground are needed; there are %(count)s."), count=ways[0]
        )
    if known.focal is None and ways[1] < FEWEST_LINES:
        raise CalibrationError(
            gettext_noop(
                "One set of parallel lines does not tell how wide the camera sees: give its field of view, or two "
                "lines at right angles to the others."
            )
        )
    starts = np.array([line.start for line in lines], np.float64)
    ends = np.array([line.end for line in lines], np.float64)
    turns = np.array([90.0 if line.across else 0.0 for line in lines])

    def misses(camera: Pinhole, rest: float) -> Numbers:
        angle = np.radians(rest + turns)
        far = np.column_stack([np.sin(angle), np.cos(angle), np.zeros_like(angle), np.zeros_like(angle)])
        vanishing = far @ camera.projection.T
        middle = np.column_stack([(starts + ends) / 2, np.ones(len(lines))])
        through = np.cross(middle, vanishing)
        length = np.linalg.norm(through[:, :2], axis=1)
        reached = np.column_stack([ends, np.ones(len(lines))])
        return np.asarray((reached * through).sum(axis=1) / np.maximum(length, 1e-9) / CLICK_SIGMA, np.float64)

    way = (along, 1.0) if along is not None else (_guess(lines, known), 90.0)
    return _found(misses, known, rest=way, bearing_sigma=20.0 if along is not None else BEARING_SIGMA)


Misses = Callable[[Pinhole, float], Numbers]
"""What the marks miss, in sigmas, by a camera and by the one number more that they need."""


def _found(misses: Misses, known: Known, rest: tuple[float, float], bearing_sigma: float = BEARING_SIGMA) -> Geometry:
    """The geometry that suits marks and prior knowledge best, from the best of several beginnings."""
    focals = [known.focal] if known.focal else [share * known.width for share in FOCALS]
    heights = [known.height] if known.height else list(HEIGHTS)
    middle = np.array(
        [math.log(heights[len(heights) // 2]), 20, 0, math.log(focals[len(focals) // 2]), known.bearing, rest[0]]
    )
    sigmas = np.array(
        [
            KNOWN_SIGMA if known.height else 0.7,
            20.0,
            ROLL_SIGMA,
            KNOWN_SIGMA if known.focal else 0.5,
            bearing_sigma,
            rest[1],
        ]
    )

    def camera(values: Numbers) -> Pinhole:
        height, tilt, roll, focal, heading, _ = (float(value) for value in values)
        return Pinhole(math.exp(height), tilt, heading, math.exp(focal), known.width, known.rows, roll)

    def cost(values: Numbers) -> Numbers:
        told = np.nan_to_num(misses(camera(values), float(values[5])), nan=NOWHERE, posinf=NOWHERE, neginf=-NOWHERE)
        return np.concatenate([told, (values - middle) / sigmas])

    starts = [
        np.array([math.log(height), tilt, 0.0, math.log(focal), known.bearing, rest[0]])
        for height in heights
        for tilt in TILTS
        for focal in focals
    ]
    starts.sort(key=lambda values: float(np.square(cost(values)).sum()))
    fits = [least_squares(cost, start, x_scale=sigmas, max_nfev=200) for start in starts[:3]]
    best = min(fits, key=lambda fitted: fitted.cost)
    marks = best.fun[: -len(middle)]
    sigma = float(np.sqrt((marks**2).mean()))
    if sigma > WORST:
        raise CalibrationError(
            gettext_noop(
                "The marks contradict each other: no camera sees them like this. Look whether each foot stands on the "
                "ground and each line is straight and level."
            )
        )
    covariance = np.linalg.inv(best.jac.T @ best.jac) * max(1.0, sigma**2)
    return Geometry(camera(best.x), _homography(camera, best.x, covariance), sigma)


def _homography(camera: Callable[[Numbers], Pinhole], values: Numbers, covariance: Matrix) -> Homography:
    """The ground of the camera, with what is uncertain of its geometry carried over to the nine numbers."""
    slopes = np.zeros((9, len(values)))
    for index in range(len(values)):
        step = np.zeros(len(values))
        step[index] = 1e-5
        more, less = (camera(values + sign * step).ground().matrix.ravel() for sign in (1, -1))
        slopes[:, index] = (more - less) / 2e-5
    ground = camera(values).ground()
    return Homography(ground.matrix, covariance=slopes @ covariance @ slopes.T)


def _whitened(missed: Numbers, spread: NDArray[np.float64]) -> Numbers:
    """[2n]: each miss [n, 2] in sigmas of its spread [n, 2, 2]; NaN where such a camera could not see the mark."""
    known = np.isfinite(missed).all(axis=1) & np.isfinite(spread).all(axis=(1, 2))
    whole = np.full(missed.shape, np.nan)
    if known.any():
        lower = np.linalg.cholesky(spread[known])
        whole[known] = np.linalg.solve(lower, missed[known][:, :, None])[:, :, 0]
    return whole.ravel()


def _check_feet(found: Geometry, feet: Numbers) -> None:
    if not found.homography.is_ground(feet).all():
        raise CalibrationError(gettext_noop("A foot would stand beyond the horizon. Look at its mark again."))


def _guess(lines: Sequence[Line], known: Known) -> float:
    """The bearing of lines of which the map tells nothing: as if they ran towards the middle of the picture."""
    line = next(line for line in lines if not line.across)
    upper = min(line.start, line.end, key=lambda point: point[1])
    return known.bearing + math.degrees(math.atan2(upper[0] - known.width / 2, known.focal or known.width))
