"""A made-up network that names weapons, for scenes of which the truth is known: the product has none that does.

It reads the truth and errs: it misses a weapon now and then, its boxes shake, and it takes what it has no word for (a
phone, an umbrella) for a weapon now and then. What is measured with it is the rule, and says nothing about a network.
"""

from collections.abc import Sequence

import numpy as np

from detectors.scenes.scene import Present
from detectors.vision.types import LABELS, Detections, Image, Label

FINDS, MISTAKES = 0.8, 0.15
"""Shares of the pictures in which it names a weapon, and takes something else for one."""

SHAKES = 0.1
"""Share of its size by which a box is off, 1 sigma."""

LEAST_VISIBLE = 0.5
WEAPON = LABELS.index(Label.WEAPON)


class MadeUpNetwork:
    """A ``Detector``. Tell it the truth of each frame before it looks."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self.truth: Sequence[Present] = ()

    def detect(self, image: Image) -> Detections:
        boxes, scores = [], []
        for each in self.truth:
            share = {Label.WEAPON: FINDS, None: MISTAKES}.get(each.label, 0.0)
            if each.visible >= LEAST_VISIBLE and self._random.random() < share:
                box = np.array(each.box)
                boxes.append(box + SHAKES * np.tile(box[2:] - box[:2], 2) * self._random.standard_normal(4))
                scores.append(self._random.uniform(0.55, 0.9))
        found = np.array(boxes, np.float32).reshape(-1, 4)
        return Detections(found, np.array(scores, np.float32), np.full(len(found), WEAPON, np.int64))
