"""The motion gate: says of each frame whether the network has to look at it, or what it saw last still holds.

It compares a small grey picture with the one that the network looked at last, so that slow movement adds up until it is
seen. Each place has a noise of its own, learnt from one frame to the next, and so has the picture as a whole: where
leaves, rain or a trembling camera never rest, more is needed to open the gate. Nothing is learnt where something stands
that the network sees. The light of the whole picture is evened out.

Shut means: the last boxes stand for this frame, too. So the gate shuts only after two looks that agree, and however
still a scene is, the network looks again within a second where somebody is, within two where nobody is.
"""

from datetime import UTC, datetime

import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.vision.detect.boxes import grown
from detectors.vision.track.match import overlap
from detectors.vision.types import Bools, Detections, Image

WIDTH = 160
"""Pixels of the small picture: a person of 50 pixels in one of 768 still has 4 x 10 of them."""

ROWS = 360
"""That many rows of a large picture are enough for the small one."""

LEAST_CHANGE = 9.0
"""Grey levels: what a place without any noise has to change by."""
NOISE_TIMES = 5.0
NOISE_SECONDS = 6.0
"""How long a new noise takes to be learnt; who walks past a place is there for a second."""

AROUND = 5
LEAST_PLACES = 6
"""Of the 25 places around and with one: as many have to change at once, and as many more than they mostly do. Drops of
rain and sparks are smaller than whoever walks, but never in the same place."""

HOLD_SECONDS = 0.5
"""For how long it stays open after the last movement."""
LOOK_SECONDS, LOOK_EMPTY_SECONDS = 1.0, 2.0
LONGEST_GAP = 5.0
"""Seconds between two frames after which nothing is known of what happened in between."""

SURE = 0.42
SAME = 0.5
"""Intersection over union from which a box of one look is that of another."""
REACH = 0.25
"""Share of its size by which whatever moves shakes its surroundings: shadows, reflections, the box's own error."""

_Values = NDArray[np.float32]


class MotionGate:
    """The gate of one camera. Ask ``opens`` of each frame in order of capture; ``saw`` tells it of each look."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """The next frame is looked at, as if it were the first."""
        self._now: _Values | None = None
        self._reference: _Values | None = None
        self._noise: _Values = np.zeros((0, 0), np.float32)
        self._usual = 0.0
        self._at: datetime | None = None
        self._looked = self._moved = datetime.min.replace(tzinfo=UTC)
        self._agree = False
        self.seen = Detections.none()
        """What the last look saw, in pixels of the frame."""

    def opens(self, image: Image, at: datetime) -> bool:
        """Whether the network has to look. image: as the network would see it, private zones blanked."""
        before, self._now = self._now, _small(image)
        passed = 0.0 if self._at is None else (at - self._at).total_seconds()
        self._at = at
        if before is None or self._reference is None or before.shape != self._now.shape or not 0 < passed < LONGEST_GAP:
            self._noise, self._usual = np.zeros_like(self._now), 0.0
            self._moved, self._agree = at, False
            return True
        quiet = self._quiet(image.shape[1] / self._now.shape[1])
        share = min(1.0, passed / NOISE_SECONDS)
        if self._has_moved(self._now - self._reference, quiet, share):
            self._moved = at
        self._learn(self._now - before, quiet, share)
        patience = LOOK_SECONDS if len(self.seen) else LOOK_EMPTY_SECONDS
        return (
            not self._agree
            or (at - self._moved).total_seconds() < HOLD_SECONDS
            or (at - self._looked).total_seconds() >= patience - passed / 2
        )

    def saw(self, detections: Detections, at: datetime) -> None:
        """The network has looked at the frame that ``opens`` was asked about last."""
        self._agree = self._reference is not None and _agree(self.seen, detections)
        self.seen, self._reference, self._looked = detections, self._now, at

    def _quiet(self, scale: float) -> Bools:
        """[h, w]: where nothing stands that the network saw. scale: pixels of the frame to one of the small picture."""
        quiet = np.ones(self._noise.shape, bool)
        boxes = grown(self.seen.boxes, REACH, REACH, REACH) / scale + (-AROUND, -AROUND, AROUND, AROUND)
        for left, top, right, bottom in np.rint(boxes).astype(int).clip(0).tolist():
            quiet[top : bottom + 1, left : right + 1] = False
        return quiet

    def _has_moved(self, change: _Values, quiet: Bools, share: float) -> bool:
        change = np.abs(change - _light(change))
        places = (change > LEAST_CHANGE + NOISE_TIMES * self._noise).astype(np.uint8)
        if not places.any():
            self._usual -= share * self._usual
            return False
        together = cv2.boxFilter(places, -1, (AROUND, AROUND), normalize=False)
        has_moved = float(together.max()) >= LEAST_PLACES + self._usual
        self._usual += share * (float((together * quiet).max()) - self._usual)
        return has_moved

    def _learn(self, change: _Values, quiet: Bools, share: float) -> None:
        self._noise += share * quiet * (np.abs(change - _light(change)) - self._noise)


def _small(image: Image) -> _Values:
    height, width = image.shape[:2]
    size = (min(WIDTH, width), max(1, round(height * min(WIDTH, width) / width)))
    some_rows = image[:: max(1, height // ROWS)]
    small = cv2.resize(some_rows, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.float32)


def _light(change: _Values) -> float:
    """By how much the whole picture became lighter."""
    some = change[::4, ::4].ravel()
    middle = [(len(some) - 1) // 2, len(some) // 2]
    return float(np.partition(some, middle)[middle].mean())  # the median, at half of the cost of np.median


def _agree(one: Detections, other: Detections) -> bool:
    """Whether each sure box of one look has its like in the other, be it a doubtful one."""
    if not (len(one) and len(other)):
        return not ((one.scores >= SURE).any() or (other.scores >= SURE).any())
    same = overlap(one.boxes.astype(np.float64), other.boxes.astype(np.float64)) * (one.labels[:, None] == other.labels)
    return _found(same.max(axis=1), one) and _found(same.max(axis=0), other)


def _found(best: NDArray[np.float64], looked: Detections) -> bool:
    missing: Bools = (looked.scores >= SURE) & (best < SAME)
    return not bool(missing.any())
