"""Specification of private zones: what lies in them is gone before anything looks at the picture."""

import numpy as np
import pytest

from detectors.vision.config import Points, ShapeConfig
from detectors.vision.mask.zones import PrivateZones
from tests.vision.detect.networks import Array

LEFT_HALF: Points = ((0, 0), (0.5, 0), (0.5, 1), (0, 1))
TOP_HALF: Points = ((0, 0), (1, 0), (1, 0.5), (0, 0.5))


def zones(*points: Points) -> PrivateZones:
    return PrivateZones([ShapeConfig(str(number), "house", shape) for number, shape in enumerate(points)])


@pytest.fixture
def picture() -> Array:
    return np.full((40, 60, 3), 200, np.uint8)


def test_every_pixel_of_a_zone_is_blank_and_the_rest_is_as_it_was(picture: Array) -> None:
    result = zones(LEFT_HALF).blank(picture)
    assert (result[:, :31] == 0).all()
    assert (result[:, 31:] == 200).all()


def test_where_two_zones_overlap_nothing_shows_through(picture: Array) -> None:
    result = zones(LEFT_HALF, TOP_HALF).blank(picture)
    assert (result[:20] == 0).all()
    assert (result[:, :30] == 0).all()


def test_a_zone_that_reaches_beyond_the_picture_is_cut(picture: Array) -> None:
    result = zones(((-1, -1), (2, -1), (2, 2), (-1, 2))).blank(picture)
    assert (result == 0).all()


def test_the_picture_that_was_given_is_not_touched(picture: Array) -> None:
    zones(LEFT_HALF).blank(picture)
    assert (picture == 200).all()


def test_a_picture_of_one_pixel_can_be_private() -> None:
    assert (zones(LEFT_HALF).blank(np.full((1, 1, 3), 200, np.uint8)) == 0).all()


def test_without_zones_the_picture_stays_as_it_is(picture: Array) -> None:
    assert (zones().blank(picture) == 200).all()
