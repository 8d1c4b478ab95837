"""Specification of the eye for still things, in pictures of 320 x 240: a textured street and what is painted on it."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from detectors.vision.detect.still import StillThings
from detectors.vision.types import Detections, Image, Tracks
from tests.vision.worlds import at, standing

Paint = Callable[[Image, float], None]


def street() -> Image:
    rough = np.random.default_rng(3).integers(90, 150, (24, 32, 3)).astype(np.uint8)
    return np.asarray(cv2.resize(rough, (320, 240), interpolation=cv2.INTER_CUBIC), np.uint8)


STREET = street()
NOBODY = Tracks.none()


def bag(since: float, until: float = 1e9) -> Paint:
    def paint(image: Image, seconds: float) -> None:
        if since <= seconds < until:
            image[140:160, 100:116] = (30, 20, 60)
            image[144:148, 104:112] = (90, 90, 160)

    return paint


def seen(
    paint: Paint, seconds: float = 20, who: Callable[[float], Tracks] = lambda _: NOBODY, light: float = 1.0
) -> list[tuple[float, Detections]]:
    """What the eye says, twice a second."""
    eye, random, found = StillThings(), np.random.default_rng(1), []
    for time in np.arange(0, seconds, 0.5).tolist():
        image = STREET.copy()
        paint(image, time)
        lit = image * (1.0 if time < 5 else light) + random.normal(0, 2, image.shape)
        looked = eye.look(np.clip(lit, 0, 255).astype(np.uint8), who(time), at(time))
        if looked is not None:
            found.append((time, looked))
    return found


def nothing(image: Image, seconds: float) -> None:
    pass


def boxes(found: list[tuple[float, Detections]]) -> list[list[float]]:
    return [box for _, things in found for box in things.boxes.tolist()]


def test_an_empty_street_has_no_things() -> None:
    assert not boxes(seen(nothing))


def test_what_is_put_down_is_seen_where_it_is_once_it_has_settled() -> None:
    found = seen(bag(since=8))
    assert not boxes([each for each in found if each[0] < 9.5])
    late = [each for each in found if each[0] > 12]
    assert all(len(things) == 1 for _, things in late)
    np.testing.assert_allclose(late[-1][1].boxes[0], (100, 140, 116, 160), atol=3)
    assert 0.4 < late[-1][1].scores[0] <= 1


def test_what_was_there_from_the_beginning_is_part_of_the_street() -> None:
    assert not boxes(seen(bag(since=0)))


def test_what_is_taken_away_leaves_no_thing_behind() -> None:
    """A hole in the remembered scene differs as much; its edges are in the memory, not in the picture."""
    assert not boxes(seen(bag(since=0, until=8)))


@pytest.mark.slow
def test_a_thing_that_is_gone_is_forgotten() -> None:
    found = seen(bag(since=8, until=40), seconds=60)
    assert boxes([each for each in found if 30 < each[0] < 40])
    assert not boxes([each for each in found if each[0] > 42])


def test_whoever_stands_still_is_no_thing_and_leaves_no_ghost() -> None:
    def person(time: float) -> Tracks:
        return standing((108, 165)) if 6 <= time < 20 else NOBODY

    assert not boxes(seen(bag(since=6, until=20), seconds=40, who=person))


def test_who_stood_there_when_the_eye_opened_leaves_no_ghost() -> None:
    def person(time: float) -> Tracks:
        return standing((108, 165)) if time < 15 else NOBODY

    assert not boxes(seen(bag(since=0, until=15), seconds=40, who=person))


def test_the_light_may_change() -> None:
    assert not boxes(seen(nothing, light=0.7))
    assert boxes(seen(bag(since=10), light=0.7))


def test_a_shadow_is_no_thing() -> None:
    def shade(image: Image, seconds: float) -> None:
        if seconds >= 8:
            image[120:160, 80:140] = (image[120:160, 80:140] * 0.6).astype(np.uint8)

    assert not boxes(seen(shade))


def test_a_trembling_camera_sees_no_things() -> None:
    eye = StillThings()
    for step in range(60):
        shift = np.array([[1, 0, np.sin(2.1 * step)], [0, 1, np.cos(1.3 * step)]])
        image = cv2.warpAffine(STREET, shift, (320, 240), borderMode=cv2.BORDER_REPLICATE)
        looked = eye.look(np.asarray(image, np.uint8), NOBODY, at(step / 2))
        assert looked is None or not len(looked)


def test_between_two_looks_it_leaves_frames_out() -> None:
    eye = StillThings()
    assert eye.look(STREET, NOBODY, at(0)) is not None
    assert eye.look(STREET, NOBODY, at(0.2)) is None
    assert eye.look(STREET, NOBODY, at(0.5)) is not None


def test_boxes_are_pixels_of_the_full_picture() -> None:
    eye = StillThings()
    for step in range(40):
        image = STREET.copy()
        bag(since=8)(image, step / 2)
        looked = eye.look(np.asarray(cv2.resize(image, (1280, 960)), np.uint8), NOBODY, at(step / 2))
    assert looked is not None
    np.testing.assert_allclose(looked.boxes, [(400, 560, 464, 640)], atol=12)
