"""Hand-built evidence: things at places, and the eyes that looked."""

from collections.abc import Iterable, Sequence

import numpy as np

from detectors.vision.scene.rule import Rule
from detectors.vision.types import LABELS, Detections, Evidence, Label, SceneEvent, Tracks
from tests.vision.worlds import at

Step = tuple[float, Tracks, Evidence]


def things(label: Label, *boxes: Sequence[float], looked: Iterable[str] = (), score: float = 0.7) -> Evidence:
    found = np.array(boxes, np.float32).reshape(-1, 4)
    labels = np.full(len(found), LABELS.index(label), np.int64)
    return Evidence(Detections(found, np.full(len(found), score, np.float32), labels), frozenset(looked))


def fired(rule: Rule, world: Iterable[Step]) -> list[SceneEvent]:
    found: list[SceneEvent] = []
    for seconds, tracks, evidence in world:
        rule.consider(evidence)
        found += [each for each in rule.update(tracks, at(seconds)) if isinstance(each, SceneEvent)]
    return found
