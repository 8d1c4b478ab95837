"""Specification of the figures: a number, its goal, and whether it was met, in one line that a machine reads."""

import json

import pytest

from hypervision.lib.bench import at_least, at_most, p95


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
