"""Intrusion: somebody is in a zone where nobody should be.

It begins with the first frame in which the object's foot is in the zone, and fires once it has lasted for
``dwell_seconds``. An object is out only after ``leave_seconds`` without being seen inside, so that a foot that jitters
across the border neither leaves nor comes back. One stay fires one event. Somebody half hidden whose feet
must be outside (``hidden_feet.py``) is not inside.

Where a direction of entry is asked for, only those count whose way into the zone was seen and led that way; where hours
are given, a stay begins with them at the earliest.

score: mean score of the object's boxes during the stay.
facts: persons and objects in the zone now, seconds since it began, the label of the object; entry_degrees, the way it
came in, where that was asked for.
"""

import math
from collections import deque
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.scene.directions import Place, between, degrees_of
from detectors.vision.scene.hidden_feet import HiddenFeet
from detectors.vision.scene.parameters import choices, clock, labels, number
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
from detectors.vision.scene.schedule import DAYS, Schedule
from detectors.vision.scene.shapes import Zone
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import Bools, Ints, Label, Observation, SceneEvent, Tracks

TRAIL_SECONDS = 1.5
"""How far back the way of an object is remembered that may come in."""

LEAST_STEP = 0.2
"""Share of its height that an object must have moved, so that its way has a direction."""


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
    entry_degrees: float = number(
        0,
        least=0,
        most=360,
        unit="°",
        help=gettext_noop(
            "The direction of entry in the picture: 0 is up, 90 to the right, 180 down, 270 to the left."
        ),
    )
    entry_tolerance_degrees: float = number(
        180,
        least=10,
        most=180,
        unit="°",
        help=gettext_noop("An entry counts that deviates by at most this from the direction; 180: from everywhere."),
    )
    days: tuple[str, ...] = choices(*DAYS, among=DAYS, help=gettext_noop("Days on which nobody may be there."))
    begins_at: str = clock(help=gettext_noop("Local time from which nobody may be there; empty: midnight."))
    ends_at: str = clock(help=gettext_noop("Local time until which nobody may be there; empty: midnight."))


@dataclass(slots=True)
class _Stay:
    """counts: False for who came in another way than the one that is asked for."""

    presence: Presence
    entry: float | None
    counts: bool


class Intrusion(Rule):
    def __init__(self, config: RuleConfig, parameters: IntrusionParameters, zone: Zone) -> None:
        self.config = config
        self._parameters = parameters
        self._zone = zone
        self._hidden = HiddenFeet(zone.ground)
        self._asks_for_entry = parameters.entry_tolerance_degrees < 180
        self._schedule = Schedule(parameters.days, parameters.begins_at, parameters.ends_at, config.time_zone)
        self._stays: Memory[_Stay] = Memory(parameters.leave_seconds)
        self._trails: Memory[deque[tuple[datetime, Place]]] = Memory(TRAIL_SECONDS)
        self._cool_down = CoolDown(parameters.track_cool_down_seconds, parameters.zone_cool_down_seconds)

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        wanted = is_labelled(tracks, self._parameters.labels)
        is_inside = self._inside(tracks) & wanted
        if not self._schedule.holds(at):
            self._stays = Memory(self._parameters.leave_seconds)
            is_inside[:] = False
        self._stays.forget(at)
        if self._asks_for_entry:
            self._follow(tracks, np.flatnonzero(wanted), at)
        inside = np.flatnonzero(is_inside)
        events = (self._see(tracks, row, inside, at) for row in inside.tolist())
        return [event for event in events if event is not None]

    def _inside(self, tracks: Tracks) -> Bools:
        """Somebody whose feet others hide is not inside if they must be outside."""
        inside = self._zone.holds(tracks)
        if self._zone.ground is None:
            return inside
        persons = np.flatnonzero(is_labelled(tracks, (Label.PERSON,)))
        feet = self._hidden.of(tracks.boxes[persons])
        moved = feet[:, 1] > tracks.boxes[persons, 3]
        if inside[persons[moved]].any():
            inside[persons[moved]] &= self._zone.contains(feet[moved])
        return inside

    def _see(self, tracks: Tracks, row: int, inside: Ints, at: datetime) -> SceneEvent | None:
        track = int(tracks.ids[row])
        stay = self._stays.put(track, self._stays.get(track) or self._begun(tracks, row, at), at)
        presence = stay.presence
        presence.see(float(tracks.scores[row]))
        seconds = (at - presence.since).total_seconds()
        has_lasted = stay.counts and seconds >= self._parameters.dwell_seconds
        if presence.fired or not has_lasted or not self._cool_down.is_over(track, at):
            return None
        presence.fired = True
        self._cool_down.begin(track, at)
        entry: dict[str, float | str] = {} if stay.entry is None else {"entry_degrees": round(stay.entry)}
        return track_event(
            self.config,
            tracks,
            row,
            started_at=presence.since,
            at=at,
            score=presence.score,
            facts={
                "persons": persons_among(tracks, inside),
                "objects": len(inside),
                "seconds": round(seconds, 1),
                "label": str(label_of(tracks, row)),
                **entry,
            },
        )

    def _begun(self, tracks: Tracks, row: int, at: datetime) -> _Stay:
        entry = self._entry(tracks, row) if self._asks_for_entry else None
        parameters = self._parameters
        is_right = entry is not None and between(entry, parameters.entry_degrees) <= parameters.entry_tolerance_degrees
        return _Stay(Presence(since=at), entry, is_right or not self._asks_for_entry)

    def _entry(self, tracks: Tracks, row: int) -> float | None:
        """The direction of its way so far; None for who was first seen inside, or has hardly moved."""
        trail = self._trails.get(int(tracks.ids[row]))
        if trail is None:
            return None
        (x1, y1), (x2, y2) = trail[0][1], tracks.feet[row].tolist()
        height = float(tracks.boxes[row, 3] - tracks.boxes[row, 1])
        if math.dist((x1, y1), (x2, y2)) < LEAST_STEP * height or self._zone.contains([(x1, y1)])[0]:
            return None
        return degrees_of(x2 - x1, y2 - y1)

    def _follow(self, tracks: Tracks, rows: Ints, at: datetime) -> None:
        self._trails.forget(at)
        for row, (x, y) in zip(rows.tolist(), tracks.feet[rows].tolist(), strict=True):
            track = int(tracks.ids[row])
            trail = self._trails.get(track)
            trail = self._trails.put(track, deque() if trail is None else trail, at)
            trail.append((at, (x, y)))
            while (at - trail[0][0]).total_seconds() > TRAIL_SECONDS and len(trail) > 2:
                trail.popleft()
