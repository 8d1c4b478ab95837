"""clp_det, a RetinaFace (Deng et al. 2019) for number plates: where plates are, to cover them. It reads none."""

from functools import lru_cache
from typing import Protocol

import cv2
import numpy as np

from detectors.vision.detect.boxes import best, clipped, grown
from detectors.vision.detect.session import NetworkFile, open_network
from detectors.vision.types import Floats, Image

WIDTH = 224
"""Pixels to which a vehicle is brought: its plate is then as wide as the smallest boxes that the network knows."""

MULTIPLE = 32
MIN_SIZES = ((24, 48), (96, 192), (384, 768))
STRIDES = (8, 16, 32)
VARIANCES = (0.1, 0.2)
OVERLAP = 0.4
MARGIN = 0.05


class PlateFinder(Protocol):
    def find(self, image: Image, vehicles: Floats) -> Floats:
        """float32 [n, 4]: boxes of plates in pixels of ``image``, looked for inside the vehicles' boxes alone.

        Raises NetworkError.
        """


class ClpDet:
    def __init__(self, file: NetworkFile, min_score: float = 0.3) -> None:
        """Raises NetworkError when the file is not a clp_det."""
        self.min_score = min_score
        self._network = open_network(file)
        widths = [output.shape[-1] for output in self._network.outputs]
        if widths[:2] != [4, 2] or any(isinstance(side, int) for side in self._network.size):
            raise self._network.refuse("boxes [1, n, 4] and scores [1, n, 2] from pictures of any size")
        self._names = [output.name for output in self._network.outputs[:2]]

    def find(self, image: Image, vehicles: Floats) -> Floats:
        height, width = image.shape[:2]
        areas = clipped(grown(vehicles, MARGIN, MARGIN, MARGIN), width, height).astype(np.int64)
        found = [self._find_in(image, *(int(edge) for edge in area)) for area in areas]
        return np.concatenate([np.zeros((0, 4), np.float32), *found])

    def _find_in(self, image: Image, left: int, top: int, right: int, bottom: int) -> Floats:
        if right <= left or bottom <= top:
            return np.zeros((0, 4), np.float32)
        height = max(1, round((bottom - top) / (right - left) * WIDTH / MULTIPLE)) * MULTIPLE
        picture = cv2.resize(image[top:bottom, left:right], (WIDTH, height), interpolation=cv2.INTER_LINEAR)
        offsets, scores = self._network.run(picture[None], self._names)
        rows = np.flatnonzero(scores[0, :, 1] > self.min_score)
        boxes = _decode(offsets[0, rows], _priors(height, WIDTH)[rows])
        kept = best(boxes, scores[0, rows, 1], np.zeros(len(rows), np.int64), OVERLAP)
        factor = np.array([(right - left) / WIDTH, (bottom - top) / height] * 2, np.float32)
        result: Floats = boxes[kept] * factor + np.array([left, top, left, top], np.float32)
        return result


def _decode(offsets: Floats, priors: Floats) -> Floats:
    """Boxes from the network's offsets to its priors (SSD, Liu et al. 2016); both float32 [n, 4]."""
    centres = priors[:, :2] + offsets[:, :2] * VARIANCES[0] * priors[:, 2:]
    halves = priors[:, 2:] * np.exp(offsets[:, 2:] * VARIANCES[1]) / 2
    return np.concatenate([centres - halves, centres + halves], axis=1)


@lru_cache(maxsize=32)
def _priors(height: int, width: int) -> Floats:
    """float32 [n, 4]: centre x, centre y, width, height in pixels, in the order of the network's outputs."""
    parts = []
    for stride, sizes in zip(STRIDES, MIN_SIZES, strict=True):
        y, x, size = np.meshgrid(
            (np.arange(height // stride) + 0.5) * stride,
            (np.arange(width // stride) + 0.5) * stride,
            sizes,
            indexing="ij",
        )
        parts.append(np.stack([x, y, size, size], axis=-1).reshape(-1, 4))
    return np.concatenate(parts).astype(np.float32)
