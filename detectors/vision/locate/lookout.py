"""Notices that a camera looks elsewhere than its zones and its calibration were made for, and that it is back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from detectors.vision.locate.background import Background, View
from detectors.vision.types import Bools, Image

EVERY = timedelta(seconds=2)
LEAVES_AFTER = 3
"""Looks in a row that must say "elsewhere": a lorry that fills the picture passes."""
RETURNS_AFTER = 2
WIDER = 0.15
"""A box is widened by this share of its height, since shadow and motion are no background either."""


@dataclass(slots=True)
class Lookout:
    """One camera's. Feed it frames in order; ``update`` says whether the camera looks elsewhere now.

    A look that tells nothing (night, fog, a covered lens) leaves things as they are. The first that tells something
    decides alone: a watch that begins before a turned camera must not analyse even for some seconds.
    """

    reference: Background
    is_elsewhere: bool = False
    _in_a_row: int = 0
    _is_new: bool = True
    _due: datetime | None = None

    def update(self, image: Image, at: datetime) -> bool:
        if self._due is not None and self._due - EVERY <= at < self._due:
            return self.is_elsewhere
        self._due = at + EVERY
        told = self.reference.compare(Background.of(image))
        if told is View.UNKNOWN:
            return self.is_elsewhere
        if self._is_new:
            self._is_new, self.is_elsewhere = False, told is View.ELSEWHERE
            return self.is_elsewhere
        contradicts = (told is View.ELSEWHERE) != self.is_elsewhere
        self._in_a_row = self._in_a_row + 1 if contradicts else 0
        if self._in_a_row >= (RETURNS_AFTER if self.is_elsewhere else LEAVES_AFTER):
            self.is_elsewhere, self._in_a_row = not self.is_elsewhere, 0
        return self.is_elsewhere


def covered(width: int, height: int, boxes: Iterable[Iterable[float]]) -> Bools:
    """[height, width]: where persons and vehicles hide the background. boxes: x1 y1 x2 y2 in pixels."""
    hidden = np.zeros((height, width), bool)
    for left, top, right, bottom in boxes:
        more = WIDER * (bottom - top)
        across, down = (
            (max(0, int(left - more)), int(right + more) + 1),
            (max(0, int(top - more)), int(bottom + more) + 1),
        )
        hidden[slice(*down), slice(*across)] = True
    return hidden
