"""Abandoned object: a thing that somebody put down and went away from.

A still thing that appears in the zone has as owners whoever stopped by it just before: who only walks past puts nothing
down. What nobody stopped at (a puddle, a bench that came with the scene, a lamp) has none and is never abandoned. It is
alone once an owner was seen going away and no owner is by it; an owner who disappeared beside it is taken to be still
there (a person who lies down is no thing, and who is hidden has not left). Somebody who stays by it for a while looks
after it. It fires when it has been alone for ``alone_seconds``. Owners are numbers of tracks, in memory only.

Metres are those on the ground where the camera is calibrated; elsewhere the height of the person is the measure.

score: mean score of the thing's boxes.
facts: seconds for which it has been alone, metres to where its owner was last seen, width and height in metres, label:
bag where the network called it one now and then, else thing.
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.detect.boxes import shared
from detectors.vision.detect.eyes import Eye
from detectors.vision.scene.parameters import number
from detectors.vision.scene.rule import LONGEST_GAP, Rule, is_labelled
from detectors.vision.scene.shapes import Zone
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import Detections, Evidence, Label, Observation, SceneEvent, Tracks

PERSON_METRES = 1.7
PUT_DOWN_SECONDS = 6.0
"""How long before a thing appears its owner may have stood by it: it has to settle first."""

BAG_SHARE = 0.2
"""Of the looks at a thing, in which the network must have called it a bag."""

HIDDEN_SECONDS = 12.0
"""How long a thing may be unseen, behind somebody."""

STAYS_SECONDS = 4.0
"""Somebody else who is by it for so long looks after it."""

HEIR_SECONDS, HEIR_METRES = 2.0, 1.5
"""A track that begins so soon and so near where an owner's ended is the owner."""

STOP_SECONDS, STOP_METRES = 0.8, 0.4
"""Who moves less than this within this time has stopped."""

SAME = 0.4
"""Share of the smaller box from which two are the same thing: it grows while whoever hides it steps aside."""


@dataclass(frozen=True, slots=True)
class AbandonedObjectParameters:
    alone_seconds: float = number(
        60, least=2, most=7200, unit="s", help=gettext_noop("How long the thing must be alone before an alert.")
    )
    near_metres: float = number(
        1.5, least=0.5, most=10, unit="m", help=gettext_noop("Who is nearer than this is by the thing.")
    )
    away_metres: float = number(
        3.0, least=1, most=50, unit="m", help=gettext_noop("An owner who is farther than this has gone away.")
    )
    least_metres: float = number(
        0.2, least=0.05, most=5, unit="m", help=gettext_noop("The larger side of the smallest thing that counts.")
    )
    most_metres: float = number(
        1.6, least=0.1, most=10, unit="m", help=gettext_noop("The larger side of the largest thing that counts.")
    )
    zone_cool_down_seconds: float = number(
        30, least=0, most=86_400, unit="s", help=gettext_noop("Shortest time between two alerts for the zone.")
    )


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where a person stood: pixels of the foot, height in pixels, metres on the ground (NaN where not known)."""

    track: int
    at: datetime
    foot: tuple[float, float]
    height: float
    ground: tuple[float, float]


@dataclass(slots=True)
class _Thing:
    """owners: where each was last seen. has_left: whether one of them was seen going away.

    alone: since when; visitors: since when each has been by it.
    """

    box: tuple[float, float, float, float]
    appeared: datetime
    seen: datetime
    metre: float
    owners: dict[int, _Stand]
    scores: list[float] = field(default_factory=list)
    called_bag: int = 0
    has_left: bool = False
    alone: datetime | None = None
    visitors: dict[int, datetime] = field(default_factory=dict)
    fired: bool = False

    @property
    def foot(self) -> tuple[float, float]:
        return (self.box[0] + self.box[2]) / 2, self.box[3]


class AbandonedObject(Rule):
    def __init__(self, config: RuleConfig, parameters: AbandonedObjectParameters, zone: Zone) -> None:
        self.config = config
        self._parameters = parameters
        self._zone = zone
        self._things: list[_Thing] = []
        self._stands: deque[_Stand] = deque()
        self._fired_at: datetime | None = None
        self._before: datetime | None = None
        self._found: Detections | None = None
        self._bags = Detections.none()

    def consider(self, evidence: Evidence) -> None:
        self._bags = evidence.of(Label.BAG)
        self._found = evidence.of(Label.THING) if Eye.STILL in evidence.looked else None

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        """1. Where persons stand. 2. Which things there are. 3. Who is by each. 4. Which have been alone for long."""
        if self._before is not None and (at - self._before).total_seconds() > LONGEST_GAP:
            self._things, self._stands = [], deque()
        self._before = at
        here = self._remember(tracks, at)
        if self._found is not None:
            self._take_in(self._found, at)
        self._things = [each for each in self._things if (at - each.seen).total_seconds() <= HIDDEN_SECONDS]
        for thing in self._things:
            self._attend(thing, here, at)
        return [self._event(thing, at) for thing in self._things if self._is_due(thing, at)]

    def _remember(self, tracks: Tracks, at: datetime) -> dict[int, _Stand]:
        """Where each person stands now; where all stood lately is kept."""
        here = {}
        for row in np.flatnonzero(is_labelled(tracks, (Label.PERSON,))).tolist():
            x, y = tracks.feet[row].tolist()
            east, north = (math.nan, math.nan) if tracks.ground is None else tracks.ground[row].tolist()
            height = float(tracks.boxes[row, 3] - tracks.boxes[row, 1])
            here[int(tracks.ids[row])] = _Stand(int(tracks.ids[row]), at, (x, y), height, (east, north))
        self._stands.extend(here.values())
        while self._stands and (at - self._stands[0].at).total_seconds() > PUT_DOWN_SECONDS:
            self._stands.popleft()
        return here

    def _take_in(self, found: Detections, at: datetime) -> None:
        """Pairs what the eye saw with what was there; what is new and in the zone gets its owners."""
        known = np.array([thing.box for thing in self._things], np.float32).reshape(-1, 4)
        is_same = shared(found.boxes, known) >= SAME
        is_bag = np.asarray((shared(found.boxes, self._bags.boxes) >= SAME).any(axis=1), bool)
        before = list(self._things)
        for row, (box, score) in enumerate(zip(found.boxes.tolist(), found.scores.tolist(), strict=True)):
            same = [before[old] for old in np.flatnonzero(is_same[row]).tolist()]
            if not same and self._zone.contains([((box[0] + box[2]) / 2, box[3])])[0]:
                same = [self._appeared(tuple(box), at)]
                self._things.append(same[0])
            for thing in same[:1]:
                thing.box, thing.seen = tuple(box), at
                thing.scores.append(score)
                thing.called_bag += bool(is_bag[row])
            gone = {id(thing) for thing in same[1:]}  # parts of the first, which now are one
            self._things = [thing for thing in self._things if id(thing) not in gone]

    def _appeared(self, box: tuple[float, float, float, float], at: datetime) -> _Thing:
        thing = _Thing(box, at, at, math.nan, {})
        near: dict[int, list[_Stand]] = {}
        for stand in self._stands:
            if self._metres(thing, stand) <= self._parameters.near_metres:
                near.setdefault(stand.track, []).append(stand)
        for track, stands in near.items():
            if _has_stopped(stands):
                thing.owners[track] = stands[-1]
                thing.metre = stands[-1].height / PERSON_METRES
        return thing

    def _metres(self, thing: _Thing, stand: _Stand) -> float:
        """On the ground, or in heights of the person."""
        if self._zone.ground is not None and not math.isnan(stand.ground[0]):
            metres = math.dist(stand.ground, self._zone.ground.to_ground([thing.foot])[0].tolist())
            if not math.isnan(metres):
                return metres
        return math.dist(stand.foot, thing.foot) / (stand.height / PERSON_METRES)

    def _attend(self, thing: _Thing, here: dict[int, _Stand], at: datetime) -> None:
        """Says since when the thing has been alone."""
        if not thing.owners:
            return
        near, away = self._parameters.near_metres, self._parameters.away_metres
        distances = {track: self._metres(thing, stand) for track, stand in here.items()}
        self._follow_owners(thing, here, distances, at)
        by_it = {track for track, metres in distances.items() if metres <= near}
        thing.visitors = {track: thing.visitors.get(track, at) for track in by_it}
        stays = any((at - since).total_seconds() >= STAYS_SECONDS for since in thing.visitors.values())
        owners_away = [self._metres(thing, stand) > near for stand in thing.owners.values()]
        thing.has_left |= any(distances.get(track, 0) >= away for track in thing.owners)
        if stays or not all(owners_away) or not thing.has_left:
            thing.alone = None
        elif thing.alone is None:
            thing.alone = at

    def _follow_owners(self, thing: _Thing, here: dict[int, _Stand], distances: dict[int, float], at: datetime) -> None:
        """Where each owner is now. A track that begins where an owner's has just ended is the owner again."""
        for track, stand in list(thing.owners.items()):
            if track in here:
                thing.owners[track] = here[track]
            elif (at - stand.at).total_seconds() <= HEIR_SECONDS:
                heir = self._heir(stand, here, thing)
                if heir is not None:
                    del thing.owners[track]
                    thing.owners[heir.track] = heir

    def _heir(self, stand: _Stand, here: dict[int, _Stand], thing: _Thing) -> _Stand | None:
        recent = {each.track for each in self._stands if each.at < stand.at}
        for other in here.values():
            pixels = HEIR_METRES * stand.height / PERSON_METRES
            is_new = other.track not in thing.owners and other.track not in recent
            if is_new and math.dist(other.foot, stand.foot) <= pixels:
                return other
        return None

    def _is_due(self, thing: _Thing, at: datetime) -> bool:
        if thing.fired or thing.alone is None or not self._is_of_size(thing):
            return False
        rested = (
            self._fired_at is None or (at - self._fired_at).total_seconds() >= self._parameters.zone_cool_down_seconds
        )
        return rested and (at - thing.alone).total_seconds() >= self._parameters.alone_seconds

    def _is_of_size(self, thing: _Thing) -> bool:
        larger = max(thing.box[2] - thing.box[0], thing.box[3] - thing.box[1]) / thing.metre
        return self._parameters.least_metres <= larger <= self._parameters.most_metres

    def _event(self, thing: _Thing, at: datetime) -> SceneEvent:
        thing.fired, self._fired_at = True, at
        since = thing.alone or at
        farthest = max(self._metres(thing, stand) for stand in thing.owners.values())
        return SceneEvent(
            kind=self.config.kind,
            rule_id=self.config.id,
            rule_version=self.config.version,
            zone_id=self.config.shape.id,
            started_at=since,
            at=at,
            first_seen=thing.appeared,
            foot=thing.foot,
            box=thing.box,
            score=min(max(float(np.mean(thing.scores)), 0.0), 1.0),
            facts={
                "seconds": round((at - since).total_seconds(), 1),
                "metres": round(farthest, 1),
                "width": round((thing.box[2] - thing.box[0]) / thing.metre, 1),
                "height": round((thing.box[3] - thing.box[1]) / thing.metre, 1),
                "label": str(Label.BAG if thing.called_bag > BAG_SHARE * len(thing.scores) else Label.THING),
            },
        )


def _has_stopped(stands: Sequence[_Stand]) -> bool:
    """stands: of one person, in order of time."""
    first = 0
    for last, stand in enumerate(stands):
        while (stand.at - stands[first].at).total_seconds() >= STOP_SECONDS:
            if math.dist(stand.foot, stands[first].foot) / (stand.height / PERSON_METRES) <= STOP_METRES:
                return True
            first += 1
            if first >= last:
                break
    return False
