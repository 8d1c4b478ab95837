"""Flames: bright warm places that flicker as fire does. A heuristic on a small picture, without a network.

A place is warm when red is bright and well above blue. Places that were warm for a part of the last seconds, fluctuate
and touch are one region; it is a flame when

* it is never out: a beacon is dark in between;
* most of it fluctuates: a sign, a lamp, a pane in the evening sun do not;
* they fluctuate each on its own: a failing tube dims as a whole (``coherence``: variance of the region's mean over the
  mean variance of its places);
* it stays where it is: headlights and orange vests move;
* its core is overexposed: cloth is not.

Before a camera that trembles every bright edge fluctuates: what follows from that does not count (``trembling.py``).

After Toreyin et al. 2006 ("Computer vision based method for real-time fire and flame detection"), without wavelets.
What flickers warm and is none: candles, screens, sun on moving water, leaves before a low sun.
"""

import math
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.vision.detect.trembling import Levels, trembling, without
from detectors.vision.types import LABELS, Bools, Detections, Image, Label, Tracks

Values = NDArray[np.float32]
Box = tuple[int, int, int, int]

WIDTH = 320
"""Pixels, about, of the small picture."""

LOOK_SECONDS = 0.09
WINDOW_SECONDS = 3.0
LEAST_LOOKS, LEAST_SECONDS = 8, 2.0
LONGEST_GAP = 2.0
"""Seconds between two looks after which the window begins anew: flicker cannot be told from change any more."""

RED, WARMER = 190, 35
"""Levels: red of a warm place, and by how much it is above blue."""

CORE_RED, CORE_GREEN = 222, 140
CORE_SHARE = 0.2
OFTEN = 0.3
"""Share of the looks in which a place must have been warm."""

LEAST_PIXELS = 8
NEVER_OUT = 0.25
"""The smallest area in the window, as a share of the mean one."""

FLUCTUATES = 14.0
"""Levels, 1 sigma, by which a place fluctuates in green: red is overexposed."""

ABOVE_ALL = 2.5
"""Times the fluctuation of an ordinary place (noise, rain), at least."""

LEAST_FLUCTUATING = 0.5
MOST_COHERENCE = 0.45
MOST_DRIFT = 0.6
"""Of the region's size, between the first and the last third of the window."""

MOST_HELD = 0.6
"""Share of a region inside the box of a person from which it is something that the person wears or holds."""


@dataclass(frozen=True, eq=False, slots=True)
class _Look:
    """green: uint8 [h, w]. warm, core: [h, w]."""

    at: datetime
    green: NDArray[np.uint8]
    warm: Bools
    core: Bools


@dataclass(slots=True)
class _Sums:
    """Over the looks of the window: how often each place was warm, the sum of its green, and of the squares."""

    warm: Values
    green: Values
    squares: Values

    @classmethod
    def none(cls, size: tuple[int, ...]) -> "_Sums":
        return cls(*(np.zeros(size, np.float32) for _ in range(3)))

    def add(self, look: _Look, times: int) -> None:
        """times: 1 for a look that comes into the window, -1 for one that leaves it. Whole numbers add up exactly."""
        green = look.green.astype(np.float32) * times
        self.green += green
        self.squares += green * look.green
        self.warm += look.warm.view(np.uint8) * np.float32(times)

    def variance(self, looks: int) -> Values:
        mean = self.green / looks
        return np.asarray(self.squares / looks - mean * mean, np.float32)


class Flames:
    """An eye (see ``eyes.py``)."""

    def __init__(self) -> None:
        self._looks: deque[_Look] = deque()
        self._sums = _Sums.none((0, 0))

    def look(self, image: Image, tracks: Tracks, at: datetime) -> Detections | None:
        gap = (at - self._looks[-1].at).total_seconds() if self._looks else LOOK_SECONDS
        if 0 <= gap < LOOK_SECONDS:
            return None
        if not 0 <= gap <= LONGEST_GAP:
            self._looks.clear()
        step = max(1, round(image.shape[1] / WIDTH))
        self._take(_seen(np.ascontiguousarray(image[::step, ::step]), at))
        lasted = (at - self._looks[0].at).total_seconds()
        if len(self._looks) < LEAST_LOOKS or lasted < LEAST_SECONDS or not self._looks[-1].warm.any():
            return Detections.none()
        often = self._sums.warm >= OFTEN * len(self._looks)
        variance = self._sums.variance(len(self._looks))
        usual = math.sqrt(max(float(np.median(variance[::8, ::8])), 0.0))
        least = max(FLUCTUATES, ABOVE_ALL * usual)
        lively = often & (variance >= least**2)
        regions = list(_regions(often, lively))
        if not regions:
            return Detections.none()
        mean = np.asarray(self._sums.green / len(self._looks), np.float32)
        terms = trembling([look.green for look in self._looks], mean, ~often)
        persons = tracks.boxes[tracks.labels == LABELS.index(Label.PERSON)] / step
        found = [
            (box, score)
            for box, part, mine in regions
            if not _is_held(box, persons) and (score := _score(self._looks, mine, part, terms, least)) > 0
        ]
        boxes = np.array([box for box, _ in found], np.float32).reshape(-1, 4) * step
        labels = np.full(len(found), LABELS.index(Label.FIRE), np.int64)
        return Detections(boxes, np.array([score for _, score in found], np.float32), labels)

    def _take(self, look: _Look) -> None:
        if not self._looks:
            self._sums = _Sums.none(look.green.shape)
        self._looks.append(look)
        self._sums.add(look, 1)
        while (look.at - self._looks[0].at).total_seconds() > WINDOW_SECONDS:
            self._sums.add(self._looks.popleft(), -1)


def _seen(small: Image, at: datetime) -> _Look:
    blue, green, red = cv2.split(small)
    warm = (red >= RED) & (cv2.subtract(red, blue) >= WARMER) & (red >= green)
    return _Look(at, np.asarray(green, np.uint8), warm, warm & (red >= CORE_RED) & (green >= CORE_GREEN))


def _regions(often: Bools, lively: Bools) -> Iterator[tuple[Box, tuple[slice, slice], Bools]]:
    """The box of each region of lively places, its part of the picture, and its places in it.

    often: places that were warm often enough; lively: those of them that fluctuate.
    """
    joined = cv2.morphologyEx(lively.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    count, numbers, facts, _ = cv2.connectedComponentsWithStats(joined)
    for number in range(1, count):
        left, top, width, height, _ = facts[number].tolist()
        part = (slice(top, top + height), slice(left, left + width))
        mine = (numbers[part] == number) & often[part]
        if mine.sum() >= LEAST_PIXELS:
            yield (left, top, left + width, top + height), part, mine


def _score(looks: Sequence[_Look], mine: Bools, part: tuple[slice, slice], terms: Levels, least: float) -> float:
    """0 for what is no flame, else how much of it fluctuates, and how little together. terms: what the camera's
    trembling does. least: levels that count.
    """
    warm = np.stack([look.warm[part] for look in looks])
    areas = (warm & mine).sum(axis=(1, 2)).astype(np.float64)
    if areas.min() < NEVER_OUT * areas.mean() or _drift(warm & mine) > MOST_DRIFT:
        return 0.0
    core = np.mean([look.core[part][mine].mean() for look in looks])
    levels = np.stack([look.green[part][mine] for look in looks]).astype(np.float64)
    variances = levels.var(axis=0)
    fluctuating = float((without(levels, terms).var(axis=0) >= least**2).mean())
    coherence = float(levels.mean(axis=1).var() / max(variances.mean(), 1e-9))
    if core < CORE_SHARE or fluctuating < LEAST_FLUCTUATING or coherence > MOST_COHERENCE:
        return 0.0
    return min(1.0, 0.4 + 0.4 * fluctuating + 0.4 * (MOST_COHERENCE - coherence))


def _drift(warm: Bools) -> float:
    """How far the middle moved within the window, in sizes of the region."""
    third = max(1, len(warm) // 3)
    middles = [
        np.argwhere(part.any(axis=0)).mean(axis=0) if part.any() else None for part in (warm[:third], warm[-third:])
    ]
    if middles[0] is None or middles[1] is None:
        return np.inf
    return float(np.linalg.norm(middles[0] - middles[1]) / max(warm.shape[1:]))


def _is_held(box: Box, persons: NDArray[np.float32]) -> bool:
    low, high = np.maximum(persons[:, :2], box[:2]), np.minimum(persons[:, 2:], box[2:])
    inside = np.prod(np.maximum(high - low, 0), axis=1) / ((box[2] - box[0]) * (box[3] - box[1]))
    return bool((inside >= MOST_HELD).any())
