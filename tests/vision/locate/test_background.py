"""Specification of noticing that a camera looks elsewhere: by the edges of what stands still, whatever the light.

The scenes are drawn: a street of houses with windows, paving and a pole. Everything random has a seed.
"""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from detectors.vision.locate.background import Background, View
from detectors.vision.locate.lookout import Lookout, Reference, covered
from detectors.vision.types import Image
from tests.vision.worlds import at

WIDTH, HEIGHT = 768, 576


def street(seed: int = 0) -> Image:
    """Houses with windows above, paving and kerbs below."""
    random = np.random.default_rng(seed)
    image = np.full((HEIGHT, WIDTH, 3), 150, np.uint8)
    left = 0
    while left < WIDTH:
        wide, tall = int(random.integers(90, 190)), int(random.integers(120, 260))
        colour = random.integers(60, 230, 3).tolist()
        cv2.rectangle(image, (left, 0), (left + wide, tall), colour, -1)
        for x in range(left + 12, left + wide - 25, int(random.integers(30, 45))):
            for y in range(15, tall - 40, int(random.integers(40, 60))):
                cv2.rectangle(image, (x, y), (x + 20, y + 28), random.integers(0, 255, 3).tolist(), -1)
        left += wide
    for _ in range(40):
        start, end = random.integers((0, 260), (WIDTH, HEIGHT), (2, 2)).tolist()
        cv2.line(image, start, end, random.integers(60, 240, 3).tolist(), int(random.integers(2, 6)))
    return image


def crowd(image: Image, persons: int) -> Image:
    """Persons of 45 x 110 pixels, striped, all over the lower two thirds."""
    random = np.random.default_rng(persons)
    filled = image.copy()
    for _ in range(persons):
        x, y = (int(value) for value in random.integers((0, 150), (WIDTH - 45, HEIGHT - 110)))
        filled[y : y + 110, x : x + 45] = random.integers(0, 255, (110, 1, 3))
    return filled


def moved(image: Image, right: int = 0, down: int = 0, turn: float = 0, zoom: float = 1) -> Image:
    matrix = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), turn, zoom)
    matrix[:, 2] += (right, down)
    return np.asarray(cv2.warpAffine(image, matrix, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT), np.uint8)


def lit(image: Image, factor: float, more: float = 0, noise: float = 0) -> Image:
    random = np.random.default_rng(4)
    return np.clip(image * factor + more + random.normal(0, noise, image.shape), 0, 255).astype(np.uint8)


def half_in_shadow(image: Image) -> Image:
    shaded = image.copy()
    shaded[:, : WIDTH // 2] //= 3
    return shaded


SCENE = street()
REFERENCE = Background.of(SCENE)


def told(image: Image) -> View:
    return REFERENCE.compare(Background.of(image))


@pytest.mark.parametrize(
    "change",
    [
        lambda image: image,
        lambda image: lit(image, 0.3),
        lambda image: lit(image, 0.2, noise=4),
        lambda image: lit(image, 1.6, more=20),
        lambda image: 255 - image,
        half_in_shadow,
        lambda image: moved(image, 8, 4),
        lambda image: moved(image, turn=0.7),
        lambda image: crowd(image, 40),
        lambda image: crowd(image, 90),
        lambda image: cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 25])[1], cv2.IMREAD_COLOR),
        lambda image: cv2.resize(image, (384, 288)),
    ],
    ids=["same", "dark", "night", "sun", "inverted", "shadow", "shake", "sway", "persons", "crowd", "jpeg", "smaller"],
)
def test_light_weather_shaking_and_crowds_are_no_other_view(change: Callable[[Image], Image]) -> None:
    assert told(change(SCENE)) is View.HERE


@pytest.mark.parametrize(
    "change",
    [
        lambda image: moved(image, 30),
        lambda image: moved(image, -60, 20),
        lambda image: moved(image, 300),
        lambda image: moved(image, turn=4),
        lambda image: moved(image, turn=10),
        lambda image: moved(image, zoom=1.12),
        lambda image: image[:, ::-1].copy(),
        lambda image: street(7),
        lambda image: crowd(moved(image, 40), 25),
        lambda image: lit(moved(image, 40), 0.4),
    ],
    ids=["pushed", "knocked", "panned", "tilted", "fallen", "zoomed", "mirrored", "other", "crowded", "dark"],
)
def test_a_turned_shifted_or_zoomed_camera_is_noticed(change: Callable[[Image], Image]) -> None:
    assert told(change(SCENE)) is View.ELSEWHERE


@pytest.mark.parametrize("image", [np.zeros_like(SCENE), np.full_like(SCENE, 128)], ids=["night", "fog"])
def test_where_nothing_is_seen_nothing_is_said(image: Image) -> None:
    assert told(image) is View.UNKNOWN


@pytest.mark.parametrize("seed", range(12))
def test_any_street_is_itself_and_no_other(seed: int) -> None:
    reference = Background.of(street(seed))
    assert reference.compare(Background.of(lit(street(seed), 0.7, noise=2))) is View.HERE
    assert reference.compare(Background.of(street(seed + 1))) is View.ELSEWHERE


def test_what_is_kept_is_small_and_comes_back_as_it_was() -> None:
    data = REFERENCE.dump()
    assert len(data) < 60_000
    assert Background.load(data).compare(Background.of(SCENE)) is View.HERE
    assert Background.load(data).compare(Background.of(street(3))) is View.ELSEWHERE


@pytest.mark.parametrize("data", [b"", b"no background", REFERENCE.dump()[:-40]])
def test_what_is_no_background_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no background"):
        Background.load(data)


def test_persons_leave_no_edge_in_what_is_kept() -> None:
    person = (300.0, 200.0, 360.0, 350.0)
    seen = crowd(SCENE, 1)
    hidden = Background.of(seen, covered(WIDTH, HEIGHT, [person]))
    rows, columns = slice(200 // 4, 350 // 4), slice(300 // 4, 360 // 4)
    assert not hidden.edges[rows, columns].any()
    assert Background.of(SCENE).edges[rows, columns].any()


def test_a_box_at_the_border_covers_what_is_inside() -> None:
    hidden = covered(100, 50, [(-20, -10, 5, 8), (90, 40, 130, 70)])
    assert hidden[0, 0]
    assert hidden[49, 99]
    assert not hidden[25, 50]


def looks_elsewhere(lookout: Lookout, image: Image, second: float) -> bool:
    return lookout.update(image, at(second)) is None


def test_a_camera_that_is_turned_is_said_to_look_elsewhere_after_some_seconds_and_back_when_it_is() -> None:
    lookout = Lookout([Reference(REFERENCE)])
    away = moved(SCENE, 200)
    said = [looks_elsewhere(lookout, away if 10 <= second < 30 else SCENE, second) for second in range(40)]
    assert not any(said[:10])
    left, back = said.index(True), 40 - said[::-1].index(True)
    assert 10 < left <= 16
    assert 30 <= back <= 35


def test_a_watch_that_begins_before_a_turned_camera_does_not_analyse_a_single_picture() -> None:
    assert looks_elsewhere(Lookout([Reference(REFERENCE)]), moved(SCENE, 200), 0)


def test_what_passes_before_the_lens_is_no_other_view() -> None:
    lookout = Lookout([Reference(REFERENCE)])
    lorry = lit(street(9), 1)
    assert not any(looks_elsewhere(lookout, lorry if 10 <= second < 14 else SCENE, second) for second in range(30))


def test_at_night_a_camera_stays_where_it_was_last_seen() -> None:
    lookout = Lookout([Reference(REFERENCE)])
    dark = np.zeros_like(SCENE)
    assert not any(looks_elsewhere(lookout, dark, second) for second in range(60))
    for second in range(60, 80):
        looks_elsewhere(lookout, moved(SCENE, 200), second)
    assert all(looks_elsewhere(lookout, dark, second) for second in range(80, 100))


def test_a_clock_that_goes_back_does_not_put_the_lookout_to_sleep() -> None:
    lookout = Lookout([Reference(REFERENCE)])
    looks_elsewhere(lookout, SCENE, 1000)
    assert [looks_elsewhere(lookout, moved(SCENE, 200), second) for second in range(8)][-1]
