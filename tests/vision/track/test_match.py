"""Specification of matching: overlap, and the pairing with the largest sum."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detectors.vision.track.match import assign, overlap

Array = np.typing.NDArray[np.float64]


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


def test_nothing_overlaps_with_nothing() -> None:
    assert overlap(np.zeros((0, 4)), np.zeros((3, 4))).shape == (0, 3)


@given(arrays(np.float64, st.tuples(st.integers(0, 5), st.integers(0, 5)), elements=st.floats(0, 1)))
def test_no_other_pairing_has_a_larger_sum(values: Array) -> None:
    possible_rows, possible_columns = np.nonzero(values)
    rows, columns = assign(possible_rows, possible_columns, values[possible_rows, possible_columns])
    allowed = values.T if values.shape[0] > values.shape[1] else values
    count, width = allowed.shape
    best = max(
        (sum(allowed[row, column] for row, column in enumerate(order)) for order in permutations(range(width), count)),
        default=0.0,
    )
    assert (values[rows, columns] > 0).all()
    assert len(set(rows)) == len(rows)
    assert len(set(columns)) == len(columns)
    assert values[rows, columns].sum() == pytest.approx(best)
