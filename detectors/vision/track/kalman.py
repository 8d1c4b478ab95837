"""A constant-velocity Kalman filter for many boxes at once, in elementwise arithmetic.

The four coordinates of a box (middle x, top, width, height) do not influence each other, so that the usual 8 x 8
covariance falls apart into four 2 x 2 blocks. The filters of n boxes are one array:

    state: float64 [5, 4, n]
        [0] place, [1] velocity per second, [2] variance of the place, [3] covariance of both,
        [4] variance of the velocity.

Objects stand along the last axis everywhere in this package: numpy's loops are long then, and three times as fast.

Places move with a velocity that is shaken by white acceleration (Bar-Shalom, Li, Kirubarajan 2001, section 6.2.2);
sizes drift slowly and have no velocity, because a box that grows on its own while it is not seen helps nobody.
The place is the top and not the foot: it is the feet that parked cars and other people hide.

How fast things happen is said in units: ``unit`` [2, n], pixels to the right and downwards (see units.py).
"""

import numpy as np
from numpy.typing import NDArray

State = NDArray[np.float64]
Boxes = NDArray[np.float64]
Numbers = NDArray[np.float64]

PLACE, VELOCITY, SPREAD, MIXED, VELOCITY_SPREAD = range(5)

MEASURED = np.array([[0.06], [0.06], [0.10], [0.10]])
"""Standard deviation of a detected box, in its own scales (square roots of its area)."""

SHAKEN = 0.6
"""How much the velocity changes within one second, in units per second."""

DRIFT = 0.10
"""How much a size changes within one second, in scales."""

SURPRISE = 1.2
"""Standard deviations from which a measured size counts less: somebody is half hidden, or two share a box."""

HIDDEN = 2.0
"""Standard deviations from which the top of a box is not believed if its foot fits better: the head is hidden."""

SMALLEST = 1.0
"""No box is thinner than a pixel, so that no spread becomes zero."""


def start(places: Numbers, speed: Numbers, unit: Numbers) -> State:
    """Filters that have seen one box each.

    places: [4, n]. speed: [n], how fast such an object is expected to move, in units per second (1 sigma).
    """
    state = np.zeros((5, *places.shape))
    state[PLACE] = places
    state[SPREAD] = (scales(places) * MEASURED) ** 2
    state[VELOCITY_SPREAD, :2] = (speed * unit) ** 2
    return state


def predict(state: State, seconds: float, unit: Numbers) -> State:
    """Where the boxes are after so many seconds. Returns a new state."""
    shaken = (SHAKEN * unit) ** 2
    after = state.copy()
    moves = after[:, :2]
    moves[PLACE] += seconds * moves[VELOCITY]
    moves[SPREAD] += seconds * (2 * moves[MIXED] + seconds * moves[VELOCITY_SPREAD]) + shaken * seconds**3 / 3
    moves[MIXED] += seconds * moves[VELOCITY_SPREAD] + shaken * (seconds**2 / 2)
    moves[VELOCITY_SPREAD] += shaken * seconds
    after[SPREAD, 2:] += (scales(state[PLACE]) * DRIFT) ** 2 * seconds
    return after


def correct(state: State, places: Numbers, alone: NDArray[np.bool_] | None = None) -> State:
    """The state after one measured box each. Returns a new state.

    places: [4, n]. alone: [n], whether nobody is near. Then a box that is larger than expected is no box around two:
    it is believed.
    """
    surprise = places - state[PLACE]
    noise = (scales(state[PLACE]) * MEASURED) ** 2
    total = state[SPREAD] + noise
    foot = surprise[1] + surprise[3]
    hidden = (np.abs(foot) < np.abs(surprise[1])) & (surprise[1] ** 2 > HIDDEN**2 * total[1])
    np.copyto(surprise[1], foot, where=hidden)
    # A size that surprises is measured badly (like Student's t instead of the normal distribution).
    excess = surprise[2:] ** 2 / (SURPRISE**2 * total[2:]) - 1
    if alone is not None:
        np.copyto(excess, 0, where=alone & (surprise[2:] > 0))
    total[2:] += noise[2:] * np.maximum(excess, 0)
    gains = state[SPREAD:VELOCITY_SPREAD] / total  # [2, 4, n]: of the place and of the velocity
    after = state.copy()
    after[PLACE:SPREAD] += gains * surprise
    after[SPREAD:VELOCITY_SPREAD] *= 1 - gains[0]
    after[VELOCITY_SPREAD] -= gains[1] * state[MIXED]
    return after


def to_boxes(places: Numbers) -> Boxes:
    """[4, n] middle x, top, width, height to x1 y1 x2 y2."""
    boxes = places.copy()
    size = np.maximum(places[2:], SMALLEST)
    boxes[0] -= size[0] / 2
    boxes[2:] = boxes[:2] + size
    return boxes


def to_places(boxes: Boxes) -> Numbers:
    """[4, n] x1 y1 x2 y2 to middle x, top, width, height."""
    places = boxes.copy()
    places[2:] -= boxes[:2]
    places[0] += places[2] / 2
    return places


def scales(places: Numbers) -> Numbers:
    """[n]: square root of the area of each box, pixels."""
    size = np.maximum(places[2:], SMALLEST)
    scale: Numbers = np.sqrt(size[0] * size[1])
    return scale


def uncertainty(state: State) -> Numbers:
    """[2, n]: standard deviation of the place in x and y, in pixels."""
    spread: Numbers = np.sqrt(state[SPREAD, :2])
    return spread
