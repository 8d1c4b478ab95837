"""Many objects at once before a known camera, each on a way that is known exactly, and what a rule sums up of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np

from detectors.evaluation.passages import NOON, SCORE, Body, Camera, Numbers, boxed
from detectors.vision.config import Points, RuleConfig, ShapeConfig
from detectors.vision.scene import registry
from detectors.vision.scene.sums import of_crossing
from detectors.vision.track.tracker import Tracker
from detectors.vision.types import LABELS, Detections, LineCount, Sum

MISSED = 0.05
"""Share of boxes that the network does not give, anew in every picture."""
HIDDEN = 0.7
"""Of a box: when so much of it lies behind nearer ones, the network does not give it."""
AHEAD = np.array([0.0, 1.0])
STEP_S = 0.02
"""Between two looks at the truth."""

Stop = tuple[float, float, float]
"""Seconds, metres right, metres ahead."""


@dataclass(frozen=True, slots=True)
class Walk:
    """stops: in order of time; straight between them; it is there from the first to the last."""

    body: Body
    stops: tuple[Stop, ...]

    def is_there(self, seconds: float) -> bool:
        return self.stops[0][0] <= seconds <= self.stops[-1][0]

    def at(self, seconds: float) -> Numbers:
        """[2]: metres right and ahead."""
        times, right, ahead = np.array(self.stops).T
        return np.array([np.interp(seconds, times, right), np.interp(seconds, times, ahead)])

    def inside(self, corner: tuple[float, float], other: tuple[float, float]) -> list[tuple[float, float]]:
        """Seconds of coming and going in the upright rectangle between two corners."""
        times = np.arange(self.stops[0][0], self.stops[-1][0], STEP_S)
        places = np.array([self.at(each) for each in times])
        held = ((places >= corner) & (places <= other)).all(axis=1)
        edges = np.flatnonzero(np.diff(np.concatenate([[0], held, [0]])))
        return [(float(times[came]), float(times[went - 1])) for came, went in edges.reshape(-1, 2)]


def fractions(camera: Camera, *places: tuple[float, float]) -> Points:
    """Places on the ground, metres right and ahead, as a shape in the picture."""
    pixels = camera.to_pixels(np.array([(*place, 0.0) for place in places])) / (camera.width, camera.height)
    return tuple((float(x), float(y)) for x, y in np.clip(pixels, 0, 1))


def summed(
    kind: str,
    camera: Camera,
    shape: Points,
    walks: Sequence[Walk],
    fps: float,
    chance: np.random.Generator,
    parameters: Mapping[str, Any] | None = None,
) -> list[Sum]:
    """What the shipped tracker and the shipped rule say of these walks."""
    ground, size = camera.ground, (camera.width, camera.height)
    config = RuleConfig("rule", 1, kind, ShapeConfig("zone", "Zone", shape), parameters or {})
    tracker, rule = Tracker(), registry.build(config, *size, ground)
    found: list[Sum] = []
    for after, detections in _seen(walks, camera, fps, chance):
        at = NOON + timedelta(seconds=after)
        for each in rule.update(tracker.update(detections, at, ground, size), at):
            if isinstance(each, LineCount):
                found.append(of_crossing(each))
            elif isinstance(each, Sum):
                found.append(each)
    return found


def _seen(
    walks: Sequence[Walk], camera: Camera, fps: float, chance: np.random.Generator
) -> Iterator[tuple[float, Detections]]:
    """Until everybody has been gone for long enough that no rule waits."""
    until = max(walk.stops[-1][0] for walk in walks) + 6
    for after in np.arange(0, until, 1 / fps).tolist():
        there = [(walk, box) for walk in walks if (box := _box(walk, camera, after, chance)) is not None]
        boxes = np.array([box for _, box in there]).reshape(-1, 4)
        shown = _is_shown(boxes) & (chance.random(len(boxes)) >= MISSED)
        labels = np.array([LABELS.index(walk.body.label) for walk, _ in there], np.int64)[shown]
        given = boxes[shown].astype(np.float32)
        yield after, Detections(given, np.full(len(given), SCORE, np.float32), labels)


def _box(walk: Walk, camera: Camera, seconds: float, chance: np.random.Generator) -> Numbers | None:
    if not walk.is_there(seconds):
        return None
    place = walk.at(seconds)
    step = walk.at(seconds + 0.1) - place
    length = float(np.hypot(*step))
    return boxed(walk.body, camera, place, step / length if length > 0 else AHEAD, chance)


def _is_shown(boxes: Numbers) -> np.typing.NDArray[np.bool_]:
    """[n]: whether enough of each is not behind another, nearer one."""
    shown = np.ones(len(boxes), bool)
    for row, box in enumerate(boxes):
        nearer = boxes[boxes[:, 3] > box[3]]
        sides = np.clip(np.minimum(nearer[:, 2:], box[2:]) - np.maximum(nearer[:, :2], box[:2]), 0, None)
        area = (box[2] - box[0]) * (box[3] - box[1])
        shown[row] = sides.prod(axis=1).max(initial=0.0) < HIDDEN * area
    return shown
