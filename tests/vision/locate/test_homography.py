"""Specification of the way from the picture to the ground: there, back, the horizon and the expected error."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.vision.config import CalibrationConfig
from detectors.vision.locate.homography import Homography
from detectors.vision.locate.vtest import VTEST
from tests.vision.locate.cameras import looking_down

CAMERA = looking_down(height=6, tilt=25, focal=900, width=1280, rows=720)
HORIZON = 360 - 900 * math.tan(math.radians(25))
"""About -60: above the upper border."""

STEEP = looking_down(height=6, tilt=10, focal=900)
STEEP_HORIZON = 360 - 900 * math.tan(math.radians(10))
"""About 201: within the picture."""


def test_the_middle_of_the_picture_is_where_the_camera_looks() -> None:
    east, north = CAMERA.to_ground([(640, 360)])[0]
    assert east == pytest.approx(0, abs=1e-9)
    assert north == pytest.approx(6 / math.tan(math.radians(25)))


def test_right_in_the_picture_is_right_on_the_ground_and_up_is_farther() -> None:
    places = CAMERA.to_ground([(640, 600), (900, 600), (640, 300)])
    assert places[1, 0] > places[0, 0]
    assert places[2, 1] > places[0, 1]


@given(st.floats(0, 1280), st.floats(0, 720))
def test_there_and_back_is_the_same_pixel(x: float, y: float) -> None:
    np.testing.assert_allclose(CAMERA.to_pixels(CAMERA.to_ground([(x, y)])), [(x, y)], atol=1e-6)


def test_nothing_stands_in_the_sky() -> None:
    pixels = [(640, STEEP_HORIZON - 1), (640, STEEP_HORIZON + 1), (0, STEEP_HORIZON - 50), (0, STEEP_HORIZON + 50)]
    assert STEEP.is_ground(pixels).tolist() == [False, True, False, True]
    assert np.isnan(STEEP.to_ground(pixels)[:, 0]).tolist() == [True, False, True, False]
    assert np.isnan(STEEP.error(pixels)).tolist() == [True, False, True, False]


def test_what_lies_behind_the_camera_has_no_pixel() -> None:
    assert np.isnan(CAMERA.to_pixels([(0, -50)])).all()


@pytest.mark.parametrize("sign", [1, -1])
def test_a_stored_calibration_fits_frames_of_another_size_whatever_its_sign(sign: int) -> None:
    stored = CalibrationConfig(1, 1280, 720, tuple((sign * STEEP.matrix).ravel().tolist()), rmse=0.1)
    half = Homography.of(stored, 640, 360)
    pixels = np.array([(640, 700), (100, 400), (640, STEEP_HORIZON - 10)])
    np.testing.assert_allclose(half.to_ground(pixels / 2), STEEP.to_ground(pixels))
    assert half.rmse == 0.1


@pytest.mark.parametrize("pixel", [(640, 700), (200, 400), (1200, 250)])
def test_the_expected_error_is_the_one_that_trembling_feet_make(pixel: tuple[float, float]) -> None:
    trembling = np.array(pixel) + np.random.default_rng(1).normal(0, 2, (20_000, 2))
    missed = CAMERA.to_ground(trembling) - CAMERA.to_ground([pixel])
    true_error = math.sqrt((missed**2).sum(axis=1).mean())
    assert CAMERA.error([pixel], sigma=2)[0] == pytest.approx(true_error, rel=0.05)


def test_the_expected_error_is_never_smaller_than_that_of_the_calibration() -> None:
    exact = Homography(CAMERA.matrix, rmse=0.5)
    assert exact.error([(640, 700)], sigma=0)[0] == pytest.approx(0.5)


def test_the_area_of_a_zone_is_that_of_its_ground() -> None:
    corners = CAMERA.to_pixels([(-2, 10), (2, 10), (2, 15), (-2, 15)])
    assert CAMERA.area(corners) == pytest.approx(20)


def test_a_zone_that_reaches_into_the_sky_has_no_area() -> None:
    assert STEEP.area([(100, 100), (1000, 100), (1000, 600), (100, 600)]) is None


class TestTheClipOfTheDemo:
    """vtest.avi: metres that make sense for people on a square, seen from the south-west."""

    GROUND = Homography.of(VTEST, 768, 576)

    def test_is_not_mirrored(self) -> None:
        assert np.linalg.det(self.GROUND.matrix) < 0

    def test_has_all_of_its_picture_below_the_horizon_but_none_of_the_sky_above(self) -> None:
        assert self.GROUND.is_ground([(0, 0), (767, 0), (384, 576)]).all()
        assert not self.GROUND.is_ground([(384, -100)])[0]

    def test_gives_people_the_size_of_people(self) -> None:
        """The man at the right in frame 400 is 105 pixels high; at his feet 60 pixels across must be about a metre."""
        across = self.GROUND.to_ground([(690, 407), (750, 407)])
        assert np.linalg.norm(across[1] - across[0]) == pytest.approx(1, abs=0.2)

    def test_puts_a_foot_on_the_square_within_half_a_metre(self) -> None:
        [[east, north]] = self.GROUND.to_ground([(384, 400)])
        assert -20 < east < 5
        assert -20 < north < 5
        assert self.GROUND.error([(384, 400)])[0] < 0.5
