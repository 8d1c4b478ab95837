"""Things that somebody has in a hand: seen again and again by the same person, and carried along.

Whether a network that errs has seen something is told by a sequential test (Wald 1945): each look adds how much more
likely it is with a thing there, of which networks see ``SEEN`` of the looks, than with none, for which they err in
``ERRS`` of them; that is more than one thing of a person's errs, for two that lie side by side err together.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from detectors.vision.scene.sightings import Box, Sighting
from detectors.vision.types import Detections

SEEN, ERRS = 0.8, 0.3
HIT, MISS = math.log(SEEN / ERRS), math.log((1 - SEEN) / (1 - ERRS))
SURE = math.log(100)
"""What a hundred to one adds up to."""

ARM = 0.3
"""Share of the box of a person by which an arm reaches beyond it."""
STAYS = 0.5
"""Longer sides of the holder's box by which a thing in a hand may be off from where the holder had it first: who walks
past a thing that stands is farther off in less than a second."""


class Person(NamedTuple):
    box: Box

    @property
    def longer(self) -> float:
        return max(self.box[2] - self.box[0], self.box[3] - self.box[1])

    def reaches(self, thing: Box) -> bool:
        x1, y1, x2, y2 = self.box
        right, down = ARM * (x2 - x1), ARM * (y2 - y1)
        return x1 - right < thing[2] and thing[0] < x2 + right and y1 - down < thing[3] and thing[1] < y2 + down

    def offset(self, thing: Box) -> tuple[float, float]:
        """From the middle of the person to that of the thing, in longer sides of the person."""
        (x, y), (own_x, own_y) = _middle(thing), _middle(self.box)
        return (x - own_x) / self.longer, (y - own_y) / self.longer


@dataclass(slots=True)
class Held(Sighting):
    """holder: the track. first: where the holder had it at first, see ``Person.offset``. evidence: sum of the test."""

    holder: int = 0
    first: tuple[float, float] = (0.0, 0.0)
    evidence: float = 0.0

    def lasted(self, at: datetime) -> float:
        """Seconds, nought for what is not sure."""
        return (at - self.began).total_seconds() if self.evidence >= SURE else 0.0


class Hands:
    """forget: seconds after which a thing that is not seen any more is gone."""

    def __init__(self, forget: float) -> None:
        self._forget = forget
        self._kept: list[Held] = []

    def __iter__(self) -> Iterator[Held]:
        return iter(self._kept)

    def clear(self) -> None:
        self._kept = []

    def look(self, found: Detections, persons: Mapping[int, Box], at: datetime) -> None:
        """persons: the boxes of those who are seen now, by track."""
        self._kept = [each for each in self._kept if (at - each.seen).total_seconds() <= self._forget]
        here = {track: Person(box) for track, box in persons.items()}
        for each in self._kept:
            each.looks += 1
            each.evidence += MISS
        for box, score in zip(found.boxes.tolist(), found.scores.tolist(), strict=True):
            self._take(tuple(box), score, here, at)

    def _take(self, box: Box, score: float, here: Mapping[int, Person], at: datetime) -> None:
        holders = {track: person for track, person in here.items() if person.reaches(box)}
        if not holders:
            return
        known = [each for each in self._kept if _goes_on(each, box, holders, here)]
        best = min(known, key=lambda each: math.dist(_middle(each.box), _middle(box)), default=None)
        if best is None or best.holder not in holders:
            holder = min(holders, key=lambda track: math.hypot(*holders[track].offset(box)))
            first = holders[holder].offset(box)
            if best is None:
                has_fired = any(each.fired and each.holder == holder for each in self._kept)
                best = Held(box, box, at, at, looks=1, fired=has_fired, evidence=MISS)
                self._kept.append(best)
            best.holder, best.first = holder, first
        if best.hits == 0 or best.seen != at:  # two boxes of one look are one hit
            best.hits += 1
            best.score_sum += score
            best.evidence += HIT - MISS
        best.box, best.seen = box, at


def _goes_on(held: Held, box: Box, holders: Mapping[int, Person], here: Mapping[int, Person]) -> bool:
    """Whether this is that thing: where its holder has it; or where it was, if the holder is not followed any more."""
    if held.holder in here:
        return held.holder in holders and math.dist(holders[held.holder].offset(box), held.first) <= STAYS
    reach = STAYS * max(person.longer for person in holders.values())
    return math.dist(_middle(held.box), _middle(box)) <= reach


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
