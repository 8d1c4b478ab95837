"""Places in the reference system that is asked for (part 2), checked against PROJ by way of pyproj."""

from typing import Any

import pytest
from django.contrib.gis.geos import Polygon
from pyproj import Transformer

from hypervision.accounts.models import User
from maps.models import Camera
from tests.factories import ELSEWHERE, SQUARE, make_camera
from tests.ogc.worlds import CRS84, EPSG, ITEMS, found, make_city, names, read, refused

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
UTM_34, UTM_35 = 32634, 32635


def around(place: tuple[float, float], half: float) -> str:
    return ",".join(str(round(number, 6)) for number in (*(at - half for at in place), *(at + half for at in place)))


def test_the_systems_are_degrees_mercator_lambert_and_the_zones_of_the_city(operator: User) -> None:
    assert read(operator, "/ogc/collections").json()["crs"][2:] == [f"{EPSG}3857", f"{EPSG}2154"]
    make_city()
    words = read(operator, "/ogc/collections/cameras").json()
    assert words["crs"] == [CRS84, f"{EPSG}4326", f"{EPSG}3857", f"{EPSG}2154", f"{EPSG}{UTM_35}"]
    assert words["storageCrs"] == CRS84


def test_a_city_at_the_border_of_two_zones_has_both(operator: User) -> None:
    city = make_city()
    city.extent = Polygon.from_bbox((23.9, -0.1, 24.1, 0.1))
    city.save()
    words = read(operator, "/ogc/collections/cameras").json()
    assert words["crs"][4:] == [f"{EPSG}{srid}" for srid in (32634, 32635, 32734, 32735)]


@pytest.mark.parametrize("srid", [3857, 2154, UTM_35])
def test_a_place_is_told_in_metres(operator: User, camera: Camera, srid: int) -> None:
    make_city()
    answer = read(operator, ITEMS.format("cameras"), crs=f"{EPSG}{srid}")
    assert answer["Content-Crs"] == f"<{EPSG}{srid}>"
    [feature] = answer.json()["features"]
    expected = Transformer.from_crs(4326, srid, always_xy=True).transform(*SQUARE)
    assert feature["geometry"]["coordinates"] == pytest.approx(expected, abs=0.01)
    assert set(feature["geometry"]) == {"type", "coordinates"}
    alone = read(operator, f"{ITEMS.format('cameras')}/{camera.id}", crs=f"{EPSG}{srid}").json()
    assert alone["geometry"] == feature["geometry"]


def test_epsg_4326_has_the_latitude_first(operator: User, camera: Camera) -> None:
    [feature] = found(operator, "cameras", crs=f"{EPSG}4326")
    assert feature["geometry"]["coordinates"] == [SQUARE[1], SQUARE[0]]


def test_without_a_wish_it_is_crs84(operator: User, camera: Camera) -> None:
    answer = read(operator, ITEMS.format("cameras"))
    assert answer["Content-Crs"] == f"<{CRS84}>"
    assert answer.json()["features"][0]["geometry"]["coordinates"] == list(SQUARE)


@pytest.mark.parametrize("srid", [3857, 2154, UTM_35])
def test_a_box_may_be_in_metres(operator: User, srid: int) -> None:
    make_city()
    make_camera(name="Here")
    make_camera(ELSEWHERE, name="There")
    place = Transformer.from_crs(4326, srid, always_xy=True).transform(*SQUARE)
    assert names(operator, "cameras", bbox=around(place, 50), bbox_crs=f"{EPSG}{srid}") == ["Here"]


def test_the_sides_of_a_wide_box_in_metres_are_straight_in_metres(operator: User) -> None:
    """In degrees its upper side is an arch: in the middle, 500 m below it, the chord of its corners lies lower."""
    make_camera(Transformer.from_crs(2154, 4326, always_xy=True).transform(700_000, 6_299_500), name="Below")
    make_camera(Transformer.from_crs(2154, 4326, always_xy=True).transform(700_000, 6_300_500), name="Above")
    wide = "100000,6200000,1200000,6300000"
    assert names(operator, "cameras", bbox=wide, bbox_crs=f"{EPSG}2154") == ["Below"]


def test_a_box_in_epsg_4326_has_the_latitude_first(operator: User) -> None:
    make_camera(name="Here")
    make_camera(ELSEWHERE, name="There")
    swapped = (SQUARE[1], SQUARE[0])
    assert names(operator, "cameras", bbox=around(swapped, 0.001), bbox_crs=f"{EPSG}4326") == ["Here"]
    assert names(operator, "cameras", bbox=around(SQUARE, 0.001)) == ["Here"]


def test_a_box_with_heights_is_read_without_them(operator: User, camera: Camera) -> None:
    lon, lat = SQUARE
    assert len(found(operator, "cameras", bbox=f"{lon - 1},{lat - 1},0,{lon + 1},{lat + 1},100")) == 1


def test_a_box_may_lie_across_the_antimeridian(operator: User) -> None:
    make_camera((179.9, -17.0), name="West")
    make_camera((-179.9, -17.0), name="East")
    make_camera((0, -17.0), name="Away")
    assert sorted(names(operator, "cameras", bbox="179,-18,-179,-16")) == ["East", "West"]
    assert sorted(names(operator, "cameras", bbox="-18,179,-16,-179", bbox_crs=f"{EPSG}4326")) == ["East", "West"]


def test_a_box_that_is_a_point_finds_what_stands_there(operator: User, camera: Camera) -> None:
    lon, lat = SQUARE
    assert len(found(operator, "cameras", bbox=f"{lon},{lat},{lon},{lat}")) == 1
    assert len(found(operator, "cameras", bbox=f"{lon},{lat - 1},{lon},{lat}")) == 1


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"bbox": "1,2,3"}, "A box is four finite numbers"),
        ({"bbox": "1,2,3,x"}, "A box is four finite numbers"),
        ({"bbox": "nan,2,3,4"}, "A box is four finite numbers"),
        ({"bbox": "1,2,inf,4"}, "A box is four finite numbers"),
        ({"bbox": "1,4,3,2"}, "A box begins with its lower corner"),
        ({"bbox": "20,100,30,170"}, "has the longitude first"),
        ({"bbox": "20,100,30,170", "bbox_crs": f"{EPSG}4326"}, ""),
        ({"bbox": "100,20,110,30", "bbox_crs": f"{EPSG}4326"}, "has the latitude first"),
        ({"bbox": "1e12,1,1e13,2", "bbox_crs": f"{EPSG}{UTM_35}"}, "lies outside of"),
        ({"bbox": "1,2,3,4", "bbox_crs": "EPSG:4326"}, "This reference system is not offered. Offered are"),
        ({"bbox_crs": f"{EPSG}9999"}, "is not offered"),
        ({"crs": f"{EPSG}9999"}, "crs: This reference system is not offered"),
        ({"filter_crs": "x"}, "is not offered"),
    ],
)
def test_what_is_nowhere_is_refused_with_a_sentence(operator: User, asked: dict[str, Any], sentence: str) -> None:
    make_city()
    if sentence:
        assert sentence in refused(operator, "cameras", **asked)
    else:
        assert found(operator, "cameras", **asked) == []


def test_places_that_a_system_does_not_reach_are_a_sentence_too(operator: User) -> None:
    make_camera((0.0, -90.0))
    answer = read(operator, ITEMS.format("cameras"), crs=f"{EPSG}3857")
    assert answer.status_code in (200, 400)
