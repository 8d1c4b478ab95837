"""Density: too many persons in a zone.

Where the camera is calibrated and the whole zone lies on the ground that it sees, the measure is persons per square
metre; elsewhere it is the number of persons. The state begins when the measure reaches the threshold and ends when it
falls below ``off_share`` of it, so that a value that trembles around the threshold is one state. It fires once it has
lasted for ``duration_seconds``, and once only. Who is half hidden by others is counted where the feet must be
(``hidden_feet.py``); who is not seen at all is not counted.

score: mean score of the persons' boxes since it began.
facts: persons, seconds, threshold; where calibrated density (persons per m²) with density_error (1 sigma), area_m2 and
level (of service, A to F); measure says which counts.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.scene.crowding import crowding
from detectors.vision.scene.hidden_feet import HiddenFeet, Numbers
from detectors.vision.scene.parameters import number, whole
from detectors.vision.scene.rule import LONGEST_GAP, Presence, Rule, is_labelled
from detectors.vision.scene.shapes import Zone
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import Bools, Ints, Label, Observation, SceneEvent, Tracks


@dataclass(frozen=True, slots=True)
class DensityParameters:
    threshold_density: float = number(
        2.0,
        least=0.01,
        most=10,
        unit="/m²",
        help=gettext_noop("Persons per square metre from which it is too dense (cameras with a calibration)."),
    )
    threshold_persons: int = whole(
        10, least=1, most=1000, help=gettext_noop("Persons from which it is too dense (cameras without a calibration).")
    )
    off_share: float = number(
        0.8, least=0.1, most=1, help=gettext_noop("Share of the threshold below which it is over.")
    )
    duration_seconds: float = number(
        5, least=0, most=3600, unit="s", help=gettext_noop("How long it must last before an alert.")
    )
    cool_down_seconds: float = number(
        120, least=0, most=86_400, unit="s", help=gettext_noop("Shortest time between two alerts for the zone.")
    )


class Density(Rule):
    def __init__(self, config: RuleConfig, parameters: DensityParameters, zone: Zone) -> None:
        self.config = config
        self._parameters = parameters
        self._zone = zone
        self._hidden = HiddenFeet(zone.ground)
        self._state: Presence | None = None
        self._fired_at: datetime | None = None
        self._before: datetime | None = None

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        persons = np.flatnonzero(is_labelled(tracks, (Label.PERSON,)))
        feet = self._hidden.of(tracks.boxes[persons])
        inside = persons[self._holds(tracks, persons, feet)]
        value, threshold = self._measure(len(inside))
        if self._before is not None and (at - self._before).total_seconds() > LONGEST_GAP:
            self._state = None
        self._before = at
        if self._state is None and value >= threshold:
            self._state = Presence(since=at)
        elif self._state is not None and value < threshold * self._parameters.off_share:
            self._state = None
        if self._state is None:
            return []
        for score in tracks.scores[inside].tolist():
            self._state.see(score)
        if not self._is_due(self._state, at):
            return []
        self._state.fired = True
        self._fired_at = at
        return [self._event(feet, len(inside), self._state, at)]

    def _holds(self, tracks: Tracks, persons: Ints, feet: Numbers) -> Bools:
        """[persons]: whether each stands in the zone; only feet that are hidden are looked up on their own."""
        inside = self._zone.holds(tracks)[persons]
        moved = feet[:, 1] > tracks.boxes[persons, 3]
        if moved.any():
            inside[moved] = self._zone.contains(feet[moved])
        return inside

    def _measure(self, persons: int) -> tuple[float, float]:
        """The value and its threshold: persons per square metre, or persons."""
        if self._zone.area_m2 is None:
            return persons, self._parameters.threshold_persons
        return persons / self._zone.area_m2, self._parameters.threshold_density

    def _is_due(self, state: Presence, at: datetime) -> bool:
        lasted = (at - state.since).total_seconds() >= self._parameters.duration_seconds
        rested = self._fired_at is None or (at - self._fired_at).total_seconds() >= self._parameters.cool_down_seconds
        return lasted and rested and not state.fired

    def _event(self, feet: Numbers, persons: int, state: Presence, at: datetime) -> SceneEvent:
        """feet: of all persons in the picture. persons: how many of them are in the zone."""
        _, threshold = self._measure(persons)
        facts: dict[str, float | str] = {
            "persons": persons,
            "seconds": round((at - state.since).total_seconds(), 1),
            "threshold": threshold,
            "measure": "persons" if self._zone.area_m2 is None else "density",
        }
        if self._zone.area_m2 is not None:
            facts |= {"area_m2": round(self._zone.area_m2, 1)}
        crowded = crowding(self._zone, feet.astype(np.float32))
        if crowded is not None:
            facts |= {
                "density": round(crowded.density, 3),
                "density_error": round(crowded.error, 3),
                "level": crowded.level,
            }
        return SceneEvent(
            kind=self.config.kind,
            rule_id=self.config.id,
            rule_version=self.config.version,
            zone_id=self.config.shape.id,
            started_at=state.since,
            at=at,
            first_seen=state.since,  # a crowd is no object: it is first seen when it has become one
            foot=_middle(feet[self._zone.contains(feet)], self._zone),
            box=None,
            score=min(max(state.score, 0.0), 1.0),
            facts=facts,
        )


def _middle(feet: Numbers, zone: Zone) -> tuple[float, float]:
    if not len(feet):
        return zone.middle
    x, y = feet.mean(axis=0).tolist()
    return x, y
