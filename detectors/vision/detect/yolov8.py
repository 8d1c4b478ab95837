"""Outputs like those of YOLOv8: one table, middle and size in pixels, classes after the sigmoid, no "object".

The table lies on its side, [1, 4 + classes, cells], or upright, [1, cells, 4 + classes]. The family is a form of
output, not a licence: whoever brings a file brings the right to use it.
"""

from collections.abc import Sequence

import numpy as np

from detectors.vision.detect.columns import Columns
from detectors.vision.detect.family import Family, Fit, Pictures, picked, size_in_multiples
from detectors.vision.detect.session import Network
from detectors.vision.types import Detections, Floats

STRIDES = (8, 16, 32)


class YoloV8Reader:
    def __init__(self, network: Network) -> None:
        height, width = size_in_multiples(network, STRIDES[-1])
        self._columns = Columns.of(network)
        cells = sum((height // stride) * (width // stride) for stride in STRIDES)
        rows = 4 + len(network.classes)
        shapes = {(1, rows, cells): True, (1, cells, rows): False}
        found = next((output for output in network.outputs if output.shape in shapes), None)
        if found is None:
            raise network.refuse(f"a table [1, {rows}, {cells}]: middle, size and {rows - 4} classes")
        self.names = [found.name]
        self.telling = self.names
        self._on_its_side = shapes[tuple(found.shape)]  # type: ignore[index] # only whole numbers are among them

    def read(self, outputs: Sequence[Floats], min_score: float) -> Detections:
        table = outputs[0][0].T if self._on_its_side else outputs[0][0]
        scores = self._columns.best(table[:, 4:])
        rows = np.flatnonzero((scores > min_score).any(axis=1))
        middle, half = table[rows, :2], table[rows, 2:4] / 2
        boxes = np.concatenate([middle - half, middle + half], axis=1)
        return picked(boxes, scores[rows], self._columns.labels, min_score)


FAMILY = Family(YoloV8Reader, Fit.CENTRE, overlap=0.45, pictures=Pictures(rgb=True, deviation=(255.0, 255.0, 255.0)))
