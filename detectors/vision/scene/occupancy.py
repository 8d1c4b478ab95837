"""Occupancy: how many objects are in a zone, over time. It yields sums and no event.

Each frame's number lasts until the next frame. Its error is that of the feet: who stands near the border may stand on
the other side. Who was seen inside and is hidden for a moment, or missed by the network, is still inside.
"""

import math
from dataclasses import dataclass
from datetime import datetime

from detectors.vision.config import RuleConfig
from detectors.vision.scene.crowding import doubts
from detectors.vision.scene.parameters import labels
from detectors.vision.scene.rule import Memory, Rule, is_labelled, label_of
from detectors.vision.scene.shapes import Zone
from detectors.vision.scene.sums import Level, OverTime
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import MOVERS, Label, Measure, Observation, Tracks

HIDDEN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class _Inside:
    track: int
    label: Label


@dataclass(frozen=True, slots=True)
class OccupancyParameters:
    labels: tuple[Label, ...] = labels(*MOVERS, help=gettext_noop("What is counted."))


class Occupancy(Rule):
    def __init__(self, config: RuleConfig, parameters: OccupancyParameters, zone: Zone) -> None:
        self.config = config
        self._parameters = parameters
        self._zone = zone
        self._inside: Memory[_Inside] = Memory(HIDDEN_SECONDS)
        self._sums = OverTime(config, Measure.PRESENT)

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        self._inside.forget(at)
        inside = self._zone.holds(tracks)
        for track, row in zip(tracks.ids.tolist(), range(len(tracks)), strict=True):
            if inside[row]:
                self._inside.put(track, _Inside(track, label_of(tracks, row)), at)
            else:
                self._inside.drop(track)
        doubtful = doubts(self._zone, tracks.feet)
        levels = {}
        for label in self._parameters.labels:
            ids = tuple(each.track for each in self._inside.values() if each.label == label)
            error = math.sqrt(float(doubtful[is_labelled(tracks, [label])].sum()))
            levels[label] = Level(float(len(ids)), error, ids)
        return [*self._sums.see(levels, at)]
