"""Specification of units: how many pixels a metre is where an object stands, and what is taken where nobody knows."""

import numpy as np
import pytest

from detectors.vision.quality.camera import Camera
from detectors.vision.track import kalman, units
from detectors.vision.types import LABELS, Label

CAMERA = Camera(focal=900, above=6, tilt=20, width=1280, height=720)


def places_of(*stands: tuple[float, float]) -> kalman.Numbers:
    """[4, n]: people who stand there, in metres right of the camera and ahead of it."""
    return kalman.to_places(CAMERA.boxes(np.array(stands), np.full(len(stands), 1.7)).T)


def feet_of(*stands: tuple[float, float]) -> kalman.Numbers:
    return CAMERA.ground.to_pixels(np.array(stands))


def called(*labels: Label) -> np.typing.NDArray[np.int64]:
    return np.array([LABELS.index(label) for label in labels])


@pytest.mark.parametrize("ahead", [8, 15, 35])
def test_with_a_known_ground_a_unit_of_a_person_is_a_metre_where_he_stands(ahead: float) -> None:
    right, down = units.pixels(places_of((0, ahead)), called(Label.PERSON), CAMERA.ground)[:, 0]
    here, beside, nearer = feet_of((0, ahead), (1, ahead), (0, ahead - 0.01))
    assert right == pytest.approx(beside[0] - here[0], rel=0.01)
    assert down == pytest.approx((nearer[1] - here[1]) / 0.01, rel=0.01)


def test_a_unit_of_a_vehicle_is_three_metres() -> None:
    person, vehicle = units.pixels(places_of((0, 15), (0, 15)), called(Label.PERSON, Label.VEHICLE), CAMERA.ground).T
    assert vehicle == pytest.approx(np.minimum(3 * person, units.LARGEST * kalman.scales(places_of((0, 15)))))


def test_without_a_ground_and_beyond_the_horizon_a_unit_is_the_objects_own_scale() -> None:
    flying = np.array([[640.0], [0.0], [20.0], [50.0]])
    guessed = units.pixels(flying, called(Label.PERSON), None)
    np.testing.assert_allclose(guessed[:, 0], np.sqrt(1000) * np.array([1, units.DOWNWARDS]))
    level = Camera(above=3, tilt=0)
    np.testing.assert_array_equal(units.pixels(flying, called(Label.PERSON), level.ground), guessed)


def test_who_comes_nearer_looks_larger_by_as_much_as_a_metre_does_but_never_by_more_than_a_quarter_at_once() -> None:
    far, near = (units.pixels(places_of((0, ahead)), called(Label.PERSON), CAMERA.ground) for ahead in (15, 14))
    grown = places_of((0, 14))[2] / places_of((0, 15))[2]
    np.testing.assert_allclose(units.growth(far, near), grown, rtol=0.02)
    np.testing.assert_array_equal(units.growth(far, 9 * near), [units.GROWTH])
