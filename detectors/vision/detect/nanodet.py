"""NanoDet (https://github.com/RangiLyu/nanodet): three grids, scores after the sigmoid, sides as distributions."""

from collections.abc import Sequence

import numpy as np

from detectors.vision.detect.columns import Columns
from detectors.vision.detect.family import Family, Fit, Pictures, size_in_multiples
from detectors.vision.detect.session import Network
from detectors.vision.types import Detections, Floats

STRIDES = (8, 16, 32)
"""Pixels between the cells of the three grids in which the network answers."""


class NanoDetReader:
    def __init__(self, network: Network) -> None:
        height, width = size_in_multiples(network, STRIDES[-1])
        self._label_of = Columns.of(network).label_of(len(network.classes))
        self.names = _output_names(network, height, width)
        self._centres = [centres(stride, height, width) for stride in STRIDES]

    def read(self, outputs: Sequence[Floats], min_score: float) -> Detections:
        """Only what matters is decoded. A cell that is two things of one label is said twice: suppression takes one."""
        seen = Detections.none()
        for level, stride in enumerate(STRIDES):
            scores = outputs[level][0]
            places = np.flatnonzero(scores > min_score)
            cells, columns = np.divmod(places, scores.shape[1])
            counts = self._label_of[columns] >= 0
            if counts.any():
                cells, columns = cells[counts], columns[counts]
                distances = _distances(outputs[len(STRIDES) + level][0, cells]) * stride
                middle = self._centres[level][cells]
                boxes = np.concatenate([middle - distances[:, :2], middle + distances[:, 2:]], axis=1)
                seen = seen.and_also(Detections(boxes, scores[cells, columns], self._label_of[columns]))
        return seen


def _distances(bins: Floats) -> Floats:
    """Distances from the centre to the four sides, in strides: the mean of a distribution over 0 to 10 for each side.

    bins: float32 [n, 4 x 11], logits. Generalized Focal Loss, Li et al. 2020, equation 6.
    """
    logits = bins.reshape(len(bins), 4, -1)
    weights = np.exp(logits - logits.max(axis=2, keepdims=True))
    expected: Floats = (weights @ np.arange(logits.shape[2], dtype=np.float32)) / weights.sum(axis=2)
    return expected


def centres(stride: int, height: int, width: int) -> Floats:
    """float32 [cells, 2]: x and y of the middle of each cell, row by row."""
    y, x = np.mgrid[0 : height // stride, 0 : width // stride]
    return ((np.stack([x, y], axis=-1).reshape(-1, 2) + 0.5) * stride).astype(np.float32)


def _output_names(network: Network, height: int, width: int) -> list[str]:
    """Names of the scores of the three grids, then of their distances; exporters name them differently."""
    cells = [(height // stride) * (width // stride) for stride in STRIDES]
    classes = len(network.classes)
    names = {output.shape: output.name for output in network.outputs}
    scores = [names.get((1, count, classes)) for count in cells]
    bins = next((shape[2] for shape in names if shape[:2] == (1, cells[0]) and shape[2:] != (classes,)), None)
    distances = [names.get((1, count, bins)) for count in cells]
    found = [name for name in [*scores, *distances] if name]
    if len(found) != 2 * len(STRIDES) or not isinstance(bins, int) or bins % 4:
        wanted = ", ".join(f"scores [1, {count}, {classes}] and distances [1, {count}, 4 x bins]" for count in cells)
        raise network.refuse(wanted)
    return found


FAMILY = Family(
    NanoDetReader,
    Fit.STRETCHED,
    overlap=0.45,  # 0.5 finds 0.1 % more people and says 0.5 % more of them twice (docs/tracking.md)
    pictures=Pictures(rgb=False, mean=(103.53, 116.28, 123.675), deviation=(57.375, 57.12, 58.395), side=416),
)
