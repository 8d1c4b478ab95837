"""What one actor adds to one frame, and where it stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.scenes.stage import Place, Stage
from detectors.vision.types import Image

Alpha = NDArray[np.float32]
Box = tuple[float, float, float, float]
"""x1 y1 x2 y2 in pixels of the full frame."""


@dataclass(frozen=True, eq=False, slots=True)
class Sprite:
    """A picture with its transparency. left, top: where its corner lies in the frame. depth: metres ahead.

    glows: it is light, which the night does not darken. head: of a person, in pixels of the frame.
    """

    colour: Image
    alpha: Alpha
    left: int
    top: int
    depth: float
    glows: bool = False
    head: Box | None = None

    @property
    def box(self) -> Box:
        """Around all that is more than half opaque."""
        solid = self.alpha > 0.5
        rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
        if not len(rows):
            return (float(self.left), float(self.top), float(self.left), float(self.top))
        return (
            float(self.left + columns[0]),
            float(self.top + rows[0]),
            float(self.left + columns[-1] + 1),
            float(self.top + rows[-1] + 1),
        )


def put(colour: Image, alpha: Alpha, matrix: NDArray[np.float64], depth: float, head: Box | None = None) -> Sprite:
    """A picture brought into the frame by a matrix [2, 3] or [3, 3] that takes its pixels to the frame's."""
    whole = np.vstack([matrix, [0, 0, 1]]) if len(matrix) == 2 else matrix
    height, width = alpha.shape
    low, high = _around(whole, (0, 0, width, height))
    left, top = int(np.floor(low[0])) - 1, int(np.floor(low[1])) - 1
    size = int(np.ceil(high[0])) + 1 - left, int(np.ceil(high[1])) + 1 - top
    moved = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]]) @ whole
    shrinks = np.linalg.det(whole[:2, :2]) < 0.8
    source = (cv2.GaussianBlur(colour, (3, 3), 0), cv2.GaussianBlur(alpha, (3, 3), 0)) if shrinks else (colour, alpha)
    laid = [cv2.warpPerspective(each, moved, size, flags=cv2.INTER_LINEAR) for each in source]
    placed = None
    if head is not None:
        near, far = _around(whole, head)
        placed = (float(near[0]), float(near[1]), float(far[0]), float(far[1]))
    return Sprite(np.asarray(laid[0], np.uint8), np.asarray(laid[1], np.float32), left, top, depth, head=placed)


def upright(colour: Image, alpha: Alpha, stage: Stage, place: Place, width: float, height: float) -> Sprite:
    """A picture as a standing board, ``width`` x ``height`` metres, the middle of its lower edge at ``place``."""
    foot, metre = stage.to_pixels([place])[0], stage.metre(place)
    tall, wide = alpha.shape
    matrix = np.array(
        [[width * metre / wide, 0, foot[0] - width * metre / 2], [0, height * metre / tall, foot[1] - height * metre]]
    )
    return put(colour, alpha, matrix, place[1])


def flat(colour: Image, alpha: Alpha, stage: Stage, place: Place, width: float, depth: float) -> Sprite:
    """A picture that lies on the ground, ``width`` metres across and ``depth`` ahead, its middle at ``place``."""
    tall, wide = alpha.shape
    (right, ahead), half = place, (width / 2, depth / 2)
    corners = [
        (right - half[0], ahead + half[1]),
        (right + half[0], ahead + half[1]),
        (right + half[0], ahead - half[1]),
        (right - half[0], ahead - half[1]),
    ]
    source = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, stage.to_pixels(corners).astype(np.float32))
    return put(colour, alpha, np.asarray(matrix, np.float64), FLOOR + place[1])


FLOOR = 1000.0
"""Added to the depth of what lies on the ground, so that everything else stands before it."""


def glowing(sprite: Sprite) -> Sprite:
    return replace(sprite, glows=True)


def paste(image: NDArray[np.float32], sprite: Sprite) -> tuple[slice, slice, Alpha] | None:
    """Lays the sprite on the picture; returns the rows and columns that it covers, and its alpha there.

    None when all of it lies outside.
    """
    height, width = image.shape[:2]
    rows = slice(max(0, sprite.top), min(height, sprite.top + sprite.alpha.shape[0]))
    columns = slice(max(0, sprite.left), min(width, sprite.left + sprite.alpha.shape[1]))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return None
    inner = (
        slice(rows.start - sprite.top, rows.stop - sprite.top),
        slice(columns.start - sprite.left, columns.stop - sprite.left),
    )
    alpha = sprite.alpha[inner]
    part, colour = image[rows, columns], sprite.colour[inner].astype(np.float32)
    part += alpha[:, :, None] * (colour - part)
    return rows, columns, alpha


def far_to_near(sprites: Sequence[Sprite]) -> list[int]:
    """Positions, in the order in which they have to be laid down."""
    return sorted(range(len(sprites)), key=lambda index: -sprites[index].depth)


def _around(matrix: NDArray[np.float64], box: Box) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The least and the greatest x and y of the corners of a box after the matrix."""
    x1, y1, x2, y2 = box
    corners = np.array([(x1, y1, 1), (x2, y1, 1), (x2, y2, 1), (x1, y2, 1)]) @ matrix.T
    placed = corners[:, :2] / corners[:, 2:]
    return placed.min(axis=0), placed.max(axis=0)
