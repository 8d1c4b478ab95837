"""Specification of sums over time: each level lasts from its frame to the next."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.vision.config import RuleConfig, ShapeConfig
from detectors.vision.scene.sums import Amount, Level, OverTime
from detectors.vision.types import Label, Measure, Sum
from tests.vision.scene.rules import SQUARE
from tests.vision.worlds import at

CONFIG = RuleConfig("r1", 3, "occupancy", ShapeConfig("z1", "Gate", SQUARE))
PERSON = Label.PERSON


def told(levels: Sequence[tuple[float, Level]]) -> list[Sum]:
    over = OverTime(CONFIG, Measure.PRESENT)
    return [each for time, level in levels for each in over.see({PERSON: level}, at(time))]


def together(sums: Sequence[Sum]) -> Amount:
    amount = Amount()
    for each in sums:
        amount.add(each)
    return amount


def test_a_level_counts_for_as_long_as_it_lasts() -> None:
    amount = together(
        told([(0, Level(2, ids=(1, 2))), (0.25, Level(4, ids=(1, 2, 3, 4))), (1, Level(0)), (2, Level(0))])
    )
    assert (amount.basis, amount.total, amount.squares) == (2.0, 3.5, 13.0)


def test_one_sum_a_second_leaves_and_belongs_to_that_second() -> None:
    sums = told([(frame / 10, Level(1, ids=(1,))) for frame in range(31)])
    assert [(each.kind, each.zone_id, round(each.basis, 6)) for each in sums] == [("occupancy", "z1", 1.0)] * 3
    assert [int(each.at.timestamp() - at(0).timestamp()) for each in sums] == [0, 1, 2]


def test_an_object_counts_once_in_a_bin_and_again_in_the_next() -> None:
    assert together(told([(float(second), Level(1, ids=(7,))) for second in range(299)])).objects == 1
    assert together(told([(float(second), Level(1, ids=(7,))) for second in range(305)])).objects == 2


def test_of_a_time_without_pictures_nothing_is_said() -> None:
    amount = together(told([(0, Level(3, ids=(1, 2, 3))), (60, Level(0)), (61, Level(0))]))
    assert (amount.basis, amount.total) == (1.0, 0.0)


def test_an_empty_place_is_known_to_be_empty() -> None:
    amount = together(told([(0, Level(0)), (1, Level(0))]))
    assert (amount.objects, amount.basis, amount.mean) == (0, 1.0, 0.0)


@given(st.lists(st.tuples(st.floats(0.01, 3.4), st.integers(0, 9)), min_size=2, max_size=60))
def test_the_mean_lies_between_the_least_and_the_most_and_no_second_is_lost(steps: list[tuple[float, int]]) -> None:
    time, levels = 0.0, []
    for seconds, value in steps:
        levels.append((time, Level(value, ids=tuple(range(value)))))
        time += seconds
    over = OverTime(CONFIG, Measure.PRESENT)
    amount = together(
        [each for when, level in [*levels, (time + 1.5, Level(0))] for each in over.see({PERSON: level}, at(when))]
    )
    assert amount.basis == pytest.approx(time + 1.5, abs=1e-3)
    assert 0 <= amount.mean <= max(value for _, value in steps) + 1e-9
    assert amount.deviation >= 0
