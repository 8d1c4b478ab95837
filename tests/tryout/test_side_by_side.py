"""Specification of what a draft and what stands would have raised, side by side."""

from typing import Any

import pytest

from detectors.tryout import telling


def event(second: float, score: float = 0.8) -> dict[str, Any]:
    return {"started_at": f"2026-06-01T10:00:{second:06.3f}+00:00", "foot": [0.5, 0.5], "score": score}


@pytest.mark.parametrize(
    ("draft", "present", "rows"),
    [
        ([event(10)], [event(12)], [(0.8, 0.8)]),
        ([event(10)], [event(16)], [(None, 0.8), (0.8, None)]),
        ([event(10), event(40, score=0.5)], [], [(0.5, None), (0.8, None)]),
        ([event(10), event(11)], [event(10)], [(0.8, None), (0.8, 0.8)]),
        ([], [], []),
    ],
)
def test_what_began_at_one_time_for_both_is_one_row_newest_first(
    draft: list[Any], present: list[Any], rows: list[Any]
) -> None:
    assert [(row["draft"], row["present"]) for row in telling.side_by_side(draft, present)] == rows


def test_the_time_is_that_of_the_citys_clocks(settings: Any) -> None:
    [row] = telling.side_by_side([event(10)], [])
    assert row["began"] == "13:00:10"
