"""What a box says for a track: where it lies, how large it is, and how sure the detector was."""

import numpy as np
from scipy.spatial.distance import cdist

from detectors.vision.track import kalman
from detectors.vision.track.kalman import Numbers
from detectors.vision.track.match import Indices
from detectors.vision.track.table import Table
from detectors.vision.types import Bools

NOISE = np.array([[0.06], [0.06], [0.16], [0.16]])
"""By how much a box may be off in place and in size, in its own scales, 1 sigma; in size more than the filter takes it
for, because people bend, and two of them can share a box."""

TAIL = 8.0
"""Degrees of freedom of Student's t, by which places are judged: a box that is far off is unlikely, not impossible."""

SIZE_LIMIT = 8.0
"""The most that a wrong width or height counts, in squared standard deviations: somebody may be half hidden."""

GATE, HEADROOM = 8.0, np.array([[1.0], [9.0]])
"""How generous the quick first look is: by how much in value, and by which factor in the variance downwards."""

VALUES, SURE = np.array([5.5, 9.0]), 9.0
"""Value of the most doubtful and of a sure box that is just where its track expects it."""

SCORES = np.array([0.2, 0.6])
"""The scores of such boxes; in between the value grows evenly."""

FULL, HABIT = 0.68, 2.5
"""Usual score of a track from which more is expected of its boxes, and the power with which: who is always seen at .9
is not the box of .45 beside him, which is a second one about somebody else."""

ALONE = 4.0
"""How far the next track must be, in own scales, for a track to be alone."""

LENIENT = 1.5
"""By how much more a box may be off where a track is alone."""


def gain(scores: Numbers, usual: Numbers) -> Numbers:
    """[k]: value of boxes of such scores for tracks of such usual scores, if they lie where they are expected."""
    told = scores / np.maximum(usual / FULL, 1) ** HABIT
    gains: Numbers = np.interp(told, SCORES, VALUES)
    return gains


def alone(table: Table, scale: Numbers) -> Bools:
    """[n]: whether no other confirmed track is near. scale: [n]."""
    places = table.state[kalman.PLACE, :2].T
    are_near = cdist(places[table.confirmed], places, "sqeuclidean") < (ALONE * scale) ** 2
    lonely: Bools = are_near.sum(axis=0) == table.confirmed  # each is near to itself
    return lonely


def near(places: Numbers, spread: Numbers, worth: Numbers, boxes: Numbers) -> tuple[Indices, Indices]:
    """Pairs of a place and a box where the worth is more than half their squared distance in standard deviations.

    places, spread: [2, n]; worth: [n]; boxes: [2, m]. The square is multiplied out, so that one product of matrices
    does the work; what is lost to rounding is far below ``GATE``.
    """
    left, right = np.empty((5, places.shape[1])), np.ones((5, boxes.shape[1]))
    left[:2] = -0.5 / spread
    left[2:4] = places / spread
    x, y = left[2:4] * places
    left[4] = worth - 0.5 * (x + y)
    right[:2] = boxes**2
    right[2:4] = boxes
    return np.divmod(np.flatnonzero(left.T @ right > 0), boxes.shape[1])


def misfit(place: Numbers, spread: Numbers, box: Numbers) -> Numbers:
    """[4, k]: squared distance, in standard deviations, of middle x, top or foot (what fits better), width, height."""
    off = box - place
    foot = off[1] + off[3]
    np.copyto(off[1], foot, where=np.abs(foot) < np.abs(off[1]))
    squares: Numbers = off**2 / spread
    return squares
