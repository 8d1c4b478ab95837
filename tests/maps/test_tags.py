"""What mappers write becomes numbers and layers."""

import pytest
from shapely.geometry import LineString, box

from maps.importers import cameras, classify, sea

DIRECTIONS = {
    "90": (90.0, None),
    "SSE": (157.5, None),
    "nw": (315.0, None),
    "450": (90.0, None),
    "90-180": (135.0, 90.0),
    "315-45": (0.0, 90.0),  # across north
    "90;270": (90.0, None),
    "0-360": (180.0, 360.0),
    "": (None, None),
    "everywhere": (None, None),
    "-90": (None, None),
}
HEIGHTS = {"8": 8.0, "8.5 m": 8.5, "3,5": 3.5, "10 ft": 3.048, "": None, "high": None, "0": None, "99999": None}


@pytest.mark.parametrize("text", DIRECTIONS)
def test_a_direction_is_read(text: str) -> None:
    assert cameras.direction(text) == DIRECTIONS[text]


@pytest.mark.parametrize("text", HEIGHTS)
def test_a_height_is_read_in_metres(text: str) -> None:
    assert cameras.height(text) == (None if HEIGHTS[text] is None else pytest.approx(HEIGHTS[text]))


def test_a_footway_under_the_ground_is_not_on_the_map() -> None:
    assert classify.line({"highway": "footway", "tunnel": "yes"}) is None


def test_a_passage_through_a_building_is_on_the_map() -> None:
    assert classify.line({"highway": "residential", "tunnel": "building_passage"}) is not None


def test_a_large_lake_is_seen_from_farther_than_a_pond() -> None:
    assert classify.zoom_of_area(4_000_000) < classify.zoom_of_area(100) == classify.NEAREST_ZOOM


SEA_BOX = box(0, 0, 10, 10)


def test_the_water_is_on_the_right_of_the_shore() -> None:
    northward = LineString([(4, -1), (4, 11)])
    (area,) = sea.areas([northward], SEA_BOX)
    assert area.bounds == (4, 0, 10, 10)


def test_an_island_is_land() -> None:
    shore = LineString([(4, -1), (4, 11)])
    island = LineString([(6, 4), (8, 4), (8, 6), (6, 6), (6, 4)])  # anticlockwise: land inside
    (area,) = sea.areas([shore, island], SEA_BOX)
    assert area.area == pytest.approx(60 - 4)


def test_a_shore_that_is_cut_just_before_the_edge_still_parts_land_and_sea() -> None:
    (area,) = sea.areas([LineString([(4, 0.5), (4, 9.5)])], SEA_BOX)
    assert area.area == pytest.approx(60)


def test_without_a_shore_there_is_no_sea() -> None:
    assert sea.areas([], SEA_BOX) == []
