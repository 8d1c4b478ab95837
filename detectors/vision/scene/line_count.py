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
"""How long a crossing waits for a track that is away to stand clear of the line; as long as its foot is remembered."""


@dataclass(frozen=True, slots=True)
class LineCountParameters:
    labels: tuple[Label, ...] = labels(*MOVERS, help=gettext_noop("What is counted."))
    margin: float = number(
        0.1,
        least=0,
        most=1,
        help=gettext_noop("How far from the line something counts as clearly across, as a share of its height."),
    )


class LineCounter(Rule):
    def __init__(self, config: RuleConfig, parameters: LineCountParameters, line: Line) -> None:
        self.config = config
        self._parameters = parameters
        self._line = line
        self._crossings: Memory[int] = Memory(REMEMBERED_SECONDS)

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        self._crossings.forget(at)
        crossed = self._line.crossed(tracks, at).tolist()
        wanted = np.flatnonzero(is_labelled(tracks, self._parameters.labels)).tolist()
        ids = tracks.ids.tolist()
        totals = {row: (self._crossings.get(ids[row]) or 0) + crossed[row] for row in wanted}
        rows = [row for row, total in totals.items() if total or crossed[row]]
        if not rows:
            return []
        height = tracks.boxes[rows, 3] - tracks.boxes[rows, 1]
        is_clear = self._line.distances(tracks.feet[rows]) >= self._parameters.margin * height
        counts: list[Observation] = []
        for row, clear in zip(rows, is_clear.tolist(), strict=True):
            if clear and totals[row]:
                counts.append(self._count(label_of(tracks, row), totals[row] > 0, at))
            self._crossings.put(ids[row], 0 if clear else totals[row], at)
        return counts

    def _count(self, label: Label, forward: bool, at: datetime) -> LineCount:
        return LineCount(self.config.id, self.config.shape.id, at, label, forward)
