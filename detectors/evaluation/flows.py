"""Scenes of statistics with their exact truth: what people and vehicles do there, and what the rule made of it.

One function for each kind. The places of zones and lines are metres right and ahead of the camera.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import linear_sum_assignment

from detectors.evaluation.passages import CYCLIST, MOTORS, NOON, WALKER, Body, Camera
from detectors.evaluation.walks import Stop, Walk, fractions, summed
from detectors.vision.scene.sums import Amount
from detectors.vision.types import Measure, Sum

Chance = np.random.Generator
Place = tuple[float, float]

SETTLED = 5.0
"""Seconds until whoever stands there from the beginning is known to stand."""
PACE = 1.35
"""Metres a second."""
YARD: tuple[Place, Place] = ((-4, 14), (4, 24))


@dataclass(frozen=True, slots=True)
class Trial:
    """One value of one scene. error: what the rule foretells, 1 sigma; None where it foretells nothing."""

    true: float
    said: float
    error: float | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """How often each of several things truly happened, and how often the rule says so."""

    true: Counter[str]
    said: Counter[str]

    @property
    def right(self) -> int:
        return sum((self.true & self.said).values())


def corners(one: Place, other: Place) -> tuple[Place, Place, Place, Place]:
    return one, (other[0], one[1]), other, (one[0], other[1])


def occupancy(camera: Camera, present: float, chance: Chance) -> Trial:
    """People go through a yard in every direction for a minute, so many at once on average."""
    walks = [
        _through(YARD, chance.uniform(-5, 60), *_sides(chance), chance)[0]
        for _ in range(max(2, round(present * 65 / 8)))
    ]
    shape = fractions(camera, *corners(*YARD))
    said = _amount(summed("occupancy", camera, shape, walks, 5, chance), Measure.PRESENT)
    inside = sum(went - came for walk in walks for came, went in walk.inside(*YARD))
    return Trial(inside / said.basis, said.mean, said.error)


def _sides(chance: Chance) -> tuple[int, int]:
    """Two different ones of four."""
    origin, goal = chance.choice(4, 2, replace=False).tolist()
    return origin, goal


def _through(
    yard: tuple[Place, Place], starts: float, origin: int, goal: int, chance: Chance, body: Body = WALKER
) -> tuple[Walk, str]:
    """In by one side and out by another, from 3 m before to 3 m behind; its gates as the rule numbers them."""
    ring = np.array(corners(*yard))
    outwards = np.array([(0, -1), (1, 0), (0, 1), (-1, 0)])
    doors = [ring[side] + chance.uniform(0.2, 0.8) * (ring[(side + 1) % 4] - ring[side]) for side in (origin, goal)]
    ways = [doors[0] + 3 * outwards[origin], doors[0], doors[1], doors[1] + 3 * outwards[goal]]
    return Walk(body, _timed(starts, ways, PACE if body is WALKER else 4.0)), f"{origin + 1}>{goal + 1}"


def _timed(starts: float, places: list[np.typing.NDArray[np.float64]], speed: float) -> tuple[Stop, ...]:
    stops = [(starts, float(places[0][0]), float(places[0][1]))]
    for before, place in pairwise(places):
        seconds = max(0.01, float(np.hypot(*(place - before))) / speed)
        stops.append((stops[-1][0] + seconds, float(place[0]), float(place[1])))
    return tuple(stops)


def queue(camera: Camera, waiting: int, along: bool, chance: Chance) -> Mapping[str, Trial]:
    """So many wait in a row, across the picture or away from the camera.

    Every 15 s the first goes, all move up, and one joins.
    """
    zone: tuple[Place, Place] = ((-1.5, 12), (1.5, 26)) if along else ((-7, 16), (7, 19))
    gaps = chance.uniform(0.8, 1.2, waiting + 5)
    spots = np.concatenate([[0], np.cumsum(gaps)])[:waiting]

    def at(spot: float) -> Place:
        return (0.0, 14 + spot) if along else (spot - 5, 17.5)

    served, until = 15.0, SETTLED + 60.0
    walks, joined = [], []
    for number in range(waiting + 3):
        turns = [served * (turn + 1) for turn in range(4)]
        place = number if number < waiting else waiting - 1
        comes = 0.0 if number < waiting else turns[number - waiting] + 1
        stops: list[Stop] = [] if number < waiting else [(comes, *_off(at(spots[place]), along, 5))]
        comes = comes if number < waiting else comes + 5 / PACE
        stops.append((comes, *at(spots[place])))
        leaves = until
        for turn in (each for each in turns[:3] if each >= comes):
            if place == 0:
                leaves = turn
                stops += [(turn, *at(0)), (turn + 5 / PACE, *_off(at(0), along, -5))]
                break
            stops += [(turn, *at(spots[place])), (turn + 1.2, *at(spots[place - 1]))]
            place -= 1
        else:
            stops.append((until, *at(spots[place])))
        walks.append(Walk(WALKER, tuple(stops)))
        joined.append((comes, leaves))
    shape = fractions(camera, *corners(*zone))
    sums = [
        each
        for each in summed("queue", camera, shape, walks, 5, chance)
        if _clock(SETTLED) <= each.at.timestamp() < _clock(until)
    ]
    return {
        str(Measure.WAITING): _against(sums, Measure.WAITING, _mean_of(joined, SETTLED, until)),
        str(Measure.QUEUE_LENGTH): _against(sums, Measure.QUEUE_LENGTH, _mean_length(walks, joined, along, until)),
    }


def _clock(seconds: float) -> float:
    return NOON.timestamp() + seconds


def _off(place: Place, along: bool, metres: float) -> Place:
    """Beside the row, from where people come and to where they go."""
    return (place[0] + metres, place[1]) if along else (place[0], place[1] + metres)


def _mean_of(spans: list[tuple[float, float]], since: float, until: float) -> float:
    return sum(max(0.0, min(ends, until) - max(begins, since)) for begins, ends in spans) / (until - since)


def _mean_length(walks: list[Walk], joined: list[tuple[float, float]], along: bool, until: float) -> float:
    lengths = []
    for second in np.arange(SETTLED + 0.5, until):
        there = [
            walk.at(second)[int(along)]
            for walk, (came, went) in zip(walks, joined, strict=True)
            if came <= second < went
        ]
        lengths.append(max(there) - min(there) if there else 0.0)
    return float(np.mean(lengths))


def dwell(camera: Camera, chance: Chance) -> tuple[list[Trial], int]:
    """Eight people come into a yard, stand for 5 to 40 s and go: the stays that are told whole, and how many were."""
    walks = []
    for number in range(8):
        way, _ = _through(YARD, 6.0 * number, *_sides(chance), chance)
        walks.append(_resting(way, chance.uniform(5, 40), chance))
    sums = summed("dwell", camera, fractions(camera, *corners(*YARD)), walks, 5, chance)
    whole = [each for each in sums if each.way == "whole"]
    ends = np.array([each.at.timestamp() - _clock(0) for each in whole])
    told = np.column_stack([ends - [each.total for each in whole], ends])
    true = np.array([span for walk in walks for span in walk.inside(*YARD)])
    apart = np.abs(true[:, None] - told[None]).sum(axis=2)
    return [
        Trial(float(true[row, 1] - true[row, 0]), whole[column].total, whole[column].variances ** 0.5)
        for row, column in zip(*linear_sum_assignment(apart), strict=True)
    ], len(walks)


def _resting(walk: Walk, seconds: float, chance: Chance) -> Walk:
    """With a rest at some place of its way through the yard."""
    (before, into, out, after), share = walk.stops, chance.uniform(0.3, 0.7)
    rest = tuple(a + share * (b - a) for a, b in zip(into, out, strict=True))
    late: Callable[[Stop], Stop] = lambda stop: (stop[0] + seconds, stop[1], stop[2])  # noqa: E731 - used twice, here
    pause: Stop = (rest[0], rest[1], rest[2])
    return Walk(walk.body, (before, into, pause, late(pause), late(out), late(after)))


def journeys(camera: Camera, chance: Chance) -> Counted:
    """Thirty people and ten cyclists go through a yard in a minute and a half, from side to side."""
    true: Counter[str] = Counter()
    walks = []
    for number in range(40):
        sides, body = _sides(chance), CYCLIST if number % 4 == 0 else WALKER
        walk, way = _through(YARD, chance.uniform(0, 90), *sides, chance, body)
        walks.append(walk)
        true[way] += 1
    sums = summed("journeys", camera, fractions(camera, *corners(*YARD)), walks, 10, chance)
    return Counted(true, Counter(each.way for each in sums))


def crossings(camera: Camera, chance: Chance) -> Counted:
    """Thirty people, fifteen cyclists and fifteen cars cross a line in two minutes, half of them the other way."""
    true: Counter[str] = Counter()
    walks = []
    for number in range(60):
        body = (WALKER, WALKER, CYCLIST, MOTORS[number % 4])[number % 4]
        speed = {WALKER: PACE, CYCLIST: 4.5}.get(body, 11.0)
        lane, starts = chance.uniform(-6, 6), chance.uniform(0, 120)
        ends = (8.0, 34.0) if number % 8 < 4 else (34.0, 8.0)
        walks.append(Walk(body, _timed(starts, [np.array([lane, each]) for each in ends], speed)))
        true[f"{body.label} {'backward' if ends[0] < ends[1] else 'forward'}"] += 1
    line = fractions(camera, (-9, 18), (9, 18))
    sums = summed("line_count", camera, line, walks, 10, chance)
    return Counted(true, Counter(f"{each.label} {each.way}" for each in sums))


def parking(camera: Camera, chance: Chance) -> Trial:
    """Up to four cars stand beside each other for half a minute to a minute; one counts after 10 s of standing."""
    walks, spans = [], []
    for number, right in enumerate((-6.0, -2.0, 2.0, 6.0)):
        came, stays = chance.uniform(2, 20) + 4, chance.uniform(30, 60)
        body, ahead = MOTORS[number % 3], 20.0
        gone = came + stays
        walks.append(
            Walk(body, ((came - 4, right, 30), (came, right, ahead), (gone, right, ahead), (gone + 4, right, 30)))
        )
        spans.append((came + 10, gone))
    until = max(walk.stops[-1][0] for walk in walks)
    zone = fractions(camera, *corners((-9, 16), (9, 24)))
    sums = [each for each in summed("parking", camera, zone, walks, 5, chance) if each.at.timestamp() < _clock(until)]
    return _against(sums, Measure.PARKED, _mean_of(spans, 0, until))


def _against(sums: list[Sum], measure: Measure, true: float) -> Trial:
    said = _amount(sums, measure)
    return Trial(true, said.mean if said.basis else 0.0, said.error if said.basis else None)


def _amount(sums: list[Sum], measure: Measure) -> Amount:
    """Over the labels that were seen, which share their seconds."""
    whole = Amount()
    for each in sums:
        if each.measure is measure and each.label is (
            WALKER.label if measure is not Measure.PARKED else MOTORS[0].label
        ):
            whole.add(each)
    return whole
