"""Weapon: a network of the city's own that knows weapons sees one with a person in a zone.

No network of the product knows weapons; what one of COCO takes for a knife is mostly a phone or an umbrella and raises
nothing. It fires when the thing was seen for ``duration_seconds`` in the hand of one person, who carries it along
(``held.py``), and so often that a network that errs now and then would hardly do so.

score: mean score of the thing. facts: seconds since it was first seen, persons in the zone.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.scene.held import Hands, Held
from detectors.vision.scene.parameters import number
from detectors.vision.scene.rule import LONGEST_GAP, Rule, is_labelled
from detectors.vision.scene.shapes import Zone
from detectors.vision.scene.sightings import event_of
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import Detections, Evidence, Label, Observation, SceneEvent, Tracks

FORGET_SECONDS = 2.0


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
        self._seen = Hands(FORGET_SECONDS)
        self._found = Detections.none()
        self._fired_at: datetime | None = None
        self._before: datetime | None = None

    def consider(self, evidence: Evidence) -> None:
        self._found = evidence.of(Label.WEAPON)

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        if self._before is not None and (at - self._before).total_seconds() > LONGEST_GAP:
            self._seen.clear()
        self._before = at
        rows = np.flatnonzero(self._zone.holds(tracks) & is_labelled(tracks, (Label.PERSON,)))
        persons = dict(zip(tracks.ids[rows].tolist(), map(tuple, tracks.boxes[rows].tolist()), strict=True))
        sure = self._found.chosen(self._found.scores >= self._parameters.least_score)
        self._seen.look(sure, persons, at)
        return [self._event(each, len(persons), at) for each in self._seen if self._is_due(each, at)]

    def _is_due(self, weapon: Held, at: datetime) -> bool:
        cool_down = self._parameters.zone_cool_down_seconds
        rested = self._fired_at is None or (at - self._fired_at).total_seconds() >= cool_down
        is_new = weapon.seen == at and not weapon.fired
        return rested and is_new and weapon.lasted(at) >= self._parameters.duration_seconds

    def _event(self, weapon: Held, persons: int, at: datetime) -> SceneEvent:
        weapon.fired, self._fired_at = True, at
        seconds = round((at - weapon.began).total_seconds(), 1)
        return event_of(self.config, weapon, at, {"seconds": seconds, "persons": persons})
