"""Posture: who is upright, how tall, and what may be the same person on the ground.

Whoever was upright for a second has a full height: the measure of all that follows, taken for 1.7 metres. It follows
who walks away or comes nearer; who becomes smaller on the spot sits down, and keeps it.
"""

import math
from dataclasses import dataclass
from datetime import datetime

Box = tuple[float, float, float, float]
Foot = tuple[float, float]

UPRIGHT = 1.5
"""Height to width of a box from which a person is upright."""
UPRIGHT_SECONDS = 1.0
STANDS, LOW, WIDE = 0.8, 0.62, 1.0
"""Shares of the full height from which somebody stands and below which is low; width to height of a lying box."""
HEAD_DOWN = 0.3
"""Full heights by which the upper edge must have come down: who goes behind a wall only loses the lower one."""
VERY_LOW = 0.45
"""Share of the full height below which nobody crouches any more."""
STEP, BY_STEP, ON_THE_SPOT = 0.12, 2.5, 0.1
"""Full heights that the foot must have moved until somebody may have become smaller by going away: the box of who sits
down swings by less. The full height follows by so much for each full height walked: at most 1.7 / (2.5 h) behind below
a camera h metres up, as a person's size on the ground changes by 1.7 / h for each full height that the foot moves."""
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


@dataclass(slots=True)
class Person:
    """Whom the network sees, or saw lately. box: in pixels of the picture.

    came: when first seen. full: height in pixels when upright, 0 while not known, and foot: where it was taken.
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

    def measure(self, at: datetime) -> bool:
        """Takes in the present box, and says whether it is upright; who was so for a second has a full height."""
        if self.height < max(UPRIGHT * (self.box[2] - self.box[0]), STANDS * self.full):
            self.upright = None
            return False
        self.upright = self.upright or at
        if (at - self.upright).total_seconds() >= UPRIGHT_SECONDS:
            self._stand(at)
        return True

    def _stand(self, at: datetime) -> None:
        foot = foot_of(self.box)
        if not self.full:
            self.full, self.foot = self.height, foot
        moved = math.dist(foot, self.foot) / self.full
        if moved >= STEP or self.height > self.full:
            weight = min(BY_STEP * moved, 1.0) if moved >= STEP else ON_THE_SPOT
            self.full, self.foot = (1 - weight) * self.full + weight * self.height, foot
        self.stood, self.top = at, self.box[1]

    @property
    def is_low(self) -> bool:
        is_wide = self.box[2] - self.box[0] > WIDE * self.height
        is_down = self.box[1] >= self.top + HEAD_DOWN * self.full
        return is_down and self.height < (LOW if is_wide else VERY_LOW) * self.full

    @property
    def time_to_fall(self) -> float:
        """Seconds from standing to lying: whom the network lost while falling may be found later, on the ground."""
        if self.hidden is None or self.stood is None or self.hidden < self.stood:
            return FALL_SECONDS
        return THING_SECONDS if (self.hidden - self.stood).total_seconds() <= FALL_SECONDS else FALL_SECONDS

    @property
    def was_lost_falling(self) -> bool:
        """Whether the network lost somebody who had just stood: who was seen to sit for some seconds has not fallen."""
        return self.stood is not None and (self.seen - self.stood).total_seconds() <= FALL_SECONDS


def may_be(person: Person, lost: Person) -> bool:
    """Whether somebody is the one who was lost, found again: who was there besides is another."""
    return person.came > lost.seen and is_near(person.box, lost.box, lost.full)


def may_lie(thing: Box, stood: Box, full: float) -> bool:
    """Whether a still thing may be who stood here, lying across the line of sight or along it."""
    width, height = (thing[2] - thing[0]) / full, (thing[3] - thing[1]) / full
    aside = abs(thing[0] + thing[2] - stood[0] - stood[2]) / 2 / full
    across = max(THING_LEAST, WIDE * height) <= width <= THING_MOST and height <= THING_LOW
    along = BROAD <= width <= THING_MOST and height <= VERY_LOW and aside <= ASIDE
    return across or along


def is_near(one: Box, other: Box, full: float) -> bool:
    """Whether the lower middles of two boxes are one place."""
    return math.dist(foot_of(one), foot_of(other)) <= SAME_PLACE * full


def foot_of(box: Box) -> Foot:
    return (box[0] + box[2]) / 2, box[3]
