"""Intervals of shares, counts and medians, against values of the literature."""

import pytest

from hypervision.lib.statistics import median_interval, poisson, wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (0, 10, 0.0000, 0.2775),
        (10, 10, 0.7225, 1.0000),
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I
        (15, 148, 0.0624, 0.1605),  # the same
        (1, 29, 0.0061, 0.1718),  # the same
    ],
)
def test_wilson(successes: int, trials: int, low: float, high: float) -> None:
    assert wilson(successes, trials) == pytest.approx((low, high), abs=6e-5)


def test_nothing_tried_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("successes", "trials"), [(3, 2), (-1, 2), (0, -1)])
def test_what_cannot_be_is_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        wilson(successes, trials)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (5, 1.6235, 11.6683), (10, 4.7954, 18.3904)],  # Garwood 1936
)
def test_the_exact_interval_of_what_was_counted(count: int, low: float, high: float) -> None:
    assert poisson(count) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(6, 1, 6), (8, 1, 8), (9, 2, 8), (10, 2, 9), (20, 6, 15), (25, 8, 18)],  # ranks; Conover 1999, table A3
)
def test_the_interval_of_a_median_by_ranks(count: int, low: int, high: int) -> None:
    assert median_interval(list(range(count, 0, -1))) == (low, high)


def test_a_few_values_give_their_whole_range() -> None:
    assert median_interval([0.3]) == (0.3, 0.3)
    assert median_interval([0.1, 0.9, 0.4]) == (0.1, 0.9)


def test_no_value_has_no_median_and_nothing_is_counted_below_nought() -> None:
    with pytest.raises(ValueError, match="no median"):
        median_interval([])
    with pytest.raises(ValueError, match="cannot have been"):
        poisson(-1)
