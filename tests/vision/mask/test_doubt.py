"""Specification of the doubt about a camera's masks: how much of what is new the network does not explain."""

import numpy as np
import pytest

from detectors.vision.mask.doubt import DOUBTFUL, FEWEST, PICTURES, Doubt
from detectors.vision.mask.empty_scene import EmptyScene
from detectors.vision.types import LABELS, Detections, Label
from tests.vision.mask.test_empty_scene import WALKER, known, street, with_somebody
from tests.vision.mask.test_masker import new_at

NOTHING = Detections.none()


def found(score: float = 0.9, box: tuple[int, int, int, int] = WALKER) -> Detections:
    label = np.array([LABELS.index(Label.PERSON)], np.int64)
    return Detections(np.array([box], np.float32), np.array([score], np.float32), label)


def after(pictures: int, detections: Detections, *, somebody: bool = True) -> Doubt:
    doubt, scene = Doubt(), known()
    picture = with_somebody(street()) if somebody else street()
    for _ in range(pictures):
        doubt.look(scene.compare(picture), detections)
    return doubt


def test_where_the_network_finds_who_comes_the_masks_are_not_doubtful() -> None:
    assert after(FEWEST, found()).share == 0 < DOUBTFUL


@pytest.mark.parametrize("detections", [NOTHING, found(score=0.2), found(box=(200, 60, 240, 180))])
def test_where_it_misses_who_comes_or_is_not_sure_they_are(detections: Detections) -> None:
    share = after(FEWEST, detections).share
    assert share is not None
    assert share >= DOUBTFUL


def test_the_share_is_that_of_all_pictures_together_and_not_of_the_last_one() -> None:
    doubt, novelty = Doubt(), new_at(WALKER)
    for picture in range(4 * FEWEST):
        doubt.look(novelty, found() if picture % 4 else NOTHING)
    assert doubt.share == pytest.approx(0.25)


def test_what_was_missed_long_ago_does_not_count_any_more() -> None:
    doubt, novelty = Doubt(), new_at(WALKER)
    for picture in range(FEWEST + PICTURES):
        doubt.look(novelty, NOTHING if picture < FEWEST else found())
    assert doubt.share == 0


def test_a_leaf_that_is_new_says_nothing() -> None:
    doubt, leaf = Doubt(), new_at((100, 100, 120, 120), size=(1080, 1920))
    for _ in range(2 * FEWEST):
        doubt.look(leaf, NOTHING)
    assert doubt.share is None


def test_after_too_few_pictures_nothing_is_said() -> None:
    assert after(FEWEST - 1, NOTHING).share is None


def test_an_empty_street_says_nothing_of_the_masks() -> None:
    assert after(2 * FEWEST, NOTHING, somebody=False).share is None


def test_a_scene_that_nobody_has_seen_yet_says_nothing() -> None:
    doubt = Doubt()
    for _ in range(FEWEST):
        doubt.look(EmptyScene().compare(street()), NOTHING)
    assert doubt.share is None
