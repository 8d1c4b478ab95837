"""Private zones: dwellings and their entrances, blanked before anything looks at the picture (R-26)."""

from collections.abc import Sequence

import cv2
import numpy as np

from detectors.vision.config import ShapeConfig
from detectors.vision.types import Image

BLANK = (0, 0, 0)


class PrivateZones:
    """The private zones of one camera."""

    def __init__(self, shapes: Sequence[ShapeConfig]) -> None:
        self._polygons = [np.array(shape.points, np.float64) for shape in shapes]

    def blank(self, image: Image) -> Image:
        """A copy in which every pixel inside or on the edge of a zone is black; the picture itself without zones."""
        if not self._polygons:
            return image
        result = image.copy()
        size = (image.shape[1], image.shape[0])
        for polygon in self._polygons:
            # One call each: within one call OpenCV leaves bare what two polygons share.
            cv2.fillPoly(result, [np.rint(polygon * size).astype(np.int32)], BLANK)
        return result
