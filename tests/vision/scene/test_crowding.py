"""Specification of crowding: persons per square metre, its error, and the level of service."""

import numpy as np
import pytest

from detectors.vision.locate.homography import FOOT_SIGMA, Homography
from detectors.vision.scene.crowding import Crowding, crowding
from detectors.vision.scene.shapes import Zone
from detectors.vision.types import Floats

SQUARE = np.array([[400, 200], [600, 200], [600, 400], [400, 400]], np.float64)


def zone(rmse: float = 0.0) -> Zone:
    """Five centimetres to the pixel: ten metres by ten."""
    return Zone(SQUARE, (1000, 500), Homography(np.diag([0.05, -0.05, 1.0]), rmse))


def feet(*places: tuple[float, float]) -> Floats:
    return np.array(places, np.float32).reshape(-1, 2)


def measured(subject: Zone, places: Floats) -> Crowding:
    found = crowding(subject, places)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("density", "level"),
    [(0, "A"), (0.31, "A"), (0.32, "B"), (0.5, "C"), (0.8, "D"), (1.5, "E"), (2.17, "E"), (2.2, "F"), (6, "F")],
)
def test_levels_are_those_of_fruin_for_walkways(density: float, level: str) -> None:
    assert Crowding(density, 0).level == level


def test_persons_in_the_middle_of_a_well_known_zone_are_counted_without_error() -> None:
    found = measured(zone(), feet(*[(500, 300)] * 50))
    assert found.density == pytest.approx(0.5)
    assert found.error == pytest.approx(0, abs=1e-9)


def test_who_stands_on_the_border_is_in_by_half() -> None:
    on_the_border = measured(zone(), feet((400, 300), (600, 300)))
    assert on_the_border.error == pytest.approx(np.sqrt(2 * 0.25) / 100)
    just_outside = measured(zone(), feet((400 - FOOT_SIGMA, 300)))
    assert just_outside.density == 0
    assert just_outside.error == pytest.approx(np.sqrt(0.1587 * 0.8413) / 100, rel=1e-3)


def test_the_area_is_as_sure_as_the_calibration() -> None:
    """Against many zones whose corners are really displaced."""
    random = np.random.default_rng(0)
    places = SQUARE * (0.05, -0.05)
    areas = []
    for _ in range(4000):
        x, y = (places + random.normal(0, 0.3 / np.sqrt(2), places.shape)).T
        areas.append(abs((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2))
    found = measured(zone(rmse=0.3), feet(*[(500, 300)] * 50))
    assert found.error == pytest.approx(0.5 * np.std(areas) / 100, rel=0.05)


def test_without_a_calibration_there_is_no_density() -> None:
    assert crowding(Zone(SQUARE), feet((500, 300))) is None
