"""Specification of zones that are asked together: the answers are those of each zone asked alone, everywhere."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detectors.vision.scene import regions
from detectors.vision.scene.regions import Regions
from detectors.vision.scene.shapes import STEPS, Coordinates, Zone
from detectors.vision.types import Bools
from tests.vision.worlds import standing

SIZE = 64, 48
"""Width and height of a picture so small that points often meet borders."""

CORNERS = st.tuples(st.integers(0, SIZE[0] * STEPS), st.integers(0, SIZE[1] * STEPS))


def zone(*corners: tuple[float, float]) -> Zone:
    return Zone(np.array(corners, np.float64), SIZE)


@st.composite
def zones(draw: st.DrawFn) -> list[Zone]:
    """Any corners at all, in steps of 1/64 pixel: the exact question has an answer for crossing borders, too."""
    polygons = draw(st.lists(st.lists(CORNERS, min_size=3, max_size=7), min_size=1, max_size=6))
    return [zone(*[(x / STEPS, y / STEPS) for x, y in corners]) for corners in polygons]


def alone(asked: list[Zone], points: Coordinates) -> list[list[bool]]:
    answers: list[list[bool]] = np.stack([each.contains(points) for each in asked], axis=1).tolist()
    return answers


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(zones(), arrays(np.float64, (40, 2), elements=st.floats(-3, 70, width=32)))
def test_any_point_is_in_the_zones_that_contain_it(asked: list[Zone], points: Coordinates) -> None:
    assert Regions(asked, *SIZE).holding(points).tolist() == alone(asked, points)


@settings(max_examples=100, deadline=None)
@given(zones())
def test_corners_and_what_lies_a_hair_beside_them_are_told_apart(asked: list[Zone]) -> None:
    corners = np.concatenate([each.corners for each in asked])
    hairs = [(x / STEPS, y / STEPS) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    points = np.concatenate([corners + hair for hair in hairs])
    assert Regions(asked, *SIZE).holding(points).tolist() == alone(asked, points)


def test_the_edge_of_the_picture_is_in_a_zone_that_reaches_it_and_what_lies_beyond_is_not() -> None:
    whole = zone((0, 0), (64, 0), (64, 48), (0, 48))
    points = [(0, 0), (64, 48), (64, 20), (30, 48), (-0.1, 20), (64.1, 20), (30, 48.1), (-1e6, 1e6)]
    held = Regions([whole], *SIZE).holding(points)[:, 0]
    assert held.tolist() == [True] * 4 + [False] * 4


@pytest.mark.parametrize("count", [1, 64, 65, 300])
def test_there_may_be_any_number_of_zones(count: int) -> None:
    stripes = [zone((x % 60, 0), (x % 60 + 2, 0), (x % 60 + 2, 48), (x % 60, 48)) for x in range(count)]
    points = np.random.default_rng(1).uniform(0, 48, (50, 2))
    assert Regions(stripes, *SIZE).holding(points).tolist() == alone(stripes, points)


def test_joined_zones_answer_each_for_itself_and_look_up_once_a_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    left, right = zone((0, 0), (30, 0), (30, 48), (0, 48)), zone((20, 0), (64, 0), (64, 48), (20, 48))
    asked: list[int] = []
    holding = Regions.holding

    def counted(self: Regions, points: Coordinates) -> Bools:
        asked.append(len(points))
        return holding(self, points)

    monkeypatch.setattr(Regions, "holding", counted)
    regions.join([left, right], *SIZE)
    tracks = standing((10, 20), (25, 20), (50, 20))
    assert left.holds(tracks).tolist() == [True, True, False]
    assert right.holds(tracks).tolist() == [False, True, True]
    assert asked == [3]
    assert left.holds(standing((50, 20))).tolist() == [False]
