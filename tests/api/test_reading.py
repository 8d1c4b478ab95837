"""What is read over REST and comes in otherwise: networks, and the layers of the map."""

from typing import Any

import pytest

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from maps.models import Layer
from tests.api.conftest import ClientOf
from tests.factories import MODEL_HASH, area, make_network, make_user
from tests.layers.files import SQUARE
from tests.layers.test_tiles import ELSEWHERE
from tests.layers.test_tiles import layer as layer

NETWORKS, LAYERS = "/api/v1/networks/", "/api/v1/layers/"

pytestmark = pytest.mark.django_db


def test_networks_are_read_by_those_who_read_the_log(client_of: ClientOf, inspector: User) -> None:
    one = make_network()
    (row,) = client_of(inspector, Scope.RULES_READ).get(NETWORKS, {"active": "true"}).json()["results"]
    assert (row["name"], row["sha256"], "file" in row) == (one.name, MODEL_HASH, False)
    assert client_of(inspector).get(f"{NETWORKS}{one.pk}/").json() == row
    assert client_of(inspector).get(NETWORKS, {"active": "false"}).json()["results"] == []
    assert client_of(inspector, Scope.CAMERAS_READ).get(NETWORKS).status_code == 403


def test_a_layer_is_told_with_what_lies_in_it(client_of: ClientOf, layer: Layer, city_system: User) -> None:
    api: Any = client_of(city_system, Scope.TILES_READ)
    (row,) = api.get(LAYERS).json()["results"]
    assert (row["name"], row["attribution"], row["shapes"]) == ("Lieux", "Ville", 2)
    assert api.get(f"{LAYERS}{layer.pk}/").json() == row
    assert api.get(row["tiles"]).json()["id"] == str(layer.pk)
    told = api.get(f"{LAYERS}{layer.pk}/shapes/", HTTP_ACCEPT="application/geo+json").json()
    place = told["features"][0]["geometry"]
    assert [one["properties"] for one in told["features"]] == [{"title": "Halle"}, {"title": "Parc"}]
    assert (place["type"], place["coordinates"]) == ("Point", pytest.approx(SQUARE))


def test_shapes_come_page_by_page(client_of: ClientOf, layer: Layer, operator: User) -> None:
    api: Any = client_of(operator)
    first = api.get(f"{LAYERS}{layer.pk}/shapes/", {"limit": "1", "fields": "title"}).json()
    second = api.get(first["next"]).json()
    assert [row["title"] for page in (first, second) for row in page["results"]] == ["Halle", "Parc"]
    assert second["next"] is None


def test_a_perimeter_cuts_layers_as_it_does_on_the_map(client_of: ClientOf, layer: Layer) -> None:
    near = client_of(make_user(Role.OPERATOR, username="near", everywhere=False, perimeter=area(*SQUARE)))
    far = client_of(make_user(Role.OPERATOR, username="far", everywhere=False, perimeter=area(*ELSEWHERE)))
    edge = (SQUARE[0] + 0.004, SQUARE[1])  # reaches into the park, and not to the hall
    beside = client_of(make_user(Role.OPERATOR, username="beside", everywhere=False, perimeter=area(*edge)))
    counts: Any = [api.get(LAYERS).json()["results"] for api in (near, beside)]
    assert [rows[0]["shapes"] for rows in counts] == [2, 1]
    assert far.get(LAYERS).json()["results"] == []
    assert far.get(f"{LAYERS}{layer.pk}/").status_code == 404
    assert far.get(f"{LAYERS}{layer.pk}/shapes/").status_code == 404


def test_a_token_needs_the_scope_of_tiles_for_layers(client_of: ClientOf, layer: Layer, city_system: User) -> None:
    api = client_of(city_system, Scope.CAMERAS_READ)
    assert {api.get(path).status_code for path in (LAYERS, f"{LAYERS}{layer.pk}/shapes/")} == {403}
