"""A constant-velocity Kalman filter for many boxes at once, in elementwise arithmetic.

The four coordinates of a box (centre x, centre y, width, height) do not influence each other, so that the usual 8 x 8
covariance falls apart into four 2 x 2 blocks. The filters of n boxes are one array:

    state: float64 [n, 5, 4]
        [:, 0] position, [:, 1] velocity per second,
        [:, 2] variance of the position, [:, 3] covariance of both, [:, 4] variance of the velocity.

Centres move with a velocity that is shaken by white acceleration (Bar-Shalom, Li, Kirubarajan 2001, section 6.2.2);
sizes drift slowly and have no velocity, because a box that grows on its own while it is not seen helps nobody.
All spreads are shares of the object's own scale, the square root of its area, so that near and far behave alike.
"""

import numpy as np
from numpy.typing import NDArray

State = NDArray[np.float64]
Boxes = NDArray[np.float64]

POSITION, VELOCITY, SPREAD, MIXED, VELOCITY_SPREAD = range(5)

MEASURED = np.array([0.06, 0.06, 0.10, 0.10])
"""Standard deviation of a detected box, in scales."""

SHAKEN = np.array([0.6, 0.6, 0.0, 0.0])
"""How much the velocity changes within one second, in scales per second."""

DRIFT = np.array([0.0, 0.0, 0.15, 0.15])
"""How much the size changes within one second without a velocity, in scales."""

SMALLEST = 1.0
"""No box is thinner than a pixel, so that no spread becomes zero."""


def start(boxes: Boxes, speed: NDArray[np.float64]) -> State:
    """Filters that have seen one box each.

    boxes: [n, 4] x1 y1 x2 y2. speed: [n], how fast such an object is expected to move, in scales per second (1 sigma).
    """
    measured = to_centres(boxes)
    scale = _scale(measured)
    state = np.zeros((len(boxes), 5, 4))
    state[:, POSITION] = measured
    state[:, SPREAD] = (scale * MEASURED) ** 2
    state[:, VELOCITY_SPREAD, :2] = (scale * speed[:, None]) ** 2
    return state


def predict(state: State, seconds: float) -> State:
    """Where the boxes are after so many seconds. Returns a new state."""
    scale = _scale(state[:, POSITION])
    shaken = (scale * SHAKEN) ** 2
    position, velocity, spread, mixed, velocity_spread = state.transpose(1, 0, 2)
    after = np.empty_like(state)
    after[:, POSITION] = position + velocity * seconds
    after[:, VELOCITY] = velocity
    after[:, SPREAD] = (
        spread
        + seconds * (2 * mixed + seconds * velocity_spread)
        + shaken * (seconds**3 / 3)
        + (scale * DRIFT) ** 2 * seconds
    )
    after[:, MIXED] = mixed + seconds * velocity_spread + shaken * (seconds**2 / 2)
    after[:, VELOCITY_SPREAD] = velocity_spread + shaken * seconds
    return after


def correct(state: State, boxes: Boxes) -> State:
    """The state after one measured box each. Returns a new state."""
    measured = to_centres(boxes)
    position, velocity, spread, mixed, velocity_spread = state.transpose(1, 0, 2)
    surprise = measured - position
    total = spread + (_scale(measured) * MEASURED) ** 2
    gain, velocity_gain = spread / total, mixed / total
    after = np.empty_like(state)
    after[:, POSITION] = position + gain * surprise
    after[:, VELOCITY] = velocity + velocity_gain * surprise
    after[:, SPREAD] = (1 - gain) * spread
    after[:, MIXED] = (1 - gain) * mixed
    after[:, VELOCITY_SPREAD] = velocity_spread - velocity_gain * mixed
    return after


def to_boxes(state: State) -> Boxes:
    """[n, 4] x1 y1 x2 y2."""
    centre = state[:, POSITION, :2]
    half = np.maximum(state[:, POSITION, 2:], SMALLEST) / 2
    return np.concatenate([centre - half, centre + half], axis=1)


def uncertainty(state: State) -> NDArray[np.float64]:
    """[n, 2]: standard deviation of the centre in x and y, in pixels."""
    return np.sqrt(state[:, SPREAD, :2])


def to_centres(boxes: Boxes) -> NDArray[np.float64]:
    """[n, 4] x1 y1 x2 y2 to centre x, centre y, width, height."""
    low, high = boxes[:, :2], boxes[:, 2:]
    return np.concatenate([(low + high) / 2, high - low], axis=1)


def _scale(centres: NDArray[np.float64]) -> NDArray[np.float64]:
    size = np.maximum(centres[:, 2:], SMALLEST)
    scale: NDArray[np.float64] = np.sqrt(size[:, :1] * size[:, 1:])
    return scale
