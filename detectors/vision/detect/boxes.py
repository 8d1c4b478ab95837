"""Small arithmetic on boxes, float32 [n, 4]: x1 y1 x2 y2."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import ArrayLike

from detectors.vision.types import Floats, Ints


def best(boxes: Floats, scores: Floats, groups: Ints, overlap: float) -> Ints:
    """Rows that stay after non-maximum suppression within each group, the highest score first.

    overlap: intersection over union from which two boxes of one group count as the same object.
    """
    corners = boxes.copy()
    corners[:, 2:] -= corners[:, :2]
    # Of the types in which OpenCV keeps them, so that it copies them as they are; its stubs know lists alone.
    places, kinds = corners.astype(np.float64), groups.astype(np.int32)
    rows = cv2.dnn.NMSBoxesBatched(places, scores, kinds, 0.0, overlap)  # type: ignore[arg-type]
    return np.asarray(rows, np.int64)


def grown(boxes: Floats, sideways: float, upwards: float, downwards: float) -> Floats:
    """Boxes with a margin, as a share of their own width (sideways, on each side) and height."""
    width = boxes[:, 2] - boxes[:, 0]
    height = boxes[:, 3] - boxes[:, 1]
    return np.stack(
        [
            boxes[:, 0] - sideways * width,
            boxes[:, 1] - upwards * height,
            boxes[:, 2] + sideways * width,
            boxes[:, 3] + downwards * height,
        ],
        axis=1,
    )


def widened(boxes: Floats, margins: Floats) -> Floats:
    """Boxes with a margin on each side in pixels; margins: [n, 2], x and y."""
    result: Floats = boxes + np.concatenate([-margins, margins], axis=1)
    return result


def shared(ones: Floats, others: Floats) -> Floats:
    """[n, m]: the area that each of the n shares with each of the m, as a share of the smaller one's."""
    low = np.maximum(ones[:, None, :2], others[None, :, :2])
    high = np.minimum(ones[:, None, 2:], others[None, :, 2:])
    both = np.prod(np.maximum(high - low, 0), axis=2)
    areas = [np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) for boxes in (ones, others)]
    result: Floats = (both / np.maximum(np.minimum(areas[0][:, None], areas[1]), 1e-9)).astype(np.float32)
    return result


def clipped(boxes: Floats, width: int, height: int) -> Floats:
    """Boxes cut at the edges of a picture of this size; one that lies outside keeps no area."""
    limit: Sequence[int] = (width, height, width, height)
    return np.minimum(np.maximum(boxes, np.float32(0)), np.asarray(limit, np.float32))  # a third of np.clip's cost


def scaled(boxes: Floats, factors: ArrayLike) -> Floats:
    """Boxes of a resized picture in the pixels of the full one; factors: x and y."""
    return boxes * np.tile(np.asarray(factors, np.float32), 2)
