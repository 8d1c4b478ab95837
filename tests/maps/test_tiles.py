"""The base map as tiles, read by a foreign reader."""

import math
from typing import Any

import mapbox_vector_tile
import pytest
from django.test import Client
from pytest_django.asserts import assertNumQueries

from hypervision.accounts.models import ApiToken, User
from hypervision.accounts.rights import Scope
from maps.services import ImportReport
from tests.factories import make_token
from tests.maps.conftest import Import
from tests.maps.extracts import square

STREET = (24.940, 60.170)
"""In the middle of Kaivokatu."""


def address(zoom: int, lon: float = STREET[0], lat: float = STREET[1]) -> str:
    size = 2**zoom
    x = int((lon + 180) / 360 * size)
    y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * size)
    return f"/tiles/base/{zoom}/{x}/{y}.pbf"


def layers(client: Client, zoom: int) -> dict[str, Any]:
    response = client.get(address(zoom))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/vnd.mapbox-vector-tile"
    tile: dict[str, Any] = mapbox_vector_tile.decode(response.content)
    return tile


def values(layer: dict[str, Any], field: str) -> set[str]:
    return {feature["properties"][field] for feature in layer["features"]}


@pytest.fixture
def browser(client: Client, operator: User) -> Client:
    client.force_login(operator)
    return client


def test_a_near_tile_holds_each_layer(helsinki: ImportReport, browser: Client) -> None:
    tile = layers(browser, 14)
    assert {"road", "water", "green", "district"} <= set(tile)
    assert "Kaivokatu" in values(tile["road"], "name")
    assert "residential" in values(tile["road"], "kind")
    assert values(tile["green"], "kind") == {"park"}
    assert values(tile["district"], "name") == {"Länsi", "Itä"}


def test_houses_are_on_the_near_tiles(helsinki: ImportReport, browser: Client) -> None:
    near = mapbox_vector_tile.decode(browser.get(address(15, 24.938, 60.168)).content)
    assert len(near["building"]["features"]) == 1


def test_a_far_tile_holds_main_roads_and_district_names_and_no_houses(helsinki: ImportReport, browser: Client) -> None:
    tile = layers(browser, 11)
    assert values(tile["road"], "kind") == {"primary"}
    assert values(tile["district_label"], "name") == {"Länsi", "Itä"}
    assert "building" not in tile


def test_the_name_of_an_area_stands_in_one_tile_only(helsinki: ImportReport, browser: Client) -> None:
    found = []
    for step in range(-3, 4):
        response = browser.get(address(18, 24.942 + step * 360 / 2**18, 60.172))
        tile = mapbox_vector_tile.decode(response.content) if response.content else {}
        found += [feature["properties"]["name"] for feature in tile.get("label", {"features": []})["features"]]
    assert found == ["Lammikko"]


def test_outside_the_city_there_is_nothing(helsinki: ImportReport, browser: Client) -> None:
    response = browser.get("/tiles/base/14/0/0.pbf")
    assert (response.status_code, response.content) == (204, b"")


def test_before_the_first_import_there_is_nothing_and_nothing_is_kept(browser: Client) -> None:
    response = browser.get(address(14))
    assert response.status_code == 204
    assert response["Cache-Control"] == "no-store"


def test_a_tile_that_the_browser_has_is_not_drawn_again(helsinki: ImportReport, browser: Client) -> None:
    etag = browser.get(address(15))["ETag"]
    with assertNumQueries(3):  # session, person, time of the import
        again = browser.get(address(15), headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == etag


def test_a_new_import_makes_new_tiles(helsinki: ImportReport, bring_in: Import, browser: Client) -> None:
    etag = browser.get(address(15))["ETag"]
    world = square()
    world.way((24.936, 60.171), (24.940, 60.171), highway="residential", name="Uusikatu")
    bring_in(world)
    answer = browser.get(address(15), headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert "Uusikatu" in values(mapbox_vector_tile.decode(answer.content)["road"], "name")


def test_only_the_person_s_own_browser_keeps_a_tile(helsinki: ImportReport, browser: Client) -> None:
    assert browser.get(address(15))["Cache-Control"].startswith("private, max-age=")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("9/1/1", "zooms 10 to 19"),
        ("20/1/1", "zooms 10 to 19"),
        ("14/99999/1", "from 0 to 16383"),
        ("14/1/-1", "three whole numbers"),
        ("14/a/1", "three whole numbers"),
        ("14/1.5/1", "three whole numbers"),
        ("99999999999999/1/1", "three whole numbers"),
    ],
)
def test_an_address_of_no_tile_is_answered_with_a_sentence(browser: Client, path: str, sentence: str) -> None:
    response = browser.get(f"/tiles/base/{path}.pbf")
    assert response.status_code == 400
    assert sentence in response.content.decode()


def test_without_login_there_is_no_map(helsinki: ImportReport, client: Client) -> None:
    response = client.get(address(15))
    assert response.status_code == 401
    assert b"Log in" in response.content


def test_an_official_has_no_map(helsinki: ImportReport, client: Client, official: User) -> None:
    client.force_login(official)
    assert client.get(address(15)).status_code == 403


def bearer(user: User, *scopes: Scope) -> dict[str, str]:
    return {"Authorization": f"Token {make_token(user, *scopes)}"}


@pytest.mark.parametrize("path", [address(15), "/tiles/base.json"])
def test_a_token_for_tiles_opens_the_map(helsinki: ImportReport, client: Client, city_system: User, path: str) -> None:
    answer = client.get(path, headers=bearer(city_system, Scope.TILES_READ))
    assert answer.status_code == 200
    assert answer.content


@pytest.mark.parametrize("path", [address(15), "/tiles/base.json"])
def test_a_token_for_something_else_is_told_what_it_lacks(
    helsinki: ImportReport, client: Client, city_system: User, path: str
) -> None:
    answer = client.get(path, headers=bearer(city_system, Scope.EVENTS_READ))
    assert answer.status_code == 403
    assert b"tiles:read" in answer.content


def test_a_token_gives_no_more_than_the_role_of_its_owner(
    helsinki: ImportReport, client: Client, official: User
) -> None:
    assert client.get(address(15), headers=bearer(official, Scope.TILES_READ)).status_code == 403


def test_a_token_that_was_withdrawn_opens_nothing_and_says_how_to_log_in(
    helsinki: ImportReport, client: Client, city_system: User
) -> None:
    headers = bearer(city_system, Scope.TILES_READ)
    ApiToken.objects.all().delete()
    answer = client.get(address(15), headers=headers)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Token")


def test_a_session_does_not_widen_a_token(helsinki: ImportReport, browser: Client, city_system: User) -> None:
    assert browser.get(address(15), headers=bearer(city_system, Scope.EVENTS_READ)).status_code == 403


def test_a_tile_for_a_token_is_kept_for_that_token_only(
    helsinki: ImportReport, client: Client, city_system: User
) -> None:
    headers = bearer(city_system, Scope.TILES_READ)
    answer = client.get(address(15), headers=headers)
    assert answer["Cache-Control"].startswith("private, max-age=")
    assert {"Authorization", "Cookie"} <= set(answer["Vary"].split(", "))
    assert client.get(address(15), headers={**headers, "If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", [address(15), "/tiles/base.json"])
def test_a_refusal_is_not_kept(client: Client, db: None, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Cache-Control"]) == (401, "no-store")


def test_the_base_map_shows_no_camera(helsinki: ImportReport, browser: Client) -> None:
    content = browser.get(address(15)).content
    assert b"Kaivokatu 1" not in content
    assert b"surveillance" not in content
