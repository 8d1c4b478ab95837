"""Occupancy: how many objects are in a zone, over time. It yields sums and no event.

Each frame's number lasts until the next frame. Its error is that of the feet: who stands near the border may stand on
the other side.
"""

import math
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.scene.crowding import doubts
from detectors.vision.scene.parameters import labels
from detectors.vision.scene.rule import Rule, is_labelled
from detectors.vision.scene.shapes import Zone
from detectors.vision.scene.sums import Level, OverTime
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import MOVERS, Label, Measure, Observation, Tracks


@dataclass(frozen=True, slots=True)
class OccupancyParameters:
    labels: tuple[Label, ...] = labels(*MOVERS, help=gettext_noop("What is counted."))


class Occupancy(Rule):
    def __init__(self, config: RuleConfig, parameters: OccupancyParameters, zone: Zone) -> None:
        self.config = config
        self._parameters = parameters
        self._zone = zone
        self._sums = OverTime(config, Measure.PRESENT)

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        inside = self._zone.holds(tracks)
        doubtful = doubts(self._zone, tracks.feet)
        levels = {}
        for label in self._parameters.labels:
            carries = is_labelled(tracks, [label])
            rows = np.flatnonzero(inside & carries)
            error = math.sqrt(float(doubtful[carries].sum()))
            levels[label] = Level(float(len(rows)), error, tuple(tracks.ids[rows].tolist()))
        return [*self._sums.see(levels, at)]
