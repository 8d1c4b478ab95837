"""Specification of calibration: from marked points to a homography, or to a sentence that says what is wrong."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.vision.locate.calibration import CalibrationError, fit
from detectors.vision.locate.homography import Coordinates, Homography
from detectors.vision.locate.solve import Marking
from tests.vision.locate.cameras import looking_down

CAMERA = looking_down(height=6, tilt=25)
PLACES = np.array([(-4, 8), (4, 8), (-8, 18), (8, 18), (0, 12), (-10, 30), (10, 30), (0, 22)], np.float64)
PIXELS = CAMERA.to_pixels(PLACES)
LOW = [(200, 700), (1100, 690), (640, 500), (300, 420), (1000, 400), (640, 650)]
"""Pixels below the horizon of every camera here."""
ELSEWHERE = np.array([(2, 10), (-5, 15), (5, 25), (0, 28)], np.float64)


def trembled(pixels: Coordinates, sigma: float, seed: int) -> Coordinates:
    return pixels + np.random.default_rng(seed).normal(0, sigma, pixels.shape)


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
    fitted = fit(PIXELS[:4], PLACES[:4])
    assert np.isnan(fitted.leave_one_out).all()
    assert fitted.forecast is None
    assert fitted.bad == ()


def test_a_point_that_the_others_contradict_is_named() -> None:
    wrong = trembled(PIXELS, 1, seed=3)
    wrong[4] += (25, -10)
    assert fit(wrong, PLACES).bad == (4,)


def test_two_slips_are_named_the_worst_first() -> None:
    wrong = trembled(PIXELS, 1, seed=3)
    wrong[[1, 6]] += [(0, 90), (-25, 10)]
    assert fit(wrong, PLACES).bad == (1, 6)


def test_hands_that_tremble_are_hardly_ever_called_wrong() -> None:
    named = [fit(trembled(PIXELS, sigma, seed), PLACES).bad for sigma in (0.5, 1, 2) for seed in range(15)]
    assert sum(map(bool, named)) <= 2


@pytest.mark.slow
@pytest.mark.parametrize("tilt", [15, 25, 40])
@pytest.mark.parametrize("sigma", [1.0, 2.0])
def test_the_expected_error_is_the_one_that_hands_make(tilt: float, sigma: float) -> None:
    """Within 1.5 times, over 40 hands, on places that nobody marked; who marks worse is told so by the points."""
    camera = looking_down(height=6, tilt=tilt)
    pixels = camera.to_pixels(PLACES[[0, 1, 2, 3, 4, 7, 5, 6]] * (1, 0.8) + (0, 4))
    places = camera.to_ground(pixels)
    asked = camera.to_pixels(ELSEWHERE)
    fits = [fit(trembled(pixels, sigma, seed), places).homography for seed in range(40)]
    missed = np.mean([((each.to_ground(asked) - ELSEWHERE) ** 2).sum(axis=1) for each in fits])
    expected = np.mean([each.error(asked, sigma=0) ** 2 for each in fits])
    assert 1 / 1.5 < np.sqrt(expected / missed) < 1.5


def test_four_points_that_fit_exactly_are_not_taken_for_exact() -> None:
    fitted = fit(PIXELS[:4], PLACES[:4])
    assert fitted.rmse < 1e-5
    assert (fitted.homography.error(CAMERA.to_pixels(ELSEWHERE), sigma=0) > 0.01).all()


def test_the_expected_error_grows_away_from_the_points() -> None:
    near, far = fit(PIXELS, PLACES).homography.error(CAMERA.to_pixels([(0, 18), (0, 60)]), sigma=0)
    assert far > 3 * near


@pytest.mark.slow
def test_a_map_that_is_drawn_coarsely_weighs_near_and_far_points_alike() -> None:
    """A decimetre near the camera is many pixels: taken for trembling in the picture, it would pull at all the rest."""
    random = np.random.default_rng(5)
    coarse = [PLACES + random.normal(0, 0.3, PLACES.shape) for _ in range(30)]
    asked = CAMERA.to_pixels(ELSEWHERE)

    def missed(marking: Marking) -> float:
        found = [fit(PIXELS, places, marking).homography.to_ground(asked) - ELSEWHERE for places in coarse]
        return float(np.sqrt(np.mean(np.square(found))))

    assert missed(Marking(picture=1, ground=0.3)) < 0.8 * missed(Marking(picture=1))


def test_the_expected_error_is_that_of_frames_of_any_size() -> None:
    stored = fit(trembled(PIXELS, 1, 1), PLACES).to_config(version=2, width=1280, height=720)
    asked = CAMERA.to_pixels(ELSEWHERE)
    whole, half = Homography.of(stored, 1280, 720), Homography.of(stored, 640, 360)
    np.testing.assert_allclose(whole.error(asked, sigma=2), half.error(asked / 2, sigma=1), rtol=1e-6)


def test_a_fit_is_stored_and_read_back() -> None:
    fitted = fit(PIXELS, PLACES)
    stored = Homography.of(fitted.to_config(version=2, width=1280, height=720), 1280, 720)
    np.testing.assert_allclose(stored.to_ground(PIXELS), PLACES, atol=1e-4)


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 360), st.floats(8, 60), st.floats(3, 20))
def test_any_camera_is_found_from_its_points(heading: float, tilt: float, height: float) -> None:
    camera = looking_down(height=height, tilt=tilt, heading=heading)
    places = camera.to_ground(LOW)
    np.testing.assert_allclose(fit(LOW, places).homography.to_ground(LOW), places, rtol=1e-3, atol=1e-3)


SPOTS = st.lists(st.tuples(st.floats(100, 1180), st.floats(250, 700)), min_size=4, max_size=9, unique=True)


@settings(max_examples=40, deadline=None)
@given(SPOTS, st.floats(0, 360), st.floats(20, 60))
def test_points_anywhere_give_a_calibration_or_a_sentence_and_never_nonsense(
    spots: list[tuple[float, float]], heading: float, tilt: float
) -> None:
    camera = looking_down(tilt=tilt, heading=heading)
    try:
        fitted = fit(spots, camera.to_ground(spots))
    except CalibrationError:
        return
    assert np.isfinite(fitted.homography.matrix).all()
    assert (fitted.homography.error(spots, sigma=0) > 0).all()


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(st.floats(0, 360), st.floats(8, 60), st.floats(3, 20))
def test_no_camera_is_found_from_its_mirror(heading: float, tilt: float, height: float) -> None:
    places = looking_down(height=height, tilt=tilt, heading=heading).to_ground(LOW)
    with pytest.raises(CalibrationError, match="mirrored"):
        fit([(1280 - x, y) for x, y in LOW], places)


@settings(max_examples=20, deadline=None)
@given(st.floats(0, math.pi), st.lists(st.floats(-15, 15), min_size=4, max_size=8, unique=True))
def test_points_on_one_line_are_refused_whichever_way_it_runs(angle: float, steps: list[float]) -> None:
    places = np.array([(step * math.cos(angle), 25 + step * math.sin(angle)) for step in steps])
    with pytest.raises(CalibrationError, match=r"line|anchor"):
        fit(CAMERA.to_pixels(places), places)


@settings(max_examples=20, deadline=None)
@given(st.floats(0, 1280), st.floats(10, 150))
def test_a_place_that_is_seen_in_the_sky_is_refused(x: float, above: float) -> None:
    """The horizon of this camera is at 201."""
    steep = looking_down(height=6, tilt=10)
    seen = steep.to_pixels(PLACES)
    weights = np.array([x, 201 - above, 1]) @ steep.matrix.T
    with pytest.raises(CalibrationError, match="beyond the horizon"):
        fit([*seen, (x, 201 - above)], [*PLACES, weights[:2] / weights[2]])


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
