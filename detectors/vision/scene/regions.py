"""Which of many zones hold a point, by one look-up for all of them.

The borders of the zones cut the picture into regions: wherever one stands in a region, one stands in the same zones.
Each pixel knows its region. A pixel that the border of a zone touches belongs to a region in which that zone is still
open; there it is asked exactly. So the answer is that of ``Zone.contains`` everywhere, and costs nearly nothing.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detectors.vision.scene.shapes import STEPS, Zone, exact
from detectors.vision.types import Bools, Tracks

OUTSIDE, OPEN, INSIDE = range(3)
"""What a pixel is to one zone."""

_Cells = NDArray[np.intp]
_Side = tuple[int, int, int, int]


class Regions:
    """The regions of some zones inside a picture of this size.

    Around the picture lies a rim of one pixel, for points beyond it: no zone reaches there.
    """

    def __init__(self, zones: Sequence[Zone], width: int, height: int) -> None:
        self._most = np.array([width + 1, height + 1])
        self._place = np.array([1, width + 3])
        self._sides = [_sides(zone) for zone in zones]
        regions = np.zeros((height + 3, width + 3), np.int32)
        self._inside, undecided = _cut(regions, zones)
        self._regions = regions.ravel().astype(np.min_scalar_type(len(undecided)))
        self._is_open = undecided.any(axis=1)
        self._open = [np.flatnonzero(row).tolist() for row in undecided]
        self._asked: Tracks | None = None
        self._answers: list[Bools] = []

    def holding(self, points: ArrayLike) -> Bools:
        """points: [n, 2] pixels. Returns [n, zones]: inside, or on the border."""
        steps = exact(points)
        cells = np.minimum(np.maximum(steps.astype(np.int64) // STEPS, -1), self._most) + 1
        regions = self._regions.take(cells @ self._place)
        result: Bools = self._inside.take(regions, axis=0)
        for point in self._is_open.take(regions).nonzero()[0].tolist():
            x, y = steps[point].tolist()
            for zone in self._open[regions[point]]:
                result[point, zone] = _holds(self._sides[zone], x, y)
        return result

    def holding_feet(self, zone: int, tracks: Tracks) -> Bools:
        """[n]: whose foot this one zone holds; looked up once for all zones that are asked about the same tracks."""
        if self._asked is not tracks:
            self._asked, self._answers = tracks, list(self.holding(tracks.feet).T)
        return self._answers[zone]


def join(zones: Sequence[Zone], width: int, height: int) -> None:
    """From now on these zones answer ``holds`` together."""
    if not zones:
        return
    regions = Regions(zones, width, height)
    for number, zone in enumerate(zones):
        zone.holds = partial(regions.holding_feet, number)


def _cut(regions: NDArray[np.int32], zones: Sequence[Zone]) -> tuple[Bools, Bools]:
    """Numbers the regions, zone by zone. Returns [regions, zones]: inside, and open."""
    inside, undecided = [np.zeros(len(zones), bool)], [np.zeros(len(zones), bool)]
    for column, zone in enumerate(zones):
        left, top, state = _states(exact(zone.corners))
        part = regions[top + 1 : top + 1 + state.shape[0], left + 1 : left + 1 + state.shape[1]]
        before = part.astype(np.int64) * 3 + state
        number = np.zeros(3 * len(inside), np.int64)
        number[::3] = np.arange(len(inside))
        for pair in np.flatnonzero(np.bincount(before.ravel(), minlength=1)).tolist():
            region, now = divmod(pair, 3)
            if now != OUTSIDE:
                number[pair] = len(inside)
                inside.append(_with(inside[region], column, now == INSIDE))
                undecided.append(_with(undecided[region], column, now == OPEN))
        part[:] = number[before]
    return np.array(inside), np.array(undecided)


def _with(row: Bools, column: int, value: bool) -> Bools:
    result = row.copy()
    result[column] = value
    return result


def _states(corners: NDArray[np.float64]) -> tuple[int, int, NDArray[np.int64]]:
    """What the pixels around a polygon are to it: left and top pixel, and [rows, columns].

    corners: in steps. The border is widened by a step, which makes some pixels open for nothing and none wrongly shut.
    """
    left, top = (np.floor_divide(corners.min(axis=0), STEPS) - 1).astype(int).tolist()
    right, bottom = (np.floor_divide(corners.max(axis=0), STEPS) + 1).astype(int).tolist()
    shape = (bottom - top + 1, right - left + 2)  # the last column takes what ends behind the last pixel
    here = corners / STEPS - (left, top)
    touched, crossed = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for start, end in zip(here, np.roll(here, -1, axis=0), strict=True):
        rows, low, high = _touched(start, end)
        np.add.at(touched, (rows, low), 1)
        np.add.at(touched, (rows, high + 1), -1)
        rows, columns = _crossed(start, end)
        np.add.at(crossed, (rows, columns), 1)
    is_inside = np.cumsum(crossed, axis=1) % 2 == 1
    state = np.where(np.cumsum(touched, axis=1) > 0, OPEN, np.where(is_inside, INSIDE, OUTSIDE))
    return left, top, state[:, :-1]


def _touched(start: NDArray[np.float64], end: NDArray[np.float64]) -> tuple[_Cells, _Cells, _Cells]:
    """The pixels that a side touches: rows, and the first and last column in each."""
    hair = 1 / STEPS
    (x1, y1), (x2, y2) = sorted((start.tolist(), end.tolist()), key=lambda point: point[1])
    rows = np.arange(int(y1 - hair), int(y2 + hair) + 1)
    if y1 == y2:
        first, last = np.full(len(rows), x1), np.full(len(rows), x2)
    else:
        slope = (x2 - x1) / (y2 - y1)
        first = x1 + slope * (np.clip(rows - hair, y1, y2) - y1)
        last = x1 + slope * (np.clip(rows + 1 + hair, y1, y2) - y1)
    low, high = np.minimum(first, last) - hair, np.maximum(first, last) + hair
    return rows, low.astype(np.intp), high.astype(np.intp)


def _crossed(start: NDArray[np.float64], end: NDArray[np.float64]) -> tuple[_Cells, _Cells]:
    """Where a side crosses the middles of rows: the rows, and the first pixel whose middle lies to its right."""
    (x1, y1), (x2, y2) = sorted((start.tolist(), end.tolist()), key=lambda point: point[1])
    rows = np.arange(int(np.ceil(y1 - 0.5)), int(np.ceil(y2 - 0.5)))
    x = x1 + (x2 - x1) * ((rows + 0.5 - y1) / (y2 - y1) if len(rows) else rows)
    return rows, np.ceil(x - 0.5).astype(np.intp)


def _sides(zone: Zone) -> list[_Side]:
    """x1 y1 x2 y2 of each side, in steps."""
    corners = exact(zone.corners).astype(int).tolist()
    return [(*start, *end) for start, end in zip(corners, corners[1:] + corners[:1], strict=True)]


def _holds(sides: Sequence[_Side], x: float, y: float) -> bool:
    """The exact question of ``Zone.contains`` for one point: few are asked, and for few this is quicker."""
    inside = False
    for x1, y1, x2, y2 in sides:
        if (y1 <= y) != (y2 <= y) or y1 == y or y2 == y:
            side = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
            if side == 0 and min(x1, x2) <= x <= max(x1, x2):
                return True
            if (y1 <= y) != (y2 <= y):
                inside ^= (side > 0) == (y2 > y1)
    return inside
