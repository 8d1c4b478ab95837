"""Specification of the eye for flames, in pictures of 320 x 240, ten a second: what burns, and what only shines."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from detectors.vision.detect.flames import Flames
from detectors.vision.types import Detections, Image, Tracks
from tests.vision.worlds import at, standing

Paint = Callable[[Image, float], None]


def flame(x: int = 160, y: int = 150, size: int = 20) -> Paint:
    """Tongues of their own, over a bright core."""

    def paint(image: Image, seconds: float) -> None:
        random = np.random.default_rng(int(seconds * 1000))
        for _ in range(14):
            up = random.uniform(0, 1) ** 1.4
            place = (int(x + random.normal(0, size / 4)), int(y - up * size))
            colour = (40 + 40 * (1 - up), 130 + 110 * (1 - up), 255)
            cv2.circle(image, place, max(2, int(size / 4 * (1 - 0.7 * up))), colour, -1)

    return paint


def light(level: Callable[[float], float], colour: tuple[int, int, int] = (90, 200, 255), drift: float = 0) -> Paint:
    """A round lamp."""

    def paint(image: Image, seconds: float) -> None:
        place = (int(100 + drift * seconds), 120)
        layer = cv2.circle(np.zeros(image.shape[:2], np.float32), place, 9, 1.0, -1)
        shine = (cv2.GaussianBlur(layer, (7, 7), 0) * level(seconds))[:, :, None]
        image[:] = np.clip(image * (1 - shine) + shine * np.array(colour), 0, 255)

    return paint


def seen(paint: Paint, seconds: float = 6, rate: float = 10, who: Tracks | None = None) -> list[Detections]:
    eye, random, found = Flames(), np.random.default_rng(1), []
    for time in np.arange(0, seconds, 1 / rate).tolist():
        image = np.full((240, 320, 3), (70, 75, 80), np.uint8)
        paint(image, time)
        noisy = np.clip(image + random.normal(0, 2, image.shape), 0, 255).astype(np.uint8)
        looked = eye.look(noisy, Tracks.none() if who is None else who, at(time))
        if looked is not None:
            found.append(looked)
    return found


def burns(found: list[Detections]) -> bool:
    return any(len(each) for each in found)


def test_a_flame_is_seen_where_it_burns() -> None:
    found = seen(flame())
    assert sum(len(each) for each in found) > 30
    x1, y1, x2, y2 = found[-1].boxes[0].tolist()
    assert 140 < x1 < 160 < x2 < 180
    assert 120 < y1 < 150 < y2 < 162


def test_slow_pictures_are_enough_for_a_flame() -> None:
    assert burns(seen(flame(), rate=4))


def test_a_lamp_that_shines_is_no_flame() -> None:
    assert not burns(seen(light(lambda _: 1.0)))


def test_a_beacon_that_turns_is_no_flame() -> None:
    assert not burns(seen(light(lambda t: max(0.0, np.sin(2 * np.pi * 1.5 * t)) ** 4)))


def test_a_tube_that_fails_now_and_then_dims_as_a_whole() -> None:
    assert not burns(seen(light(lambda t: 0.5 if int(t * 7) % 3 == 0 else 1.0)))


@pytest.mark.slow
def test_headlights_that_pass_are_no_flame() -> None:
    assert not burns(seen(light(lambda _: 1.0, colour=(200, 240, 255), drift=30)))
    assert not burns(seen(light(lambda _: 1.0, drift=30)))


def test_cloth_that_moves_has_no_overexposed_core() -> None:
    def flag(image: Image, seconds: float) -> None:
        random = np.random.default_rng(int(seconds * 1000))
        for row in range(100, 130):
            image[row, 100 : 130 + int(random.normal(0, 4))] = (
                20,
                int(np.clip(90 + random.normal(0, 30), 0, 255)),
                225,
            )

    assert not burns(seen(flag))


def test_what_a_person_holds_is_no_fire() -> None:
    assert not burns(seen(flame(), who=standing((160, 170))))


def trembles(paint: Paint) -> Paint:
    """The same over paving, before a camera that the wind shakes by a pixel and a half."""
    stones = np.random.default_rng(3).integers(40, 130, (20, 27)).astype(np.uint8)
    paving = cv2.resize(stones, (320, 240), interpolation=cv2.INTER_NEAREST)

    def shaken(image: Image, seconds: float) -> None:
        image[:] = paving[:, :, None]
        paint(image, seconds)
        turn = 2 * np.pi * 1.7 * seconds
        shift = np.array([[1, 0, 1.5 * np.sin(turn)], [0, 1, 0.9 * np.sin(1.37 * turn + 1)]])
        image[:] = cv2.warpAffine(image, shift, (320, 240), borderMode=cv2.BORDER_REPLICATE)

    return shaken


def cones(image: Image, seconds: float) -> None:
    for x in (60, 160, 250):
        cv2.fillPoly(image, [np.array([(x, 130), (x - 5, 148), (x + 5, 148)])], (90, 215, 255))


def test_what_shines_before_a_camera_that_trembles_is_no_flame() -> None:
    assert not burns(seen(trembles(cones)))


def test_a_flame_before_a_camera_that_trembles_is_seen() -> None:
    assert burns(seen(trembles(flame())))


def test_where_pictures_are_too_rare_nothing_is_said() -> None:
    assert not burns(seen(flame(), seconds=30, rate=0.4))
