"""Intrusion: somebody is in a zone where nobody should be.

It begins with the first frame in which the object's foot is in the zone, and fires once it has lasted for
``dwell_seconds``. An object is out only after ``leave_seconds`` without being seen inside, so that a foot that jitters
across the border neither leaves nor comes back. One stay fires one event.

score: mean score of the object's boxes during the stay.
facts: persons and objects in the zone now, seconds since it began, the label of the object.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.scene.parameters import labels, number
from detectors.vision.scene.rule import (
    CoolDown,
    Memory,
    Presence,
    Rule,
    is_labelled,
    label_of,
    persons_among,
    track_event,
)
from detectors.vision.scene.shapes import Zone
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import Ints, Label, Observation, SceneEvent, Tracks


@dataclass(frozen=True, slots=True)
class IntrusionParameters:
    labels: tuple[Label, ...] = labels(Label.PERSON, help=gettext_noop("What may not be in the zone."))
    dwell_seconds: float = number(
        1.0, least=0, most=3600, unit="s", help=gettext_noop("How long something must be inside before an alert.")
    )
    leave_seconds: float = number(
        1.5,
        least=0,
        most=60,
        unit="s",
        help=gettext_noop("How long something must be out of the zone, or unseen, before it counts as gone."),
    )
    track_cool_down_seconds: float = number(
        60, least=0, most=86_400, unit="s", help=gettext_noop("Shortest time between two alerts for the same object.")
    )
    zone_cool_down_seconds: float = number(
        15, least=0, most=86_400, unit="s", help=gettext_noop("Shortest time between two alerts for the zone.")
    )


class Intrusion(Rule):
    def __init__(self, config: RuleConfig, parameters: IntrusionParameters, zone: Zone) -> None:
        self.config = config
        self._parameters = parameters
        self._zone = zone
        self._stays: Memory[Presence] = Memory(parameters.leave_seconds)
        self._cool_down = CoolDown(parameters.track_cool_down_seconds, parameters.zone_cool_down_seconds)

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        inside = np.flatnonzero(self._zone.contains(tracks.feet) & is_labelled(tracks, self._parameters.labels))
        self._stays.forget(at)
        events = (self._see(tracks, row, inside, at) for row in inside.tolist())
        return [event for event in events if event is not None]

    def _see(self, tracks: Tracks, row: int, inside: Ints, at: datetime) -> SceneEvent | None:
        track = int(tracks.ids[row])
        stay = self._stays.put(track, self._stays.get(track) or Presence(since=at), at)
        stay.see(float(tracks.scores[row]))
        seconds = (at - stay.since).total_seconds()
        if stay.fired or seconds < self._parameters.dwell_seconds or not self._cool_down.is_over(track, at):
            return None
        stay.fired = True
        self._cool_down.begin(track, at)
        return track_event(
            self.config,
            tracks,
            row,
            started_at=stay.since,
            at=at,
            score=stay.score,
            facts={
                "persons": persons_among(tracks, inside),
                "objects": len(inside),
                "seconds": round(seconds, 1),
                "label": str(label_of(tracks, row)),
            },
        )
