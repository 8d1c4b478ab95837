"""Specification of the tracker where the ground is known: places and sizes in metres."""

import numpy as np
import pytest

from detectors.vision.quality.camera import Camera
from detectors.vision.track import kalman, units
from detectors.vision.track.tracker import Tracker
from detectors.vision.types import LABELS, Label, Tracks
from tests.vision.track.walks import CAMERA, ids_of, straight, stroll
from tests.vision.worlds import at, box, see


def test_with_a_known_ground_a_hidden_person_grows_as_he_comes_nearer() -> None:
    tracker = Tracker()
    coming = straight(0, 25, 0, -1.5)  # metres: from 25 ahead towards the camera
    stroll(tracker, coming, np.arange(0, 4, 0.2))
    tracker.update(see([]), at(5.6), CAMERA.ground, (1280, 720))
    expected = CAMERA.boxes(np.array([coming(5.6)]), np.array([1.7]))
    np.testing.assert_allclose(tracker.coasting().boxes, expected, atol=10)
    without = Tracker()
    for time in np.arange(0, 4, 0.2):
        without.update(see(CAMERA.boxes(np.array([coming(time)]), np.array([1.7]))), at(time))
    without.update(see([]), at(5.6))
    assert np.abs(without.coasting().boxes - expected).max() > np.abs(tracker.coasting().boxes - expected).max()


def test_with_a_known_ground_a_hidden_person_is_as_tall_in_metres_wherever_he_has_got_to() -> None:
    tracker, low = Tracker(), Camera(focal=900, above=3, tilt=15, width=1280, height=720)
    coming = straight(0, 20, 0, -1.5)
    tall = []
    for time in np.arange(0, 5, 0.2):
        hidden = time > 3.5
        seen = low.boxes(np.array([coming(time)]), np.array([1.7]))[: 0 if hidden else 1]
        tracks = tracker.update(see(seen), at(time), low.ground, (1280, 720))
        if time >= 3:
            places = kalman.to_places((tracker.coasting() if hidden else tracks).boxes.T.astype(np.float64))
            tall.append(places[3, 0] / units.pixels(places, np.zeros(1, np.int64), low.ground)[0, 0])
    assert tall[-1] == pytest.approx(tall[2], rel=0.02)


def heights(tracks: Tracks) -> list[float]:
    tall: list[float] = (tracks.boxes[:, 3] - tracks.boxes[:, 1]).tolist()
    return tall


def test_with_a_known_ground_a_box_that_is_off_makes_nobody_taller_in_the_next_moment() -> None:
    tracker, standing = Tracker(), straight(0, 15, 0)
    stroll(tracker, standing, np.arange(0, 2, 0.2))
    lower = CAMERA.boxes(np.array([standing(2)]), np.array([1.7])) + np.array([0, 12, 0, 12])
    seen = tracker.update(see(lower), at(2), CAMERA.ground, (1280, 720))
    tracker.update(see([]), at(2.001), CAMERA.ground, (1280, 720))
    assert heights(tracker.coasting()) == pytest.approx(heights(seen), rel=0.002)


def test_with_a_known_ground_a_cycle_is_as_large_as_before_when_it_is_called_a_motorcycle() -> None:
    tracker, standing = Tracker(), CAMERA.boxes(np.array([(0, 15)]), np.array([1.7]))
    for time, label in enumerate([Label.BICYCLE, Label.MOTORCYCLE, Label.MOTORCYCLE]):
        seen = tracker.update(see(standing, label=label), at(time / 5), CAMERA.ground, (1280, 720))
    assert LABELS[seen.labels[0]] == Label.MOTORCYCLE, "the other name has won"
    tracker.update(see([]), at(0.401), CAMERA.ground, (1280, 720))
    assert heights(tracker.coasting()) == pytest.approx(heights(seen), rel=0.002)


def test_with_a_known_ground_a_traffic_cone_is_no_person_and_a_child_is_one() -> None:
    assert ids_of(stroll(Tracker(), straight(0, 15, 0), [0, 0.2, 0.4], tall=0.5)) == [[], [], []]
    assert ids_of(stroll(Tracker(), straight(0, 15, 0), [0, 0.2, 0.4], tall=1.0)) == [[], [1], [1]]


@pytest.mark.parametrize("rate", [2, 10])
def test_a_known_ground_changes_nothing_for_who_walks_beyond_the_horizon(rate: float) -> None:
    level = Camera(above=3, tilt=0)  # the horizon is the middle of the picture
    tracker = Tracker()
    for time in np.arange(0, 3, 1 / rate):
        said = tracker.update(see([box(100 + 40 * time, 300)]), at(time), level.ground, (1280, 720))
    assert said.ids.tolist() == [1]
