"""Objects that walk about in a picture of 1280 x 720, and zones for them to walk through: the same each time."""

from datetime import UTC, datetime, timedelta

import numpy as np

from detectors.benches.clips import RATE, SIZE
from detectors.vision.config import Points, RuleConfig, ShapeConfig
from detectors.vision.scene.shapes import Coordinates
from detectors.vision.types import Detections, Floats

START = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = 10


def at(frame: int) -> datetime:
    return START + timedelta(seconds=frame / RATE)


def walk(count: int, frames: int) -> list[Floats]:
    """For each frame the box of each object, [count, 4] pixels; row n is always object n."""
    chance = np.random.default_rng(count)
    low, high = np.array((60, 160)), np.array(SIZE) - (60, 20)
    feet, way = chance.uniform(low, high, (count, 2)), chance.uniform(-9, 9, (count, 2))
    tall = chance.uniform(60, 110, count)
    size = np.stack([tall / 2.4, tall], axis=1)
    boxes = []
    for _ in range(frames):
        feet = feet + way
        way = np.where(((feet < low) & (way < 0)) | ((feet > high) & (way > 0)), -way, way)
        boxes.append(np.concatenate([feet - size * (0.5, 1), feet + size * (0.5, 0)], axis=1).astype(np.float32))
    return boxes


def seen(boxes: Floats) -> Detections:
    return Detections(boxes, np.full(len(boxes), 0.9, np.float32), np.zeros(len(boxes), np.int64))


def zones() -> list[Coordinates]:
    """Corners in whole pixels."""
    chance = np.random.default_rng(7)
    result = []
    for _ in range(ZONES):
        middle = chance.uniform((200, 250), (SIZE[0] - 200, SIZE[1] - 150))
        angles, reach = np.sort(chance.uniform(0, 2 * np.pi, 6)), chance.uniform(80, 140, 6)
        result.append(np.rint(middle + np.stack([np.cos(angles) * reach, np.sin(angles) * reach], axis=1)))
    return result


def rules() -> tuple[RuleConfig, ...]:
    """An intrusion for each zone, which fires for each object that stays for a second."""
    parameters = {"dwell_seconds": 1.0, "zone_cool_down_seconds": 0, "track_cool_down_seconds": 3600}
    return tuple(
        RuleConfig(
            str(number), 1, "intrusion", ShapeConfig(str(number), f"Zone {number}", _fractions(corners)), parameters
        )
        for number, corners in enumerate(zones())
    )


def _fractions(corners: Coordinates) -> Points:
    return tuple((x / SIZE[0], y / SIZE[1]) for x, y in corners.tolist())
