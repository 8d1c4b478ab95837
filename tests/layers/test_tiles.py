"""Layers as tiles, read by a foreign reader: by right, and inside the perimeter only."""

import math
from typing import Any

import mapbox_vector_tile
import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.test import Client

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from maps.layers import places
from maps.models import City, Feature, Layer, LayerShape
from tests.factories import area, make_token, make_user
from tests.layers.files import SQUARE, box, town

pytestmark = pytest.mark.django_db
ELSEWHERE = (3.85, 43.6)


def put(layer: Layer, title: str, shape: Any) -> None:
    there = GEOSGeometry(shapely.to_wkt(places.in_mercator(shape)), srid=3857)
    LayerShape.objects.create(layer=layer, title=title, shape=there)


@pytest.fixture
def layer() -> Layer:
    town()
    made = Layer.objects.create(name="Lieux", attribution="Ville")
    put(made, "Halle", shapely.Point(*SQUARE))
    put(made, "Parc", box(*SQUARE))
    return made


@pytest.fixture
def browser(client: Client, operator: User) -> Client:
    client.force_login(operator)
    return client


def address(folder: str, zoom: int = 15, lon: float = SQUARE[0], lat: float = SQUARE[1]) -> str:
    size = 2**zoom
    x = int((lon + 180) / 360 * size)
    y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * size)
    return f"/tiles/{folder}/{zoom}/{x}/{y}.pbf"


def titles(answer: Any) -> list[str]:
    tile = mapbox_vector_tile.decode(answer.content)
    return [feature["properties"].get("title", "") for feature in tile["shapes"]["features"]]


def test_the_list_names_each_layer_with_the_address_of_its_tiles(layer: Layer, browser: Client) -> None:
    [one] = browser.get("/tiles/layers.json").json()["layers"]
    assert (one["id"], one["name"], one["attribution"]) == (str(layer.pk), "Lieux", "Ville")
    assert one["tiles"] == [f"http://testserver/tiles/layers/{layer.pk}/{{z}}/{{x}}/{{y}}.pbf"]
    assert browser.get(f"/tiles/layers/{layer.pk}.json").json() == one


def test_the_base_map_tells_the_address_of_its_tiles_with_braces(layer: Layer, browser: Client) -> None:
    assert browser.get("/tiles/base.json").json()["tiles"] == ["http://testserver/tiles/base/{z}/{x}/{y}.pbf"]


@pytest.mark.parametrize("zoom", [10, 13, 15, 18])
def test_a_tile_holds_titles_and_shapes_the_largest_first(layer: Layer, browser: Client, zoom: int) -> None:
    assert titles(browser.get(address(f"layers/{layer.pk}", zoom))) == ["Parc", "Halle"]


def test_where_nothing_is_there_is_nothing(layer: Layer, browser: Client) -> None:
    assert browser.get(f"/tiles/layers/{layer.pk}/14/0/0.pbf").status_code == 204
    assert browser.get(f"/tiles/layers/{layer.pk}/9/0/0.pbf").status_code == 400


def test_a_person_sees_what_reaches_into_the_perimeter(layer: Layer, client: Client) -> None:
    put(layer, "Loin", shapely.Point(*ELSEWHERE))
    guard = make_user(Role.OPERATOR, everywhere=False, perimeter=area(*ELSEWHERE))
    client.force_login(guard)
    assert titles(client.get(address(f"layers/{layer.pk}", 15, *ELSEWHERE))) == ["Loin"]
    assert client.get(address(f"layers/{layer.pk}")).status_code == 204


def test_who_sees_nothing_of_a_layer_does_not_hear_that_it_is_there(layer: Layer, client: Client) -> None:
    client.force_login(make_user(Role.OPERATOR, everywhere=False, perimeter=area(*ELSEWHERE)))
    assert client.get("/tiles/layers.json").json() == {"layers": []}
    assert client.get(address(f"layers/{layer.pk}")).status_code == 404
    assert client.get(f"/tiles/layers/{layer.pk}.json").status_code == 404
    client.force_login(make_user(Role.OPERATOR, everywhere=False))
    assert client.get("/tiles/layers.json").json() == {"layers": []}


def test_two_perimeters_share_no_kept_tile(layer: Layer, client: Client) -> None:
    tags = set()
    for place in (SQUARE, (SQUARE[0] + 0.001, SQUARE[1])):
        client.force_login(make_user(Role.OPERATOR, everywhere=False, perimeter=area(*place)))
        tags.add(client.get(address(f"layers/{layer.pk}"))["ETag"])
    assert len(tags) == 2


def test_a_tile_that_the_browser_has_stands_until_the_next_import(layer: Layer, browser: Client) -> None:
    where = address(f"layers/{layer.pk}")
    tag = browser.get(where)["ETag"]
    assert browser.get(where, headers={"If-None-Match": tag}).status_code == 304
    City.objects.update(imported_at="2030-01-01T00:00:00Z")
    assert browser.get(where, headers={"If-None-Match": tag}).status_code == 200


def test_nobody_and_officials_see_no_layer(layer: Layer, client: Client, official: User) -> None:
    for where in ("/tiles/layers.json", f"/tiles/layers/{layer.pk}.json", address(f"layers/{layer.pk}")):
        assert client.get(where).status_code == 401
    client.force_login(official)
    for where in ("/tiles/layers.json", f"/tiles/layers/{layer.pk}.json", address(f"layers/{layer.pk}")):
        assert client.get(where).status_code == 403


def test_a_token_needs_the_scope_of_tiles(layer: Layer, client: Client, city_system: User) -> None:
    where = address(f"layers/{layer.pk}")
    right = {"Authorization": f"Token {make_token(city_system, Scope.TILES_READ)}"}
    wrong = {"Authorization": f"Token {make_token(city_system, Scope.EVENTS_READ)}"}
    assert client.get(where, headers=right).status_code == 200
    assert client.get(where, headers=wrong).status_code == 403


def test_the_base_map_says_which_way_the_traffic_goes(layer: Layer, browser: Client) -> None:
    line = places.in_mercator(shapely.LineString([SQUARE, (SQUARE[0] + 0.001, SQUARE[1])]))
    there = GEOSGeometry(shapely.to_wkt(line), srid=3857)
    Feature.objects.create(osm_id=0, layer="road", kind="residential", min_zoom=13, traffic="forward", shape=there)
    tile = mapbox_vector_tile.decode(browser.get(address("base")).content)
    assert [one["properties"]["traffic"] for one in tile["road"]["features"]] == ["forward"]
