"""Specification of hidden feet: a camera whose horizon is the upper border; people are a quarter as tall as that."""

import numpy as np
import pytest

from detectors.vision.locate.homography import Homography
from detectors.vision.scene.hidden_feet import LEAST_SEEN, HiddenFeet
from detectors.vision.types import Floats
from tests.vision.worlds import box

GROUND = Homography(np.array([[1.0, 0, -500], [0, 0, 500], [0, 1, 0]]))
"""The farther a foot is below row 0, the nearer it is: 500 / y metres ahead."""

SHARE = 0.25


def person(x: float, y: float) -> tuple[float, ...]:
    return box(x, y, 40, SHARE * y)


def half_hidden(x: float, y: float) -> tuple[float, ...]:
    """Only the upper half shows."""
    left, top, right, low = person(x, y)
    return left, top, right, (top + low) / 2


def boxes(*each: tuple[float, ...]) -> Floats:
    return np.array(each, np.float32).reshape(-1, 4)


def who_knows_people() -> HiddenFeet:
    subject = HiddenFeet(GROUND)
    for y in range(300, 300 + 10 * LEAST_SEEN, 10):
        subject.of(boxes(person(500, y)))
    return subject


def test_who_stands_half_behind_another_stands_where_the_head_says() -> None:
    feet = who_knows_people().of(boxes(half_hidden(500, 360), person(505, 400)))
    assert feet[0] == pytest.approx((500, 360), abs=1)
    assert feet[1] == pytest.approx((505, 400))


def test_who_is_wholly_seen_stands_where_the_box_ends() -> None:
    child = box(700, 400, 30, 60)
    assert who_knows_people().of(boxes(child, person(300, 420))) == pytest.approx(np.array([(700, 400), (300, 420)]))


def test_nobody_hidden_stands_nearer_than_who_hides_them() -> None:
    child = box(500, 380, 30, 20)
    [first, _] = who_knows_people().of(boxes(child, person(500, 400)))
    assert first == pytest.approx((500, 400))


def test_before_people_were_seen_wholly_nothing_is_known() -> None:
    feet = HiddenFeet(GROUND).of(boxes(half_hidden(500, 360), person(505, 400)))
    assert feet[0, 1] == pytest.approx(half_hidden(500, 360)[3])


def test_without_a_calibration_and_straight_from_above_every_foot_is_where_its_box_ends() -> None:
    row = boxes(half_hidden(500, 360), person(505, 400))
    for ground in (None, Homography(np.diag([0.05, -0.05, 1.0]))):
        subject = HiddenFeet(ground)
        for _ in range(2 * LEAST_SEEN):
            feet = subject.of(row)
        assert feet == pytest.approx(np.stack([(row[:, 0] + row[:, 2]) / 2, row[:, 3]], axis=1))


def test_an_empty_picture_holds_no_feet() -> None:
    assert who_knows_people().of(boxes()).shape == (0, 2)
