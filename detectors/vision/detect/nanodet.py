"""NanoDet (https://github.com/RangiLyu/nanodet): persons, cycles and vehicles in one pass."""

from collections.abc import Sequence

import cv2
import numpy as np

from detectors.vision.detect.boxes import best, clipped, scaled
from detectors.vision.detect.session import Network, NetworkError, NetworkFile, open_network
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import LABELS, Detections, Floats, Image, Ints, Label

STRIDES = (8, 16, 32)
"""Pixels between the cells of the three grids in which the network answers."""

OVERLAP = 0.5

MEANINGS = {
    "person": Label.PERSON,
    "bicycle": Label.BICYCLE,
    "motorcycle": Label.MOTORCYCLE,
    "car": Label.VEHICLE,
    "bus": Label.VEHICLE,
    "truck": Label.VEHICLE,
    "backpack": Label.BAG,
    "handbag": Label.BAG,
    "suitcase": Label.BAG,
}
"""Classes of the network that count here. Cars, buses and trucks are one label, so that a van is one object.
A knife is none of them: what the network takes for one is mostly a phone or an umbrella."""


class NanoDet:
    """Finds objects in pictures of any size.

    The network is shared by the process, the picture buffer is not: make one detector per camera (or thread).
    """

    def __init__(self, file: NetworkFile, min_score: float = 0.15) -> None:
        """min_score: below it nothing is given. It is low because the tracker and the masks use doubtful boxes.

        Raises NetworkError when the file is not a NanoDet with these classes.
        """
        self.min_score = min_score
        self._network = open_network(file)
        self._buffer = np.zeros((1, *_fixed_size(self._network), 3), np.uint8)
        self._names = _output_names(self._network)
        self._columns, self._first_columns, self._labels = _columns(file)
        self._centres = [_centres(stride, *self._buffer.shape[1:3]) for stride in STRIDES]

    def detect(self, image: Image) -> Detections:
        """What the network sees. Raises NetworkError for an array that is no picture or an answer that is no number."""
        if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or 0 in image.shape:
            raise NetworkError(
                gettext_noop("A picture has to be uint8 [height, width, 3]; this one is %(found)s."),
                found=f"{image.dtype} {list(image.shape)}",
            )
        height, width = self._buffer.shape[1:3]
        cv2.resize(image, (width, height), dst=self._buffer[0], interpolation=cv2.INTER_LINEAR)
        outputs = self._network.run(self._buffer, self._names)
        boxes, scores, labels = self._candidates(outputs)
        if not len(boxes):
            return Detections.none()
        kept = best(boxes, scores, labels, OVERLAP)
        full_height, full_width = image.shape[:2]
        boxes = clipped(scaled(boxes[kept], (full_width / width, full_height / height)), full_width, full_height)
        inside = (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
        return Detections(boxes[inside], scores[kept][inside], labels[kept][inside])

    def _candidates(self, outputs: Sequence[Floats]) -> tuple[Floats, Floats, Ints]:
        """Boxes in pixels of the buffer, scores and labels, before suppression; only cells that matter are decoded."""
        parts: list[tuple[Floats, Floats, Ints]] = []
        for level, stride in enumerate(STRIDES):
            scores = self._label_scores(outputs[level][0])
            cells, columns = np.nonzero(scores > self.min_score)
            if len(cells):
                distances = _distances(outputs[len(STRIDES) + level][0, cells]) * stride
                centres = self._centres[level][cells]
                boxes = np.concatenate([centres - distances[:, :2], centres + distances[:, 2:]], axis=1)
                parts.append((boxes, scores[cells, columns], self._labels[columns]))
        if not parts:
            return np.zeros((0, 4), np.float32), np.zeros(0, np.float32), np.zeros(0, np.int64)
        boxes_of, scores_of, labels_of = zip(*parts, strict=True)
        return np.concatenate(boxes_of), np.concatenate(scores_of), np.concatenate(labels_of)

    def _label_scores(self, scores: Floats) -> Floats:
        """[cells, classes] to [cells, labels]: the best class of each label."""
        result: Floats = np.maximum.reduceat(scores.take(self._columns, axis=1), self._first_columns, axis=1)
        return result


def _distances(bins: Floats) -> Floats:
    """Distances from the centre to the four sides, in strides: the mean of a distribution over 0 to 10 for each side.

    bins: float32 [n, 4 x 11], logits. Generalized Focal Loss, Li et al. 2020, equation 6.
    """
    logits = bins.reshape(len(bins), 4, -1)
    weights = np.exp(logits - logits.max(axis=2, keepdims=True))
    expected: Floats = (weights @ np.arange(logits.shape[2], dtype=np.float32)) / weights.sum(axis=2)
    return expected


def _centres(stride: int, height: int, width: int) -> Floats:
    """float32 [cells, 2]: x and y of the middle of each cell, row by row."""
    y, x = np.mgrid[0 : height // stride, 0 : width // stride]
    return ((np.stack([x, y], axis=-1).reshape(-1, 2) + 0.5) * stride).astype(np.float32)


def _columns(file: NetworkFile) -> tuple[Ints, Ints, Ints]:
    """Columns of the scores that count, sorted by label; where each label begins among them; the labels themselves."""
    known = sorted(
        (LABELS.index(MEANINGS[name]), column) for column, name in enumerate(file.classes) if name in MEANINGS
    )
    if not known:
        raise NetworkError(
            gettext_noop("The network %(file)s knows none of the classes that count here: %(classes)s."),
            file=file.path.name,
            classes=", ".join(MEANINGS),
        )
    labels, first = np.unique([label for label, _ in known], return_index=True)
    return np.array([column for _, column in known]), first, labels


def _fixed_size(network: Network) -> tuple[int, int]:
    height, width = network.size
    if not isinstance(height, int) or not isinstance(width, int) or height % STRIDES[-1] or width % STRIDES[-1]:
        raise NetworkError(
            gettext_noop(
                "The network %(file)s is not of the family nanodet: that needs pictures of a fixed size in multiples "
                "of %(stride)s, the file has %(height)s x %(width)s."
            ),
            file=network.file.path.name,
            stride=STRIDES[-1],
            height=height,
            width=width,
        )
    return height, width


def _output_names(network: Network) -> list[str]:
    """Names of the scores of the three grids, then of their distances; exporters name them differently."""
    height, width = _fixed_size(network)
    cells = [(height // stride) * (width // stride) for stride in STRIDES]
    classes = len(network.file.classes)
    names = {output.shape: output.name for output in network.outputs}
    scores = [names.get((1, count, classes)) for count in cells]
    bins = next((shape[2] for shape in names if shape[:2] == (1, cells[0]) and shape[2] != classes), None)
    distances = [names.get((1, count, bins)) for count in cells]
    found = [name for name in [*scores, *distances] if name]
    if len(found) != 2 * len(STRIDES) or not isinstance(bins, int) or bins % 4:
        wanted = ", ".join(f"scores [1, {count}, {classes}] and distances [1, {count}, 4 x bins]" for count in cells)
        raise network.refuse(wanted)
    return found
