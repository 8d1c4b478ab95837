"""Specification of "flat": the end of half an hour against its beginning, without heed to a moment's peak."""

import pytest

from detectors.benches.memory import growth


def test_growth_compares_the_last_sixth_with_the_first() -> None:
    assert growth([100] * 10 + [105] * 40 + [110] * 10) == pytest.approx(10)


def test_one_peak_is_no_growth() -> None:
    assert growth([100] * 9 + [900] + [100] * 40 + [100] * 9 + [900]) == 0
