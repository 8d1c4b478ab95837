"""Wrong direction: somebody moves against the common direction of traffic in a zone.

Each object has an anchor: the place from which its present movement is measured. Every movement that is not wrong
takes the anchor along, and so does standing still (its time only). A movement that deviates from the allowed direction
by more than ``tolerance_degrees`` leaves the anchor behind; when it is long enough and has lasted long enough, the rule
fires, and it began when the object was last near the anchor.

Distances are metres on the ground where the camera is calibrated. Elsewhere the height of the object's own box gives
the measure: a person counts as 1.7 m high, a bicycle or motorcycle with its rider as 1.7 m, a vehicle as 1.6 m.

score: mean score of the object's boxes since it began.
facts: metres, seconds and degrees off the allowed direction, the label of the object.
"""

import math
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.scene.parameters import labels, number
from detectors.vision.scene.rule import CoolDown, Memory, Presence, Rule, is_labelled, label_of, track_event
from detectors.vision.scene.shapes import Zone
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import Label, Observation, SceneEvent, Tracks

HEIGHTS = {Label.PERSON: 1.7, Label.BICYCLE: 1.7, Label.MOTORCYCLE: 1.7, Label.VEHICLE: 1.6}
"""Metres, for cameras without calibration."""

STILL = 0.2
"""Share of the distance asked for, within which an object counts as standing at its anchor."""


@dataclass(frozen=True, slots=True)
class WrongDirectionParameters:
    allowed_degrees: float = number(
        90,
        least=0,
        most=360,
        unit="°",
        help=gettext_noop("The allowed direction in the picture: 0 is up, 90 to the right, 180 down, 270 to the left."),
    )
    tolerance_degrees: float = number(
        120,
        least=30,
        most=175,
        unit="°",
        help=gettext_noop("A movement that deviates more than this from the allowed direction is wrong."),
    )
    distance_metres: float = number(
        2.0, least=0.2, most=100, unit="m", help=gettext_noop("How far something must move the wrong way.")
    )
    duration_seconds: float = number(
        1.0, least=0, most=600, unit="s", help=gettext_noop("How long something must move the wrong way.")
    )
    labels: tuple[Label, ...] = labels(*Label, help=gettext_noop("What must keep the direction."))
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


@dataclass(slots=True)
class _Way:
    """Where an object's present movement began. ground is NaN without calibration or beyond the horizon."""

    foot: tuple[float, float]
    ground: tuple[float, float]
    presence: Presence


class WrongDirection(Rule):
    def __init__(self, config: RuleConfig, parameters: WrongDirectionParameters, zone: Zone) -> None:
        self.config = config
        self._parameters = parameters
        self._zone = zone
        self._ways: Memory[_Way] = Memory(parameters.leave_seconds)
        self._cool_down = CoolDown(parameters.track_cool_down_seconds, parameters.zone_cool_down_seconds)

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        inside = np.flatnonzero(self._zone.contains(tracks.feet) & is_labelled(tracks, self._parameters.labels))
        self._ways.forget(at)
        events = (self._see(tracks, row, at) for row in inside.tolist())
        return [event for event in events if event is not None]

    def _see(self, tracks: Tracks, row: int, at: datetime) -> SceneEvent | None:
        track = int(tracks.ids[row])
        way = self._ways.put(track, self._ways.get(track) or _anchored(tracks, row, at), at)
        metres, deviation = _movement(way, tracks, row, self._parameters.allowed_degrees)
        if metres < STILL * self._parameters.distance_metres:
            way.presence = Presence(since=at, fired=way.presence.fired)
        elif deviation <= self._parameters.tolerance_degrees:
            way = self._ways.put(track, _anchored(tracks, row, at), at)
        way.presence.see(float(tracks.scores[row]))
        seconds = (at - way.presence.since).total_seconds()
        if (
            way.presence.fired
            or metres < self._parameters.distance_metres
            or deviation <= self._parameters.tolerance_degrees
            or seconds < self._parameters.duration_seconds
            or not self._cool_down.is_over(track, at)
        ):
            return None
        way.presence.fired = True
        self._cool_down.begin(track, at)
        return track_event(
            self.config,
            tracks,
            row,
            started_at=way.presence.since,
            at=at,
            score=way.presence.score,
            facts={
                "metres": round(metres, 1),
                "seconds": round(seconds, 1),
                "degrees_off": round(deviation),
                "label": str(label_of(tracks, row)),
            },
        )


def _anchored(tracks: Tracks, row: int, at: datetime) -> _Way:
    x, y = tracks.feet[row].tolist()
    return _Way(foot=(x, y), ground=_ground(tracks, row), presence=Presence(since=at))


def _ground(tracks: Tracks, row: int) -> tuple[float, float]:
    if tracks.ground is None:
        return math.nan, math.nan
    east, north = tracks.ground[row].tolist()
    return east, north


def _movement(way: _Way, tracks: Tracks, row: int, allowed_degrees: float) -> tuple[float, float]:
    """Metres from the anchor, and degrees (0 to 180) between the way from there and the allowed direction."""
    x, y = tracks.feet[row].tolist()
    right, down = x - way.foot[0], y - way.foot[1]
    metres = math.dist(way.ground, _ground(tracks, row))
    if math.isnan(metres):
        height = float(tracks.boxes[row, 3] - tracks.boxes[row, 1])
        metres = math.hypot(right, down) / height * HEIGHTS[label_of(tracks, row)]
    degrees = math.degrees(math.atan2(right, -down))
    return metres, abs((degrees - allowed_degrees + 180) % 360 - 180)
