"""Wrong direction: somebody moves against the common direction of traffic in a zone.

The allowed direction is one for the whole zone, or a field of arrows (a bend, two lanes): then it is their mean at the
middle of the movement, and where they contradict one another nothing is judged.

The movement of each object is judged in hops of a fifth of ``distance_metres``, which trembling feet do not make. A
hop that deviates from the allowed direction by at most ``tolerance_degrees`` is right, and sets the object's anchor
where it ends; wrong hops leave the anchor behind. When the way from the anchor is itself wrong, long enough and has
lasted long enough, the rule fires; it began when the object was last near the anchor.

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
from detectors.vision.scene.directions import Arrow, Field, between, degrees_of
from detectors.vision.scene.parameters import arrows, labels, number
from detectors.vision.scene.rule import CoolDown, Memory, Presence, Rule, is_labelled, label_of, track_event
from detectors.vision.scene.shapes import Zone
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import MOVERS, Label, Observation, SceneEvent, Tracks

HEIGHTS = {Label.PERSON: 1.7, Label.BICYCLE: 1.7, Label.MOTORCYCLE: 1.7, Label.VEHICLE: 1.6}
"""Metres, for cameras without calibration."""

HOP = 0.2
"""Share of the distance asked for: what is shorter counts as standing."""


@dataclass(frozen=True, slots=True)
class WrongDirectionParameters:
    allowed_degrees: float = number(
        90,
        least=0,
        most=360,
        unit="°",
        help=gettext_noop("The allowed direction in the picture: 0 is up, 90 to the right, 180 down, 270 to the left."),
    )
    arrows: tuple[tuple[float, float, float], ...] = arrows(
        help=gettext_noop(
            "Where the direction changes within the zone: places in the picture (0 to 1) and the direction allowed "
            "there, in place of the one direction."
        ),
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
    labels: tuple[Label, ...] = labels(*MOVERS, help=gettext_noop("What must keep the direction."))
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


@dataclass(frozen=True, slots=True)
class _Place:
    """Pixels of a foot, and metres on the ground: NaN without calibration or beyond the horizon."""

    foot: tuple[float, float]
    ground: tuple[float, float]


@dataclass(slots=True)
class _Way:
    """The movement of an object: where it began, where its last hop ended, and how long it has lasted."""

    anchor: _Place
    hop: _Place
    presence: Presence


class WrongDirection(Rule):
    def __init__(self, config: RuleConfig, parameters: WrongDirectionParameters, zone: Zone) -> None:
        self.config = config
        self._parameters = parameters
        self._zone = zone
        width, height = zone.picture
        given = parameters.arrows or ((0.5, 0.5, parameters.allowed_degrees),)
        self._field = Field([Arrow((x * width, y * height), degrees) for x, y, degrees in given])
        self._ways: Memory[_Way] = Memory(parameters.leave_seconds)
        self._cool_down = CoolDown(parameters.track_cool_down_seconds, parameters.zone_cool_down_seconds)

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        inside = np.flatnonzero(self._zone.holds(tracks) & is_labelled(tracks, self._parameters.labels))
        self._ways.forget(at)
        events = (self._see(tracks, row, at) for row in inside.tolist())
        return [event for event in events if event is not None]

    def _see(self, tracks: Tracks, row: int, at: datetime) -> SceneEvent | None:
        track, here = int(tracks.ids[row]), _place(tracks, row)
        way = self._ways.put(track, self._ways.get(track) or _Way(here, here, Presence(since=at)), at)
        metre = _metre(tracks, row)
        self._hop(way, here, metre, at)
        way.presence.see(float(tracks.scores[row]))
        metres, deviation = self._movement(way.anchor, here, metre)
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

    def _hop(self, way: _Way, here: _Place, metre: float, at: datetime) -> None:
        """Takes the anchor along with a right hop, and its time along with standing at it."""
        shortest = HOP * self._parameters.distance_metres
        metres, deviation = self._movement(way.hop, here, metre)
        if metres >= shortest:
            way.hop = here
            if deviation <= self._parameters.tolerance_degrees:
                way.anchor, way.presence = here, Presence(since=at)
        if not way.presence.fired and self._movement(way.anchor, here, metre)[0] < shortest:
            way.presence = Presence(since=at)

    def _movement(self, start: _Place, end: _Place, metre: float) -> tuple[float, float]:
        """Metres, and degrees (0 to 180) between the movement in the picture and the direction allowed there."""
        right, down = end.foot[0] - start.foot[0], end.foot[1] - start.foot[1]
        metres = math.dist(start.ground, end.ground)
        if math.isnan(metres):
            metres = math.hypot(right, down) / metre
        allowed = self._field.at(((start.foot[0] + end.foot[0]) / 2, (start.foot[1] + end.foot[1]) / 2))
        return metres, 0.0 if allowed is None else between(degrees_of(right, down), allowed)


def _place(tracks: Tracks, row: int) -> _Place:
    x, y = tracks.feet[row].tolist()
    east, north = (math.nan, math.nan) if tracks.ground is None else tracks.ground[row].tolist()
    return _Place((x, y), (east, north))


def _metre(tracks: Tracks, row: int) -> float:
    """Pixels to the metre at this object, judged by its height."""
    return float(tracks.boxes[row, 3] - tracks.boxes[row, 1]) / HEIGHTS[label_of(tracks, row)]
