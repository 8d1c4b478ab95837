"""Start of fire: something flickers like a flame or smokes in a zone, or a network that knows fire and smoke sees it.

A flame is where its lower edge is. The lower end of smoke is often not seen, so that smoke counts when any part of it
is before the zone, or when it hangs over the zone by no more than its own height. It fires when the thing was seen in
most looks for ``duration_seconds``; one fire is one alert.

score: mean score of the thing. facts: seconds since it began, growth (its area now to that at first), label.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.detect.eyes import Eye
from detectors.vision.scene.parameters import number
from detectors.vision.scene.rule import LONGEST_GAP, Rule
from detectors.vision.scene.shapes import Zone
from detectors.vision.scene.sightings import Sighting, Sightings, event_of
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import Bools, Evidence, Floats, Label, Observation, SceneEvent, Tracks

EYES = {Label.FIRE: Eye.FLAMES, Label.SMOKE: Eye.SMOKE}

FORGET_SECONDS = 4.0
REACH = 0.5


@dataclass(frozen=True, slots=True)
class FireParameters:
    duration_seconds: float = number(
        5, least=1, most=600, unit="s", help=gettext_noop("How long it must burn or smoke before an alert.")
    )
    zone_cool_down_seconds: float = number(
        120, least=0, most=86_400, unit="s", help=gettext_noop("Shortest time between two alerts for the zone.")
    )


class Fire(Rule):
    def __init__(self, config: RuleConfig, parameters: FireParameters, zone: Zone) -> None:
        self.config = config
        self._parameters = parameters
        self._zone = zone
        self._seen = {label: Sightings(FORGET_SECONDS, REACH) for label in EYES}
        self._evidence = Evidence.none()
        self._fired_at: datetime | None = None
        self._before: datetime | None = None

    def consider(self, evidence: Evidence) -> None:
        self._evidence = evidence

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        if self._before is not None and (at - self._before).total_seconds() > LONGEST_GAP:
            for sightings in self._seen.values():
                sightings.clear()
        self._before = at
        events: list[Observation] = []
        for label, sightings in self._seen.items():
            found = self._evidence.of(label)
            if len(found) or EYES[label] in self._evidence.looked:
                sightings.look(found.chosen(self._is_here(found.boxes, label)), at)
            events += [self._event(each, label, at) for each in sightings if self._is_due(each, at)]
        return events

    def _is_here(self, boxes: Floats, label: Label) -> Bools:
        """[n]"""
        if label is Label.FIRE:
            return self._zone.contains(_points(boxes, 0.5, 1.0))
        shares = [(across, down) for across in (0.0, 0.5, 1.0) for down in (0.0, 0.5, 1.0, 1.5, 2.0)]
        here: Bools = np.logical_or.reduce([self._zone.contains(_points(boxes, *share)) for share in shares])
        return here

    def _is_due(self, fire: Sighting, at: datetime) -> bool:
        cool_down = self._parameters.zone_cool_down_seconds
        rested = self._fired_at is None or (at - self._fired_at).total_seconds() >= cool_down
        return rested and not fire.fired and fire.seen == at and fire.lasted(at) >= self._parameters.duration_seconds

    def _event(self, fire: Sighting, label: Label, at: datetime) -> SceneEvent:
        fire.fired, self._fired_at = True, at
        growth = _area(fire.box) / max(_area(fire.first_box), 1.0)
        facts: dict[str, float | str] = {
            "seconds": round((at - fire.began).total_seconds(), 1),
            "growth": round(growth, 1),
            "label": str(label),
        }
        return event_of(self.config, fire, at, facts)


def _points(boxes: Floats, across: float, down: float) -> Floats:
    """[n, 2]: the point of each box at these shares of its width and height."""
    points: Floats = boxes[:, :2] + (boxes[:, 2:] - boxes[:, :2]) * np.array([across, down], np.float32)
    return points


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
