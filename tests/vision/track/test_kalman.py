"""Specification of the filter: it knows what it does not know, and time is measured in seconds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.vision.track import kalman

PERSON = np.array([[90.0, 250.0, 110.0, 300.0]])
SPEED = np.array([1.2])


def moved(right: float) -> kalman.Boxes:
    return np.asarray(np.add(PERSON, [right, 0, right, 0]), np.float64)


@pytest.mark.parametrize("rate", [2, 7, 25])
def test_a_steady_speed_is_learnt_at_every_frame_rate(rate: float) -> None:
    state = kalman.start(PERSON, SPEED)
    for time in np.arange(1, 4 * rate + 1) / rate:
        state = kalman.correct(kalman.predict(state, 1 / rate), moved(30 * time))
    assert state[0, kalman.VELOCITY, 0] == pytest.approx(30, abs=1)
    assert kalman.to_boxes(kalman.predict(state, 2))[0, 0] == pytest.approx(moved(180)[0, 0], abs=3)


@given(st.floats(0.01, 3), st.floats(0.01, 3))
def test_two_steps_of_time_are_one_long_step(first: float, second: float) -> None:
    state = kalman.correct(kalman.predict(kalman.start(PERSON, SPEED), 0.2), moved(5))
    stepwise = kalman.predict(kalman.predict(state, first), second)
    at_once = kalman.predict(state, first + second)
    np.testing.assert_allclose(stepwise[:, :, :2], at_once[:, :, :2], rtol=0.02, atol=1e-6)


def test_doubt_grows_while_nothing_is_seen_and_shrinks_with_a_box() -> None:
    state = kalman.start(PERSON, SPEED)
    later = kalman.predict(state, 1.0)
    seen = kalman.correct(later, moved(10))
    assert kalman.uncertainty(state)[0, 0] < kalman.uncertainty(later)[0, 0]
    assert kalman.uncertainty(seen)[0, 0] < kalman.uncertainty(later)[0, 0]


def test_a_size_does_not_grow_on_its_own() -> None:
    state = kalman.start(PERSON, SPEED)
    for step in range(5):
        state = kalman.correct(kalman.predict(state, 0.2), PERSON + np.array([0, 0, step, step]))
    before = state[0, kalman.POSITION, 2:]
    np.testing.assert_array_equal(kalman.predict(state, 2.0)[0, kalman.POSITION, 2:], before)


def test_the_filters_of_many_boxes_do_not_touch_each_other() -> None:
    other = np.array([[400.0, 100.0, 480.0, 130.0]])
    both = kalman.predict(kalman.start(np.concatenate([PERSON, other]), np.array([1.2, 2.5])), 0.5)
    alone = kalman.predict(kalman.start(other, np.array([2.5])), 0.5)
    np.testing.assert_array_equal(both[1], alone[0])
