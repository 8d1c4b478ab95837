"""Specification of what a score says: which boxes begin a track, which keep one, and for whom."""

from collections.abc import Iterable

import numpy as np
import pytest

from detectors.vision.track import kalman, worth
from detectors.vision.track.tracker import Tracker
from detectors.vision.types import Detections
from tests.vision.worlds import at, box, see

PERSON = np.array([[90.0], [250.0], [110.0], [300.0]])


def ids(frames: Iterable[Detections], rate: float = 10) -> list[list[int]]:
    tracker = Tracker()
    return [tracker.update(seen, at(number / rate)).ids.tolist() for number, seen in enumerate(frames)]


def test_what_moves_alone_is_somebody_though_every_score_is_doubtful() -> None:
    said = ids(see([box(100 + 6 * frame, 300)], score=0.25) for frame in range(15))
    assert said[-1] == [1]


def test_what_stands_with_doubtful_scores_is_a_thing() -> None:
    chance = np.random.default_rng(5)
    assert not any(ids(see([box(100 + chance.normal(), 300 + chance.normal())], score=0.35) for _ in range(200)))


@pytest.mark.parametrize(("score", "boxes"), [(0.8, 2), (0.55, 2), (0.5, 4), (0.45, 9)])
def test_the_nearer_the_scores_are_to_the_threshold_the_more_boxes_a_track_needs(score: float, boxes: int) -> None:
    said = ids(see([box(100, 300)], score=score) for _ in range(10))
    assert [len(one) for one in said] == [0] * (boxes - 1) + [1] * (11 - boxes)


def test_who_is_alone_is_followed_by_the_faintest_boxes_and_who_is_in_company_is_not() -> None:
    faint = see([box(100, 300)], score=0.16)
    beside = see([box(140, 300)])
    alone = [see([box(100, 300)])] * 3 + [faint] * 3
    company = [see([box(100, 300), box(140, 300)])] * 3 + [beside.and_also(faint)] * 3
    assert ids(alone)[-1] == [1]
    assert ids(company)[-1] == [2]


def test_who_is_far_from_all_others_or_beside_a_box_that_nothing_confirms_is_alone() -> None:
    faint = see([box(100, 300)], score=0.16)
    far, beside = see([box(700, 300)]), see([box(140, 300)], score=0.45)
    with_far = [see([box(100, 300), box(700, 300)])] * 3 + [far.and_also(faint)] * 3
    with_thing = [see([box(100, 300)])] * 3 + [see([box(100, 300)]).and_also(beside), faint]
    assert ids(with_far)[-1] == [1, 2]
    assert ids(with_thing)[-1] == [1]


def test_a_box_of_half_the_usual_score_says_less_for_a_track() -> None:
    sure, doubtful = worth.gain(np.array([0.45, 0.45]), np.array([0.6, 0.9]))
    assert sure > doubtful


def test_a_larger_box_is_believed_at_once_where_nobody_is_near_to_share_it() -> None:
    unit, person = np.array([[32.0], [19.0]]), kalman.to_places(PERSON)
    state = kalman.start(person, np.array([1.2]), unit)
    for _ in range(10):
        state = kalman.correct(kalman.predict(state, 0.2, unit), person)
    larger = kalman.to_places(PERSON + np.array([[-10], [-5], [10], [5]]))
    shared, alone = (kalman.correct(state, larger, np.array([nobody]))[kalman.PLACE, 2, 0] for nobody in (False, True))
    assert 20 < shared < alone < 40
