"""Specification of lines that are asked together: each step counts as if its line had been asked alone."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.vision.scene import steps
from detectors.vision.scene.shapes import Line
from detectors.vision.types import Tracks
from tests.vision.worlds import at, standing

FEET = st.tuples(st.integers(0, 12), st.integers(0, 12))
"""So few places that feet often stand on lines, and on their ends."""

LINES = st.lists(st.lists(FEET, min_size=2, max_size=4, unique=True), min_size=1, max_size=4)
WALKS = st.lists(st.dictionaries(st.integers(1, 5), FEET, max_size=5), min_size=2, max_size=8)
"""For each frame, where the tracks stand that are there."""


def frame(feet: dict[int, tuple[int, int]]) -> Tracks:
    return standing(*feet.values(), ids=[*feet])


def joined(corners: Sequence[Sequence[tuple[int, int]]]) -> list[Line]:
    lines = [Line(np.array(points, np.float64)) for points in corners]
    steps.join(lines)
    return lines


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(LINES, WALKS)
def test_the_step_of_each_track_counts_for_each_line(
    corners: list[list[tuple[int, int]]], walks: list[dict[int, tuple[int, int]]]
) -> None:
    lines = joined(corners)
    last: dict[int, tuple[int, int]] = {}
    for number, feet in enumerate(walks):
        tracks = frame(feet)
        for line in lines:
            expected = [
                int(line.crossings([last[track]], [foot])[0]) if track in last else 0 for track, foot in feet.items()
            ]
            assert line.crossed(tracks, at(number / 4)).tolist() == expected
        last |= feet


def test_a_track_that_comes_back_has_crossed_what_lies_between() -> None:
    [line] = joined([[(5, 12), (5, 0)]])
    for seconds, feet in ((0, {1: (2, 6)}), (1, {}), (4, {1: (8, 6)})):
        crossed = line.crossed(frame(feet), at(seconds)).tolist()
    assert crossed == [1]


def test_a_track_that_was_away_for_long_begins_anew() -> None:
    [line] = joined([[(5, 12), (5, 0)]])
    for seconds, feet in ((0, {1: (2, 6)}), (1, {}), (6, {1: (8, 6)})):
        crossed = line.crossed(frame(feet), at(seconds)).tolist()
    assert crossed == [0]
