"""Fall: somebody who stood lies on the ground and stays there.

Whoever was upright for a second has a full height. A fall begins when the person was last upright, and what follows
within ``FALL_SECONDS`` is one of three:

* the box of the person becomes low (below ``LOW`` of the full height) and wider than tall, or very low (``VERY_LOW``),
  as of who fell towards the camera or away from it;
* the network loses the person, and such a box of a person begins at the same place;
* the network loses the person, who had just stood, and a still thing as long as a person lies at the same place; or a
  shorter one, as of who fell along the line of sight, just where the feet were.

It fires when nobody has got up there for ``duration_seconds``. Who sits or crouches is not low and wide enough; who has
lain there all the time was never upright; who lies down slowly is not taken for fallen; a box that the border of the
picture cuts says nothing. The measure is the full height of the person, taken for 1.7 metres.

score: mean score of the boxes since the fall. facts: seconds since then, height as a share of the full one.
"""

import math
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.detect.eyes import Eye
from detectors.vision.scene.parameters import number
from detectors.vision.scene.rule import LONGEST_GAP, Presence, Rule, is_labelled
from detectors.vision.scene.shapes import Zone
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import Detections, Evidence, Label, Observation, SceneEvent, Tracks

Box = tuple[float, float, float, float]
Foot = tuple[float, float]

PERSON_METRES = 1.7
UPRIGHT = 1.5
"""Height to width of a box from which a person is upright."""
UPRIGHT_SECONDS = 1.0
STANDS, LOW, WIDE = 0.8, 0.62, 1.0
"""Shares of the full height from which somebody stands and below which is low; width to height of a lying box."""
HEAD_DOWN = 0.3
"""Full heights by which the upper edge must have come down: who goes behind a wall only loses the lower one."""
VERY_LOW = 0.45
"""Share of the full height below which nobody crouches any more."""
STEP = 0.04
"""Full heights that the foot must have moved until somebody may have become smaller by going away: who becomes smaller
on the spot sits down, and is not upright any more."""
FALL_SECONDS = 2.0
THING_SECONDS = 10.0
"""How long after the network lost somebody a still thing may settle in the place: for two seconds somebody is still
expected there, and the eye for still things needs some more to be sure."""
SAME_PLACE = 0.9
"""Full heights between two places that are the same: who lies has the feet elsewhere."""
THING_LEAST, THING_MOST, THING_LOW = 0.5, 1.35, 0.8
"""Full heights: the longer side of a still thing that may be a person, and how high it is at most."""
BROAD, ASIDE = 0.35, 0.35
"""Full heights: how wide somebody is at least who lies along the line of sight (shoulders and arms; a suitcase is
narrower), and how far to the side of where the feet were."""
HIDDEN_SECONDS, HIDDEN_LEAST = 6.0, 0.5
"""How long somebody who lies may be unseen, and from how long on somebody was."""
SURE_SECONDS = 1.5
"""How lately somebody must have been seen lying for an alert."""


@dataclass(frozen=True, slots=True)
class FallParameters:
    duration_seconds: float = number(
        10, least=1, most=600, unit="s", help=gettext_noop("How long somebody must stay on the ground before an alert.")
    )
    zone_cool_down_seconds: float = number(
        30, least=0, most=86_400, unit="s", help=gettext_noop("Shortest time between two alerts for the zone.")
    )


@dataclass(slots=True)
class _Person:
    """came: when first seen. full: height in pixels when upright, 0 while not known, and foot: where it was taken.
    upright: since when. stood: when last upright, and top: its upper edge then. hidden: since when the network had not
    seen the person, lastly.
    """

    box: Box
    came: datetime
    seen: datetime
    full: float = 0.0
    foot: Foot = (0.0, 0.0)
    upright: datetime | None = None
    stood: datetime | None = None
    top: float = 0.0
    hidden: datetime | None = None
    is_cut: bool = False

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    def stand(self, at: datetime) -> None:
        """Takes in that the person is upright now."""
        foot = (self.box[0] + self.box[2]) / 2, self.box[3]
        if not self.full or self.height > self.full or math.dist(foot, self.foot) >= STEP * self.full:
            self.full, self.foot = 0.9 * (self.full or self.height) + 0.1 * self.height, foot
        self.stood, self.top = at, self.box[1]

    @property
    def is_low(self) -> bool:
        is_wide = self.box[2] - self.box[0] > WIDE * self.height
        is_down = self.box[1] >= self.top + HEAD_DOWN * self.full
        return is_down and self.height < (LOW if is_wide else VERY_LOW) * self.full


@dataclass(slots=True)
class _Lying:
    """track: whose box lies, None where it is a thing. stood: the box when upright, or nearly. began: when the person
    was last upright. seen: lying, lastly.
    """

    track: int | None
    box: Box
    stood: Box
    full: float
    began: datetime
    seen: datetime
    presence: Presence


class Fall(Rule):
    def __init__(self, config: RuleConfig, parameters: FallParameters, zone: Zone) -> None:
        self.config = config
        self._parameters = parameters
        self._zone = zone
        self._persons: dict[int, _Person] = {}
        self._lying: list[_Lying] = []
        self._fired_at: datetime | None = None
        self._before: datetime | None = None
        self._things = Detections.none()

    def consider(self, evidence: Evidence) -> None:
        self._things = evidence.of(Label.THING) if Eye.STILL in evidence.looked else Detections.none()

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        """1. Who is upright, and who is low. 2. What lies where somebody was lost. 3. Who got up. 4. Who stays down."""
        if self._before is not None and (at - self._before).total_seconds() > LONGEST_GAP:
            self._persons, self._lying = {}, []
        self._before = at
        here = self._see(tracks, at)
        for box, score in zip(self._things.boxes.tolist(), self._things.scores.tolist(), strict=True):
            self._weigh(tuple(box), score, here, at)
        self._lying = [each for each in self._lying if not self._is_over(each, at)]
        return [self._event(each, at) for each in self._lying if self._is_due(each, at)]

    def _see(self, tracks: Tracks, at: datetime) -> list[_Person]:
        """The persons that are here now; those who were lost lately are kept."""
        here = []
        for row in np.flatnonzero(is_labelled(tracks, (Label.PERSON,))).tolist():
            x1, y1, x2, y2 = tracks.boxes[row].tolist()
            track, score = int(tracks.ids[row]), float(tracks.scores[row])
            person = self._persons.setdefault(track, _Person((x1, y1, x2, y2), at, at))
            if (at - person.seen).total_seconds() > HIDDEN_LEAST:
                person.hidden = person.seen
            person.box, person.seen = (x1, y1, x2, y2), at
            person.is_cut = self._is_cut(person.box)
            self._judge(track, person, score, at)
            here.append(person)
        self._persons = {
            track: person
            for track, person in self._persons.items()
            if (at - person.seen).total_seconds() <= THING_SECONDS
        }
        return here

    def _judge(self, track: int, person: _Person, score: float, at: datetime) -> None:
        """Whether the person is upright now, or low."""
        if person.is_cut:
            return
        height, width = person.height, person.box[2] - person.box[0]
        if height >= UPRIGHT * width and height >= STANDS * person.full:
            person.upright = person.upright or at
            if (at - person.upright).total_seconds() >= UPRIGHT_SECONDS:
                person.stand(at)
            return
        person.upright = None
        fallen = person if person.full else self._lost_at(person.box, at, FALL_SECONDS)
        if fallen is not None and fallen.stood is not None:
            person.full, person.stood, person.top = fallen.full, fallen.stood, fallen.top
            if person.is_low:
                self._lie_down(track, person.box, fallen, score, at, _time_to_fall(fallen))

    def _lost_at(self, box: Box, at: datetime, within: float) -> _Person | None:
        """Somebody who stood at this place and is not seen any more."""
        for person in self._persons.values():
            gone = (at - person.seen).total_seconds()
            if 0 < gone <= within and person.full and not person.is_cut and _is_near(box, person.box, person.full):
                return person
        return None

    def _weigh(self, box: Box, score: float, here: list[_Person], at: datetime) -> None:
        """A still thing: somebody who lies already, or who was lost here."""
        for lying in self._lying:
            if _is_near(box, lying.box, lying.full):
                self._weigh_again(lying, box, at)
                return
        lost = self._lost_at(box, at, THING_SECONDS)
        if lost is None or not _was_lost_falling(lost) or any(_may_be(person, lost) for person in here):
            return
        if _may_lie(box, lost.box, lost.full):
            self._lie_down(None, box, lost, score, at, THING_SECONDS)

    def _weigh_again(self, lying: _Lying, box: Box, at: datetime) -> None:
        """A thing settles piece by piece: what was short at first may turn out to be somebody who sits."""
        is_same = lying.track is None and box[0] <= lying.box[2] and lying.box[0] <= box[2]
        if is_same and not _may_lie(box, lying.stood, lying.full):
            self._lying.remove(lying)
            return
        lying.seen = at
        if is_same:
            lying.box = box

    def _lie_down(
        self, track: int | None, box: Box, fallen: _Person, score: float, at: datetime, within: float
    ) -> None:
        foot = (box[0] + box[2]) / 2, box[3]
        for lying in self._lying:
            if _is_near(box, lying.box, lying.full):
                lying.seen, lying.box, lying.track = at, box, track
                lying.presence.see(score)
                return
        stood = fallen.stood
        if stood is None or (at - stood).total_seconds() > within or not self._zone.contains([foot])[0]:
            return
        lying = _Lying(track, box, fallen.box, fallen.full, stood, at, Presence(since=stood))
        lying.presence.see(score)
        self._lying.append(lying)

    def _is_over(self, lying: _Lying, at: datetime) -> bool:
        """Whether the person stands again, or nothing was seen there for long. Others may stand by."""
        person = self._persons.get(lying.track) if lying.track is not None else None
        if person is not None and person.stood == at:
            return True
        return (at - lying.seen).total_seconds() > HIDDEN_SECONDS

    def _is_due(self, lying: _Lying, at: datetime) -> bool:
        cool_down = self._parameters.zone_cool_down_seconds
        rested = self._fired_at is None or (at - self._fired_at).total_seconds() >= cool_down
        lasted = (at - lying.began).total_seconds() >= self._parameters.duration_seconds
        is_sure = (at - lying.seen).total_seconds() <= SURE_SECONDS
        return lasted and rested and is_sure and not lying.presence.fired

    def _is_cut(self, box: Box) -> bool:
        width, height = self._zone.picture
        return box[0] <= 2 or box[1] <= 2 or box[2] >= width - 2 or box[3] >= height - 2

    def _event(self, lying: _Lying, at: datetime) -> SceneEvent:
        lying.presence.fired, self._fired_at = True, at
        return SceneEvent(
            kind=self.config.kind,
            rule_id=self.config.id,
            rule_version=self.config.version,
            zone_id=self.config.shape.id,
            started_at=lying.began,
            at=at,
            first_seen=lying.began,
            foot=((lying.box[0] + lying.box[2]) / 2, lying.box[3]),
            box=lying.box,
            score=min(max(lying.presence.score, 0.0), 1.0),
            facts={
                "seconds": round((at - lying.began).total_seconds(), 1),
                "share": round((lying.box[3] - lying.box[1]) / lying.full, 2),
            },
        )


def _time_to_fall(person: _Person) -> float:
    """Seconds from standing to lying: whom the network lost while falling may be found again later, on the ground."""
    if person.hidden is None or person.stood is None or person.hidden < person.stood:
        return FALL_SECONDS
    return THING_SECONDS if (person.hidden - person.stood).total_seconds() <= FALL_SECONDS else FALL_SECONDS


def _was_lost_falling(person: _Person) -> bool:
    """Whether the network lost somebody who had just stood: who was seen to sit for some seconds has not fallen."""
    return person.stood is not None and (person.seen - person.stood).total_seconds() <= FALL_SECONDS


def _may_be(person: _Person, lost: _Person) -> bool:
    """Whether somebody is the one who was lost, found again: who was there besides is another."""
    return person.came > lost.seen and _is_near(person.box, lost.box, lost.full)


def _may_lie(thing: Box, stood: Box, full: float) -> bool:
    """Whether a still thing may be who stood here, lying across the line of sight or along it."""
    width, height = (thing[2] - thing[0]) / full, (thing[3] - thing[1]) / full
    aside = abs(thing[0] + thing[2] - stood[0] - stood[2]) / 2 / full
    across = max(THING_LEAST, WIDE * height) <= width <= THING_MOST and height <= THING_LOW
    along = BROAD <= width <= THING_MOST and height <= VERY_LOW and aside <= ASIDE
    return across or along


def _is_near(one: Box, other: Box, full: float) -> bool:
    """Whether the lower middles of two boxes are one place."""
    feet = [((box[0] + box[2]) / 2, box[3]) for box in (one, other)]
    return math.dist(*feet) <= SAME_PLACE * full
