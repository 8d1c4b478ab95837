"""Specification of what a page draws of a calibration: ellipses of its error on the ground, bands in the picture."""

import math

import numpy as np
import pytest

from detectors.vision.locate.bands import BANDS, bands, least, pixels_per_metre
from detectors.vision.locate.ellipses import ellipses
from detectors.vision.locate.homography import Homography
from tests.vision.locate.cameras import looking_down

CAMERA = looking_down(height=6, tilt=10, focal=900)


def test_nineteen_of_twenty_places_lie_inside_their_ellipse() -> None:
    (one,) = ellipses(CAMERA, [(640, 500)], sigma=2)
    trembling = np.array((640, 500)) + np.random.default_rng(1).normal(0, 2, (20_000, 2))
    east, north = (CAMERA.to_ground(trembling) - (one.east, one.north)).T
    turn = math.radians(one.bearing)
    along, across = east * math.sin(turn) + north * math.cos(turn), east * math.cos(turn) - north * math.sin(turn)
    inside = (along / one.major) ** 2 + (across / one.minor) ** 2 <= 1
    assert inside.mean() == pytest.approx(0.95, abs=0.01)


@pytest.mark.parametrize("heading", [0, 40, 175, 300])
def test_far_places_are_uncertain_along_the_line_of_sight(heading: float) -> None:
    (one,) = ellipses(looking_down(tilt=10, heading=heading), [(640, 400)], sigma=1)
    assert one.major > 2 * one.minor
    assert one.bearing == pytest.approx(heading % 180, abs=0.5)


def test_the_sky_has_no_ellipse() -> None:
    assert ellipses(CAMERA, [(640, 10)], sigma=1) == []


def test_a_calibration_without_covariance_has_a_round_error_of_its_own() -> None:
    (one,) = ellipses(Homography(CAMERA.matrix, rmse=1.0), [(640, 700)], sigma=0)
    assert one.major == pytest.approx(one.minor)


def test_a_metre_has_as_many_pixels_as_it_is_wide_in_the_picture() -> None:
    pixel = CAMERA.to_pixels([(0, 20)])
    left, right = CAMERA.to_pixels([(-0.5, 20), (0.5, 20)])
    assert pixels_per_metre(CAMERA, pixel)[0] == pytest.approx(right[0] - left[0], rel=1e-3)


def test_nothing_has_pixels_in_the_sky() -> None:
    assert pixels_per_metre(CAMERA, [(640, 10)])[0] == 0


def test_the_border_of_a_band_runs_where_a_metre_has_so_many_pixels() -> None:
    found = bands(CAMERA, 1280, 720)
    assert [band.pixels_per_metre for band in found] == list(BANDS)
    drawn = [band for band in found if band.lines]
    assert len(drawn) >= 3
    for band in drawn:
        for line in band.lines:
            np.testing.assert_allclose(pixels_per_metre(CAMERA, line), band.pixels_per_metre, rtol=0.02)


def test_a_band_that_the_picture_does_not_reach_has_no_border() -> None:
    assert not bands(looking_down(height=20, tilt=15), 1280, 720)[-1].lines


def test_a_zone_is_as_good_as_its_worst_corner() -> None:
    corners = CAMERA.to_pixels([(-2, 10), (2, 10), (0, 40)])
    assert least(CAMERA, corners) == pytest.approx(pixels_per_metre(CAMERA, corners[[2]])[0])
