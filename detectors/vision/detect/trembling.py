"""A camera that trembles: how far each look is shifted, and what of a place follows from that.

The edges of the whole picture tell the shift of a look from a mean of many (Lucas and Kanade 1981, for one shift of
everything). A hundred are enough; who walks through the picture covers few of them. A look may be put back by its
shift. Or, where that is not fine enough, what follows from the shifts is taken away: each place has its own edge, so
they are fitted to its levels with their squares and cubes.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.vision.types import Bools

Values = NDArray[np.float32]
Levels = NDArray[np.float64]
Grey = NDArray[np.uint8] | Values

STRIDE = 4
"""Of the places that are asked for the shift."""

STEEP, ENOUGH = 8.0, 100
"""Levels a pixel from which a place is an edge, and how many edges tell a shift."""

TRIES, LITTLE = 2, 0.15
"""How often a look is put back: the first shift is a little too short where edges are steep. And pixels that are not
worth it: they blur nothing.
"""

STILL = 0.05
"""Pixels, root mean square of the shifts, below which the camera stands still."""


def trembling(looks: Sequence[Grey], mean: Values, asked: Bools) -> Levels:
    """[looks, terms]: courses over the looks that a place may follow, orthonormal, each with a mean of nought; none
    when the camera stands still. mean: of the looks. asked: which places may tell the shift. Both [h, w].
    """
    shifts = _shifts(looks, mean, asked)
    if shifts is None or np.sqrt((shifts**2).sum(axis=1).mean()) < STILL:
        return np.empty((len(looks), 0))
    right, down = shifts.T
    terms = np.stack([right**i * down**j for i in range(4) for j in range(4) if 1 <= i + j <= 3], axis=1)
    return np.asarray(np.linalg.qr(terms - terms.mean(axis=0))[0], np.float64)


def without(levels: Levels, terms: Levels) -> Levels:
    """The levels of places, [looks, places], less their mean and what follows from the trembling."""
    centred = levels - levels.mean(axis=0)
    return np.asarray(centred - terms @ (terms.T @ centred), np.float64)


def put_back(picture: Values, mean: Values) -> Values:
    """The picture as the camera would see it from where it saw the mean: itself where that is no other place.

    picture, mean: [h, w, 3].
    """
    grey, whole, back = cv2.cvtColor(mean, cv2.COLOR_BGR2GRAY), np.zeros(2), picture
    asked = np.ones(grey.shape, bool)
    for _ in range(TRIES):
        shifts = _shifts([np.asarray(cv2.cvtColor(back, cv2.COLOR_BGR2GRAY), np.float32)], grey, asked)
        if shifts is None or np.hypot(*shifts[0]) < LITTLE:
            break
        whole += shifts[0]
        matrix = np.array([[1, 0, -whole[0]], [0, 1, -whole[1]]])
        size = picture.shape[1::-1]
        back = cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(back, np.float32)


def _shifts(looks: Sequence[Grey], mean: Values, asked: Bools) -> Levels | None:
    """[looks, 2]: pixels to the right and down, about."""
    slopes = [cv2.Sobel(mean, cv2.CV_32F, *axis, scale=1 / 8)[::STRIDE, ::STRIDE] for axis in ((1, 0), (0, 1))]
    edges = asked[::STRIDE, ::STRIDE] & (np.hypot(*slopes) >= STEEP)
    if edges.sum() < ENOUGH:
        return None
    sides = np.stack([slope[edges] for slope in slopes], axis=1)
    off = np.stack([look[::STRIDE, ::STRIDE][edges] for look in looks]) - mean[::STRIDE, ::STRIDE][edges]
    return np.asarray(-off @ sides @ np.linalg.pinv(sides.T @ sides), np.float64)
