"""Drawn backgrounds: a street and a hall, each before a camera of its own."""

from collections.abc import Callable, Mapping
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from detectors.scenes.stage import Stage, camera_projection
from detectors.vision.types import Image

WIDTH, HEIGHT = 768, 576
PER_METRE = 24
"""Pixels of the plan to the metre."""
HALF_WIDTH, DEPTH = 20, 50
"""Metres of ground that are painted: to each side, and ahead."""


@cache
def street() -> Stage:
    """A road from near to far between two pavements, before house fronts."""
    return _stage("street", camera_projection(900, 6.5, 17, WIDTH, HEIGHT), _street_plan(), (96, 104, 112))


@cache
def hall() -> Stage:
    """A tiled floor before a plain wall, seen steeply."""
    return _stage("hall", camera_projection(700, 5.0, 28, WIDTH, HEIGHT), _hall_plan(), (150, 156, 158))


DRAWN: Mapping[str, Callable[[], Stage]] = {"street": street, "hall": hall}


def _stage(name: str, projection: NDArray[np.float64], plan: Image, wall: tuple[int, int, int]) -> Stage:
    """The plan laid on the ground; above its far end, a wall with windows."""
    to_metres = np.array([[1 / PER_METRE, 0, -HALF_WIDTH], [0, -1 / PER_METRE, DEPTH], [0, 0, 1]])
    picture = np.full((HEIGHT, WIDTH, 3), wall, np.uint8)
    ground = projection[:, [0, 1, 3]] @ to_metres
    laid = cv2.warpPerspective(plan, ground, (WIDTH, HEIGHT), flags=cv2.INTER_AREA)
    end = projection @ (0, DEPTH, 0, 1)
    horizon = max(0, int(end[1] / end[2]))
    picture[horizon:] = laid[horizon:]
    for left in range(20, WIDTH, 110):
        cv2.rectangle(picture, (left, -10), (left + 60, max(4, horizon - 30)), (70, 66, 60), -1)
    return Stage(name, cv2.GaussianBlur(picture, (3, 3), 0), projection)


def _noisy(colour: tuple[int, int, int], seed: int, spread: float = 7.0) -> NDArray[np.float32]:
    rng = np.random.default_rng(seed)
    shape = (DEPTH * PER_METRE, 2 * HALF_WIDTH * PER_METRE)
    coarse = cv2.resize(rng.normal(0, spread, (DEPTH, 2 * HALF_WIDTH)).astype(np.float32), shape[::-1])
    fine = rng.normal(0, spread / 2, shape).astype(np.float32)
    return np.asarray(np.array(colour, np.float32) + (coarse + fine)[:, :, None], np.float32)


def _street_plan() -> Image:
    plan = _noisy((118, 120, 122), seed=1)
    middle = HALF_WIDTH * PER_METRE
    road = slice(middle - 3 * PER_METRE, middle + 3 * PER_METRE)
    plan[:, road] = _noisy((84, 84, 86), seed=2)[:, road]
    for side in (-3, 3):
        kerb = middle + side * PER_METRE
        plan[:, kerb - 3 : kerb + 3] = (165, 168, 170)
    for start in range(0, DEPTH * PER_METRE, 4 * PER_METRE):
        plan[start : start + 2 * PER_METRE, middle - 2 : middle + 2] = (190, 192, 192)
    return np.clip(plan, 0, 255).astype(np.uint8)


def _hall_plan() -> Image:
    plan = _noisy((140, 150, 160), seed=3, spread=4)
    for line in range(0, DEPTH * PER_METRE, PER_METRE):
        plan[line : line + 1] -= 18
    for line in range(0, 2 * HALF_WIDTH * PER_METRE, PER_METRE):
        plan[:, line : line + 1] -= 18
    return np.clip(plan, 0, 255).astype(np.uint8)
