"""Veil: which blocks of a picture show the scene through smoke, steam or fog, and how dense it is.

Through a veil the scene loses contrast towards the veil's colour: picture = share x scene + (1 - share) x colour
(Koschmieder 1924; as in Narasimhan and Nayar 2002). So the picture is cut into blocks, and the present one of each is
fitted to the one remembered, as a straight line. A block is veiled when the line fits, its slope is clearly below one,
and the colour that follows is a grey. That tells apart

* a shadow of a cloud: its line has a slope below one, too, but the colour that follows is black;
* a lorry, a wall, a bag: no line fits but by chance, as nothing of the scene shines through;
* dust: the colour that follows is brown.

Plain ground shows no contrast that could be lost: there, nothing is seen.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.vision.types import Bools, Image

WIDTH, BLOCK = 512, 8
"""Pixels, about, of the small picture, and of the side of a block."""

LEAST_TEXTURE, PLAIN = 2.2, 5.0
"""Levels, 1 sigma within a block: from how many that shine through contrast can be told from noise; and up to how many
a block is plain, so that it means nothing when they are gone."""

LEAST_SLOPE, MOST_SLOPE, LEAST_FIT = 0.1, 0.76, 0.5
"""Share of the scene that shines through a veil, and the correlation of what is seen with what is remembered: it is
low where the veil is denser in one corner of a block than in another."""

DARKEST, BRIGHTEST, MOST_COLOUR = 70.0, 235.0, 32.0
"""Levels of the veil, and by how much its colours may differ."""

Values = NDArray[np.float32]


@dataclass(frozen=True, eq=False, slots=True)
class Compared:
    """By block. veiled: a grey veil hangs over it. dense: how dense it is, 0 to 1.

    foreign: no veil took its contrast. calm: it is as it was in the last looks.
    """

    veiled: Bools
    dense: Values
    foreign: Bools
    calm: Bools


def compare(scene: Values, picture: Values, noise: Values, calm: Bools) -> Compared:
    """Least squares within each block: picture = slope x scene + rest, by brightness; the colour from the means. noise:
    [blocks], the variance of it that is left in the scene, which would flatten the line.
    """
    before, now = brightness_of(scene), brightness_of(picture)
    mean_before, mean_now = blocks_of(before), blocks_of(now)
    variance = np.maximum(blocks_of(before * before) - mean_before**2 - noise, 1e-6)
    changed = blocks_of(now * now) - mean_now**2
    together = blocks_of(before * now) - mean_before * mean_now
    slope = together / variance
    fit = together / np.sqrt(variance * np.maximum(changed, 1e-6))
    lets_through = np.clip(slope, 0, 0.98)[:, :, None]
    colour = (blocks_of(picture) - lets_through * blocks_of(scene)) / (1 - lets_through)
    brightness = colour.mean(axis=2)
    told = variance * fit**2 >= LEAST_TEXTURE**2
    veiled = told & (fit >= LEAST_FIT) & (slope >= LEAST_SLOPE) & (slope <= MOST_SLOPE)
    veiled &= (brightness >= DARKEST) & (brightness <= BRIGHTEST) & (np.ptp(colour, axis=2) <= MOST_COLOUR)
    dense = np.asarray(1 - lets_through[:, :, 0], np.float32)
    foreign = (variance >= PLAIN**2) & (slope <= MOST_SLOPE) & ~veiled
    return Compared(np.asarray(veiled, bool), dense, np.asarray(foreign, bool), calm)


def brightness_of(picture: Values) -> Values:
    grey: Values = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return grey


def blocks_of(values: Values) -> Values:
    """The mean of each block."""
    size = values.shape[1] // BLOCK, values.shape[0] // BLOCK
    means: Values = cv2.resize(values, size, interpolation=cv2.INTER_AREA)
    return means


def small(image: Image) -> tuple[Values, float]:
    """The small picture, a whole number of blocks, and how many pixels one of its own stands for."""
    height, width = image.shape[:2]
    step = max(1.0, width / WIDTH)
    size = tuple(max(BLOCK, int(side / step) // BLOCK * BLOCK) for side in (width, height))
    shrunk = cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(shrunk, np.float32), width / size[0]
