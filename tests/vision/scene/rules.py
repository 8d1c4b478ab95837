"""How the tests of rules are written: a rule in the world of 1000 x 500 pixels, fed with feet at times."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from detectors.vision.config import Points, RuleConfig, ShapeConfig
from detectors.vision.locate.homography import Homography
from detectors.vision.scene.registry import build
from detectors.vision.scene.rule import Rule
from detectors.vision.types import LineCount, Observation, SceneEvent, Sum, Tracks
from tests.vision.worlds import HEIGHT, WIDTH, at, standing

SQUARE: Points = ((0.4, 0.4), (0.6, 0.4), (0.6, 0.8), (0.4, 0.8))
"""400 to 600 by 200 to 400 pixels."""

INSIDE, OUTSIDE = (500.0, 300.0), (300.0, 300.0)


def make(
    kind: str,
    points: Points = SQUARE,
    ground: Homography | None = None,
    *,
    time_zone: str = "UTC",
    **parameters: Any,
) -> Rule:
    config = RuleConfig("r1", 3, kind, ShapeConfig("z1", "Gate", points), parameters, time_zone)
    return build(config, WIDTH, HEIGHT, ground)


def seen(rule: Rule, world: Iterable[tuple[float, Tracks]]) -> list[Observation]:
    """world: (seconds after noon, tracks)."""
    return [observation for time, tracks in world for observation in rule.update(tracks, at(time))]


def events(rule: Rule, world: Iterable[tuple[float, Tracks]]) -> list[SceneEvent]:
    return [each for each in seen(rule, world) if isinstance(each, SceneEvent)]


def counts(rule: Rule, world: Iterable[tuple[float, Tracks]]) -> list[LineCount]:
    return [each for each in seen(rule, world) if isinstance(each, LineCount)]


def sums(rule: Rule, world: Iterable[tuple[float, Tracks]]) -> list[Sum]:
    return [each for each in seen(rule, world) if isinstance(each, Sum)]


ALONG = Homography(np.array([[1.0, 0, -500], [0, 0, 500], [0, 1, 0]]))
"""A camera that looks along the ground, its horizon is the upper border."""


def people(*boxes: tuple[float, ...]) -> Tracks:
    tracks = standing(*((0, 0) for _ in boxes))
    tracks.boxes[:] = np.reshape(boxes, (-1, 4))
    return tracks
