"""Properties of masks: whatever boxes come, there is a picture without a listed head, or no picture at all."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from detectors.vision.mask.empty_scene import EmptyScene, Novelty
from detectors.vision.mask.heads import heads
from detectors.vision.mask.masker import COVER, Masker, MaskError
from detectors.vision.quality.masks import bare_share, covered_by
from detectors.vision.types import LABELS, Detections, Image, Tracks
from tests.vision.detect.networks import Array
from tests.vision.mask.test_masker import Finds
from tests.vision.worlds import at

HEIGHT, WIDTH = 60, 90
NOISE = np.random.default_rng(3).integers(0, 90, (HEIGHT, WIDTH, 3), np.uint8)
"""Darker than the cover everywhere, so that what is covered is known."""

edges = st.floats(-300, 400, width=32)
strange = st.floats(width=32)
"""Infinities and what is no number among them."""


def boxes(of: st.SearchStrategy[float] = edges, most: int = 12) -> st.SearchStrategy[Array]:
    return st.integers(0, most).flatmap(lambda count: arrays.arrays(np.float32, (count, 4), elements=of))


def upright(drawn: Array) -> Array:
    """The same boxes with their corners in order."""
    return np.concatenate([np.minimum(drawn[:, :2], drawn[:, 2:]), np.maximum(drawn[:, :2], drawn[:, 2:])], axis=1)


@st.composite
def seen(draw: Any, of: st.SearchStrategy[float] = edges) -> Detections:
    drawn = draw(boxes(of))
    scores = draw(arrays.arrays(np.float32, len(drawn), elements=st.floats(0, 1, width=32)))
    labels = draw(arrays.arrays(np.int64, len(drawn), elements=st.integers(0, len(LABELS) - 1)))
    return Detections(drawn, scores, labels)


def followed(found: Detections) -> Tracks:
    return Tracks(np.arange(len(found)), found.boxes, found.scores, found.labels, np.zeros(len(found)))


@st.composite
def novelties(draw: Any) -> Novelty:
    raster = draw(arrays.arrays(np.bool_, (HEIGHT // 3, WIDTH // 3)))
    return Novelty(raster, (HEIGHT, WIDTH))


def persons_of(found: Detections) -> Array:
    result: Array = found.boxes[found.labels == 0]
    return result


@given(seen(), seen())
@settings(deadline=None)
def test_no_head_of_a_listed_person_is_left_bare(found: Detections, tracked: Detections) -> None:
    found = Detections(upright(found.boxes), found.scores, found.labels)
    tracked = Detections(upright(tracked.boxes), tracked.scores, tracked.labels)
    picture = Masker(Finds(), Finds()).mask(NOISE, found, followed(tracked))
    cover = covered_by(picture, COVER)
    for box in heads(np.concatenate([persons_of(found), persons_of(tracked)]), HEIGHT):
        left, top, right, bottom = box.tolist()
        assert bare_share(cover, (left, top, right, bottom)) == 0


@given(seen(), novelties())
@settings(deadline=None)
def test_with_a_known_scene_a_person_is_bare_only_if_imagined(found: Detections, novelty: Novelty) -> None:
    """Doubtful, large, and in a place that is as it always was; all others are covered."""
    found = Detections(upright(found.boxes), found.scores, found.labels)
    cover = covered_by(Masker(Finds(), Finds()).mask(NOISE, found, Tracks.none(), novelty), COVER)
    for box, score in zip(persons_of(found), found.scores[found.labels == 0], strict=True):
        large = float((box[2] - box[0]) * (box[3] - box[1])) > 0.25 * HEIGHT * WIDTH
        if score >= 0.42 or not large:
            left, top, right, bottom = heads(box[None], HEIGHT)[0].tolist()
            assert bare_share(cover, (left, top, right, bottom)) == 0


@given(seen(strange), seen(strange), novelties())
@settings(deadline=None)
def test_whatever_comes_there_is_a_picture_or_the_sentence_that_there_is_none(
    found: Detections, tracked: Detections, novelty: Novelty
) -> None:
    try:
        picture = Masker(Finds(), Finds()).mask(NOISE, found, followed(tracked), novelty)
    except MaskError:
        return
    assert picture.shape == NOISE.shape
    assert picture.dtype == np.uint8


@given(st.integers(1, 40), st.integers(1, 40), boxes(strange), st.integers(0, 3))
@settings(deadline=None)
def test_a_scene_of_any_size_with_people_anywhere_is_learnt(
    height: int, width: int, people: Array, pictures: int
) -> None:
    scene = EmptyScene()
    picture: Image = np.full((height, width, 3), 77, np.uint8)
    for number in range(pictures):
        scene.watch(picture, at(2 * number), people)
    assert scene.compare(picture).boxes(people).shape == (0, 4)


@pytest.mark.parametrize("count", [0, 1, 1000])
def test_a_thousand_boxes_are_masked_too(count: int) -> None:
    corners = np.random.default_rng(5).uniform(-20, 100, (count, 4)).astype(np.float32)
    found = Detections(upright(corners), np.full(count, 0.5, np.float32), np.zeros(count, np.int64))
    assert Masker(Finds(), Finds()).mask(NOISE, found, followed(found)).shape == NOISE.shape
