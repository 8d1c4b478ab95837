"""Zones and lines in the picture: valid or not, and what lies in them or crosses them.

Points are rounded to 1/64 of a pixel before they are compared. All products of their differences are then whole
numbers below 2^53, float64 holds them exactly, and "on the border" is a fact and not a matter of rounding.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detectors.vision.config import Points, ShapeConfig
from detectors.vision.locate.homography import Homography
from detectors.vision.sentences import SentenceError, gettext_noop
from detectors.vision.types import Bools, Ints, Tracks

Coordinates = NDArray[np.float64]

STEPS = 64
"""Steps of a coordinate within one pixel."""

MOST_POINTS = 200
SMALLEST_AREA = 1e-5
"""Share of the picture: 2 x 3 pixels of 768 x 576."""


class ShapeError(SentenceError):
    """A zone or line that cannot be watched."""


class Zone:
    """A polygon in pixels, its border included.

    corners: float64 [k, 2]. picture: width and height. ground: the camera's calibration, None where it has none.
    area_m2: its area on the ground, None without calibration or where it reaches beyond the horizon.
    holds: [n], whose foot it contains; the zones of a camera are asked together, once they are joined (regions.py).
    """

    def __init__(
        self, corners: Coordinates, picture: tuple[int, int] = (0, 0), ground: Homography | None = None
    ) -> None:
        self.corners = corners
        self.picture = picture
        self.ground = ground
        self.area_m2 = ground.area(corners) if ground else None
        start = exact(corners)
        self._start = start[:, None]
        self._edge = (np.roll(start, -1, axis=0) - start)[:, None]
        end = self._start + self._edge
        self._low, self._high = np.minimum(self._start, end), np.maximum(self._start, end)
        self.holds: Callable[[Tracks], Bools] = lambda tracks: self.contains(tracks.feet)

    @classmethod
    def of(cls, config: ShapeConfig, width: int, height: int, ground: Homography | None = None) -> "Zone":
        """The zone in a picture of this size. Raises ``ShapeError``."""
        return cls(to_pixels(check_zone(config), width, height), (width, height), ground)

    def contains(self, points: ArrayLike) -> Bools:
        """points: [n, 2] pixels. Returns [n]: inside, or on the border (crossing number, then each edge by itself)."""
        here = exact(points)
        x, y = here[:, 0], here[:, 1]
        start_y, edge = self._start[..., 1], self._edge
        side = edge[..., 0] * (y - start_y) - edge[..., 1] * (x - self._start[..., 0])
        upwards = edge[..., 1] > 0
        straddles = (start_y <= y) != (start_y + edge[..., 1] <= y)
        crossed = straddles & (np.where(upwards, side, -side) > 0)
        inside = crossed.sum(axis=0) % 2 == 1
        within = ((here >= self._low) & (here <= self._high)).all(axis=-1)
        on_border = ((side == 0) & within).any(axis=0)
        result: Bools = inside | on_border
        return result

    @property
    def border(self) -> "Line":
        """Its sides, closed."""
        return Line(np.concatenate([self.corners, self.corners[:1]]))

    @property
    def middle(self) -> tuple[float, float]:
        """The mean of its corners."""
        x, y = self.corners.mean(axis=0)
        return float(x), float(y)


class Line:
    """A line of one or more straight pieces in pixels, with a direction: from its first point to its last."""

    def __init__(self, points: Coordinates) -> None:
        self.points = points
        steps = exact(points)
        self._start, self._end = steps[:-1, None], steps[1:, None]
        self._ask: Callable[[Tracks, datetime], Ints] | None = None

    @classmethod
    def of(cls, config: ShapeConfig, width: int, height: int) -> "Line":
        """The line in a picture of this size. Raises ``ShapeError``."""
        return cls(to_pixels(check_line(config), width, height))

    def ask(self, together: Callable[[Tracks, datetime], Ints]) -> None:
        """Who knows the answer of ``crossed`` from now on: the lines of a camera are asked together (steps.py)."""
        self._ask = together

    def crossed(self, tracks: Tracks, at: datetime) -> Ints:
        """[n]: the crossings of each track's step from where its foot was last; to be asked once a frame."""
        if self._ask is None:
            raise RuntimeError("a line has to be joined before it is asked about tracks")
        return self._ask(tracks, at)

    def crossings(self, before: ArrayLike, after: ArrayLike) -> Ints:
        """How often the steps ``before`` to ``after`` ([n, 2] pixels each) cross from left to right, less the way back.

        Left and right as seen when looking from the first point to the last. A point on the line counts as right of
        it, so that the crossings of a path are the sum of those of its steps, however the steps are cut. Returns [n].
        """
        here, there = exact(before), exact(after)
        left_before = _turn(self._start, self._end, here) < 0
        left_after = _turn(self._start, self._end, there) < 0
        apart = (_turn(here, there, self._start) < 0) != (_turn(here, there, self._end) < 0)
        signed = (left_before.astype(np.int64) - left_after.astype(np.int64)) * apart
        total: Ints = signed.sum(axis=0)
        return total

    def distances(self, points: ArrayLike) -> Coordinates:
        """points: [n, 2] pixels. Returns [n], the pixels to the nearest place of the line."""
        here = np.asarray(points, np.float64)
        start = self.points[:-1, None]
        piece = self.points[1:, None] - start
        length = (piece**2).sum(axis=-1)
        share = np.clip(((here - start) * piece).sum(axis=-1) / length, 0, 1)
        nearest = start + share[..., None] * piece
        distance: Coordinates = np.sqrt(((here - nearest) ** 2).sum(axis=-1)).min(axis=0)
        return distance


def to_pixels(points: Points, width: int, height: int) -> Coordinates:
    """Fractions of the picture to pixels, float64 [k, 2]."""
    return np.asarray(points, np.float64) * (width, height)


def without_repeats(points: Points) -> Points:
    """The points without any that repeats its predecessor."""
    return tuple(point for index, point in enumerate(points) if index == 0 or point != points[index - 1])


def check_zone(config: ShapeConfig) -> Points:
    """Its corners, each once. Raises ``ShapeError`` unless it is a simple polygon with an area, inside the picture."""
    points = _checked_points(config, gettext_noop("The zone “%(name)s” needs at least 3 corners, not %(count)s."), 3)
    if points[0] == points[-1]:
        points = points[:-1]
    crossing = _first_crossing(points)
    if crossing is not None:
        raise ShapeError(
            gettext_noop("The border of the zone “%(name)s” crosses itself: side %(first)s meets side %(second)s."),
            name=config.name,
            first=crossing[0] + 1,
            second=crossing[1] + 1,
        )
    if abs(_area(points)) < SMALLEST_AREA:
        raise ShapeError(gettext_noop("The zone “%(name)s” has no area: draw it larger."), name=config.name)
    return points


def check_line(config: ShapeConfig) -> Points:
    """Its points. Raises ``ShapeError`` unless there are two different ones or more, inside the picture."""
    return _checked_points(
        config, gettext_noop("The line “%(name)s” needs at least 2 different points, not %(count)s."), 2
    )


def _checked_points(config: ShapeConfig, too_few: str, least: int) -> Points:
    for index, point in enumerate(config.points):
        if len(point) != 2 or not all(0 <= value <= 1 for value in point):
            raise ShapeError(
                gettext_noop("Point %(number)s of “%(name)s” lies outside the picture: both numbers go from 0 to 1."),
                number=index + 1,
                name=config.name,
            )
    points = without_repeats(config.points)
    if len(set(points)) < least:
        raise ShapeError(too_few, name=config.name, count=len(set(points)))
    if len(points) > MOST_POINTS:
        raise ShapeError(
            gettext_noop("“%(name)s” has %(count)s points; %(most)s are the most."),
            name=config.name,
            count=len(points),
            most=MOST_POINTS,
        )
    return points


def _area(points: Points) -> float:
    """Signed area of a polygon (shoelace formula)."""
    x, y = np.asarray(points, np.float64).T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


def _first_crossing(points: Points) -> tuple[int, int] | None:
    """The first two sides of the ring that meet elsewhere than in the corner that they share."""
    corners = [(round(x * 2**20), round(y * 2**20)) for x, y in points]
    sides = list(zip(corners, corners[1:] + corners[:1], strict=True))
    for first, (a, b) in enumerate(sides):
        for second in range(first + 1, len(sides)):
            c, d = sides[second]
            if second == first + 1:
                meets = _folds_back(a, b, d)
            elif first == 0 and second == len(sides) - 1:
                meets = _folds_back(c, a, b)
            else:
                meets = _meet(a, b, c, d)
            if meets:
                return first, second
    return None


Corner = tuple[int, int]


def _cross(a: Corner, b: Corner, c: Corner) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _folds_back(a: Corner, corner: Corner, b: Corner) -> bool:
    """Whether the side a to corner and the side corner to b lie on each other."""
    same_way = (a[0] - corner[0]) * (b[0] - corner[0]) + (a[1] - corner[1]) * (b[1] - corner[1]) > 0
    return _cross(a, corner, b) == 0 and same_way


def _meet(a: Corner, b: Corner, c: Corner, d: Corner) -> bool:
    """Whether two sides have a point in common, touching included."""
    turns = _sign(_cross(a, b, c)), _sign(_cross(a, b, d)), _sign(_cross(c, d, a)), _sign(_cross(c, d, b))
    if turns[0] != turns[1] and turns[2] != turns[3]:
        return True
    return any(
        turn == 0 and _in_box(*ends)
        for turn, ends in zip(turns, ((a, b, c), (a, b, d), (c, d, a), (c, d, b)), strict=True)
    )


def _in_box(a: Corner, b: Corner, point: Corner) -> bool:
    return min(a[0], b[0]) <= point[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= point[1] <= max(a[1], b[1])


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


def exact(points: ArrayLike | Sequence[Sequence[float]]) -> Coordinates:
    """Points in whole steps of 1/64 pixel."""
    steps: Coordinates = np.rint(np.asarray(points, np.float64) * STEPS)
    return steps


def _turn(start: Coordinates, end: Coordinates, point: Coordinates) -> Coordinates:
    """Positive where ``point`` lies to the right of the way from start to end (y grows downwards), 0 on it."""
    way, there = end - start, point - start
    turn: Coordinates = way[..., 0] * there[..., 1] - way[..., 1] * there[..., 0]
    return turn
