"""Specification of directions in the picture and of fields of arrows."""

import pytest

from detectors.vision.scene.directions import Arrow, Field, between, degrees_of


@pytest.mark.parametrize(("right", "down", "degrees"), [(0, -1, 0), (1, 0, 90), (0, 1, 180), (-1, 0, 270)])
def test_degrees_go_clockwise_from_up(right: float, down: float, degrees: float) -> None:
    assert degrees_of(right, down) == pytest.approx(degrees)


@pytest.mark.parametrize(("one", "other", "degrees"), [(10, 350, 20), (0, 180, 180), (90, 90, 0)])
def test_two_directions_are_at_most_half_a_turn_apart(one: float, other: float, degrees: float) -> None:
    assert between(one, other) == between(other, one) == degrees


def test_one_arrow_holds_everywhere() -> None:
    assert Field([Arrow((0, 0), 90)]).at((900, 400)) == pytest.approx(90)


def test_between_two_arrows_the_direction_turns() -> None:
    bend = Field([Arrow((0, 0), 90), Arrow((200, 0), 180)])
    assert bend.at((1, 0)) == pytest.approx(90, abs=1)
    assert bend.at((100, 0)) == pytest.approx(135, abs=1)
    assert bend.at((199, 0)) == pytest.approx(180, abs=1)


def test_where_arrows_contradict_one_another_no_direction_is_the_allowed_one() -> None:
    two_lanes = Field([Arrow((0, 0), 0), Arrow((200, 0), 180)])
    assert two_lanes.at((100, 0)) is None
    assert two_lanes.at((30, 0)) == pytest.approx(0, abs=5)
