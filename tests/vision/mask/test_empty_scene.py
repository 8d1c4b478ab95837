"""Specification of what is new in a scene: hand-made pictures of a street, and who comes into it."""

from datetime import datetime

import numpy as np
import pytest

from detectors.vision.mask.empty_scene import EmptyScene
from detectors.vision.types import Image
from tests.vision.detect.networks import Array
from tests.vision.worlds import at

HEIGHT, WIDTH = 240, 320
NOBODY = np.zeros((0, 4), np.float32)
WALKER = (100, 60, 140, 180)


def street(light: float = 1.0, seed: int = 0) -> Image:
    """Pavement, a wall, a dark door, and the noise of a camera."""
    picture = np.full((HEIGHT, WIDTH, 3), (90, 95, 100), np.float32)
    picture[:100] = (150, 160, 170)
    picture[40:100, 250:290] = (40, 30, 30)
    noise = np.random.default_rng(seed).normal(0, 3, picture.shape)
    return np.clip(picture * light + noise, 0, 255).astype(np.uint8)


def with_somebody(picture: Image, box: tuple[int, int, int, int] = WALKER, level: int = 30) -> Image:
    left, top, right, bottom = box
    picture[top:bottom, left:right] = level
    return picture


def known(scene: EmptyScene | None = None, seconds: int = 10) -> EmptyScene:
    scene = scene or EmptyScene()
    for second in range(0, seconds, 2):
        scene.watch(street(seed=second), at(second), NOBODY)
    return scene


def holds(outer: Array, inner: tuple[int, int, int, int]) -> bool:
    return bool((outer[:2] <= inner[:2]).all() and (outer[2:] >= inner[2:]).all())


def test_of_a_scene_that_nobody_has_seen_nothing_is_said() -> None:
    novelty = EmptyScene().compare(street())
    assert not novelty.is_known
    assert len(novelty.boxes(NOBODY)) == 0


def test_in_the_empty_scene_nothing_is_new() -> None:
    assert len(known().compare(street(seed=99)).boxes(NOBODY)) == 0


def test_whoever_comes_in_is_covered_whole() -> None:
    (box,) = known().compare(with_somebody(street())).boxes(NOBODY)
    assert holds(box, WALKER)
    assert (box[2] - box[0]) * (box[3] - box[1]) < 2.5 * 40 * 120, "and the street around stays to be seen"


def test_whoever_was_detected_is_explained() -> None:
    novelty = known().compare(with_somebody(street()))
    assert len(novelty.boxes(np.array([WALKER], np.float32))) == 0


def test_who_walks_beside_somebody_who_was_detected_is_covered() -> None:
    picture = with_somebody(with_somebody(street()), (145, 60, 185, 180))
    (box,) = known().compare(picture).boxes(np.array([WALKER], np.float32))
    assert holds(box, (145, 60, 185, 180))


def test_what_is_too_small_for_a_head_is_left() -> None:
    assert len(known().compare(with_somebody(street(), (100, 60, 106, 66))).boxes(NOBODY)) == 0


def test_a_head_of_twenty_pixels_is_not_too_small() -> None:
    assert len(known().compare(with_somebody(street(), (100, 120, 120, 140))).boxes(NOBODY)) == 1


@pytest.mark.parametrize("light", [0.6, 0.8, 1.25, 1.45])
def test_another_exposure_is_not_somebody(light: float) -> None:
    novelty = known().compare(street(light))
    assert len(novelty.boxes(NOBODY)) == 0


def test_somebody_under_another_exposure_is_somebody() -> None:
    (box,) = known().compare(with_somebody(street(1.3))).boxes(NOBODY)
    assert holds(box, WALKER)


def test_a_camera_that_trembles_by_a_pixel_sees_nobody() -> None:
    assert len(known().compare(np.roll(street(), (1, 1), (0, 1))).boxes(NOBODY)) == 0


def test_when_the_whole_picture_is_another_all_of_it_is_covered_until_it_is_known() -> None:
    scene = known()
    other: Image = np.random.default_rng(1).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
    other = np.kron(other[::16, ::16], np.ones((16, 16, 1), np.uint8)).astype(np.uint8)
    (box,) = scene.compare(other).boxes(NOBODY)
    assert box.tolist() == [0, 0, WIDTH, HEIGHT]
    scene.watch(other, at(20), NOBODY)
    assert len(scene.compare(other).boxes(NOBODY)) == 0


def stands(scene: EmptyScene, until: int, people: Array, box: tuple[int, int, int, int] = WALKER) -> EmptyScene:
    for second in range(10, until, 2):
        scene.watch(with_somebody(street(seed=second), box), at(second), people)
    return scene


def test_who_stands_still_for_half_a_minute_is_still_new() -> None:
    assert len(stands(known(), 40, NOBODY).compare(with_somebody(street())).boxes(NOBODY)) == 1


@pytest.mark.slow
def test_a_parked_car_belongs_to_the_scene_after_some_minutes() -> None:
    assert len(stands(known(), 310, NOBODY).compare(with_somebody(street())).boxes(NOBODY)) == 0


@pytest.mark.slow
def test_a_person_who_is_seen_never_becomes_a_part_of_the_scene() -> None:
    scene = stands(known(), 610, np.array([WALKER], np.float32))
    assert len(scene.compare(with_somebody(street())).boxes(NOBODY)) == 1


def test_dusk_is_followed() -> None:
    scene = known()
    for minute in range(1, 60):
        scene.watch(street(1 - minute / 100, seed=minute), at(60 * minute), NOBODY)
    assert len(scene.compare(street(0.4)).boxes(NOBODY)) == 0


def test_a_picture_of_another_size_is_another_scene() -> None:
    scene = known()
    smaller: Image = street()[::2, ::2].copy()
    assert not scene.compare(smaller).is_known
    scene.watch(smaller, at(12), NOBODY)
    assert scene.compare(smaller).is_known


def test_most_pictures_are_not_looked_at() -> None:
    scene = known()
    for tenth in range(1, 19):
        scene.watch(with_somebody(street()), at(8 + tenth / 10), NOBODY)
    assert scene.compare(with_somebody(street())).share(np.array(WALKER, np.float32)) > 0.9


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 2000, 3), (2000, 1, 3), (3, 3, 3)])
def test_a_picture_of_a_pixel_or_a_line_is_a_picture(shape: tuple[int, int, int]) -> None:
    scene, picture = EmptyScene(), np.zeros(shape, np.uint8)
    for second in (0, 2, 4):
        scene.watch(picture, at(second), np.array([[0, 0, 1, 1]], np.float32))
    assert scene.compare(picture).boxes(NOBODY).shape == (0, 4)


def test_a_clock_that_goes_back_is_no_error() -> None:
    scene = known()
    before: datetime = at(-3600)
    scene.watch(street(), before, NOBODY)
    assert len(scene.compare(street()).boxes(NOBODY)) == 0


@pytest.mark.parametrize("box", [(-50, -50, -10, -10), (400, 300, 500, 400), (0, 0, 0, 0), (np.nan, 0, 10, 10)])
def test_of_a_box_outside_of_the_picture_nothing_is_new(box: tuple[float, ...]) -> None:
    assert known().compare(street()).share(np.array(box, np.float32)) == 0
