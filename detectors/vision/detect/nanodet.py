"""NanoDet (https://github.com/RangiLyu/nanodet): three grids, scores after the sigmoid, sides as distributions."""

from collections.abc import Sequence

import numpy as np

from detectors.vision.detect.columns import Columns
from detectors.vision.detect.family import Family, Fit, Pictures, size_in_multiples
from detectors.vision.detect.session import Network
from detectors.vision.types import Detections, Floats, Ints

STRIDES = (8, 16, 32)
"""Pixels between the cells of the three grids in which the network answers."""


class NanoDetReader:
    def __init__(self, network: Network) -> None:
        height, width = size_in_multiples(network, STRIDES[-1])
        self._label_of = Columns.of(network).label_of(len(network.classes))
        self.names = _output_names(network, height, width)
        self.telling = self.names[: len(STRIDES)]
        grids = [centres(stride, height, width) for stride in STRIDES]
        self._centres = np.concatenate(grids)
        self._strides = np.repeat(np.array(STRIDES, np.float32), [len(grid) for grid in grids])[:, None]
        self._begins = np.cumsum([0, *map(len, grids[:-1])]).tolist()

    def read(self, outputs: Sequence[Floats], min_score: float) -> Detections:
        """Only what matters is decoded. A cell that is two things of one label is said twice: suppression takes one."""
        scores = np.concatenate([grid.ravel() for grid in outputs[: len(STRIDES)]])
        places = np.flatnonzero(scores > min_score)
        cells, columns = np.divmod(places, len(self._label_of))
        labels = self._label_of[columns]
        counts = labels >= 0
        if not counts.any():
            return Detections.none()
        cells, labels = cells[counts], labels[counts]
        distances = _distances(self._bins(outputs[len(STRIDES) :], cells)) * self._strides[cells]
        middle = self._centres[cells]
        boxes = np.concatenate([middle - distances[:, :2], middle + distances[:, 2:]], axis=1)
        return Detections(boxes, scores[places[counts]], labels)

    def _bins(self, grids: Sequence[Floats], cells: Ints) -> Floats:
        """[n, 4 x bins]: of these cells, which are numbered through all grids and come in order."""
        cuts = [*cells.searchsorted(self._begins).tolist(), len(cells)]
        parts = [
            grids[level][0].take(cells[cuts[level] : cuts[level + 1]] - begin, axis=0)
            for level, begin in enumerate(self._begins)
        ]
        return np.concatenate(parts)


def _distances(bins: Floats) -> Floats:
    """Distances from the centre to the four sides, in strides: the mean of a distribution over 0 to 10 for each side.

    bins: float32 [n, 4 x 11], logits. Generalized Focal Loss, Li et al. 2020, equation 6.
    """
    logits = bins.reshape(4 * len(bins), -1)
    highest = logits.T.copy().max(axis=0)  # of long rows instead of many short ones
    weights = np.exp(logits - highest[:, None])
    expected: Floats = (weights @ np.arange(logits.shape[1], dtype=np.float32)) / weights.sum(axis=1)
    return expected.reshape(-1, 4)


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
