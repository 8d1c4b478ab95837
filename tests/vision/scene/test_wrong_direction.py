"""Specification of wrong direction: a zone over the whole picture, allowed to the right, a person 50 pixels high.

Without a calibration the height of the person counts as 1.7 m, so that 59 pixels are 2 metres.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest

from detectors.vision.scene.rule import Rule
from detectors.vision.types import Label, Tracks
from tests.vision.scene.rules import events, make
from tests.vision.worlds import at, standing

EVERYWHERE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def rule(**parameters: Any) -> Rule:
    return make("wrong_direction", EVERYWHERE, None, **{"allowed_degrees": 90, **parameters})


def walk(*legs: tuple[float, float, float], start: tuple[float, float] = (500, 250)) -> list[tuple[float, Tracks]]:
    """legs: seconds, and pixels a second to the right and down. Five pictures a second."""
    x, y = start
    time, world = 0.0, [(0.0, standing(start))]
    for seconds, right, down in legs:
        for _ in range(round(seconds * 5)):
            time, x, y = time + 0.2, x + right / 5, y + down / 5
            world.append((time, standing((x, y))))
    return world


def test_a_person_who_walks_the_allowed_way_fires_nothing() -> None:
    assert not events(rule(), walk((5, 40, 0)))


def test_a_person_who_walks_against_it_fires_once() -> None:
    [event] = events(rule(distance_metres=2, duration_seconds=1), walk((8, -40, 0)))
    # 59 pixels at 40 a second: after 1.6 s; begun while still within a fifth of the two metres of the start.
    assert event.at == at(1.6)
    assert event.started_at == at(0.2)
    assert event.facts == {"metres": 2.2, "seconds": 1.4, "degrees_off": 180, "label": "person"}


@pytest.mark.parametrize(
    ("right", "down", "fires"),
    [
        # straight across is not against
        (0, 40, False),
        (0, -40, False),
        # deviates by 135 degrees, up and down
        (-30, 30, True),
        (-30, -30, True),
        # deviates by 108 degrees
        (-13, 40, False),
    ],
)
def test_wrong_is_what_deviates_by_more_than_the_tolerance(right: float, down: float, fires: bool) -> None:
    assert bool(events(rule(tolerance_degrees=120), walk((4, right, down)))) is fires


def test_a_few_steps_back_are_not_the_wrong_direction() -> None:
    assert not events(rule(distance_metres=2), walk((2, 40, 0), (1, -40, 0), (2, 40, 0), (1, -40, 0)))


def test_who_turns_round_has_begun_where_she_turned() -> None:
    [event] = events(rule(), walk((3, 40, 0), (3, -40, 0)))
    assert at(3) <= event.started_at <= at(3.4)


def test_who_stands_for_long_has_begun_when_she_walked_off() -> None:
    [event] = events(rule(), walk((60, 0, 0), (3, -40, 0)))
    assert at(60) <= event.started_at <= at(60.2)


def test_trembling_feet_are_no_movement() -> None:
    random = np.random.default_rng(0)
    world = [(time / 5, standing((500 + random.normal(0, 4), 250 + random.normal(0, 4)))) for time in range(300)]
    assert not events(rule(), world)


def test_on_calibrated_ground_distances_are_metres() -> None:
    def world(metres_a_second: float) -> Iterable[tuple[float, Tracks]]:
        for time in np.arange(0, 3, 0.2):
            yield time, standing((500 - 40 * time, 250), ground=[(metres_a_second * time, 0)])

    assert not events(rule(distance_metres=2), world(0.5))
    assert events(rule(distance_metres=2), world(1.0))


def test_beyond_the_horizon_the_height_of_the_person_is_the_measure() -> None:
    nowhere = (float("nan"), float("nan"))
    world = [(time, standing((500 - 40 * time, 250), ground=[nowhere])) for time in np.arange(0, 3, 0.2)]
    assert len(events(rule(), world)) == 1


def test_who_goes_on_the_wrong_way_after_a_correct_stretch_fires_again_after_the_cool_down() -> None:
    again = walk((3, -40, 0), (2, 40, 0), (3, -40, 0))
    assert len(events(rule(track_cool_down_seconds=60, zone_cool_down_seconds=0), again)) == 1
    assert len(events(rule(track_cool_down_seconds=4, zone_cool_down_seconds=0), again)) == 2


TWO_LANES = ((0.5, 0.3, 270), (0.5, 0.7, 90))
"""The upper lane leads to the left, the lower one to the right."""

BEND = ((0.2, 0.5, 90), (0.8, 0.5, 180))
"""To the right, then down."""


@pytest.mark.parametrize(
    ("height", "right", "fires"), [(150, -40, False), (150, 40, True), (350, 40, False), (350, -40, True)]
)
def test_each_lane_has_its_own_direction(height: float, right: float, fires: bool) -> None:
    assert bool(events(rule(arrows=TWO_LANES), walk((4, right, 0), start=(500, height)))) is fires


@pytest.mark.parametrize("right", [-40, 40])
def test_between_two_lanes_nothing_is_judged(right: float) -> None:
    assert not events(rule(arrows=TWO_LANES), walk((4, right, 0), start=(500, 250)))


def test_who_follows_a_bend_is_right_and_who_comes_back_through_it_is_wrong() -> None:
    there = walk((4, 60, 0), (2, 60, 60), (4, 0, 40), start=(300, 200))
    back = [(time, standing(tuple(tracks.feet[0]))) for (time, _), (_, tracks) in zip(there, there[::-1], strict=True)]
    assert not events(rule(arrows=BEND, allowed_degrees=270), there)
    assert events(rule(arrows=BEND, allowed_degrees=270), back)


@pytest.mark.parametrize("label", ["person", "bicycle", "motorcycle", "vehicle"])
def test_whatever_moves_must_keep_the_direction(label: str) -> None:
    world = [(step / 5, standing((500 - 8 * step, 250), label=Label(label))) for step in range(20)]
    [event] = events(rule(), world)
    assert event.facts["label"] == label
