"""Specification of the field of view: the ground that a camera sees."""

import numpy as np
import pytest
from shapely.geometry import Point, Polygon

from detectors.vision.locate.homography import Homography
from detectors.vision.locate.view import field_of_view
from tests.vision.locate.cameras import looking_down

NEAR = looking_down(height=6, tilt=45)
FAR = looking_down(height=6, tilt=10)


def test_a_camera_that_looks_down_sees_the_ground_of_its_four_corners() -> None:
    view = field_of_view(NEAR, 1280, 720)
    corners = NEAR.to_ground([(0, 0), (1280, 0), (1280, 720), (0, 720)])
    assert Polygon(view).symmetric_difference(Polygon(corners)).area < 1e-6


def test_a_camera_that_sees_the_horizon_sees_as_far_as_it_is_told() -> None:
    view = field_of_view(FAR, 1280, 720, farthest=60)
    nearest = FAR.to_ground([(640, 720)])[0]
    distances = np.linalg.norm(view - nearest, axis=1)
    assert distances.max() == pytest.approx(60, rel=0.01)
    ahead = Polygon(view)
    assert ahead.contains(Point(0, nearest[1] + 59))
    assert not ahead.contains(Point(0, nearest[1] - 1))


def test_the_border_runs_counter_clockwise() -> None:
    assert Polygon(field_of_view(FAR, 1280, 720)).exterior.is_ccw


def test_what_is_seen_is_in_the_picture() -> None:
    seen = FAR.to_pixels(field_of_view(FAR, 1280, 720))
    assert (seen > -0.01).all()
    assert (seen < np.array([1280.01, 720.01])).all()


def test_a_camera_that_looks_into_the_sky_sees_no_ground() -> None:
    upwards = Homography(np.array([[1.0, 0, 0], [0, 1, 0], [0, 1, -1000]]))
    assert len(field_of_view(upwards, 1280, 720)) == 0
