"""Things that were seen again and again in one place, or on one way: what fire and weapons have in common."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.detect.boxes import grown, shared
from detectors.vision.types import Detections, SceneEvent

Box = tuple[float, float, float, float]

LEAST_SHARE = 0.6
"""Of the looks since it was first seen, in which a thing must have been seen."""


@dataclass(slots=True)
class Sighting:
    """One thing. began: when first seen; looks: how often it was looked for since, hits: how often it was seen."""

    box: Box
    first_box: Box
    began: datetime
    seen: datetime
    looks: int = 0
    hits: int = 0
    score_sum: float = 0.0
    fired: bool = False

    @property
    def score(self) -> float:
        return min(max(self.score_sum / max(self.hits, 1), 0.0), 1.0)

    @property
    def foot(self) -> tuple[float, float]:
        return (self.box[0] + self.box[2]) / 2, self.box[3]

    def lasted(self, at: datetime) -> float:
        """Seconds, nought for what is seen too seldom."""
        is_sure = self.hits >= LEAST_SHARE * self.looks and self.hits > 1
        return (at - self.began).total_seconds() if is_sure else 0.0


class Sightings:
    """forget: seconds after which a thing that is not seen any more is gone. reach: share of its size by which a box is
    widened on all sides before it is compared with the last one.
    """

    def __init__(self, forget: float, reach: float) -> None:
        self._forget = forget
        self._reach = reach
        self._kept: list[Sighting] = []

    def __iter__(self) -> Iterator[Sighting]:
        return iter(self._kept)

    def clear(self) -> None:
        self._kept = []

    def look(self, found: Detections, at: datetime) -> None:
        """Pairs what is seen now with what was seen before; the rest is new."""
        self._kept = [each for each in self._kept if (at - each.seen).total_seconds() <= self._forget]
        for each in self._kept:
            each.looks += 1
        known = np.array([each.box for each in self._kept], np.float32).reshape(-1, 4)
        near = shared(found.boxes, grown(known, self._reach, self._reach, self._reach))
        before = list(self._kept)
        for row, (box, score) in enumerate(zip(found.boxes.tolist(), found.scores.tolist(), strict=True)):
            best = int(near[row].argmax()) if before else -1
            if best >= 0 and near[row, best] > 0:
                self._see(before[best], tuple(box), score, at)
            else:
                new = Sighting(tuple(box), tuple(box), at, at, looks=1)
                self._kept.append(new)
                self._see(new, tuple(box), score, at)

    def _see(self, sighting: Sighting, box: Box, score: float, at: datetime) -> None:
        """Two boxes of one look are one hit."""
        sighting.hits += sighting.hits == 0 or sighting.seen != at
        if sighting.seen != at or sighting.hits == 1:
            sighting.score_sum += score
        sighting.box, sighting.seen = box, at


def event_of(config: RuleConfig, sighting: Sighting, at: datetime, facts: dict[str, float | str]) -> SceneEvent:
    return SceneEvent(
        kind=config.kind,
        rule_id=config.id,
        rule_version=config.version,
        zone_id=config.shape.id,
        started_at=sighting.began,
        at=at,
        first_seen=sighting.began,
        foot=sighting.foot,
        box=sighting.box,
        score=sighting.score,
        facts=facts,
    )
