"""Where a place is in words, and what is called so."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Point

from hypervision.accounts.models import User
from maps import selectors
from maps.models import Camera, District
from maps.services import ImportReport
from tests import factories
from tests.maps.conftest import Import
from tests.maps.extracts import square


def at(lon: float, lat: float) -> Point:
    return Point(lon, lat, srid=4326)


def names(hits: list[selectors.SearchHit]) -> list[str]:
    return [hit.name for hit in hits]


def test_a_place_in_a_street_has_its_street_and_district(helsinki: ImportReport) -> None:
    where = selectors.locate(at(24.938, 60.1703))
    assert where.street == "Kaivokatu"
    assert where.district == District.objects.get(name="Länsi")


def test_nearest_counts_in_metres_and_not_in_degrees(helsinki: ImportReport) -> None:
    # 0.00060° east of the end of Kaivokatu are 33 m; 0.00140° west of Östra allén are 77 m.
    assert selectors.locate(at(24.9446, 60.170)).street == "Kaivokatu"
    # 0.00090° west of Östra allén are 50 m, within reach; 0.00050° of latitude would be 56 m.
    assert selectors.locate(at(24.9451, 60.172)).street == "Östra allén"


@pytest.mark.parametrize(("metres", "street"), [(55, "Kaivokatu"), (65, "")])
def test_a_street_is_named_within_sixty_metres(helsinki: ImportReport, metres: int, street: str) -> None:
    assert selectors.locate(at(24.934, 60.170 - metres / 111_412)).street == street


def test_a_place_outside_the_city_is_nowhere(helsinki: ImportReport) -> None:
    assert selectors.locate(at(0, 0)) == selectors.Whereabouts(street="", district=None)


def test_of_two_districts_the_smaller_one_is_meant(db: None) -> None:
    District.objects.create(name="Large", area=factories.area(half=0.01))
    small = District.objects.create(name="Small", area=factories.area(half=0.001))
    assert selectors.locate(at(*factories.SQUARE)).district == small


@pytest.mark.parametrize("query", ["östra allén", "OSTRA ALLEN", "ostra", "allen", "  Ostra   allen "])
def test_accents_and_case_do_not_matter(helsinki: ImportReport, operator: User, query: str) -> None:
    assert names(selectors.search(query, operator)) == ["Östra allén"]


def test_names_that_begin_so_come_before_names_that_hold_it(bring_in: Import, operator: User) -> None:
    world = square()
    for step, name in enumerate(["Vanha katu", "Katunen", "Hakatu"]):
        world.way((24.932, 60.1660 + step / 1000), (24.936, 60.1660 + step / 1000), highway="residential", name=name)
    bring_in(world)
    found = names([hit for hit in selectors.search("katu", operator) if hit.type == "street"])
    assert found == ["Katunen", "Vanha katu", "Hakatu", "Kaivokatu"]


def test_a_hit_says_where_it_is(helsinki: ImportReport, operator: User) -> None:
    hit = selectors.search("ostra", operator)[0]
    assert hit.type == "street"
    assert hit.lon == pytest.approx(24.946)
    assert hit.bbox == pytest.approx((24.946, 60.166, 24.946, 60.174))


def test_districts_and_cameras_are_found_too(helsinki: ImportReport, operator: User) -> None:
    assert {hit.type for hit in selectors.search("kaivo", operator)} == {"street", "camera"}
    assert [hit.type for hit in selectors.search("lansi", operator)] == ["district"]


def test_a_query_of_signs_matches_them_and_not_everything(helsinki: ImportReport, operator: User) -> None:
    assert selectors.search("%", operator) == []
    assert selectors.search("\x00", operator) == []
    assert selectors.search("   ", operator) == []


def test_the_limit_holds(helsinki: ImportReport, operator: User) -> None:
    assert len(selectors.search("k", operator, limit=2)) == 2


def test_who_sees_a_camera_is_told_its_name(camera: Camera, operator: User) -> None:
    assert names(selectors.search("square", operator)) == ["Square"]


def test_an_outsider_is_not_told_that_the_camera_exists(camera: Camera, outsider: User) -> None:
    assert list(selectors.visible_cameras(outsider)) == []
    assert selectors.search("square", outsider) == []


def test_an_outsider_sees_the_cameras_of_the_own_perimeter(camera: Camera, outsider: User) -> None:
    own = factories.make_camera(factories.ELSEWHERE)
    assert list(selectors.visible_cameras(outsider)) == [own]


def test_nobody_and_no_official_searches_the_map(helsinki: ImportReport, official: User) -> None:
    assert selectors.search("kaivo", official) == []
    assert selectors.search("kaivo", AnonymousUser()) == []
    assert list(selectors.visible_cameras(AnonymousUser())) == []
