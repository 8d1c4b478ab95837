"""Specification of the eye for smoke, in pictures of 320 x 240 of ground with much contrast."""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import pytest

from detectors.vision.detect import smoke
from detectors.vision.detect.smoke import Smoke
from detectors.vision.types import LABELS, Detections, Floats, Image, Label, Tracks
from tests.vision.worlds import at, standing

pytestmark = pytest.mark.slow

Paint = Callable[[Floats, float], None]
BEGINS, FULL = 6.0, 8.0
"""Seconds at which it begins to smoke, and that it takes to rise."""


def ground(contrast: float = 18) -> Floats:
    rough = np.random.default_rng(4).normal(0, 1, (240, 320)).astype(np.float32)
    spots = cv2.GaussianBlur(rough, (0, 0), 2)
    grey = 105 + contrast * spots / spots.std()
    return np.repeat(grey[:, :, None], 3, axis=2).astype(np.float32)


def veil(share: Floats, colour: Sequence[float]) -> Callable[[Floats], None]:
    def lay(image: Floats) -> None:
        image += share[:, :, None] * (np.array(colour, np.float32) - image)

    return lay


def column(seconds: float, takes: float, colour: Sequence[float] = (190, 190, 190), dense: float = 0.6) -> Paint:
    """A column 40 pixels wide above row 200 that rises by 110 pixels within ``takes``."""

    def paint(image: Floats, time: float) -> None:
        risen = 110 * float(np.clip((time - seconds) / takes, 0, 1))
        share = np.zeros(image.shape[:2], np.float32)
        share[round(200 - risen) : 200, 140:180] = dense
        veil(cv2.GaussianBlur(share, (9, 9), 0), colour)(image)

    return paint


def looks(
    paint: Paint, seconds: float = 30, rate: float = 5, who: Tracks | None = None, **kind: float
) -> list[Detections]:
    eye, random, empty, found = Smoke(), np.random.default_rng(1), ground(**kind), []
    for time in np.arange(0, seconds, 1 / rate).tolist():
        image = empty.copy()
        paint(image, time)
        noisy: Image = np.clip(image + random.normal(0, 2, image.shape), 0, 255).astype(np.uint8)
        looked = eye.look(noisy, Tracks.none() if who is None else who, at(time))
        if looked is not None:
            found.append(looked)
    return found


def smokes(found: list[Detections]) -> bool:
    return any(len(each) for each in found)


def test_a_column_that_rises_is_smoke_where_it_stands() -> None:
    found = looks(column(BEGINS, FULL))
    assert len(found[-1]) == 1
    assert LABELS[int(found[-1].labels[0])] is Label.SMOKE
    left, top, right, low = found[-1].boxes[0].tolist()
    assert 128 <= left < right <= 192
    assert 80 <= top < low <= 208


@pytest.mark.slow
def test_thin_smoke_is_seen_too() -> None:
    assert smokes(looks(column(BEGINS, FULL, dense=0.4)))


def trembles(more: Paint) -> Paint:
    """Before a camera that the wind shakes, from some seconds on by more and more."""

    def paint(image: Floats, time: float) -> None:
        more(image, time)
        far, turn = float(np.clip((time - BEGINS) / 15, 0, 1)), 2 * np.pi * 1.7 * time
        shift = np.array([[1, 0, 2 * far * np.sin(turn)], [0, 1, 1.2 * far * np.sin(1.37 * turn + 1)]])
        image[:] = cv2.warpAffine(image, shift, image.shape[1::-1], borderMode=cv2.BORDER_REFLECT)

    return paint


def test_grass_that_blurs_before_a_camera_that_trembles_is_no_smoke() -> None:
    rough = np.random.default_rng(5).normal(0, 1, (110, 40)).astype(np.float32)
    blades = np.stack([cv2.GaussianBlur(rough, (0, 0), 1 + (109 - row) / 60)[row] for row in range(110)])
    blades *= 18 / blades.std(axis=1, keepdims=True)

    def lawn(image: Floats, time: float) -> None:
        """The finer, the nearer."""
        image[90:200, 140:180] = 110 + blades[:, :, None]

    assert not smokes(looks(trembles(lawn)))


def test_smoke_before_a_camera_that_trembles_is_seen() -> None:
    assert smokes(looks(trembles(column(BEGINS, FULL))))


def test_steam_has_its_full_size_at_once() -> None:
    assert not smokes(looks(column(BEGINS, 1.2)))


@pytest.mark.slow
def test_dust_is_brown() -> None:
    assert not smokes(looks(column(BEGINS, FULL, colour=(105, 145, 180))))


def test_a_shadow_takes_light_and_no_contrast_beyond() -> None:
    assert not smokes(looks(column(BEGINS, FULL, colour=(0, 0, 0), dense=0.45)))


def test_a_wall_that_rises_lets_nothing_through() -> None:
    other = ground()[::-1, ::-1]

    def paint(image: Floats, time: float) -> None:
        risen = 110 * float(np.clip((time - BEGINS) / FULL, 0, 1))
        image[round(200 - risen) : 200, 140:180] = other[round(200 - risen) : 200, 140:180]

    assert not smokes(looks(paint))


def test_a_veil_over_the_picture_is_fog_and_nothing_is_told_in_it() -> None:
    def paint(image: Floats, time: float) -> None:
        thick = 0.6 * float(np.clip((time - BEGINS) / 6, 0, 1))
        veil(np.full(image.shape[:2], thick, np.float32), (205, 205, 205))(image)
        column(time - 4, FULL)(image, time)

    assert not smokes(looks(paint, seconds=40))


@pytest.mark.slow
def test_on_plain_ground_nothing_is_seen() -> None:
    assert not smokes(looks(column(BEGINS, FULL), contrast=0.5))


@pytest.mark.slow
def test_what_moves_hides_what_is_behind_it() -> None:
    assert not smokes(looks(column(BEGINS, FULL), who=tall_crowd()))


def test_what_went_by_while_the_scene_was_not_known_leaves_no_veil_behind() -> None:
    """A pushchair that nobody follows goes away from the camera: where it was, the scene has not lost its contrast."""

    def goes_by(image: Floats, time: float) -> None:
        left, low = round(300 - 22 * time), round(200 - 5 * time)
        across = slice(max(left, 0), max(left + 36, 0))
        image[low - 60 : low, across][:, ::2] = 45
        image[low - 60 : low, across][::5] = 45

    assert not smokes(looks(goes_by, seconds=20, contrast=5))


def tall_crowd() -> Tracks:
    crowd = standing(*((x, 210) for x in range(130, 200, 10)))
    crowd.boxes[:, 1] = 60
    return crowd


@pytest.mark.slow
def test_a_veil_that_stays_for_long_is_how_the_scene_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smoke, "ABSORBED_SECONDS", 15.0)
    found = looks(column(BEGINS, FULL), seconds=45)
    assert smokes(found)
    assert not smokes(found[-10:])


@pytest.mark.parametrize("seconds", [0.0, -60.0, 90.0])
def test_after_a_gap_or_when_time_goes_back_it_begins_anew(seconds: float) -> None:
    eye = Smoke()
    picture: Image = ground().astype(np.uint8)
    for time in (10.0, 11.0, 11.0 + seconds, 13.0 + seconds):
        found = eye.look(picture, Tracks.none(), at(time))
        assert found is None or not len(found)


def test_a_picture_of_another_size_begins_anew() -> None:
    eye = Smoke()
    for time, size in enumerate([(240, 320), (240, 320), (120, 160), (576, 1024), (5, 3)]):
        assert not len(eye.look(np.full((*size, 3), 90, np.uint8), Tracks.none(), at(time)) or ())
