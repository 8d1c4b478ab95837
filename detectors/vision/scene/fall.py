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
picture cuts says nothing. The measure is the full height of the person (``posture``).

score: mean score of the boxes since the fall. facts: seconds since then, height as a share of the full one.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from detectors.vision.config import RuleConfig
from detectors.vision.detect.eyes import Eye
from detectors.vision.scene.parameters import number
from detectors.vision.scene.posture import (
    FALL_SECONDS,
    THING_SECONDS,
    Box,
    Person,
    foot_of,
    is_near,
    may_be,
    may_lie,
)
from detectors.vision.scene.rule import LONGEST_GAP, Presence, Rule, is_labelled
from detectors.vision.scene.shapes import Zone
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import Detections, Evidence, Label, Observation, SceneEvent, Tracks

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
        self._persons: dict[int, Person] = {}
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

    def _see(self, tracks: Tracks, at: datetime) -> list[Person]:
        """The persons that are here now; those who were lost lately are kept."""
        here = []
        for row in np.flatnonzero(is_labelled(tracks, (Label.PERSON,))).tolist():
            x1, y1, x2, y2 = tracks.boxes[row].tolist()
            track, score = int(tracks.ids[row]), float(tracks.scores[row])
            person = self._persons.setdefault(track, Person((x1, y1, x2, y2), at, at))
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

    def _judge(self, track: int, person: Person, score: float, at: datetime) -> None:
        """Whether the person is upright now, or low."""
        if person.is_cut or person.measure(at):
            return
        fallen = person if person.full else self._lost_at(person.box, at, FALL_SECONDS)
        if fallen is not None and fallen.stood is not None:
            person.full, person.stood, person.top = fallen.full, fallen.stood, fallen.top
            if person.is_low:
                self._lie_down(track, person.box, fallen, score, at, fallen.time_to_fall)

    def _lost_at(self, box: Box, at: datetime, within: float) -> Person | None:
        """Somebody who stood at this place and is not seen any more."""
        for person in self._persons.values():
            gone = (at - person.seen).total_seconds()
            if 0 < gone <= within and person.full and not person.is_cut and is_near(box, person.box, person.full):
                return person
        return None

    def _weigh(self, box: Box, score: float, here: list[Person], at: datetime) -> None:
        """A still thing: somebody who lies already, or who was lost here."""
        for lying in self._lying:
            if is_near(box, lying.box, lying.full):
                self._weigh_again(lying, box, at)
                return
        lost = self._lost_at(box, at, THING_SECONDS)
        if lost is None or not lost.was_lost_falling or any(may_be(person, lost) for person in here):
            return
        if may_lie(box, lost.box, lost.full):
            self._lie_down(None, box, lost, score, at, THING_SECONDS)

    def _weigh_again(self, lying: _Lying, box: Box, at: datetime) -> None:
        """A thing settles piece by piece: what was short at first may turn out to be somebody who sits."""
        is_same = lying.track is None and box[0] <= lying.box[2] and lying.box[0] <= box[2]
        if is_same and not may_lie(box, lying.stood, lying.full):
            self._lying.remove(lying)
            return
        lying.seen = at
        if is_same:
            lying.box = box

    def _lie_down(self, track: int | None, box: Box, fallen: Person, score: float, at: datetime, within: float) -> None:
        foot = foot_of(box)
        for lying in self._lying:
            if is_near(box, lying.box, lying.full):
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
            foot=foot_of(lying.box),
            box=lying.box,
            score=min(max(lying.presence.score, 0.0), 1.0),
            facts={
                "seconds": round((at - lying.began).total_seconds(), 1),
                "share": round((lying.box[3] - lying.box[1]) / lying.full, 2),
            },
        )
