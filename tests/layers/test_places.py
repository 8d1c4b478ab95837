"""Specification of coordinates: a file is believed if it lies in the city then; else the likely ones are shown."""

from pathlib import Path

import pytest
import shapely

from hypervision.lib.errors import Refusal
from maps.layers import places
from maps.layers.places import SWAPPED, Undeclared
from maps.layers.plain import Source
from tests.layers.files import EAST, LAMBERT, NORTH, SOUTH, SQUARE, WEST, geojson, read

CITY = shapely.box(WEST, SOUTH, EAST, NORTH)


def source(tmp_path: Path, *points: tuple[float, float]) -> Source:
    return read(geojson(tmp_path / "a.geojson", [({"n": str(at)}, shapely.Point(*at)) for at in points]))


def proposed(source: Source, city: object = CITY) -> list[str]:
    with pytest.raises(Undeclared) as caught:
        places.chosen(source, "", city)
    return [one.crs for one in caught.value.proposals]


def test_degrees_that_lie_in_the_city_need_no_question(tmp_path: Path) -> None:
    assert places.chosen(source(tmp_path, SQUARE), "", CITY) == "OGC:CRS84"


@pytest.mark.parametrize(
    ("crs", "place"),
    [
        ("EPSG:2154", LAMBERT),
        ("EPSG:3857", (431919.6, 5405938.4)),
        ("EPSG:3944", (1771100.0, 3156900.0)),
        ("EPSG:32631", (571000.0, 4829000.0)),
        ("EPSG:27572", (724300.0, 1846800.0)),
    ],
)
def test_metres_are_proposed_in_the_system_in_which_they_lie_in_the_city(
    tmp_path: Path, crs: str, place: tuple[float, float]
) -> None:
    assert proposed(source(tmp_path, place))[0] == crs


def test_the_best_proposal_says_how_much_of_it_lies_in_the_city_and_where(tmp_path: Path) -> None:
    with pytest.raises(Undeclared, match="does not say in which coordinates it is") as caught:
        places.chosen(source(tmp_path, LAMBERT, (900000.0, 6279488.0)), "", CITY)
    best = caught.value.proposals[0]
    assert (best.crs, best.percent) == ("EPSG:2154", 50)
    assert best.bounds[0] == pytest.approx(SQUARE[0], abs=0.001)


def test_swapped_longitude_and_latitude_are_said(tmp_path: Path) -> None:
    swapped = source(tmp_path, SQUARE[::-1])
    with pytest.raises(Undeclared, match="the wrong way round") as caught:
        places.chosen(swapped, "", CITY)
    assert caught.value.proposals[0].crs == SWAPPED
    [shape] = places.moved([swapped.rows[0].shape], SWAPPED)
    assert (shape.x, shape.y) == SQUARE


def test_what_lies_nowhere_in_the_city_is_proposed_nowhere(tmp_path: Path) -> None:
    with pytest.raises(Undeclared, match="Is it of another city") as caught:
        places.chosen(source(tmp_path, (24.94, 60.17)), "", CITY)
    assert caught.value.proposals == []


def test_before_there_is_a_city_a_system_is_proposed_where_it_is_used(tmp_path: Path) -> None:
    systems = proposed(source(tmp_path, LAMBERT), None)
    assert "EPSG:2154" in systems
    assert "EPSG:3944" not in systems


def test_what_a_person_says_is_not_asked_again(tmp_path: Path) -> None:
    assert places.chosen(source(tmp_path, LAMBERT), "EPSG:2154", CITY) == "EPSG:2154"
    with pytest.raises(Refusal, match="Nobody knows the coordinates EPSG:1"):
        places.chosen(source(tmp_path, LAMBERT), "EPSG:1", CITY)


def test_shapes_become_degrees_and_what_lies_nowhere_becomes_nothing() -> None:
    shapes = [shapely.Point(*LAMBERT), shapely.Point(float("nan"), 1), shapely.Point(), None, shapely.Point(1e30, 1)]
    moved = places.moved(shapes, "EPSG:2154")
    assert (moved[0].x, moved[0].y) == pytest.approx(SQUARE, abs=0.001)
    assert moved[1:] == [None] * 4
