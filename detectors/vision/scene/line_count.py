"""Line count: how many objects cross a line, and which way. It yields sums and no event.

The crossings of each step of an object's foot are summed up, forwards less backwards. They count only when the foot
stands clearly off the line, by ``margin`` of the object's height: a foot that jitters on the line comes to nothing, and
an object counts again only after it has gone clearly to the other side.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.scene.parameters import labels, number
from detectors.vision.scene.rule import Memory, Rule, is_labelled, label_of
from detectors.vision.scene.shapes import Line
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import MOVERS, Label, LineCount, Observation, Tracks

REMEMBERED_SECONDS = 5.0
"""Longer than a tracker keeps what it has lost: a track that comes back has crossed what lies in between."""


@dataclass(frozen=True, slots=True)
class LineCountParameters:
    labels: tuple[Label, ...] = labels(*MOVERS, help=gettext_noop("What is counted."))
    margin: float = number(
        0.1,
        least=0,
        most=1,
        help=gettext_noop("How far from the line something counts as clearly across, as a share of its height."),
    )


@dataclass(slots=True)
class _Walk:
    """The last foot of an object, and its crossings that do not count yet, forwards less backwards."""

    foot: tuple[float, float]
    crossings: int = 0


class LineCounter(Rule):
    def __init__(self, config: RuleConfig, parameters: LineCountParameters, line: Line) -> None:
        self.config = config
        self._parameters = parameters
        self._line = line
        self._walks: Memory[_Walk] = Memory(REMEMBERED_SECONDS)

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        self._walks.forget(at)
        rows = np.flatnonzero(is_labelled(tracks, self._parameters.labels))
        if not len(rows):
            return []
        feet = tracks.feet[rows].astype(np.float64)
        ids = tracks.ids[rows].tolist()
        walks = [self._walks.get(track) or _Walk(foot=(x, y)) for track, (x, y) in zip(ids, feet.tolist(), strict=True)]
        crossed = self._line.crossings([walk.foot for walk in walks], feet)
        height = tracks.boxes[rows, 3] - tracks.boxes[rows, 1]
        is_clear = self._line.distances(feet) >= self._parameters.margin * height
        counts: list[Observation] = []
        for index, (track, walk) in enumerate(zip(ids, walks, strict=True)):
            total = walk.crossings + int(crossed[index])
            if is_clear[index] and total:
                counts.append(self._count(label_of(tracks, int(rows[index])), total > 0, at))
            x, y = feet[index].tolist()
            self._walks.put(track, _Walk((x, y), 0 if is_clear[index] else total), at)
        return counts

    def _count(self, label: Label, forward: bool, at: datetime) -> LineCount:
        return LineCount(self.config.id, self.config.shape.id, at, label, forward)
