"""What stands in a scene and was not there before, whether or not a network knows what it is.

Detectors miss people: seen steeply from above, bent, cut off by the picture's edge. Whoever they miss still differs
from the empty scene. That is learnt from the camera's own pictures, small and seldom, so that it costs next to nothing;
it is asked only when a picture is made. What it finds has no name: it may be a person, a cart, a shadow.
"""

from datetime import datetime

import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.vision.types import Bools, Floats, Image

WIDTH = 256
"""Pixels of the longer side on which the scene is kept: a head of 20 pixels in 768 has 7 of them."""

EVERY_S = 2.0
"""Between two looks at the scene."""

DIFFERENT = 24
"""Levels of 256 by which a pixel differs from all that the empty scene shows around it."""

FOLLOWS = 0.2
"""Share by which the empty scene comes nearer to a picture that looks like it, each time: dusk, drying ground."""

ABSORBS = 1.5
"""Levels by which it comes nearer to what stands in it: a parked car belongs to the scene after a minute or two."""

MOST = 0.6
"""Of the picture: when more of it is new, the light has changed or the camera has turned, and all is learnt anew."""

SPARSE, BIN, FEWEST = 3, 16, 0.01
"""For the light: every third pixel both ways, levels in bins of 16, bins that hold a hundredth of the picture."""

LEAST = 16
"""Pixels of the full picture: what is narrower or lower shows no head that anybody could recognise."""

MARGIN = 8
"""Pixels of the full picture that are covered around it: hair and hands are thin."""

Small = NDArray[np.float32]


class Novelty:
    """What is new in one picture: a raster, [height, width], of a picture of this size (height, width)."""

    def __init__(self, raster: Bools, size: tuple[int, int]) -> None:
        self._raster = raster
        self._size = size

    @classmethod
    def unknown(cls, size: tuple[int, int]) -> "Novelty":
        """Of a scene that nobody has seen yet: nothing can be said."""
        return cls(np.zeros((0, 0), np.bool_), size)

    @property
    def is_known(self) -> bool:
        return self._raster.size > 0

    @property
    def area(self) -> int:
        """Of the picture, in pixels."""
        return self._size[0] * self._size[1]

    def share(self, box: Floats) -> float:
        """Of a box, [4]: how much of it is new. Raises nothing for a box outside of the picture: that is nought."""
        rows, columns = self.slices(box)
        inside = self._raster[rows, columns]
        return float(inside.mean()) if inside.size else 0.0

    def boxes(self, explained: Floats) -> Floats:
        """float32 [n, 4]: what is new outside of the boxes [n, 4] that are explained, and large enough for a head."""
        if not self.is_known:
            return np.zeros((0, 4), np.float32)
        if self._raster.mean() > MOST:
            return np.array([[0, 0, self._size[1], self._size[0]]], np.float32)
        left_over = self._raster.copy()
        for box in explained:
            rows, columns = self.slices(box)
            left_over[rows, columns] = False
        return self._around(left_over)

    def _around(self, new: Bools) -> Floats:
        scale = self._size[1] / new.shape[1]
        least = max(2, round(LEAST / scale))
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (max(2, least // 2), max(2, least // 2)))
        solid = cv2.morphologyEx(new.astype(np.uint8), cv2.MORPH_OPEN, kernel)
        found = cv2.connectedComponentsWithStats(solid, connectivity=8)[2][1:, :4]
        corners = np.concatenate([found[:, :2], found[:, :2] + found[:, 2:]], axis=1) * scale
        large = found[:, 2:].min(axis=1, initial=1 << 30) >= least
        return np.asarray(corners[large] + np.array([-MARGIN, -MARGIN, MARGIN, MARGIN]), np.float32)

    def slices(self, box: Floats) -> tuple[slice, slice]:
        """Rows and columns of the raster that a box of the full picture touches."""
        height, width = self._raster.shape
        factor = np.array([width / self._size[1], height / self._size[0]] * 2)
        left, top, right, bottom = np.clip(np.nan_to_num(box) * factor, 0, [width, height, width, height])
        return slice(int(top), int(np.ceil(bottom))), slice(int(left), int(np.ceil(right)))


class EmptyScene:
    """Knows one camera's empty scene. Feed it pictures in order of capture, from one thread."""

    def __init__(self) -> None:
        self._empty: Small | None = None
        self._size = (0, 0)
        self._at: datetime | None = None

    def watch(self, image: Image, at: datetime, people: Floats) -> None:
        """Learns the scene; most calls do nothing. people: [n, 4], boxes in which nothing is learnt."""
        size = _size(image)
        if self._at is not None and self._size == size and 0 <= (at - self._at).total_seconds() < EVERY_S:
            return
        small = _small(image)
        if self._empty is None or self._size != size:
            self._empty, self._size = small.astype(np.float32), size
        else:
            self._learn(self._empty, small, people)
        self._at = at

    def compare(self, image: Image) -> Novelty:
        size = _size(image)
        if self._empty is None or self._size != size:
            return Novelty.unknown(size)
        return Novelty(_new(self._empty, _small(image)), size)

    def _learn(self, empty: Small, small: Image, people: Floats) -> None:
        new, away = _new(empty, small), small - empty
        if new.mean() > MOST:
            self._empty = small.astype(np.float32)
            return
        step = np.where(new[:, :, None], np.clip(away, -ABSORBS, ABSORBS), FOLLOWS * away)
        place = Novelty(new, self._size)
        for box in people:
            step[place.slices(box)] = 0
        empty += step


def _size(image: Image) -> tuple[int, int]:
    return image.shape[0], image.shape[1]


def _small(image: Image) -> Image:
    factor = min(1.0, WIDTH / max(image.shape[:2]))
    size = max(1, round(image.shape[1] * factor)), max(1, round(image.shape[0] * factor))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _new(empty: Small, small: Image) -> Bools:
    """[height, width]: what no place of the empty scene within a pixel explains, at the light of this picture.

    A trembling camera moves edges by a pixel.
    """
    lit = _lit(np.rint(empty).astype(np.uint8), small)
    around = np.ones((3, 3), np.uint8)
    above, below = cv2.subtract(small, cv2.dilate(lit, around)), cv2.subtract(cv2.erode(lit, around), small)
    different = (cv2.max(above, below).max(axis=2) > DIFFERENT).astype(np.uint8)
    closed = cv2.morphologyEx(different, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7)))
    return np.asarray(closed, np.bool_)


def _lit(empty: Image, small: Image) -> Image:
    """The empty scene as an exposure that adapts to this picture would show it.

    Each level of it becomes what most of its pixels are now, which whoever came in does not change.
    """
    before, now = empty[::SPARSE, ::SPARSE].reshape(-1, 3), small[::SPARSE, ::SPARSE].reshape(-1, 3)
    curve = np.zeros((256, 3))
    for channel in range(3):
        bins = before[:, channel] // BIN
        often = np.flatnonzero(np.bincount(bins, minlength=256 // BIN) >= len(bins) * FEWEST)
        was = [float(np.median(before[bins == each, channel])) for each in often]
        becomes = [float(np.median(now[bins == each, channel])) for each in often]
        curve[:, channel] = np.arange(256) + np.interp(np.arange(256), was, np.subtract(becomes, was))
    return np.asarray(cv2.LUT(empty, np.clip(np.rint(curve), 0, 255).astype(np.uint8)[None]), np.uint8)
