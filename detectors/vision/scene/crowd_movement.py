"""Crowd movement: many persons in a zone begin to run at about the same time.

Each person's speed comes from a straight line through the places of the last second. Somebody begins to run who is fast
now and was slow a few seconds before: a group of joggers that comes by was never slow. (A tracker loses whoever
suddenly runs; a track that begins near where a slow one has just ended goes on with it.) Who runs and is not seen any
more still ran: those in front are out of the picture before those behind have begun. When enough persons have begun
within ``together_seconds``, and they are a large enough share of all who are there, it fires. If their ways lead apart,
away from their middle, they scatter; else they run.

Metres are those on the ground where the camera is calibrated; elsewhere the height of the person is the measure.

score: mean score of the boxes of those who run.
facts: persons who began to run, share of all, speed now and usual speed before (metres a second), divergence (1/s: mean
speed away from their middle over the mean distance to it), seconds since the first began, measure (running or
scattering).
"""

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.scene.parameters import number, whole
from detectors.vision.scene.rule import LONGEST_GAP, Rule, is_labelled
from detectors.vision.scene.shapes import Zone
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import Label, Observation, SceneEvent, Tracks

PERSON_METRES = 1.7
SPEED_SECONDS, LEAST_SECONDS = 1.0, 0.6
"""Over how long a speed is taken, and the least time that gives one."""
SLOW_SHARE = 0.7
"""Share of the running speed below which somebody is slow."""
SLOW_SECONDS = 6.0
"""How long ago somebody must have been slow, to begin to run now."""
USUAL_SECONDS = 5.0
PRESENT_SECONDS = 2.0
"""How long somebody still counts who has left the zone, or runs and is not seen any more."""
HEIR_SECONDS, HEIR_METRES, HEIR_SPEED = 1.5, 1.0, 4.0
"""How soon and how near a track begins that goes on with one that was lost: metres, and more for each second."""
APART = 0.6
"""Mean cosine between the ways of persons and their ways from the middle, from which they scatter."""


@dataclass(frozen=True, slots=True)
class CrowdMovementParameters:
    least_persons: int = whole(
        5, least=2, most=500, help=gettext_noop("How many persons must begin to run before an alert.")
    )
    least_share: float = number(
        0.5, least=0.1, most=1, help=gettext_noop("Which share of the persons in the zone they must be.")
    )
    running_speed: float = number(
        2.2, least=1, most=10, unit="m/s", help=gettext_noop("How fast somebody is who runs.")
    )
    together_seconds: float = number(
        3, least=0.5, most=60, unit="s", help=gettext_noop("Within which time they must have begun.")
    )
    zone_cool_down_seconds: float = number(
        60, least=0, most=86_400, unit="s", help=gettext_noop("Shortest time between two alerts for the zone.")
    )


@dataclass(slots=True)
class _Person:
    """places: (seconds, right, up) of the last second, in metres where ``on_ground``, else in pixels.

    usual: speed while slow. began: to run; ran: how fast, lastly. seen, inside, slow: when last.
    """

    places: deque[tuple[float, float, float]] = field(default_factory=deque)
    seen: datetime | None = None
    on_ground: bool = False
    inside: datetime | None = None
    slow: datetime | None = None
    began: datetime | None = None
    usual: float = 0.0
    ran: float = 0.0
    speed: float = math.nan
    way: tuple[float, float] = (0.0, 0.0)
    place: tuple[float, float] = (0.0, 0.0)
    foot: tuple[float, float] = (0.0, 0.0)
    score: float = 0.0


class CrowdMovement(Rule):
    def __init__(self, config: RuleConfig, parameters: CrowdMovementParameters, zone: Zone) -> None:
        self.config = config
        self._parameters = parameters
        self._zone = zone
        self._persons: dict[int, _Person] = {}
        self._fired_at: datetime | None = None
        self._before: datetime | None = None

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        """1. How fast each is. 2. Who has just begun to run. 3. Whether these are many of all."""
        if self._before is not None and (at - self._before).total_seconds() > LONGEST_GAP:
            self._persons = {}
        self._before = at
        self._forget(at)
        inside = self._zone.holds(tracks)
        for row in np.flatnonzero(is_labelled(tracks, (Label.PERSON,))).tolist():
            self._see(tracks, row, bool(inside[row]), at)
        present = [person for person in self._persons.values() if _is_present(person, at)]
        together = self._parameters.together_seconds
        runners = [each for each in present if each.began and (at - each.began).total_seconds() <= together]
        is_many = len(runners) >= max(self._parameters.least_persons, self._parameters.least_share * len(present))
        return [self._event(runners, len(present), at)] if is_many and self._has_rested(at) else []

    def _see(self, tracks: Tracks, row: int, is_inside: bool, at: datetime) -> None:
        track = int(tracks.ids[row])
        is_new = track not in self._persons
        person = self._persons.setdefault(track, _Person())
        person.score, person.seen = float(tracks.scores[row]), at
        if is_inside:
            person.inside = at
        self._move(person, tracks, row, at)
        if is_new:
            self._inherit(person, at)
        running = self._parameters.running_speed
        if person.speed <= SLOW_SHARE * running:
            person.slow, person.began = at, None
            person.usual += 0.1 * (person.speed - person.usual) if person.usual else person.speed
            return
        if not math.isnan(person.speed):
            person.ran = person.speed
        was_slow = person.slow is not None and (at - person.slow).total_seconds() <= SLOW_SECONDS
        if person.speed >= running and was_slow and person.began is None:
            person.began = at

    def _forget(self, at: datetime) -> None:
        self._persons = {
            track: person
            for track, person in self._persons.items()
            if person.seen is not None and (at - person.seen).total_seconds() <= PRESENT_SECONDS
        }

    def _inherit(self, person: _Person, at: datetime) -> None:
        """What was known of the nearest of those who were lost here a moment ago, each of whom has one heir."""
        lost = [
            other
            for other in self._persons.values()
            if other.seen is not None
            and other.slow is not None
            and 0 < (at - other.seen).total_seconds() <= HEIR_SECONDS
            and other.on_ground == person.on_ground
        ]
        before = min(lost, key=lambda other: math.dist(other.place, person.place), default=None)
        if before is None or before.seen is None:
            return
        reach = HEIR_METRES + HEIR_SPEED * (at - before.seen).total_seconds()
        if math.dist(before.place, person.place) <= reach:
            person.slow, person.usual, person.inside = before.slow, before.usual, person.inside or before.inside
            person.began, person.ran, person.way = before.began, before.ran, before.way
            before.began = before.slow = None

    def _move(self, person: _Person, tracks: Tracks, row: int, at: datetime) -> None:
        """Speed and way from a straight line through the places of the last second."""
        x, y = tracks.feet[row].tolist()
        on_ground = tracks.ground is not None and bool(np.isfinite(tracks.ground[row]).all())
        if on_ground != person.on_ground:
            person.places.clear()
        person.on_ground = on_ground
        metre = 1.0 if on_ground else float(tracks.boxes[row, 3] - tracks.boxes[row, 1]) / PERSON_METRES
        right, up = tracks.ground[row].tolist() if tracks.ground is not None and on_ground else (x, -y)
        now = at.timestamp()
        person.places.append((now, right, up))
        while now - person.places[0][0] > SPEED_SECONDS:
            person.places.popleft()
        person.place, person.foot = (right / metre, up / metre), (x, y)
        times = np.array([place[0] for place in person.places])
        if times[-1] - times[0] < LEAST_SECONDS:
            person.speed = math.nan
            return
        centred = times - times.mean()
        places = np.array([place[1:] for place in person.places])
        rightwards, upwards = (centred @ places / (centred @ centred) / metre).tolist()
        person.speed, person.way = math.hypot(rightwards, upwards), (rightwards, upwards)

    def _has_rested(self, at: datetime) -> bool:
        cool_down = self._parameters.zone_cool_down_seconds
        return self._fired_at is None or (at - self._fired_at).total_seconds() >= cool_down

    def _event(self, runners: list[_Person], present: int, at: datetime) -> SceneEvent:
        self._fired_at = at
        began = min(each.began for each in runners if each.began)
        agreement, divergence = _apart(runners)
        x, y = np.mean([each.foot for each in runners], axis=0).tolist()
        return SceneEvent(
            kind=self.config.kind,
            rule_id=self.config.id,
            rule_version=self.config.version,
            zone_id=self.config.shape.id,
            started_at=began,
            at=at,
            first_seen=began,
            foot=(x, y),
            box=None,
            score=min(max(float(np.mean([each.score for each in runners])), 0.0), 1.0),
            facts={
                "persons": len(runners),
                "share": round(len(runners) / present, 2),
                "speed": round(float(np.mean([each.ran for each in runners])), 1),
                "usual": round(float(np.mean([each.usual for each in runners])), 1),
                "divergence": round(divergence, 2),
                "seconds": round((at - began).total_seconds(), 1),
                "measure": "scattering" if agreement >= APART else "running",
            },
        )


def _is_present(person: _Person, at: datetime) -> bool:
    """Whether somebody is in the zone, or was a moment ago: who is seen now, and who ran when last seen."""
    if person.inside is None or (at - person.inside).total_seconds() > PRESENT_SECONDS:
        return False
    return person.seen == at or person.began is not None


def _apart(runners: list[_Person]) -> tuple[float, float]:
    """How well their ways lead away from their middle (-1 to 1), and the divergence of the flow, 1/s."""
    places, ways = np.array([each.place for each in runners]), np.array([each.way for each in runners])
    away = places - places.mean(axis=0)
    distances = np.maximum(np.linalg.norm(away, axis=1), 1e-6)
    outwards = (away * ways).sum(axis=1) / distances
    agreement = outwards / np.maximum(np.linalg.norm(ways, axis=1), 1e-6)
    return float(agreement.mean()), float(outwards.mean() / distances.mean())
