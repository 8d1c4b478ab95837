"""Specification of the filter: it knows what it does not know, and time is measured in seconds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.vision.track import kalman

PERSON = np.array([[90.0], [250.0], [110.0], [300.0]])
SPEED = np.array([1.2])
UNIT = np.array([[32.0], [19.0]])


def by(left: float, top: float, right: float, foot: float) -> kalman.Boxes:
    """The person's box with its edges moved by so many pixels."""
    boxes: kalman.Boxes = np.add(PERSON, [[left], [top], [right], [foot]])
    return boxes


def moved(right: float) -> kalman.Boxes:
    return by(right, 0, right, 0)


def begun(boxes: kalman.Boxes = PERSON, speed: kalman.Numbers = SPEED, unit: kalman.Numbers = UNIT) -> kalman.State:
    return kalman.start(kalman.to_places(boxes), speed, unit)


def seen_at(state: kalman.State, boxes: kalman.Boxes) -> kalman.State:
    return kalman.correct(state, kalman.to_places(boxes))


def boxes_of(state: kalman.State) -> kalman.Boxes:
    return kalman.to_boxes(state[kalman.PLACE])


def seen_for(seconds: float) -> kalman.State:
    """The filter of a person who stands, seen five times a second."""
    state = begun()
    for _ in range(round(5 * seconds)):
        state = seen_at(kalman.predict(state, 0.2, UNIT), PERSON)
    return state


@pytest.mark.parametrize("rate", [2, 7, 25])
def test_a_steady_speed_is_learnt_at_every_frame_rate(rate: float) -> None:
    state = begun()
    for time in np.arange(1, 4 * rate + 1) / rate:
        state = seen_at(kalman.predict(state, 1 / rate, UNIT), moved(30 * time))
    assert state[kalman.VELOCITY, 0, 0] == pytest.approx(30, abs=1)
    assert boxes_of(kalman.predict(state, 2, UNIT))[0, 0] == pytest.approx(moved(180)[0, 0], abs=3)


@given(st.floats(0.01, 3), st.floats(0.01, 3))
def test_two_steps_of_time_are_one_long_step(first: float, second: float) -> None:
    state = seen_at(kalman.predict(begun(), 0.2, UNIT), moved(5))
    stepwise = kalman.predict(kalman.predict(state, first, UNIT), second, UNIT)
    at_once = kalman.predict(state, first + second, UNIT)
    np.testing.assert_allclose(stepwise[:, :2], at_once[:, :2], rtol=0.02, atol=1e-6)


def test_doubt_grows_while_nothing_is_seen_and_shrinks_with_a_box() -> None:
    state = begun()
    later = kalman.predict(state, 1.0, UNIT)
    seen = seen_at(later, moved(10))
    assert kalman.uncertainty(state)[0, 0] < kalman.uncertainty(later)[0, 0]
    assert kalman.uncertainty(seen)[0, 0] < kalman.uncertainty(later)[0, 0]


def test_where_a_unit_is_short_doubt_grows_little() -> None:
    sideways, downwards = kalman.uncertainty(kalman.predict(begun(), 1.0, UNIT))[:, 0]
    assert downwards < 0.7 * sideways


def test_a_size_does_not_grow_on_its_own() -> None:
    state = begun()
    for step in range(5):
        state = seen_at(kalman.predict(state, 0.2, UNIT), by(0, 0, step, step))
    before = state[kalman.PLACE, 2:]
    np.testing.assert_array_equal(kalman.predict(state, 2.0, UNIT)[kalman.PLACE, 2:], before)


@pytest.mark.parametrize(
    "half",
    [
        # behind a parked car: the feet are missing
        by(0, 0, 0, -25),
        # behind a sign: the head is missing
        by(0, 25, 0, 0),
    ],
)
def test_who_is_half_hidden_for_a_moment_stays_as_tall_and_where_he_is(half: kalman.Boxes) -> None:
    state = seen_for(3)
    state = seen_at(kalman.predict(state, 0.2, UNIT), half)
    np.testing.assert_allclose(boxes_of(state), PERSON, atol=4)


def test_whoever_sits_down_is_as_small_as_he_looks_after_a_while() -> None:
    state, sitting = seen_for(3), by(0, 20, 0, 0)
    for _ in range(40):
        state = seen_at(kalman.predict(state, 0.2, UNIT), sitting)
    np.testing.assert_allclose(boxes_of(state), sitting, atol=4)


def test_the_filters_of_many_boxes_do_not_touch_each_other() -> None:
    other, unit = np.array([[400.0], [100.0], [480.0], [130.0]]), np.array([[49.0], [29.0]])
    speeds, both_units = np.array([1.2, 2.5]), np.hstack([UNIT, unit])
    both = kalman.predict(begun(np.hstack([PERSON, other]), speeds, both_units), 0.5, both_units)
    alone = kalman.predict(begun(other, np.array([2.5]), unit), 0.5, unit)
    np.testing.assert_array_equal(both[..., 1:], alone)


def test_a_box_comes_back_as_it_was() -> None:
    np.testing.assert_allclose(boxes_of(begun()), PERSON)
