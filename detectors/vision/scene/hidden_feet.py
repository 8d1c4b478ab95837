"""Where people stand whose feet others hide.

The box of somebody who is half hidden ends where the other begins, so that the foot seems to be farther away than it
is, often beyond the border of a zone. On calibrated ground the head tells more: the height of people in the picture
grows in proportion to how far their feet are below the horizon (Criminisi, Reid, Zisserman 2000, "Single view
metrology"), and those who are wholly seen say by how much. Nobody whom another hides stands nearer than that one. Of
whom only a part shows, too short and too narrow for anybody at that place, something else hides the rest: a wall, a
van that no network knew.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from detectors.vision.locate.homography import Homography
from detectors.vision.types import Floats

LEAST_SEEN, MOST_SEEN = 10, 200
"""Boxes of people wholly seen: how many must have been seen before they are a measure, and how many are kept."""

ASIDE = 0.2
"""Share of a box's width by which a foot may lie beside it and still be hidden by it."""

PART = 0.5
"""Of the height of people at a place: who is less than that in height and in width is no whole person, lying or not."""

Numbers = NDArray[np.float64]


class HiddenFeet:
    """Of one camera. ground: its calibration, None without one: then every foot stays where its box ends."""

    def __init__(self, ground: Homography | None) -> None:
        self._ground = ground
        self._shares: deque[float] = deque(maxlen=MOST_SEEN)

    def of(self, boxes: Floats) -> Numbers:
        """boxes: [n, 4] of persons, those of one picture. Returns [n, 2], where each stands in pixels."""
        corners = boxes.astype(np.float64)
        feet = np.stack([(corners[:, 0] + corners[:, 2]) / 2, corners[:, 3]], axis=1)
        if self._ground is None or self._ground.matrix[2, 1] <= 0:  # seen straight from above, nobody has a height
            return feet
        nearest, share = _who_hides(corners, feet), self._share()
        horizon = self._horizon(feet[:, 0])
        hidden, below = nearest > feet[:, 1], feet[:, 1] - horizon
        sizes = corners[:, 2:] - corners[:, :2]
        part = (sizes < PART * share * below[:, None]).all(axis=1)
        whole = ~hidden & ~part & (below > 0)
        self._shares.extend((sizes[whole, 1] / below[whole]).tolist())
        if 0 < share < 1:
            expected = (corners[:, 1] - share * horizon) / (1 - share)
            nearest[part & ~hidden] = np.inf
            rows = hidden | part
            feet[rows, 1] = np.clip(expected, feet[:, 1], np.maximum(nearest, feet[:, 1]))[rows]
        return feet

    def _share(self) -> float:
        """Height of people, of how far their feet are below the horizon; nought while too few were seen."""
        return float(np.median(self._shares)) if len(self._shares) >= LEAST_SEEN else 0.0

    def _horizon(self, x: Numbers) -> Numbers:
        """[n]: the row of the horizon in each column of the picture."""
        assert self._ground is not None  # noqa: S101 - asked only where there is one
        column, row, rest = self._ground.matrix[2].tolist()
        horizon: Numbers = -(column * x + rest) / row
        return horizon


def _who_hides(boxes: Numbers, feet: Numbers) -> Numbers:
    """[n]: the lower edge of the nearest box that covers each foot; its own foot where none does."""
    left, top, right, low = (side[None, :] for side in boxes.T)
    aside = ASIDE * (right - left)
    x, y = feet[:, :1], feet[:, 1:]
    covers = (left - aside < x) & (x < right + aside) & (top < y) & (y < low - 1)
    nearest: Numbers = np.where(covers, low, y).max(axis=1, initial=-np.inf)
    return nearest
