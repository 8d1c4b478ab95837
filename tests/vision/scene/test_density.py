"""Specification of density: persons per square metre where calibrated, else persons, in a zone of 200 x 200 pixels."""

import numpy as np
import pytest

from detectors.vision.locate.homography import Homography
from detectors.vision.types import Label, Tracks
from tests.vision.scene.rules import ALONG, events, make, people
from tests.vision.worlds import at, box, standing

FROM_ABOVE = Homography(np.diag([0.05, -0.05, 1.0]))
"""A camera that looks straight down, 5 centimetres to the pixel: the zone has 100 square metres."""


def crowd(persons: int, score: float = 0.8) -> Tracks:
    return standing(*((410 + 8 * number, 300) for number in range(persons)), score=score)


def test_too_many_persons_for_long_enough_fire_once() -> None:
    rule = make("density", threshold_persons=5, duration_seconds=3)
    [event] = events(rule, [(0, crowd(4)), *((time, crowd(5)) for time in range(1, 10))])
    assert (event.started_at, event.at, event.first_seen) == (at(1), at(4), at(1))
    assert event.box is None
    assert event.foot == (426, 300)
    assert event.facts == {"persons": 5, "seconds": 3.0, "threshold": 5, "measure": "persons"}


def test_too_few_persons_fire_nothing() -> None:
    assert not events(make("density", threshold_persons=5, duration_seconds=0), [(time, crowd(4)) for time in range(9)])


def test_persons_outside_and_vehicles_inside_do_not_count() -> None:
    outside = standing(*[(100.0, 300.0)] * 9)
    cars = standing(*[(500.0, 300.0)] * 9, label=Label.VEHICLE)
    assert not events(make("density", threshold_persons=5, duration_seconds=0), [(0, outside), (1, cars)])


def test_a_number_that_trembles_around_the_threshold_is_one_state() -> None:
    rule = make("density", threshold_persons=5, off_share=0.8, duration_seconds=3)
    [event] = events(rule, [(time, crowd(5 - time % 2)) for time in range(6)])
    assert event.started_at == at(0)


def test_a_number_that_falls_below_the_lower_threshold_ends_the_state() -> None:
    rule = make("density", threshold_persons=5, off_share=0.8, duration_seconds=3)
    assert not events(rule, [(0, crowd(5)), (1, crowd(5)), (2, crowd(3)), (3, crowd(5)), (4, crowd(5))])


def test_on_calibrated_ground_the_measure_is_persons_per_square_metre() -> None:
    rule = make("density", ground=FROM_ABOVE, threshold_density=0.1, threshold_persons=1, duration_seconds=0)
    [event] = events(rule, [(0, crowd(9)), (1, crowd(10))])
    assert event.at == at(1)
    assert event.facts == {
        "persons": 10,
        "seconds": 0.0,
        "threshold": 0.1,
        "measure": "density",
        "density": 0.1,
        "density_error": 0.0,
        "level": "A",
        "area_m2": 100.0,
    }


def test_after_a_gap_in_time_the_state_begins_anew() -> None:
    rule = make("density", threshold_persons=5, duration_seconds=3)
    [event] = events(rule, [(0, crowd(5)), (60, crowd(5)), (62, crowd(5)), (64, crowd(5))])
    assert event.started_at == at(60)


def test_a_new_state_fires_only_after_the_cool_down() -> None:
    rule = make("density", threshold_persons=5, duration_seconds=0, cool_down_seconds=10)
    world = [(0, crowd(5)), (4, crowd(0)), (6, crowd(5)), (8, crowd(5)), (11, crowd(5)), (15, crowd(5))]
    assert [(event.started_at, event.at) for event in events(rule, world)] == [(at(0), at(0)), (at(6), at(11))]


def test_who_is_half_hidden_by_another_counts_where_the_feet_must_be() -> None:
    rule = make("density", ground=ALONG, threshold_density=2, duration_seconds=0)
    outside = people(box(100, 300, 30, 75))
    behind = people((485, 160, 515, 190), box(505, 240, 30, 60))
    [event] = events(rule, [*((second / 10, outside) for second in range(20)), (3, behind)])
    assert event.facts["persons"] == 2
    assert event.foot == pytest.approx((502.5, 226.7), abs=0.1)
