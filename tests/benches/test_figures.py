"""Specification of the figures: a number, its goal, and whether it was met, in one line that a machine reads."""

import json
from collections.abc import Callable

import pytest

from hypervision.lib.bench import at_least, at_least_of, at_most, at_most_of, interleaved, p95


def test_a_line_says_what_was_measured_against_which_goal_and_under_which_load() -> None:
    line = json.loads(at_most("map page, p95", 149.96149, "ms", 150).as_line())
    assert line.pop("load") >= 0
    assert line == {"name": "map page, p95", "ours": 149.961, "unit": "ms", "goal": "<= 150", "met": True}


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        (at_most("delay", 1.0, "s", 1), True),
        (at_most("delay", 1.01, "s", 1), False),
        (at_least("clients", 500, "", 500), True),
        (at_least("clients", 499, "", 500), False),
        # what could not be measured meets no goal
        (at_most("delay", None, "s", 1), False),
        (at_least("clients", None, "", 500), False),
    ],
)
def test_a_goal_is_met_at_its_edge_and_never_unmeasured(figure: object, met: bool) -> None:
    assert getattr(figure, "met") is met  # noqa: B009


def test_the_percentile_is_a_value_that_was_measured() -> None:
    assert p95(range(1, 101)) == 95
    assert p95([3, 1, 2]) == 3
    assert p95([]) is None


def test_a_comparison_carries_both_sides_and_the_goal_of_their_ratio() -> None:
    line = json.loads(at_most_of("tracker, 50 boxes", 0.25, 2.0, "ms", 1 / 8).as_line())
    assert line.pop("load") >= 0
    assert line == {
        "name": "tracker, 50 boxes",
        "ours": 0.25,
        "peer": 2.0,
        "unit": "ms",
        "ratio": 0.125,
        "goal": "<= 0.125 x peer",
        "met": True,
    }
    assert at_least_of("workers", 1.84, 1.0, "x", 1.85).met is False


def test_both_sides_are_measured_in_turns_and_their_medians_count() -> None:
    turns: list[str] = []

    def side(name: str, values: list[float]) -> Callable[[], float]:
        left = iter(values)

        def measure() -> float:
            turns.append(name)
            return next(left)

        return measure

    assert interleaved(side("ours", [1.0, 1.02, 1.01]), side("peer", [9.0, 9.1, 9.2])) == (1.01, 9.1)
    assert turns == ["ours", "peer"] * 3


def test_a_disturbed_attempt_is_measured_again() -> None:
    ours = iter([1.0, 1.0, 4.0, 1.0, 1.0, 1.0])
    assert interleaved(lambda: next(ours), lambda: 2.0) == (1.0, 2.0)


def test_the_calmest_attempt_counts_when_none_is_calm() -> None:
    ours = iter([1.0, 9.0, 1.0, 2.0, 2.5, 2.2, 1.0, 5.0, 1.0])
    assert interleaved(lambda: next(ours), lambda: 2.0) == (2.2, 2.0)
