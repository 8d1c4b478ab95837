"""What sums say, in worlds small enough to reckon by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.readings import COUNTED, LASTING, UNITS, read, shares
from detectors.vision.scene.sums import FEWEST, Amount
from detectors.vision.types import Measure


def of(*values: float, error: float = 0.0) -> Amount:
    number = len(values)
    return Amount(number, number, sum(values), sum(value**2 for value in values), number * error**2)


def test_a_count_is_told_with_the_interval_of_what_is_usual_at_such_a_place() -> None:
    reading = read("crossings", of(*[1.0] * 100))
    assert reading is not None
    assert (reading.objects, reading.value) == (100, 100)
    assert (reading.low, reading.high) == pytest.approx((81.4, 121.6), abs=0.1)  # Garwood


def test_a_mean_speed_is_told_with_the_interval_of_the_mean() -> None:
    reading = read("speed", of(40, 45, 50, 55, 60, error=1.5))
    assert reading is not None
    assert (reading.value, reading.error) == (50, 1.5)
    assert reading.deviation == pytest.approx(7.906, abs=1e-3)
    assert (reading.low, reading.high) == pytest.approx((40.18, 59.82), abs=0.01)  # Student, 4 degrees of freedom


def test_what_lasts_is_a_mean_over_time_and_as_sure_as_a_single_look() -> None:
    reading = read("present", Amount(6, basis=300, total=900, squares=3000, variances=300 * 0.25))
    assert reading is not None
    assert (reading.value, reading.error, reading.seconds) == (3, 0.5, 300)
    assert (reading.low, reading.high) == pytest.approx((2.02, 3.98), abs=0.01)


@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("objects", range(1, FEWEST))
def test_what_few_objects_stand_behind_is_not_told(measure: Measure, objects: int) -> None:
    assert read(measure, of(*[3.0] * objects)) is None


def test_what_is_told_is_rounded_to_thousandths_and_a_number_of_objects_stays_whole() -> None:
    reading = read("crossings", of(*[1.0] * 100))
    assert reading is not None
    named = {"objects": 100, "value": 100, "low": 81.364, "high": 121.627}
    assert reading.rounded() == {**named, "deviation": None, "error": None, "seconds": None}
    assert isinstance(reading.rounded()["value"], int)


def test_that_nobody_was_there_is_told() -> None:
    reading = read("present", Amount(0, basis=300))
    assert reading is not None
    assert (reading.objects, reading.value) == (0, 0)


@given(
    st.sampled_from(list(Measure)),
    st.lists(st.floats(0, 300), min_size=FEWEST, max_size=50),
    st.floats(0, 10),
)
def test_a_value_lies_in_its_interval(measure: Measure, values: list[float], error: float) -> None:
    reading = read(measure, of(*values, error=error))
    assert reading is not None
    assert 0 <= reading.low <= reading.value + 1e-6
    assert reading.value <= reading.high + 1e-6


def test_the_modal_split_is_the_share_of_each_label() -> None:
    split = shares({"vehicle": 60, "person": 40})
    assert [(each.label, each.share) for each in split] == [("vehicle", 0.6), ("person", 0.4)]
    assert (split[0].low, split[0].high) == pytest.approx((0.502, 0.691), abs=1e-3)  # Wilson


def test_a_label_of_few_objects_is_in_neither_part_nor_whole_of_the_split() -> None:
    assert [(each.label, each.share) for each in shares({"vehicle": 60, "bicycle": 4})] == [("vehicle", 1.0)]


def test_each_measure_is_read_in_one_way_and_has_one_unit() -> None:
    assert not COUNTED & LASTING
    assert set(UNITS) <= set(Measure) - COUNTED
