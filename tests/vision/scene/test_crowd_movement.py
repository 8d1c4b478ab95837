"""Specification of crowd movement: persons in a zone over the whole picture, 50 pixels high, so 29 are a metre."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from detectors.vision.scene.rule import Rule
from detectors.vision.types import Tracks
from tests.vision.scene.rules import events, make
from tests.vision.worlds import standing

EVERYWHERE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
METRE = 50 / 1.7
RING = [(math.cos(turn), math.sin(turn)) for turn in np.arange(6) * math.pi / 3]
Way = Callable[[float], tuple[float, float]]
"""Metres to the right and down after some seconds."""


def rule(**parameters: Any) -> Rule:
    return make("crowd_movement", EVERYWHERE, None, **parameters)


def world(ways: Sequence[Way], seconds: float = 8, rate: float = 5) -> Iterable[tuple[float, Tracks]]:
    for time in np.arange(0, seconds, 1 / rate).tolist():
        yield time, standing(*((500 + METRE * x, 250 + METRE * y) for x, y in (way(time) for way in ways)))


def flees(x: float, y: float, begins: float = 4, speed: float = 3.5) -> Way:
    """Stands near the middle, then runs away from it."""
    return lambda time: (x * (1 + speed * max(0, time - begins)), y * (1 + speed * max(0, time - begins)))


def runs(x: float, y: float, begins: float = 4, speed: float = 3.5, walks: float = 1.0) -> Way:
    return lambda time: (x + walks * min(time, begins) + speed * max(0, time - begins), y)


def test_a_crowd_that_scatters_fires_once() -> None:
    [event] = events(rule(), world([flees(x, y) for x, y in RING]))
    assert event.facts["measure"] == "scattering"
    assert event.facts["persons"] == 6
    assert event.box is None
    assert 4 <= (event.started_at.second + event.started_at.microsecond / 1e6) <= 5.2
    assert isinstance(event.facts["divergence"], float)
    assert event.facts["divergence"] > 0.5


def test_a_crowd_that_runs_one_way_fires_and_says_so() -> None:
    [event] = events(rule(), world([runs(x - 5, y) for x, y in RING]))
    assert event.facts["measure"] == "running"
    assert event.facts["usual"] == 1.0
    assert float(event.facts["speed"]) > 2.2


def test_a_crowd_that_walks_fires_nothing() -> None:
    assert not events(rule(), world([runs(x - 5, y, speed=1.4) for x, y in RING]))


def test_joggers_who_come_by_were_never_slow() -> None:
    assert not events(rule(), world([runs(x - 5, y, begins=0) for x, y in RING]))


def test_a_few_who_run_for_a_bus_are_no_crowd() -> None:
    hurry = [runs(x - 5, y) for x, y in RING[:3]]
    assert not events(rule(), world([*hurry, *(runs(x, y, speed=1) for x, y in RING)]))


def test_those_who_run_must_be_a_large_share_of_all() -> None:
    many = [runs(x - 5, y) for x, y in RING]
    calm = [runs(x * 2, y * 2, speed=1) for x, y in RING * 2]
    assert not events(rule(), world([*many, *calm]))


def test_children_who_begin_to_run_one_after_the_other_are_no_crowd_movement() -> None:
    late = [runs(x - 5, y, begins=2 + 4 * number) for number, (x, y) in enumerate(RING)]
    assert not events(rule(), world(late, seconds=30))


def test_whom_the_tracker_loses_on_beginning_to_run_has_run_all_the_same() -> None:
    """Half a second later each has a new number, a metre or two on."""
    ways = [runs(x - 5, y) for x, y in RING]

    def broken() -> Iterable[tuple[float, Tracks]]:
        for time, tracks in world(ways):
            if 4.2 <= time < 4.7:
                yield time, Tracks.none()
            else:
                yield time, replace(tracks, ids=tracks.ids + (0 if time < 4.2 else 100))

    assert len(events(rule(), broken())) == 1


def test_who_has_run_out_of_sight_has_run_all_the_same() -> None:
    """Three are gone when the others begin: all six ran within three seconds."""
    ways = [*(runs(x - 5, y) for x, y in RING[:3]), *(runs(x - 5, y, begins=5.4) for x, y in RING[3:])]

    def leaving() -> Iterable[tuple[float, Tracks]]:
        for time, tracks in world(ways):
            yield time, tracks if time < 5.3 else standing(*map(tuple, tracks.feet[3:].tolist()), ids=(4, 5, 6))

    [event] = events(rule(), leaving())
    assert int(event.facts["persons"]) >= 5


def test_who_is_found_again_counts_once() -> None:
    """Two run for a bus; the tracker loses each of them twice on the way."""

    def broken() -> Iterable[tuple[float, Tracks]]:
        for time, tracks in world([runs(x - 5, y) for x, y in RING[:2]]):
            yield time, replace(tracks, ids=tracks.ids + 100 * sum(time >= lost for lost in (4.9, 5.8)))

    assert not events(rule(least_persons=3), broken())


def test_whom_the_tracker_loses_while_running_keeps_the_speed() -> None:
    def broken() -> Iterable[tuple[float, Tracks]]:
        for time, tracks in world([runs(x - 5, y) for x, y in RING]):
            late = np.where(tracks.ids > 2, time >= 4.7, time >= 4.9)
            yield time, replace(tracks, ids=tracks.ids + 100 * late)

    [event] = events(rule(), broken())
    assert 2.2 <= float(event.facts["speed"]) < 5


def test_trembling_boxes_do_not_run() -> None:
    random = np.random.default_rng(0)
    places = [(x, y) for x, y in RING]
    trembling = [lambda _, x=x, y=y: (x + random.normal(0, 0.1), y + random.normal(0, 0.1)) for x, y in places]
    assert not events(rule(), world(trembling, seconds=30))


def test_on_calibrated_ground_speeds_are_metres() -> None:
    def seen(speed: float) -> Iterable[tuple[float, Tracks]]:
        for time in np.arange(0, 8, 0.2).tolist():
            far = speed * max(0, time - 4)
            ground = [(x * (1 + far), y * (1 + far)) for x, y in RING]
            yield time, standing(*((500 + 10 * x, 250 + 10 * y) for x, y in ground), ground=ground)

    assert events(rule(), seen(3.5))
    assert not events(rule(), seen(1.2))
