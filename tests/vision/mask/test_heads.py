"""Specification of the parts that are covered without a network: generous, and in the right place."""

import numpy as np
import pytest

from detectors.vision.mask.heads import heads, plate_bands, plated
from tests.vision.detect.networks import Array

Corners = tuple[float, float, float, float]


def boxes(*corners: Corners) -> Array:
    return np.array(corners, np.float32).reshape(-1, 4)


@pytest.mark.parametrize(
    ("person", "head"),
    [
        # walks upright, 40 x 100 at (100, 100): an eighth of the height is head
        ((100, 100, 140, 200), (112, 98, 128, 114)),
        # the box begins too low by a twentieth of the height
        ((100, 100, 140, 200), (112, 95, 128, 108)),
        # bends or sits, 60 x 80: the head may be a third down and at a side
        ((100, 100, 160, 180), (100, 100, 120, 127)),
        # only head and shoulders are in the picture, 80 x 80
        ((100, 100, 180, 180), (120, 95, 160, 145)),
        # lies on the ground, 180 x 60: the head is at either end, anywhere
        ((100, 100, 280, 160), (100, 100, 130, 160)),
        ((100, 100, 280, 160), (250, 100, 280, 160)),
    ],
)
def test_the_head_lies_under_the_cover(person: Corners, head: Corners) -> None:
    left, top, right, bottom = heads(boxes(person))[0]
    assert left <= head[0]
    assert top <= head[1]
    assert right >= head[2]
    assert bottom >= head[3]


def test_of_whom_the_lower_edge_cuts_off_the_head_may_be_all_that_is_seen() -> None:
    box = boxes((100, 160, 180, 240))
    assert heads(box, lower_edge=240)[0, 3] == 240
    assert heads(box, lower_edge=400)[0, 3] < 240


def test_the_legs_of_a_walking_person_stay_to_be_seen() -> None:
    assert heads(boxes((100, 100, 140, 200)))[0, 3] <= 140


def test_only_vehicles_that_are_near_enough_for_a_legible_plate_are_looked_at() -> None:
    near, far = (0, 0, 60, 40), (0, 0, 59, 40)
    assert plated(boxes(near, far)).tolist() == [list(near)]


def test_the_lower_part_of_a_vehicle_is_covered_from_side_to_side() -> None:
    left, top, right, bottom = plate_bands(boxes((100, 100, 200, 200)))[0]
    assert (left <= 100, top <= 156, right >= 200, bottom >= 204) == (True,) * 4
    assert top >= 150


def test_nobody_has_no_head() -> None:
    assert heads(boxes()).shape == (0, 4)
