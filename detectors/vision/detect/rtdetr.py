"""Outputs like those of RT-DETR (Zhao et al. 2023): a fixed number of guesses, each object said once.

Boxes are middle and size as shares of the picture, [1, n, 4]; classes [1, n, classes] before the sigmoid.
"""

from collections.abc import Sequence

import numpy as np

from detectors.vision.detect.columns import Columns
from detectors.vision.detect.family import Family, Fit, Pictures, fixed_size, picked
from detectors.vision.detect.session import Network
from detectors.vision.types import Detections, Floats


class RtDetrReader:
    def __init__(self, network: Network) -> None:
        height, width = fixed_size(network)
        self._scale = np.array([width, height, width, height], np.float32)
        self._columns = Columns.of(network)
        self.names = _output_names(network)
        self.telling = self.names

    def read(self, outputs: Sequence[Floats], min_score: float) -> Detections:
        boxes, logits = outputs[0][0], self._columns.best(outputs[1][0])
        scores: Floats = (1 / (1 + np.exp(-np.clip(logits, -50, 50)))).astype(np.float32)
        middle, half = boxes[:, :2], boxes[:, 2:] / 2
        corners = np.concatenate([middle - half, middle + half], axis=1) * self._scale
        return picked(corners, scores, self._columns.labels, min_score)


def _output_names(network: Network) -> list[str]:
    classes = len(network.classes)
    for boxes in network.outputs:
        if len(boxes.shape) == 3 and boxes.shape[0] == 1 and boxes.shape[2] == 4:
            for logits in network.outputs:
                if logits is not boxes and logits.shape == (1, boxes.shape[1], classes):
                    return [boxes.name, logits.name]
    raise network.refuse(f"boxes [1, n, 4] and classes [1, n, {classes}]")


FAMILY = Family(RtDetrReader, Fit.STRETCHED, overlap=None, pictures=Pictures(rgb=True, deviation=(255.0, 255.0, 255.0)))
