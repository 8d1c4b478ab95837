"""What a detector would make of people whose boxes are known.

Its detections have the faults of real ones: misses and scores that last for a while and come with being hidden, boxes
that shake, boxes of which the hidden feet are missing, boxes around two people, two boxes around one, and things that
look like people.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.vision.quality.camera import Camera, Numbers
from detectors.vision.types import LABELS, Detections, Label

SHAKE = np.array([0.025, 0.02, 0.045, 0.03])
"""Standard deviation of a box of NanoDet from frame to frame, in square roots of its area: middle x, top, width and
height. Measured on people who walk; the part of the fault that lasts for half a second is made as large."""


@dataclass(frozen=True, slots=True)
class Eye:
    """What a detector is like. finds: share of people in full view who are found.

    middle, spread: of the scores of people in full view. shake: of a box, in shares of ``SHAKE``. merging: overlap
    from which two people get one box. clutter: false boxes a frame. doubles: doubtful boxes about each person.
    """

    finds: float = 0.96
    middle: float = 0.68
    spread: float = 0.10
    shake: float = 1.0
    merging: float = 0.5
    clutter: float = 0.5
    doubles: float = 1.5


WEAK, SHARP = Eye(), Eye(finds=0.99, middle=0.86, spread=0.06, shake=0.6, merging=0.65, clutter=0.3, doubles=0.3)
"""Like a small network on a processor, and like a large one on a graphics card."""


class Seer:
    """The detector: remembers each person's luck, because who was missed just now is missed again.

    posts: how many stand in the way; chance says where.
    """

    def __init__(self, eye: Eye, camera: Camera, posts: int, random: np.random.Generator) -> None:
        self._eye, self._camera, self._random = eye, camera, random
        self._luck: dict[int, Numbers] = {}
        x = random.uniform(0.25, 0.75, posts) * camera.width
        self._posts = np.stack([x, np.zeros_like(x), x + 0.025 * camera.width, np.full_like(x, camera.height)], axis=1)
        self._post_depth = camera.height * random.uniform(0.55, 0.8, posts)
        places = random.uniform(0.1, 0.9, (6, 2)) * [camera.width, camera.height]
        height = random.uniform(0.08, 0.2, 6) * camera.height
        self._clutter = np.stack(
            [places[:, 0], places[:, 1], places[:, 0] + 0.4 * height, places[:, 1] + height], axis=1
        )
        self._clutter_on = np.zeros(6, bool)

    def look(self, ids: NDArray[np.int64], boxes: Numbers, seconds: float) -> Detections:
        """ids, boxes: from the nearest to the farthest."""
        eye, random = self._eye, self._random
        shown, cut = self._shown(boxes)
        luck = np.array([self._next_luck(int(one), seconds) for one in ids]).reshape(-1, 7)
        scores = eye.middle + eye.spread * luck[:, 0] - 0.55 * (1 - shown) ** 1.5 + random.normal(0, 0.03, len(ids))
        wanted = eye.middle + eye.spread * 3.0 * (0.5 - eye.finds) * 2.2  # who has less luck than that is missed
        found = (scores > max(0.12, wanted)) & (shown > 0.2)
        size = boxes[:, 2:] - boxes[:, :2]
        shaken = boxes.copy()
        shaken[:, 3] -= cut * size[:, 1]
        shaken += self._shake(luck[:, 1:5], size, shown)
        doubles, double_scores = self._doubles(shaken[found], scores[found])
        false, false_scores = self._false(seconds)
        every = np.concatenate([shaken[found], doubles, false])
        said = np.concatenate([scores[found], double_scores, false_scores]).clip(0.05, 0.97)
        every = self._camera.cut(every)
        good = (every[:, 2] > every[:, 0] + 2) & (every[:, 3] > every[:, 1] + 2)
        every, said = every[good], said[good]
        kept = _suppressed(every, said, eye.merging)
        order = random.permutation(kept)
        return Detections(
            every[order].astype(np.float32),
            said[order].astype(np.float32),
            np.full(len(order), LABELS.index(Label.PERSON), np.int64),
        )

    def _shake(self, luck: Numbers, size: Numbers, shown: Numbers) -> Numbers:
        """By how much the corners are off, [n, 4]; more for who is half hidden."""
        scale = np.sqrt(size.prod(axis=1, keepdims=True)) * self._eye.shake * (1.8 - 0.8 * shown[:, None])
        x, top, width, height = (scale * SHAKE * (luck + self._random.normal(size=luck.shape))).T
        return np.stack([x - width / 2, top, x + width / 2, top + height], axis=1)

    def _doubles(self, boxes: Numbers, scores: Numbers) -> tuple[Numbers, Numbers]:
        """Doubtful boxes about people: a half of one, or half of one and half of the next."""
        random = self._random
        rows = np.repeat(np.arange(len(boxes)), random.poisson(self._eye.doubles, len(boxes)))
        size = boxes[rows, 2:] - boxes[rows, :2]
        corners = boxes[rows] + random.normal(0, 0.3, (len(rows), 4)) * np.tile(size, 2)
        return corners, scores[rows] * random.uniform(0.2, 0.6, len(rows))

    def _next_luck(self, one: int, seconds: float) -> Numbers:
        """Normal, forgotten within half a second."""
        keep = np.exp(-seconds / 0.5)
        before = self._luck.get(one)
        fresh = self._random.normal(size=7)
        self._luck[one] = fresh if before is None else keep * before + np.sqrt(1 - keep**2) * fresh
        return self._luck[one]

    def _shown(self, boxes: Numbers) -> tuple[Numbers, Numbers]:
        """The share of each person that is in view, and the share of its height that is hidden from the feet up."""
        x = np.linspace(0.15, 0.85, 7)
        y = np.linspace(0.03, 0.97, 14)
        share, cut = np.ones(len(boxes)), np.zeros(len(boxes))
        for row, box in enumerate(boxes):
            columns, lines = box[0] + x * (box[2] - box[0]), box[1] + y * (box[3] - box[1])
            posts = self._posts[self._post_depth > box[3]]
            before = np.concatenate([_narrowed(boxes[:row]), posts])
            hidden = np.zeros((len(y), len(x)), bool)
            for other in before:
                hidden |= ((lines > other[1]) & (lines < other[3]))[:, None] & (
                    (columns > other[0]) & (columns < other[2])
                )
            share[row] = 1 - hidden.mean()
            lowest = np.flatnonzero(hidden.mean(axis=1) < 0.7)
            cut[row] = 0 if not len(lowest) else (len(y) - 1 - lowest[-1]) / len(y)
        return share, cut

    def _false(self, seconds: float) -> tuple[Numbers, Numbers]:
        """Things that look like a person for a while, and boxes out of nothing."""
        random, camera = self._random, self._camera
        change = random.random(6) < np.where(self._clutter_on, seconds / 0.6, self._eye.clutter * seconds / 6 / 0.6)
        self._clutter_on ^= change
        lasting = self._clutter[self._clutter_on]
        count = random.poisson(0.3 * self._eye.clutter)
        corner = random.uniform(0, 0.85, (count, 2)) * [camera.width, camera.height]
        height = random.uniform(0.06, 0.2, count) * camera.height
        sudden = np.stack([corner[:, 0], corner[:, 1], corner[:, 0] + 0.4 * height, corner[:, 1] + height], axis=1)
        boxes = np.concatenate([lasting + random.normal(0, 2, lasting.shape), sudden])
        return boxes, random.uniform(0.1, 0.8, len(boxes)) * self._eye.middle


def _narrowed(boxes: Numbers) -> Numbers:
    """What of a person hides what is behind: not the corners of the box."""
    margin = 0.15 * (boxes[:, 2] - boxes[:, 0])
    return boxes + np.stack([margin, 0 * margin, -margin, 0 * margin], axis=1)


def _suppressed(boxes: Numbers, scores: Numbers, overlap: float) -> NDArray[np.intp]:
    if not len(boxes):
        return np.zeros(0, np.intp)
    corners = boxes.copy()
    corners[:, 2:] -= corners[:, :2]
    return np.asarray(cv2.dnn.NMSBoxes(corners.tolist(), scores.tolist(), 0.0, overlap), np.intp).ravel()
