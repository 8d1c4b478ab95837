"""Specification of encoding: a JPEG file that fits, as good as it can be."""

import cv2
import numpy as np
import pytest

from detectors.vision.mask.jpeg import EncodeError, encode
from tests.vision.detect.networks import Array


@pytest.fixture
def noise() -> Array:
    """The hardest picture there is to encode."""
    return np.random.default_rng(0).integers(0, 255, (300, 400, 3), np.uint8)


def decoded(data: bytes) -> Array:
    picture: Array | None = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return picture


def test_a_picture_that_fits_keeps_its_size_and_its_colours() -> None:
    picture = np.full((300, 400, 3), (10, 120, 240), np.uint8)
    result = decoded(encode(picture))
    assert result.shape == picture.shape
    assert np.abs(result.astype(int) - picture).max() <= 4


def test_a_picture_that_is_too_large_loses_quality_before_it_loses_pixels(noise: Array) -> None:
    best = len(encode(noise, 10**9))
    data = encode(noise, best - 1)
    assert len(data) < best
    assert decoded(data).shape == noise.shape


def test_a_picture_that_is_far_too_large_is_made_smaller_until_it_fits(noise: Array) -> None:
    data = encode(noise, 10_000)
    assert len(data) <= 10_000
    assert decoded(data).shape[0] < 300


def test_a_picture_of_one_pixel_is_a_picture() -> None:
    assert decoded(encode(np.zeros((1, 1, 3), np.uint8))).shape == (1, 1, 3)


def test_a_bound_that_nothing_meets_is_refused(noise: Array) -> None:
    with pytest.raises(EncodeError, match="No JPEG file fits into 100 bytes"):
        encode(noise, 100)
