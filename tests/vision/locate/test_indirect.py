"""Specification of calibration without a point of the ground: from known heights, or from parallel lines."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.vision.locate.calibration import CalibrationError
from detectors.vision.locate.homography import Coordinates
from detectors.vision.locate.indirect import Geometry, Known, Line, Upright, from_lines, from_uprights
from detectors.vision.locate.pinhole import Pinhole

WIDTH, ROWS = 1280, 720
STANDS = np.array(
    [(-3, 9), (3, 10), (-5, 14), (5, 15), (0, 12), (-7, 22), (7, 24), (0, 30), (2, 18), (-2, 26)], np.float64
)
ELSEWHERE = np.array([(0, 10), (-4, 18), (4, 20)], np.float64)


def camera(height: float = 6, tilt: float = 22, focal: float = 1000, heading: float = 0, roll: float = 0) -> Pinhole:
    return Pinhole(height, tilt, heading, focal, WIDTH, ROWS, roll)


def turned(places: Coordinates, heading: float) -> Coordinates:
    """Clockwise, as bearings go."""
    cos, sin = math.cos(math.radians(heading)), math.sin(math.radians(heading))
    return np.asarray(places @ np.array([[cos, -sin], [sin, cos]]), np.float64)


def persons(truth: Pinhole, seed: int | None = None, tall: float = 1.7) -> list[Upright]:
    """Ten persons; with a seed, of different heights and marked by a trembling hand."""
    places = turned(STANDS, truth.heading)
    random = np.random.default_rng(seed)
    heights = np.full(len(places), tall) if seed is None else random.normal(tall, 0.05 * tall, len(places))
    feet = truth.to_pixels(np.column_stack([places, np.zeros(len(places))]))
    tops = truth.to_pixels(np.column_stack([places, heights]))
    if seed is not None:
        feet, tops = (points + random.normal(0, 1.5, points.shape) for points in (feet, tops))
    return [Upright(tuple(foot), tuple(top), tall) for foot, top in zip(feet.tolist(), tops.tolist(), strict=True)]


def missed(found: Geometry, truth: Pinhole) -> float:
    """Metres, root mean square, on places that nobody marked."""
    places = turned(ELSEWHERE, truth.heading)
    pixels = truth.ground().to_pixels(places)
    placed = found.homography.to_ground(pixels)
    return float(np.sqrt(((placed - places) ** 2).sum(axis=1).mean()))


def test_exact_heights_give_nearly_the_exact_ground() -> None:
    truth = camera()
    found = from_uprights(persons(truth), Known(WIDTH, ROWS, 0))
    assert missed(found, truth) < 0.6
    assert found.camera.height == pytest.approx(6, rel=0.05)


def test_a_known_field_of_view_helps() -> None:
    truth = camera()
    found = from_uprights(persons(truth), Known(WIDTH, ROWS, 0, focal=1000))
    assert missed(found, truth) < 0.25


@pytest.mark.slow
def test_the_expected_error_is_the_one_that_persons_and_hands_make() -> None:
    """Over 40 crowds, each with a bearing that was read off the map to 3° and a focal length to 2 %."""
    truth, random = camera(heading=70), np.random.default_rng(8)
    fits = [
        from_uprights(
            persons(truth, seed),
            Known(WIDTH, ROWS, 70 + random.normal(0, 3), focal=1000 * (1 + random.normal(0, 0.02))),
        )
        for seed in range(40)
    ]
    pixels = truth.ground().to_pixels(turned(ELSEWHERE, 70))
    true = np.sqrt(np.mean([missed(found, truth) ** 2 for found in fits]))
    expected = np.sqrt(np.mean([found.homography.error(pixels, sigma=0) ** 2 for found in fits]))
    assert true < 2.0
    assert 1 / 1.5 < true / expected < 1.5


@settings(max_examples=8, deadline=None)
@given(st.floats(4, 12), st.floats(15, 40), st.floats(800, 1500), st.floats(0, 359))
def test_any_street_camera_is_found_from_persons(height: float, tilt: float, focal: float, heading: float) -> None:
    truth = camera(height, tilt, focal, heading)
    found = from_uprights(persons(truth), Known(WIDTH, ROWS, heading, focal=focal))
    assert found.camera.height == pytest.approx(height, rel=0.06)
    assert found.camera.tilt == pytest.approx(tilt, abs=2)


def kerbs(truth: Pinhole, along: float, across: bool = True) -> list[Line]:
    """Two kerbs along a street of that bearing, and two lines of a crossing at right angles."""
    ahead = truth.heading
    ways = [((-4, 8), (-4, 40), False), ((4, 8), (4, 40), False)]
    if across:
        ways += [((-5, 10), (6, 10), True), ((-5, 18), (6, 18), True)]
    lines = []
    for start, end, is_across in ways:
        turn = along - ahead
        pivot = np.array([0.0, 20.0])
        shifted = turned(np.array([start, end], np.float64) - pivot, turn) + pivot
        pixels = truth.to_pixels(np.column_stack([turned(shifted, ahead), np.zeros(2)]))
        lines.append(Line(tuple(pixels[0].tolist()), tuple(pixels[1].tolist()), is_across))
    return lines


def test_parallel_lines_and_the_height_of_the_camera_give_the_ground() -> None:
    truth = camera()
    found = from_lines(kerbs(truth, along=12), Known(WIDTH, ROWS, 0, height=6))
    assert missed(found, truth) < 0.8
    assert found.camera.tilt == pytest.approx(22, abs=1.5)


def test_one_set_of_lines_is_enough_where_the_field_of_view_is_known() -> None:
    truth = camera()
    found = from_lines(kerbs(truth, along=12, across=False), Known(WIDTH, ROWS, 0, focal=1000, height=6))
    assert missed(found, truth) < 0.8


def test_the_bearing_of_a_street_finds_that_of_the_camera() -> None:
    truth = camera(heading=100)
    found = from_lines(kerbs(truth, along=110), Known(WIDTH, ROWS, 92, focal=1000, height=6), along=110)
    assert found.camera.heading == pytest.approx(100, abs=1.5)


UPRIGHTS = persons(camera())
LINES = kerbs(camera(), along=12)


@pytest.mark.parametrize(
    ("uprights", "sentence"),
    [
        (UPRIGHTS[:2], "At least 3 upright things"),
        ([Upright(one.top, one.foot, 1.7) for one in UPRIGHTS], "The top of an upright thing lies above its foot"),
        (
            [Upright((x, 500), (x, 480 - 200 * (index % 2)), 1.7) for index, x in enumerate(range(100, 1100, 100))],
            "The marks contradict each other",
        ),
    ],
)
def test_heights_that_give_no_calibration_are_refused_with_a_sentence(uprights: list[Upright], sentence: str) -> None:
    with pytest.raises(CalibrationError, match=sentence):
        from_uprights(uprights, Known(WIDTH, ROWS, 0))


@pytest.mark.parametrize(
    ("lines", "known", "sentence"),
    [
        (LINES, Known(WIDTH, ROWS, 0), "the height of the camera is needed"),
        (LINES[:1], Known(WIDTH, ROWS, 0, height=6), "At least 2 parallel lines"),
        (LINES[:2], Known(WIDTH, ROWS, 0, height=6), "give its field of view"),
    ],
)
def test_lines_that_give_no_calibration_are_refused_with_a_sentence(
    lines: list[Line], known: Known, sentence: str
) -> None:
    with pytest.raises(CalibrationError, match=sentence):
        from_lines(lines, known)
