"""YOLOX (https://github.com/Megvii-BaseDetection/YOLOX): one table, a row for each cell of three grids.

A row holds the middle (in cells, from the cell's corner), the logarithm of the size in cells, how much an object is
there, and the classes; the last two after the sigmoid. That is what its exporter writes; files that it writes with
``--decode_in_inference`` hold pixels instead and are refused by the probe.
"""

from collections.abc import Sequence

import numpy as np

from detectors.vision.detect.columns import Columns
from detectors.vision.detect.family import Family, Fit, Pictures, picked, size_in_multiples
from detectors.vision.detect.session import Network
from detectors.vision.types import Detections, Floats

STRIDES = (8, 16, 32)


class YoloXReader:
    def __init__(self, network: Network) -> None:
        height, width = size_in_multiples(network, STRIDES[-1])
        self._columns = Columns.of(network)
        self._corners, self._strides = _grid(height, width)
        wanted = (1, len(self._corners), 5 + len(network.classes))
        self.names = [output.name for output in network.outputs if output.shape == wanted][:1]
        self.telling = self.names
        if not self.names:
            raise network.refuse(f"a table {list(wanted)}: middle, size, object and {wanted[2] - 5} classes")

    def read(self, outputs: Sequence[Floats], min_score: float) -> Detections:
        table = outputs[0][0]
        scores = self._columns.best(table[:, 5:]) * table[:, 4:5]
        rows = np.flatnonzero((scores > min_score).any(axis=1))
        middle = (table[rows, :2] + self._corners[rows]) * self._strides[rows]
        with np.errstate(over="ignore"):  # a size beyond all numbers is infinite, which whoever probes the file refuses
            half = np.exp(table[rows, 2:4]) * self._strides[rows] / 2
        boxes = np.concatenate([middle - half, middle + half], axis=1)
        return picked(boxes, scores[rows], self._columns.labels, min_score)


def _grid(height: int, width: int) -> tuple[Floats, Floats]:
    """float32 [cells, 2], column and row of each cell of all grids; float32 [cells, 1], the strides."""
    corners, strides = [], []
    for stride in STRIDES:
        y, x = np.mgrid[0 : height // stride, 0 : width // stride]
        corners.append(np.stack([x, y], axis=-1).reshape(-1, 2))
        strides.append(np.full((x.size, 1), stride))
    return np.concatenate(corners).astype(np.float32), np.concatenate(strides).astype(np.float32)


FAMILY = Family(YoloXReader, Fit.CORNER, overlap=0.45, pictures=Pictures(rgb=False))
