"""A camera whose place and lens are known: where in its picture a person appears who stands here, and back."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detectors.vision.locate.homography import Homography

Numbers = NDArray[np.float64]

WIDTH_SHARE = 0.36
"""Width of a walking person's box as a share of its height."""


@dataclass(frozen=True, slots=True)
class Camera:
    """height: metres above the ground; tilt: degrees below the horizon; focal: pixels; width, height of the picture."""

    focal: float = 900.0
    above: float = 6.0
    tilt: float = 20.0
    width: int = 1280
    height: int = 720

    @property
    def projection(self) -> Numbers:
        """[3, 4]: metres right of the camera, ahead of it and above the ground, to pixels."""
        tilt = np.radians(self.tilt)
        right, down, ahead = (
            np.array([1.0, 0, 0]),
            np.array([0, -np.sin(tilt), -np.cos(tilt)]),
            np.array([0, np.cos(tilt), -np.sin(tilt)]),
        )
        turn = np.stack([right, down, ahead])
        lens = np.array([[self.focal, 0, self.width / 2], [0, self.focal, self.height / 2], [0, 0, 1]])
        return np.asarray(lens @ np.column_stack([turn, -turn @ [0, 0, self.above]]))

    @property
    def ground(self) -> Homography:
        matrix: Numbers = np.asarray(np.linalg.inv(self.projection[:, [0, 1, 3]]), np.float64)
        at_the_bottom = matrix[2] @ (self.width / 2, self.height, 1)
        return Homography(matrix if at_the_bottom > 0 else -matrix)

    def boxes(self, places: Numbers, tall: Numbers) -> Numbers:
        """Boxes of people of this height (metres) who stand there, [n, 4]; NaN for who stands behind the camera."""
        feet, heads = (self._pixels(places, up) for up in (np.zeros(len(tall)), tall))
        half = (feet[:, 1] - heads[:, 1]) * WIDTH_SHARE / 2
        middle = (feet[:, 0] + heads[:, 0]) / 2
        return np.stack([middle - half, heads[:, 1], middle + half, feet[:, 1]], axis=1)

    def _pixels(self, places: Numbers, up: Numbers) -> Numbers:
        mapped = np.column_stack([places, up, np.ones(len(up))]) @ self.projection.T
        pixels: Numbers = mapped[:, :2] / np.where(mapped[:, 2:] > 0.5, mapped[:, 2:], np.nan)
        return pixels

    def cut(self, boxes: Numbers) -> Numbers:
        """What of the boxes lies in the picture."""
        return np.clip(boxes, 0, [self.width, self.height] * 2)

    def holds(self, boxes: Numbers) -> NDArray[np.bool_]:
        """Whether at least half of a person stands in the picture."""
        with np.errstate(invalid="ignore"):
            areas = [(each[:, 2] - each[:, 0]) * (each[:, 3] - each[:, 1]) for each in (self.cut(boxes), boxes)]
            half: NDArray[np.bool_] = areas[0] > 0.5 * areas[1]
        return half
