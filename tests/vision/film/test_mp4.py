"""Specification of films: what every browser plays, with the times at which the camera saw."""

from fractions import Fraction
from io import BytesIO
from typing import Any

import av
import cv2
import numpy as np
import pytest

from detectors.vision.film import h264
from detectors.vision.film.h264 import KEY_EACH, Encoder, FilmError
from detectors.vision.film.mp4 import film
from detectors.vision.film.strip import developed
from tests.vision.film.reels import HER, ZONE, Filmed

needs_encoder = pytest.mark.skipif(not h264.is_there(), reason=f"{h264.PACKAGE} is not installed")


def jpegs(count: int, height: int = 100, width: int = 200) -> list[bytes]:
    """Each brighter than the one before."""
    images = [np.full((height, width, 3), (40 + 10 * number) % 250, np.uint8) for number in range(count)]
    return [cv2.imencode(".jpg", image)[1].tobytes() for image in images]


def read(mp4: bytes) -> tuple[Any, list[tuple[int, float]], int]:
    """The stream, and of each picture its milliseconds and brightness; how long all lasts."""
    with av.open(BytesIO(mp4)) as container:
        stream = container.streams.video[0]
        scale = stream.time_base or Fraction(1)
        pictures = [
            (round((picture.pts or 0) * scale * 1000), float(picture.to_ndarray(format="bgr24").mean()))
            for picture in container.decode(video=0)
        ]
        return stream.codec_context, pictures, round((stream.duration or 0) * scale * 1000)


@needs_encoder
def test_each_picture_stands_at_its_true_time_and_the_last_one_lasts() -> None:
    times = [0, 207, 1000, 1400]
    codec, pictures, lasts = read(film(jpegs(4), times, 20_000).mp4)
    assert [time for time, _ in pictures] == times
    assert [brightness for _, brightness in pictures] == pytest.approx([40, 50, 60, 70], abs=4)
    assert lasts == 20_000
    assert (codec.name, codec.pix_fmt, codec.profile) == ("h264", "yuv420p", "Constrained Baseline")


@needs_encoder
def test_its_index_stands_in_front() -> None:
    mp4 = film(jpegs(100), list(range(0, 20_000, 200)), 20_000).mp4
    assert 0 < mp4.find(b"moov") < mp4.find(b"mdat")


@needs_encoder
def test_any_picture_is_near_one_that_stands_alone() -> None:
    with Encoder(200, 100) as encoder:
        keys = [encoder.encode(np.full((100, 200, 3), 90, np.uint8), 200 * number)[1] for number in range(30)]
    assert [number for number, is_key in enumerate(keys) if is_key] == list(range(0, 30, KEY_EACH))


@needs_encoder
def test_odd_sides_and_pictures_of_another_size_become_one_even_size() -> None:
    made = film([*jpegs(1, 101, 203), *jpegs(1, 80, 160)], [0, 500], 1000)
    assert (made.width, made.height) == (202, 100)
    assert len(read(made.mp4)[1]) == 2


@needs_encoder
def test_a_film_that_is_too_large_becomes_smaller() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (540, 960, 3), np.uint8)
    pictures = [cv2.imencode(".jpg", noise)[1].tobytes()] * 3
    made = film(pictures, [0, 200, 400], 600, most_bytes=200_000)
    assert len(made.mp4) <= 200_000
    assert made.width < 960
    with pytest.raises(FilmError, match="fits into 100 bytes"):
        film(pictures, [0, 200, 400], 600, most_bytes=100)


@needs_encoder
def test_what_is_no_picture_makes_no_film() -> None:
    with pytest.raises(FilmError, match="cannot be read"):
        film([b"nonsense"], [0], 1000)


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(h264, "LIBRARY", "libnowhere.so.1")
    h264._library.cache_clear()
    try:
        assert not h264.is_there()
        with pytest.raises(FilmError, match="install libopenh264-8"):
            Encoder(200, 100)
    finally:
        h264._library.cache_clear()


@needs_encoder
def test_a_strip_has_a_time_and_a_box_for_each_picture_and_names_nobody() -> None:
    filmed = Filmed()
    filmed.shoot(0.5, 9.5, her=HER)
    filmed.fire(10)
    filmed.shoot(10, 20)
    strip = developed(filmed.only)
    times = strip.track["times"]
    assert times == [0, *range(1000, 9001, 1000), *range(9500, 19_501, 1000)]
    assert [time for time, _ in read(strip.film.mp4)[1]] == times
    assert strip.track["boxes"] == [[0.1, 0.4, 0.2, 0.9]] * len(times)
    assert strip.track["zone"] == [list(point) for point in ZONE]
    assert strip.track.keys() == {"times", "boxes", "zone"}
