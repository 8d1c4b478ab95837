"""CenterFace (Xu et al. 2019): where faces are, to cover them. It makes no template and compares nobody (R-10)."""

from typing import Protocol

import cv2
import numpy as np

from detectors.vision.detect.boxes import best, scaled
from detectors.vision.detect.session import NetworkFile, open_network
from detectors.vision.types import Floats, Image

STRIDE = 4
"""Pixels between the cells in which the network answers."""

MULTIPLE = 32
"""The network halves its picture five times."""

CHANNELS = (1, 2, 2)
"""Of the outputs that are read: how much a face, its size, its offset. The fourth, landmarks, is never computed."""

OVERLAP = 0.3


class FaceFinder(Protocol):
    def find(self, image: Image) -> Floats:
        """float32 [n, 4]: boxes of faces in pixels of ``image``. Raises NetworkError."""


class CenterFace:
    """Finds faces in the whole picture, shrunk until its longer side has ``longest`` pixels.

    Far faces are then too small to be found; they sit on persons, whose heads are covered without it.
    """

    def __init__(self, file: NetworkFile, longest: int = 384, min_score: float = 0.25) -> None:
        """Raises NetworkError when the file is not a CenterFace."""
        self.longest = longest
        self.min_score = min_score
        self._network = open_network(file)
        outputs = self._network.outputs
        channels = tuple(output.shape[1] if len(output.shape) == 4 else None for output in outputs)
        if channels[:3] != CHANNELS or any(isinstance(side, int) for side in self._network.size):
            raise self._network.refuse("maps of 1, 2 and 2 channels from pictures of any size")
        self._names = [output.name for output in outputs[:3]]

    def find(self, image: Image) -> Floats:
        size = self._size(*image.shape[:2])
        picture = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        maps = self._network.run(picture[None], self._names)
        boxes, scores = _decode(maps[0][0, 0], maps[1][0], maps[2][0], self.min_score)
        kept = best(boxes, scores, np.zeros(len(boxes), np.int64), OVERLAP)
        return scaled(boxes[kept], (image.shape[1] / size[0], image.shape[0] / size[1]))

    def _size(self, height: int, width: int) -> tuple[int, int]:
        """Width and height that the network is given: never larger than the picture but for the multiple."""
        shrink = min(1.0, self.longest / max(height, width))
        return _multiple(width * shrink), _multiple(height * shrink)


def _multiple(length: float) -> int:
    return max(1, round(length / MULTIPLE)) * MULTIPLE


def _decode(heat: Floats, size: Floats, offset: Floats, min_score: float) -> tuple[Floats, Floats]:
    """Boxes in pixels of the network's picture, and scores. Channel 0 is y and height, channel 1 is x and width."""
    rows, columns = np.nonzero(heat > min_score)
    height, width = np.exp(size[:, rows, columns]) * STRIDE
    y = (rows + offset[0, rows, columns] + 0.5) * STRIDE
    x = (columns + offset[1, rows, columns] + 0.5) * STRIDE
    boxes = np.stack([x - width / 2, y - height / 2, x + width / 2, y + height / 2], axis=1)
    return boxes.astype(np.float32), heat[rows, columns]
