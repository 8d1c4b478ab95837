"""SSD (Liu et al. 2016) as TensorFlow's detectors give it: decoded boxes, and scores for each of them.

Boxes are top, left, bottom, right as shares of the picture, [1, n, 4]; scores [1, n, classes], or one column more:
then the first is "background".
"""

from collections.abc import Sequence

import numpy as np

from detectors.vision.detect.columns import Columns
from detectors.vision.detect.engines import Value
from detectors.vision.detect.family import Family, Fit, Pictures, fixed_size, picked
from detectors.vision.detect.session import Network
from detectors.vision.types import Detections, Floats


class SsdReader:
    def __init__(self, network: Network) -> None:
        height, width = fixed_size(network)
        self._scale = np.array([width, height, width, height], np.float32)
        self._columns = Columns.of(network)
        boxes, scores, self._background = _outputs(network)
        self.names = [boxes.name, scores.name]
        self.telling = self.names

    def read(self, outputs: Sequence[Floats], min_score: float) -> Detections:
        boxes, scores = outputs[0][0], self._columns.best(outputs[1][0][:, self._background :])
        rows = np.flatnonzero((scores > min_score).any(axis=1))
        return picked(boxes[rows][:, [1, 0, 3, 2]] * self._scale, scores[rows], self._columns.labels, min_score)


def _outputs(network: Network) -> tuple[Value, Value, int]:
    """The boxes, the scores, and how many columns of these come before the classes."""
    classes = len(network.classes)
    for boxes in network.outputs:
        if len(boxes.shape) == 3 and boxes.shape[0] == 1 and boxes.shape[2] == 4:
            for background in (0, 1):
                wanted = (1, boxes.shape[1], background + classes)
                for scores in network.outputs:
                    if scores is not boxes and scores.shape == wanted:
                        return boxes, scores, background
    raise network.refuse(f"boxes [1, n, 4] and scores [1, n, {classes}] or [1, n, {classes + 1}]")


FAMILY = Family(
    SsdReader,
    Fit.STRETCHED,
    overlap=0.5,
    pictures=Pictures(rgb=True, mean=(127.5, 127.5, 127.5), deviation=(127.5, 127.5, 127.5), side=300),
)
