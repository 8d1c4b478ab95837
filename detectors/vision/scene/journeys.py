"""Journeys: by which side of a zone objects come in, and by which they leave it. It yields sums and no event.

The sides of the zone are its gates, numbered from 1 in the order of its corners. A journey is one track's; what was
found or lost inside has no gate there ("?"). Nobody is followed from one camera to another.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.scene.parameters import labels, number
from detectors.vision.scene.rule import Memory, Rule, is_labelled, label_of
from detectors.vision.scene.shapes import Line, Zone
from detectors.vision.scene.sums import of_object
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import MOVERS, Label, Measure, Observation, Sum, Tracks

UNKNOWN = "?"
Foot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class JourneysParameters:
    labels: tuple[Label, ...] = labels(*MOVERS, help=gettext_noop("Whose journeys are counted."))
    leave_seconds: float = number(
        2,
        least=0,
        most=60,
        unit="s",
        help=gettext_noop("How long something must be out of the zone, or unseen, before it counts as gone."),
    )


@dataclass(slots=True)
class _Journey:
    origin: str
    destination: str
    at: datetime
    label: Label
    foot: Foot


class Journeys(Rule):
    def __init__(self, config: RuleConfig, parameters: JourneysParameters, zone: Zone) -> None:
        self.config = config
        self._parameters = parameters
        self._zone = zone
        self._gates = [
            Line(np.stack(ends)) for ends in zip(zone.corners, np.roll(zone.corners, -1, axis=0), strict=True)
        ]
        self._journeys: Memory[_Journey] = Memory(parameters.leave_seconds)
        self._outside: Memory[Foot] = Memory(parameters.leave_seconds)

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        self._outside.forget(at)
        over = [self._sum(journey) for journey in self._journeys.forget(at)]
        inside, feet = self._zone.holds(tracks), tracks.feet
        for row in np.flatnonzero(is_labelled(tracks, self._parameters.labels)).tolist():
            x, y = feet[row].tolist()
            if inside[row]:
                self._be_inside(int(tracks.ids[row]), label_of(tracks, row), (x, y), at)
            else:
                self._be_outside(int(tracks.ids[row]), (x, y), at)
        return [*over]

    def _be_inside(self, track: int, label: Label, foot: Foot, at: datetime) -> None:
        journey = self._journeys.get(track)
        if journey is None:
            before = self._outside.get(track)
            origin = UNKNOWN if before is None else self._gate(before, foot)
            journey = _Journey(origin, UNKNOWN, at, label, foot)
        journey.destination, journey.at, journey.label, journey.foot = UNKNOWN, at, label, foot
        self._journeys.put(track, journey, at)

    def _be_outside(self, track: int, foot: Foot, at: datetime) -> None:
        journey = self._journeys.get(track)
        if journey is not None and journey.destination == UNKNOWN:
            journey.destination = self._gate(foot, journey.foot)
        self._outside.put(track, foot, at)

    def _gate(self, outside: Foot, inside: Foot) -> str:
        """The side that the step crosses; of several the one nearest to the end inside, of none the nearest one."""
        crossed = [gate.crossings([outside], [inside])[0] != 0 for gate in self._gates]
        distances = [float(gate.distances([inside])[0]) for gate in self._gates]
        numbers = [number for number, is_crossed in enumerate(crossed) if is_crossed] or range(len(self._gates))
        return str(min(numbers, key=distances.__getitem__) + 1)

    def _sum(self, journey: _Journey) -> Sum:
        way = f"{journey.origin}>{journey.destination}"
        return of_object(self.config, Measure.JOURNEYS, journey.at, journey.label, way=way)
