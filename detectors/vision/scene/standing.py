"""Who stands, and who only passes by: by how far its foot was some seconds before."""

from collections import deque
from datetime import datetime
from math import dist

import numpy as np

from detectors.vision.scene.rule import Memory
from detectors.vision.types import Bools, Ints, Tracks

Trail = deque[tuple[datetime, tuple[float, float]]]


class Standing:
    """An object stands when its foot is within ``share`` of its height from where it was ``seconds`` before.

    So a queue that shuffles forward stands. hidden_seconds: for how long an object may be hidden.
    """

    def __init__(self, seconds: float, share: float, hidden_seconds: float) -> None:
        self._seconds = seconds
        self._share = share
        self._trails: Memory[Trail] = Memory(hidden_seconds)

    def among(self, tracks: Tracks, rows: Ints, at: datetime) -> Bools:
        """[rows]: which of these stand. To be called once a frame, with all that may."""
        self._trails.forget(at)
        feet = tracks.feet[rows].tolist()
        heights = (tracks.boxes[rows, 3] - tracks.boxes[rows, 1]).tolist()
        each = zip(tracks.ids[rows].tolist(), feet, heights, strict=True)
        return np.array([self._stands(track, (x, y), height, at) for track, (x, y), height in each], bool)

    def _stands(self, track: int, foot: tuple[float, float], height: float, at: datetime) -> bool:
        known = self._trails.get(track)
        trail = self._trails.put(track, deque() if known is None else known, at)
        trail.append((at, foot))
        while len(trail) > 1 and (at - trail[1][0]).total_seconds() >= self._seconds:
            trail.popleft()
        since, before = trail[0]
        return (at - since).total_seconds() >= self._seconds and dist(before, foot) <= self._share * height
