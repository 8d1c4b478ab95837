"""Speed: how fast objects go through a zone. It yields sums and no event.

An object has one speed: that of the straight way through its places on the ground while it is in the zone, at the true
times of the pictures. Who turns, brakes or stands for a while has none, for no straight way fits; neither has an object
whose speed is not sure enough. A camera without calibration measures nothing.
"""

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.locate.homography import Homography
from detectors.vision.scene.edges import at_the_rim
from detectors.vision.scene.parameters import labels, number
from detectors.vision.scene.rule import Memory, Rule, is_labelled, label_of
from detectors.vision.scene.shapes import Coordinates, Zone
from detectors.vision.scene.sums import of_object
from detectors.vision.scene.velocity import Places, velocity
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import MOVERS, Floats, Label, Measure, Observation, Sum, Tracks

KMH = 3.6
"""Kilometres an hour in one metre a second."""


@dataclass(frozen=True, slots=True)
class SpeedParameters:
    labels: tuple[Label, ...] = labels(*MOVERS, help=gettext_noop("Whose speed is measured."))
    least_seconds: float = number(
        0.6, least=0.2, most=60, unit="s", help=gettext_noop("How long something must be seen in the zone.")
    )
    most_error: float = number(
        3, least=0.1, most=50, unit="km/h", help=gettext_noop("A speed that is less sure than this does not count.")
    )


@dataclass(slots=True)
class _Passage:
    """seen: see ``Places``; it lives as long as the object is in the zone. at, label: of the last time."""

    at: datetime
    label: Label
    seen: list[tuple[float, Coordinates, Coordinates]] = field(default_factory=list)


class Speed(Rule):
    def __init__(self, config: RuleConfig, parameters: SpeedParameters, zone: Zone) -> None:
        self.config = config
        self._parameters = parameters
        self._zone = zone
        self._passages: Memory[_Passage] = Memory(parameters.least_seconds)

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        ground = self._zone.ground
        if ground is None:
            return []
        over = [self._sum(passage, ground) for passage in self._passages.forget(at)]
        wanted = (
            self._zone.holds(tracks) & is_labelled(tracks, self._parameters.labels) & ~at_the_rim(tracks, self._zone)
        )
        feet = _detected_feet(tracks)
        wanted &= ground.is_ground(feet)
        rows = np.flatnonzero(wanted)
        places, slopes = ground.to_ground(feet[rows]), ground.jacobian(feet[rows])
        for row, place, slope in zip(rows.tolist(), places, slopes, strict=True):
            self._follow(tracks, row, at).seen.append((at.timestamp(), place, slope))
        return [each for each in over if each is not None]

    def _follow(self, tracks: Tracks, row: int, at: datetime) -> _Passage:
        track, label = int(tracks.ids[row]), label_of(tracks, row)
        passage = self._passages.get(track) or _Passage(at, label)
        passage.at, passage.label = at, label
        return self._passages.put(track, passage, at)

    def _sum(self, passage: _Passage, ground: Homography) -> Sum | None:
        places = Places.of(passage.seen)
        if places.seconds < self._parameters.least_seconds:
            return None
        found = velocity(places, passage.label, ground)
        if found is None:
            return None
        kmh, error = found.speed * KMH, found.error * KMH
        if error > self._parameters.most_error:
            return None
        return of_object(self.config, Measure.SPEED, passage.at, passage.label, kmh, error)


def _detected_feet(tracks: Tracks) -> Floats:
    """[n, 2]: of the boxes as they were detected: a filter that smooths them lags behind who is fast."""
    boxes = tracks.boxes if tracks.detected is None else tracks.detected
    feet: Floats = np.stack([(boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 3]], axis=1)
    return feet
