"""Weapon: a network of the city's own that knows weapons sees one with a person in a zone.

No network of the product knows weapons; what one of COCO takes for a knife is mostly a phone or an umbrella and raises
nothing. It fires when the thing was seen in most frames for ``duration_seconds``, each time within reach of a person.

score: mean score of the thing. facts: seconds since it was first seen, persons in the zone.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.detect.boxes import grown, shared
from detectors.vision.scene.parameters import number
from detectors.vision.scene.rule import LONGEST_GAP, Rule, is_labelled
from detectors.vision.scene.shapes import Zone
from detectors.vision.scene.sightings import Sighting, Sightings, event_of
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import Bools, Detections, Evidence, Label, Observation, SceneEvent, Tracks

FORGET_SECONDS = 2.0
REACH = 1.0
ARM = 0.3
"""Share of the box of a person by which an arm reaches beyond it."""


@dataclass(frozen=True, slots=True)
class WeaponParameters:
    least_score: float = number(
        0.5, least=0.1, most=0.99, help=gettext_noop("How sure the network must be, from 0 to 1.")
    )
    duration_seconds: float = number(
        1, least=0.2, most=60, unit="s", help=gettext_noop("How long it must be seen before an alert.")
    )
    zone_cool_down_seconds: float = number(
        30, least=0, most=86_400, unit="s", help=gettext_noop("Shortest time between two alerts for the zone.")
    )


class Weapon(Rule):
    def __init__(self, config: RuleConfig, parameters: WeaponParameters, zone: Zone) -> None:
        self.config = config
        self._parameters = parameters
        self._zone = zone
        self._seen = Sightings(FORGET_SECONDS, REACH)
        self._found = Detections.none()
        self._fired_at: datetime | None = None
        self._before: datetime | None = None

    def consider(self, evidence: Evidence) -> None:
        self._found = evidence.of(Label.WEAPON)

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        if self._before is not None and (at - self._before).total_seconds() > LONGEST_GAP:
            self._seen.clear()
        self._before = at
        persons = tracks.boxes[self._zone.holds(tracks) & is_labelled(tracks, (Label.PERSON,))]
        is_sure = self._found.scores >= self._parameters.least_score
        self._seen.look(self._found.chosen(is_sure & _within_reach(self._found, persons)), at)
        return [self._event(each, len(persons), at) for each in self._seen if self._is_due(each, at)]

    def _is_due(self, weapon: Sighting, at: datetime) -> bool:
        cool_down = self._parameters.zone_cool_down_seconds
        rested = self._fired_at is None or (at - self._fired_at).total_seconds() >= cool_down
        return rested and not weapon.fired and weapon.lasted(at) >= self._parameters.duration_seconds

    def _event(self, weapon: Sighting, persons: int, at: datetime) -> SceneEvent:
        weapon.fired, self._fired_at = True, at
        seconds = round((at - weapon.began).total_seconds(), 1)
        return event_of(self.config, weapon, at, {"seconds": seconds, "persons": persons})


def _within_reach(found: Detections, persons: np.typing.NDArray[np.float32]) -> Bools:
    """[n]: whether each touches somebody."""
    if not len(persons):
        return np.zeros(len(found), bool)
    return np.asarray((shared(found.boxes, grown(persons, ARM, ARM, ARM)) > 0).any(axis=1), bool)
