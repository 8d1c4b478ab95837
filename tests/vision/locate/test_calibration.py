"""Specification of calibration: from marked points to a homography, or to a sentence that says what is wrong."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.vision.locate.calibration import CalibrationError, fit
from detectors.vision.locate.homography import Homography
from tests.vision.locate.cameras import looking_down

CAMERA = looking_down(height=6, tilt=25)
PLACES = np.array([(-4, 8), (4, 8), (-8, 18), (8, 18), (0, 12), (-10, 30), (10, 30), (0, 22)], np.float64)
PIXELS = CAMERA.to_pixels(PLACES)
ELSEWHERE = np.array([(2, 10), (-5, 15), (5, 25), (0, 28)], np.float64)


@pytest.mark.parametrize("count", [4, 5, 8])
def test_exact_points_give_the_exact_ground(count: int) -> None:
    fitted = fit(PIXELS[:count], PLACES[:count])
    np.testing.assert_allclose(fitted.homography.to_ground(CAMERA.to_pixels(ELSEWHERE)), ELSEWHERE, atol=1e-4)
    assert fitted.rmse < 1e-5


def test_eight_points_set_by_hand_place_others_within_ten_centimetres() -> None:
    """1.5 pixels of trembling; the median of 30 hands."""
    random = np.random.default_rng(0)
    truth = CAMERA.to_pixels(ELSEWHERE[:3])
    errors = []
    for _ in range(30):
        fitted = fit(PIXELS + random.normal(0, 1.5, PIXELS.shape), PLACES)
        missed = fitted.homography.to_ground(truth) - ELSEWHERE[:3]
        errors.append(np.sqrt((missed**2).sum(axis=1).mean()))
    assert np.median(errors) < 0.10


def test_the_forecast_for_a_point_knows_nothing_of_the_point() -> None:
    wrong = PLACES.copy()
    wrong[4] += (3, 0)
    fitted = fit(PIXELS, wrong)
    assert fitted.leave_one_out[4] == pytest.approx(3)
    assert fitted.residuals[4] < 3
    assert fitted.rmse == pytest.approx(float(np.sqrt((fitted.residuals**2).mean())))


def test_with_four_points_there_is_no_forecast() -> None:
    assert np.isnan(fit(PIXELS[:4], PLACES[:4]).leave_one_out).all()


def test_a_fit_is_stored_and_read_back() -> None:
    fitted = fit(PIXELS, PLACES)
    stored = Homography.of(fitted.to_config(version=2, width=1280, height=720), 1280, 720)
    np.testing.assert_allclose(stored.to_ground(PIXELS), PLACES, atol=1e-4)


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 360), st.floats(8, 60), st.floats(3, 20))
def test_any_camera_is_found_from_its_points(heading: float, tilt: float, height: float) -> None:
    camera = looking_down(height=height, tilt=tilt, heading=heading)
    pixels = np.array([(200, 700), (1100, 690), (640, 500), (300, 420), (1000, 400), (640, 650)], np.float64)
    places = camera.to_ground(pixels)
    np.testing.assert_allclose(fit(pixels, places).homography.to_ground(pixels), places, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize(
    ("pixels", "places", "sentence"),
    [
        (PIXELS[:3], PLACES[:3], "A calibration needs at least 4 points, better 8; there are 3."),
        (PIXELS[:5], PLACES[:4], "There are 5 points in the picture and 4 on the map: each needs its partner."),
        ([(0, 0), (1, 1), (2, 2), (3, 3)], PLACES[:4], "The reference points lie on one line"),
        (PIXELS[:4], [(0, 0), (1, 1), (2, 2), (3, 3)], "The reference points lie on one line"),
        (PIXELS[[0, 0, 0, 0]], PLACES[[0, 0, 0, 0]], "The reference points lie on one line"),
        # three of four on a line
        (
            CAMERA.to_pixels([(-4, 10), (0, 10), (4, 10), (0, 20)]),
            [(-4, 10), (0, 10), (4, 10), (0, 20)],
            "Too many of the reference points lie on one line",
        ),
        (PIXELS, PLACES * (-1, 1), "The points are mirrored"),
        (PIXELS, PLACES[:, ::-1], "The points are mirrored"),
        # two neighbours exchanged: the square becomes a bow tie
        (PIXELS[:4], PLACES[[1, 0, 2, 3]], "No camera sees the points like this"),
        ([*PIXELS[:4], (np.nan, 1)], PLACES[:5], "A reference point has a coordinate that is not a number."),
    ],
)
def test_points_that_give_no_calibration_are_refused_with_a_sentence(
    pixels: list[tuple[float, float]], places: list[tuple[float, float]], sentence: str
) -> None:
    with pytest.raises(CalibrationError) as caught:
        fit(pixels, places)
    assert str(caught.value).startswith(sentence)
