"""Specification of matching: overlap, widening, and the assignment with the largest sum."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detectors.vision.track.match import assign, overlap


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((0, 0, 10, 10), (0, 0, 10, 10), 1.0),
        # half of each
        ((0, 0, 10, 10), (5, 0, 15, 10), 1 / 3),
        # one inside the other
        ((0, 0, 10, 10), (0, 0, 5, 10), 0.5),
        # side by side, touching
        ((0, 0, 10, 10), (10, 0, 20, 10), 0.0),
        # far away in both directions: two negative lengths must not become an area
        ((0, 0, 10, 10), (50, 50, 60, 60), 0.0),
    ],
)
def test_overlap_is_intersection_over_union(
    first: tuple[float, ...], second: tuple[float, ...], expected: float
) -> None:
    assert overlap(np.array([first]), np.array([second]))[0, 0] == pytest.approx(expected)


def test_boxes_that_do_not_touch_overlap_after_widening() -> None:
    first, second = np.array([[0.0, 0, 10, 10]]), np.array([[14.0, 0, 24, 10]])
    assert overlap(first, second)[0, 0] == 0
    # Widened by 5 on each side in x: 20 wide each, 14 apart, 6 of 34 in common.
    assert overlap(first, second, np.array([[5.0, 0.0]]))[0, 0] == pytest.approx(6 / 34)


@given(arrays(np.float64, st.tuples(st.integers(0, 5), st.integers(0, 5)), elements=st.floats(0, 1)))
def test_no_other_pairing_has_a_larger_sum(similarity: np.typing.NDArray[np.float64]) -> None:
    rows, columns = assign(similarity, 0.3)
    allowed = np.where(similarity >= 0.3, similarity, 0)
    if similarity.shape[0] > similarity.shape[1]:
        allowed = allowed.T
    count, width = allowed.shape
    best = max(
        (sum(allowed[row, column] for row, column in enumerate(order)) for order in permutations(range(width), count)),
        default=0.0,
    )
    assert (similarity[rows, columns] >= 0.3).all()
    assert len(set(rows)) == len(rows)
    assert len(set(columns)) == len(columns)
    assert similarity[rows, columns].sum() == pytest.approx(best)
