"""The passages against which speeds are held: boxes of known objects before known cameras."""

from math import pi

import numpy as np
import pytest

from detectors.evaluation.passages import MOTORS, WALKER, Camera, Passage, cameras, passages, speeds
from detectors.vision.locate.homography import Homography
from detectors.vision.locate.vtest import VTEST

CAR = MOTORS[1]


def chance() -> np.random.Generator:
    return np.random.default_rng(5)


@pytest.mark.parametrize("camera", cameras(), ids=lambda camera: camera.name)
@pytest.mark.parametrize("heading", [0, pi / 4, pi / 2, pi])
def test_a_passage_has_the_speed_that_it_has(camera: Camera, heading: float) -> None:
    said = speeds(Passage(CAR, 40, 10, (0, 20), heading), camera, chance())
    assert said
    assert all(abs(each.total - 40) <= 3 for each in said)


def test_the_camera_of_the_clip_is_that_of_its_calibration() -> None:
    [vtest] = [camera for camera in cameras() if camera.name == "vtest"]
    published = Homography.of(VTEST, VTEST.width, VTEST.height)
    ours = vtest.ground
    pixels = np.array([[200, 300], [600, 300], [400, 500], [100, 550]])
    lengths = [np.linalg.norm(np.diff(each.to_ground(pixels), axis=0), axis=1) for each in (published, ours)]
    assert lengths[1] == pytest.approx(lengths[0], rel=1e-6)


def test_people_walk_and_cars_drive() -> None:
    assert {each.body for each in passages(5, 10, 5, chance())} == {WALKER}
    assert {each.body for each in passages(50, 10, 5, chance())} == set(MOTORS)
