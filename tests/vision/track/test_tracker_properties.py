"""What holds of the tracker whatever comes: broken boxes, any order, any number, a clock that goes back."""

from datetime import datetime, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.vision.quality.camera import Camera
from detectors.vision.track.tracker import Tracker
from tests.vision.worlds import NOON, at, box, see

CAMERA = Camera(focal=900, above=6, tilt=20, width=1280, height=720)
"""Six metres up, with a known ground."""


anything = st.floats(width=32)
boxes = st.tuples(*[st.floats(-50, 1000, width=32)] * 4) | st.tuples(*[anything] * 4)
frames = st.lists(st.tuples(st.lists(boxes, max_size=12), st.floats(-2, 5)), max_size=12)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(frames, st.booleans())
def test_whatever_comes_numbers_are_unique_never_come_back_and_boxes_are_boxes(
    frames: list[tuple[list[tuple[float, ...]], float]], calibrated: bool
) -> None:
    """Broken boxes and numbers that are none, empty frames, a clock that goes back."""
    tracker, now = Tracker(), NOON
    last_seen: dict[int, datetime] = {}
    for seen, step in frames:
        now += timedelta(seconds=step)
        if step < 0:
            gone, last_seen = set(last_seen), {}
        else:
            gone = set()
        tracks = tracker.update(see(seen), now, CAMERA.ground if calibrated else None, (1280, 720))
        assert len(set(tracks.ids.tolist())) == len(tracks) <= len(seen)
        assert not gone & set(tracks.ids.tolist())
        assert np.isfinite(tracks.boxes).all()
        assert (tracks.boxes[:, 2:] > tracks.boxes[:, :2]).all()
        assert (tracks.first_seen <= now.timestamp()).all()
        for number in tracks.ids.tolist():
            assert now - last_seen.get(number, now) <= timedelta(seconds=tracker.settings.lost_seconds)
            last_seen[number] = now


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(boxes, max_size=8), max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_boxes_are_named_changes_nothing(
    frames: list[list[tuple[float, ...]]], random: Random
) -> None:
    straight_on, shuffled = Tracker(), Tracker()
    for number, seen in enumerate(frames):
        other = random.sample(seen, len(seen))
        one, two = (
            tracker.update(see(each), at(number / 5)) for tracker, each in ((straight_on, seen), (shuffled, other))
        )
        np.testing.assert_array_equal(one.ids, two.ids)
        np.testing.assert_array_equal(one.boxes, two.boxes)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=4))
def test_none_to_a_thousand_boxes_are_followed(counts: list[int]) -> None:
    tracker = Tracker()
    crowd = [box(30 * column, 60 * row + 60) for column in range(40) for row in range(25)]
    for number, count in enumerate(counts):
        said = tracker.update(see(crowd[:count]), at(number / 5))
        before = counts[number - 1] if number else 0
        assert len(said) >= min(before, count)
        assert len(said) <= count
