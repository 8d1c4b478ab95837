"""Specification of made-up crowds: what is known of them is true, and a seed says all."""

import numpy as np
import pytest

from detectors.vision.quality.camera import Camera
from detectors.vision.quality.crowds import Crowd, make
from detectors.vision.quality.seer import SHARP
from detectors.vision.track.match import overlap

SMALL = Crowd("small", Camera(), rate=5, people=6, seconds=8, seed=3)


def test_the_same_seed_makes_the_same_crowd() -> None:
    one, two = make(SMALL), make(SMALL)
    for first, second in zip(one.detections, two.detections, strict=True):
        np.testing.assert_array_equal(first.boxes, second.boxes)


@pytest.mark.parametrize(("rate", "frames"), [(25, 200), (5, 40), (2, 16)])
def test_frames_come_at_the_rate_of_the_camera(rate: float, frames: int) -> None:
    scene = make(Crowd("small", Camera(), rate=rate, people=2, seconds=8))
    assert len(scene.times) == len(scene.truth) == len(scene.detections) == frames
    np.testing.assert_allclose(np.diff(scene.times), 1 / rate)


def test_the_camera_knows_the_ground_on_which_people_stand() -> None:
    camera, places = Camera(), np.array([[0.0, 12.0], [-4.0, 20.0], [3.0, 30.0]])
    boxes = camera.boxes(places, np.array([1.7, 1.7, 1.7]))
    feet = np.column_stack([(boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 3]])
    np.testing.assert_allclose(camera.ground.to_ground(feet), places, atol=0.15)
    assert (np.diff(boxes[:, 3] - boxes[:, 1]) < 0).all(), "who stands farther off looks smaller"


def test_nearly_everybody_who_is_in_full_view_is_found() -> None:
    scene = make(Crowd("sparse", Camera(), rate=5, people=3, seconds=20, eye=SHARP, posts=0))
    found = [
        overlap(truth.boxes, seen.boxes.astype(float)).max(axis=1, initial=0) > 0.5
        for truth, seen in zip(scene.truth, scene.detections, strict=True)
    ]
    assert np.concatenate(found).mean() > 0.9
