"""Parking: how many places of a zone are taken, over time. It yields sums and no event.

A place is taken by an object that stands; who drives through takes none. What is parked and hidden for a while by who
passes before it still takes its place.
"""

from dataclasses import dataclass
from datetime import datetime
from math import dist

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.scene.parameters import labels, number, whole
from detectors.vision.scene.rule import Memory, Rule, is_labelled, label_of
from detectors.vision.scene.shapes import Zone
from detectors.vision.scene.standing import Standing
from detectors.vision.scene.sums import Level, OverTime
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import Label, Measure, Observation, Tracks

STILL_SHARE = 0.1
"""Of its height: what moves by less stands; boxes of parked cars tremble."""
SAME_PLACE_SHARE = 0.5
"""Of its height: two that stand nearer than this cannot both be there."""


@dataclass(frozen=True, slots=True)
class ParkingParameters:
    labels: tuple[Label, ...] = labels(Label.VEHICLE, help=gettext_noop("What takes a place."))
    places: int = whole(10, least=1, most=1000, help=gettext_noop("How many places there are in the zone."))
    stand_seconds: float = number(
        10, least=1, most=600, unit="s", help=gettext_noop("How long something must stand before it takes a place.")
    )
    hidden_seconds: float = number(
        30, least=0, most=600, unit="s", help=gettext_noop("How long something that stands may be hidden.")
    )


@dataclass(frozen=True, slots=True)
class _Parked:
    track: int
    label: Label
    foot: tuple[float, float]


class Parking(Rule):
    def __init__(self, config: RuleConfig, parameters: ParkingParameters, zone: Zone) -> None:
        self.config = config
        self._parameters = parameters
        self._zone = zone
        self._standing = Standing(parameters.stand_seconds, STILL_SHARE, parameters.hidden_seconds)
        self._parked: Memory[_Parked] = Memory(parameters.hidden_seconds)
        self._sums = OverTime(config, Measure.PARKED)

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        self._parked.forget(at)
        rows = np.flatnonzero(self._zone.holds(tracks) & is_labelled(tracks, self._parameters.labels))
        for row, stands in zip(rows.tolist(), self._standing.among(tracks, rows, at).tolist(), strict=True):
            track = int(tracks.ids[row])
            if stands:
                self._park(tracks, row, at)
            else:
                self._parked.drop(track)
        return [*self._sums.see({label: self._level(label) for label in self._parameters.labels}, at)]

    def _park(self, tracks: Tracks, row: int, at: datetime) -> None:
        """One that was lost and is found again under another number takes its own place, not a second one."""
        x, y = tracks.feet[row].tolist()
        here = _Parked(int(tracks.ids[row]), label_of(tracks, row), (x, y))
        reach = SAME_PLACE_SHARE * float(tracks.boxes[row, 3] - tracks.boxes[row, 1])
        for other in list(self._parked.values()):
            if other.track not in tracks.ids and dist(other.foot, here.foot) < reach:
                self._parked.drop(other.track)
        self._parked.put(here.track, here, at)

    def _level(self, label: Label) -> Level:
        """Never more than there are places."""
        ids = tuple(each.track for each in self._parked.values() if each.label == label)
        return Level(float(min(len(ids), self._parameters.places)), 0.0, ids)
