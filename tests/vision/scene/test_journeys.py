"""Specification of origin and destination: a square from 400 to 600 by 200 to 400 pixels; side 1 is its upper one.

Corners go clockwise from the upper left, so that side 2 is the right one, 3 the lower and 4 the left one.
"""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.vision.types import Label, Measure, Tracks
from tests.vision.scene.rules import make, sums
from tests.vision.worlds import standing

World = list[tuple[float, Tracks]]
ABOVE, RIGHT, BELOW, LEFT, MIDDLE = (500, 150), (700, 300), (500, 450), (300, 300), (500, 300)


def path(*feet: tuple[float, float] | None, track: int = 1, label: Label = Label.VEHICLE) -> World:
    world = [Tracks.none() if foot is None else standing(foot, ids=[track], label=label) for foot in feet]
    return [(time / 2, tracks) for time, tracks in enumerate([*world, *[Tracks.none()] * 8])]


def ways(world: World) -> list[str]:
    return [each.way for each in sums(make("journeys"), world)]


@pytest.mark.parametrize(
    ("feet", "way"),
    [
        ((LEFT, MIDDLE, RIGHT), "4>2"),
        ((ABOVE, MIDDLE, BELOW), "1>3"),
        ((RIGHT, MIDDLE, ABOVE), "2>1"),
        # turns round
        ((LEFT, MIDDLE, LEFT), "4>4"),
        # found inside, lost inside
        ((MIDDLE, RIGHT), "?>2"),
        ((LEFT, MIDDLE, MIDDLE), "4>?"),
        # jitters over the border, and goes on
        ((LEFT, (402, 300), (398, 300), MIDDLE, RIGHT), "4>2"),
        # leaves only for a moment
        ((LEFT, MIDDLE, RIGHT, MIDDLE, BELOW), "4>3"),
        # long steps, at few pictures a second
        (((100, 310), (590, 310), (900, 350)), "4>2"),
    ],
)
def test_a_journey_goes_from_the_side_of_coming_to_that_of_going(feet: Sequence[tuple[float, float]], way: str) -> None:
    [found] = sums(make("journeys"), path(*feet))
    assert found.way == way
    assert (found.kind, found.measure, found.label, found.objects) == ("journeys", Measure.JOURNEYS, Label.VEHICLE, 1)


def test_who_never_comes_in_makes_no_journey() -> None:
    assert not ways(path(LEFT, ABOVE, RIGHT))


def test_a_journey_is_one_tracks_and_never_that_of_two() -> None:
    first, second = path(LEFT, MIDDLE, track=1)[:2], path(MIDDLE, RIGHT, track=2)
    assert Counter(ways([*first, *((2 + time, tracks) for time, tracks in second)])) == Counter(["4>?", "?>2"])


@given(st.lists(st.sampled_from([ABOVE, RIGHT, BELOW, LEFT, MIDDLE, (450, 350)]), min_size=1, max_size=12))
def test_every_way_has_a_gate_or_a_question_mark_at_each_end(feet: list[tuple[float, float]]) -> None:
    for way in ways(path(*feet)):
        origin, destination = way.split(">")
        assert {origin, destination} <= {"?", "1", "2", "3", "4"}
