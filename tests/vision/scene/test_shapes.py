"""Specification of zones and lines: what is valid, what lies inside, what crosses and which way."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.vision.config import Points, ShapeConfig
from detectors.vision.scene.shapes import Line, ShapeError, Zone, check_line, check_zone
from tests.vision.worlds import HEIGHT, WIDTH


def shape(*points: tuple[float, float]) -> ShapeConfig:
    return ShapeConfig("z1", "Gate", points)


SQUARE = shape((0.1, 0.2), (0.3, 0.2), (0.3, 0.6), (0.1, 0.6))
"""100 to 300 by 100 to 300 pixels."""

# A "U": what lies between its arms is outside.
HOLLOW = shape((0.1, 0.2), (0.2, 0.2), (0.2, 0.8), (0.3, 0.8), (0.3, 0.2), (0.4, 0.2), (0.4, 1.0), (0.1, 1.0))


@pytest.mark.parametrize(
    ("point", "inside"),
    [
        ((200, 200), True),
        ((50, 200), False),
        ((350, 200), False),
        ((200, 50), False),
        # on each side
        ((100, 200), True),
        ((300, 200), True),
        ((200, 100), True),
        ((200, 300), True),
        # on each corner
        ((100, 100), True),
        ((300, 100), True),
        ((300, 300), True),
        ((100, 300), True),
        # level with a side or a corner, but beyond it
        ((50, 100), False),
        ((350, 100), False),
        ((50, 300), False),
        ((350, 300), False),
        # a hair outside
        ((99.97, 200), False),
        ((300.03, 200), False),
    ],
)
def test_a_zone_contains_its_inside_and_its_border(point: tuple[float, float], inside: bool) -> None:
    assert Zone.of(SQUARE, WIDTH, HEIGHT).contains([point]).tolist() == [inside]


def test_the_hollow_of_a_zone_is_outside() -> None:
    zone = Zone.of(HOLLOW, WIDTH, HEIGHT)
    assert zone.contains([(150, 300), (250, 300), (350, 300), (250, 450)]).tolist() == [True, False, True, True]


def test_a_zone_without_points_to_test_says_nothing() -> None:
    assert Zone.of(SQUARE, WIDTH, HEIGHT).contains(np.zeros((0, 2))).tolist() == []


coordinates = st.integers(0, 40)
corners = st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=7)


def contains_by_hand(polygon: list[tuple[int, int]], x: int, y: int) -> bool:
    """The plain textbook test in exact fractions."""
    inside = False
    for (x1, y1), (x2, y2) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        on_line = (x2 - x1) * (y - y1) == (y2 - y1) * (x - x1)
        if on_line and min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2):
            return True
        if (y1 > y) != (y2 > y) and x < x1 + Fraction((x2 - x1) * (y - y1), y2 - y1):
            inside = not inside
    return inside


@given(corners, st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=20))
def test_contains_agrees_with_exact_fractions(polygon: list[tuple[int, int]], points: list[tuple[int, int]]) -> None:
    zone = Zone(np.array(polygon, np.float64))
    assert zone.contains(points).tolist() == [contains_by_hand(polygon, *point) for point in points]


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        (((0.1, 0.1), (0.5, 0.5)), "The zone “Gate” needs at least 3 corners, not 2."),
        (((0.1, 0.1), (0.5, 0.5), (0.1, 0.1)), "The zone “Gate” needs at least 3 corners, not 2."),
        # a bow tie
        (
            ((0.1, 0.1), (0.5, 0.5), (0.5, 0.1), (0.1, 0.5)),
            "The border of the zone “Gate” crosses itself: side 1 meets side 3.",
        ),
        # a spike that goes out and comes back the same way
        (
            ((0.1, 0.1), (0.5, 0.1), (0.9, 0.1), (0.5, 0.1), (0.5, 0.5)),
            "The border of the zone “Gate” crosses itself: side 1 meets side 3.",
        ),
        # a corner that touches another side
        (
            ((0.1, 0.1), (0.5, 0.1), (0.5, 0.5), (0.3, 0.1), (0.1, 0.5)),
            "The border of the zone “Gate” crosses itself: side 1 meets side 3.",
        ),
        (((0.1, 0.1), (0.5, 0.1), (0.3, 0.10001)), "The zone “Gate” has no area: draw it larger."),
        (
            ((0.1, 0.1), (1.2, 0.1), (0.3, 0.5)),
            "Point 2 of “Gate” lies outside the picture: both numbers go from 0 to 1.",
        ),
        (
            ((0.1, 0.1), (0.5, 0.1), (0.3, float("nan"))),
            "Point 3 of “Gate” lies outside the picture: both numbers go from 0 to 1.",
        ),
        (tuple((x / 1000, 0.0) for x in range(201)), "“Gate” has 201 points; 200 are the most."),
    ],
)
def test_a_zone_that_cannot_be_watched_is_refused_with_a_sentence(points: Points, sentence: str) -> None:
    with pytest.raises(ShapeError) as caught:
        check_zone(shape(*points))
    assert str(caught.value) == sentence


def test_a_zone_may_repeat_its_first_corner_at_the_end() -> None:
    assert check_zone(shape(*SQUARE.points, SQUARE.points[0])) == SQUARE.points


def test_a_line_needs_two_different_points() -> None:
    with pytest.raises(ShapeError, match="The line “Gate” needs at least 2 different points, not 1"):
        check_line(shape((0.5, 0.5), (0.5, 0.5)))


UP = Line.of(shape((0.5, 1.0), (0.5, 0.2)), WIDTH, HEIGHT)
"""At x = 500, from the lower border up to y = 100: its left is the left of the picture."""


@pytest.mark.parametrize(
    ("before", "after", "crossings"),
    [
        ((400, 300), (600, 300), 1),
        ((600, 300), (400, 300), -1),
        # past its end
        ((400, 50), (600, 50), 0),
        # not far enough
        ((400, 300), (490, 300), 0),
        # along it
        ((490, 400), (490, 200), 0),
        # onto it, which is its right side, and on from it
        ((400, 300), (500, 300), 1),
        ((500, 300), (600, 300), 0),
        ((500, 300), (400, 300), -1),
        # nowhere
        ((500, 300), (500, 300), 0),
    ],
)
def test_a_step_crosses_from_left_to_right_or_back(
    before: tuple[int, int], after: tuple[int, int], crossings: int
) -> None:
    assert UP.crossings([before], [after]).tolist() == [crossings]


def test_a_step_through_a_bend_of_a_line_crosses_once() -> None:
    bent = Line.of(shape((0.5, 1.0), (0.5, 0.5), (0.6, 0.0)), WIDTH, HEIGHT)
    assert bent.crossings([(400, 250)], [(700, 250)]).tolist() == [1]


@given(st.lists(st.tuples(st.integers(300, 700), st.integers(110, 480)), min_size=2, max_size=12))
def test_a_path_crosses_as_often_as_its_ends_differ_in_side(path: list[tuple[int, int]]) -> None:
    """Inside the height of the line nobody walks round its end, so that only first and last side matter."""
    total = int(UP.crossings(path[:-1], path[1:]).sum())
    assert total == (path[-1][0] >= 500) - (path[0][0] >= 500)


def test_distance_to_a_line_is_measured_to_its_nearest_place() -> None:
    assert UP.distances([(480, 300), (500, 300), (500, 40)]).tolist() == [20, 0, 60]
