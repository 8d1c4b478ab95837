"""Many counts lie in one number: each comes out as it went in, whatever lies beside it."""

from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from hypervision.board.models import SLOTS
from hypervision.board.packed import EACH, LADDER, at_places

COUNTS = st.lists(st.integers(-(10**9), 10**9), max_size=max(SLOTS, len(LADDER)))


def packed(counts: list[int]) -> int:
    return sum(count * EACH**place for place, count in enumerate(counts))


@given(COUNTS, COUNTS)
def test_the_counts_of_a_sum_are_the_sums_of_the_counts(some: list[int], others: list[int]) -> None:
    every = range(max(len(some), len(others)))
    sums = [sum(counts[place] if place < len(counts) else 0 for counts in (some, others)) for place in every]
    assert list(at_places(Decimal(packed(some) + packed(others)), every)) == sums


def test_only_the_places_that_are_asked_for_are_told() -> None:
    assert list(at_places(Decimal(packed([1, 2, 3])), [2, 0])) == [3, 1]


@pytest.mark.django_db
def test_the_database_packs_and_climbs_the_same_ladder() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT board_ladder(), board_rung('20'), board_unit(3), board_count(%s, 1)", [packed([7, -2, 5])]
        )
        assert cursor.fetchone() == (list(LADDER), LADDER.index(20), packed([0, 0, 0, 1]), -2)
        cursor.execute("SELECT board_took(make_interval(secs => rung)) FROM unnest(board_ladder()) AS rung")
        assert [int(took) for (took,) in cursor.fetchall()] == list(LADDER)
