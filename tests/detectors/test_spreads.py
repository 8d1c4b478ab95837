"""How speeds spread, in hours small enough to reckon by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.spreads import read
from detectors.vision.scene import classes
from detectors.vision.scene.classes import CLASSES
from detectors.vision.scene.sums import FEWEST
from detectors.vision.types import Measure

COUNTED = st.lists(st.integers(0, 60), min_size=CLASSES, max_size=CLASSES).map(tuple)


def of(**counted: int) -> tuple[int, ...]:
    """of(at_30=5): five between 30 and 40 km/h."""
    return tuple(counted.get(f"at_{10 * place}", 0) for place in range(CLASSES))


def test_a_value_lies_in_the_class_that_begins_at_it_or_below() -> None:
    assert classes.of(Measure.SPEED, 30.0) == classes.of(Measure.SPEED, 39.9) == of(at_30=1)
    assert classes.of(Measure.SPEED, 400.0) == of(at_150=1)
    assert classes.of(Measure.SPEED, -0.5) == of(at_0=1)
    assert classes.of(Measure.STAY, 30.0) == ()


def test_classes_of_enough_objects_are_told_with_the_interval_of_their_share() -> None:
    spread = read(of(at_30=60, at_40=40))
    assert spread is not None
    assert [(each.begins, each.ends, each.share) for each in spread.classes] == [(30, 40, 0.6), (40, 50, 0.4)]
    assert (spread.classes[0].low, spread.classes[0].high) == pytest.approx((0.502, 0.691), abs=1e-3)  # Wilson


def test_of_fewer_than_five_nothing_is_told() -> None:
    assert read(of()) is None
    assert read(of(at_30=FEWEST - 1)) is None
    assert read(of(at_30=FEWEST)) is not None


def test_a_class_of_few_is_joined_with_its_neighbours() -> None:
    spread = read(of(at_20=2, at_30=60, at_40=40, at_60=1))
    assert spread is not None
    assert [(each.begins, each.ends, each.objects) for each in spread.classes] == [(20, 40, 62), (40, 70, 41)]


def test_the_last_class_has_no_end() -> None:
    spread = read(of(at_30=60, at_150=6))
    assert spread is not None
    assert (spread.classes[-1].begins, spread.classes[-1].ends) == (40, None)


def test_eighty_five_of_a_hundred_drive_no_faster_than_v85() -> None:
    """A hundred thousand of 45 ± 8 km/h: the true V85 is 53.3."""
    speeds = np.random.default_rng(1).normal(45, 8, 100_000)
    spread = read(tuple(np.histogram(speeds, [*range(0, 160, 10), 1000])[0].tolist()))
    assert spread is not None
    assert spread.v85 == pytest.approx(53.3, abs=1)


def test_the_interval_of_v85_is_that_of_the_ranks_that_chance_leaves_open() -> None:
    """Of 100 those from the 78th to the 93rd, by the binomial of 0.85: here the borders of classes."""
    spread = read(of(at_20=70, at_30=8, at_40=7, at_50=8, at_60=7))
    assert spread is not None
    assert (spread.v85_low, spread.v85, spread.v85_high) == pytest.approx((40, 50, 60), abs=0.1)


def test_a_v85_of_fewer_than_twenty_three_has_no_upper_end_and_is_not_told() -> None:
    few, enough = read(of(at_30=22)), read(of(at_30=23))
    assert few is not None
    assert enough is not None
    assert (few.v85, few.v85_low, few.v85_high) == (None, None, None)
    assert enough.v85 is not None


@given(COUNTED)
def test_no_told_class_tells_of_few_and_together_they_are_all(counted: tuple[int, ...]) -> None:
    spread = read(counted)
    if spread is None:
        assert sum(counted) < FEWEST
        return
    assert all(each.objects >= FEWEST for each in spread.classes)
    assert sum(each.objects for each in spread.classes) == spread.objects == sum(counted)


@given(COUNTED)
def test_a_v85_lies_in_its_interval(counted: tuple[int, ...]) -> None:
    spread = read(counted)
    if spread is not None and spread.v85 is not None:
        assert spread.v85_low is not None
        assert spread.v85_high is not None
        assert spread.v85_low <= spread.v85 <= spread.v85_high
        assert spread.v85 <= 10 * (CLASSES - 1)
