"""Whether a camera's masks are to be trusted: how much of what is new in its pictures the network explains.

Heads are covered where the network finds people. Where it does not, because they are seen steeply from above or are too
small, only what is new in the scene is covered, and whoever stands still for long is not new. On a clip on which the
network finds people 4 % of what is new lies outside of its boxes, on two on which it misses them 72 and 100 %.
"""

from collections import deque

import numpy as np

from detectors.vision.mask.empty_scene import Novelty
from detectors.vision.mask.masker import explained
from detectors.vision.types import Detections, Floats

PICTURES = 120
"""Over which it is taken: an hour of those that are kept every half minute."""
FEWEST = 10
"""Pictures in which something is new before anything is said."""
LEAST_NEW = 0.002
"""Of a picture; less than that is a leaf or a shadow."""
DOUBTFUL = 0.5


class Doubt:
    """One camera's. Shown the pictures that are kept, in any order."""

    def __init__(self) -> None:
        self._areas: deque[tuple[float, float]] = deque(maxlen=PICTURES)
        self.share: float | None = None

    def look(self, novelty: Novelty, detections: Detections) -> None:
        """share: of the area that was new, what no sure box explains; None while too few pictures showed anything."""
        new = _area(novelty.boxes(np.zeros((0, 4), np.float32)))
        if new < LEAST_NEW * novelty.area:
            return
        self._areas.append((new, _area(novelty.boxes(explained(detections)))))
        if len(self._areas) >= FEWEST:
            whole, strange = np.sum(self._areas, axis=0).tolist()
            self.share = min(1.0, strange / whole)


def _area(boxes: Floats) -> float:
    return float((boxes[:, 2:] - boxes[:, :2]).prod(axis=1).sum())
