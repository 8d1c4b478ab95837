"""Points on the square as a camera six metres up sees them, and what a page sends of them."""

from collections.abc import Callable
from typing import Any

from detectors.vision.locate.earth import Anchor
from tests.factories import SQUARE
from tests.vision.locate.cameras import looking_down

ANCHOR = Anchor(*SQUARE)
TRUTH = looking_down(height=6, tilt=20, heading=70)
PIXELS: list[tuple[float, float]] = [
    (150, 660),
    (640, 690),
    (1130, 660),
    (200, 400),
    (1080, 400),
    (260, 240),
    (1020, 240),
    (640, 320),
]


def places(pixels: list[tuple[float, float]]) -> list[list[float]]:
    return [list(ANCHOR.to_lonlat(east, north)) for east, north in TRUTH.to_ground(pixels).tolist()]


def body(pixels: list[tuple[float, float]] = PIXELS, **values: Any) -> dict[str, Any]:
    pairs = [{"pixel": list(pixel), "place": place} for pixel, place in zip(pixels, places(pixels), strict=True)]
    return {"width": 1280, "height": 720, "pairs": pairs, **values}


Post = Callable[..., Any]
