"""Data of others over REST: shown, brought in whole or not at all, listed and taken back, as on the page."""

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from hypervision.law.models import LogEntry
from maps.models import Camera, LayerImport, LayerShape
from tests.api.conftest import ClientOf
from tests.factories import area, make_user
from tests.layers.conftest import city as city
from tests.layers.files import LAMBERT, SQUARE, geojson, geopackage

IMPORTS = "/api/v1/imports/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.fixture
def api(client_of: ClientOf, administrator: User) -> APIClient:
    return client_of(administrator, Scope.CAMERAS_WRITE)


@pytest.fixture
def trees(tmp_path: Path) -> Path:
    rows = [({"nom": "Platane"}, shapely.Point(*SQUARE)), ({"nom": "Nulle part"}, None)]
    return geojson(tmp_path / "arbres.geojson", rows)


@pytest.fixture
def cameras(tmp_path: Path) -> Path:
    return geojson(tmp_path / "cameras.geojson", [({"Nom": "C1", "Code": "7"}, shapely.Point(*LAMBERT))])


def send(api: APIClient, path: Path, target: str, **more: Any) -> Any:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return api.post(IMPORTS, {"file": file, "target": target, **more}, format="multipart")


def test_what_a_file_would_do_is_told_and_nothing_is_changed(api: APIClient, trees: Path) -> None:
    told = send(api, trees, "layer", dry_run=True)
    assert told.status_code == 200
    said = told.json()
    assert said["counts"] == {"new": 1, "changed": 0, "same": 0, "wrong": 1}
    assert [(row["number"], row["title"]) for row in said["wrong"]] == [(2, "Nulle part")]
    assert not LayerImport.objects.exists()


def test_wrong_rows_are_told_one_by_one_and_nothing_comes_in(api: APIClient, trees: Path) -> None:
    refused = send(api, trees, "layer")
    assert (refused.status_code, refused.json()["code"]) == (422, "wrong_rows")
    assert [row["number"] for row in refused.json()["rows"]] == [2]
    assert not LayerShape.objects.exists()


def test_a_file_comes_in_and_is_read_back(api: APIClient, trees: Path) -> None:
    made = send(api, trees, "layer", leave_out=True, attribution="Ville")
    assert made.status_code == 201
    assert api.get(made["Location"]).json() == made.json()
    assert (made.json()["layer"], made.json()["by"]) == ("arbres", "administrator")
    assert LayerShape.objects.get().layer.attribution == "Ville"
    assert LogEntry.objects.filter(action="layer.import", subject=made.json()["id"]).count() == 1


def test_the_list_is_narrowed_by_what_the_rows_are(api: APIClient, trees: Path, cameras: Path) -> None:
    send(api, trees, "layer", leave_out=True)
    send(api, cameras, "cameras", crs="EPSG:2154")
    assert [one["file"] for one in api.get(IMPORTS).json()["results"]] == ["cameras.geojson", "arbres.geojson"]
    assert [one["file"] for one in api.get(IMPORTS, {"target": "layer"}).json()["results"]] == ["arbres.geojson"]


def test_the_likely_coordinates_are_told_where_the_file_says_none(api: APIClient, cameras: Path) -> None:
    refused = send(api, cameras, "cameras").json()
    assert refused["code"] == "undeclared_crs"
    assert [one["crs"] for one in refused["proposals"]] == ["EPSG:2154"]


def test_columns_and_key_may_be_said(api: APIClient, cameras: Path) -> None:
    made = send(api, cameras, "cameras", crs="EPSG:2154", columns=json.dumps({"name": "Code"}), key="Nom")
    assert made.json()["columns"] == {"name": "Code", "key": "Nom"}
    assert Camera.objects.get().name == "7"


@pytest.mark.parametrize("columns", ["[1]", '{"name": 1}', "nom", '{"name": {"a": "b"}}'])
def test_columns_that_are_no_names_are_refused(api: APIClient, cameras: Path, columns: str) -> None:
    refused = send(api, cameras, "cameras", columns=columns)
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["columns"])


def test_layers_to_choose_from_are_named(api: APIClient, tmp_path: Path) -> None:
    point = shapely.Point(*SQUARE)
    path = geopackage(tmp_path / "a.gpkg", bancs=[({"nom": "a"}, point)], arbres=[({"nom": "b"}, point)])
    assert send(api, path, "layer").json()["names"] == ["bancs", "arbres"]
    assert send(api, path, "layer", layer="arbres").status_code == 201
    assert LayerShape.objects.get().title == "b"


def test_what_came_in_is_taken_back_once(api: APIClient, trees: Path) -> None:
    back = f"{send(api, trees, 'layer', leave_out=True)['Location']}take-back/"
    told = api.post(back)
    assert (told.status_code, told.json()["taken_back_by"]) == (200, "administrator")
    assert not LayerShape.objects.exists()
    assert (api.post(back).status_code, api.post(back).json()["code"]) == (409, "taken_back")


def test_what_is_no_file_is_a_sentence(api: APIClient) -> None:
    refused = api.post(IMPORTS, {"file": "arbres.geojson", "target": "layer"}, format="multipart")
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["file"])
    empty = SimpleUploadedFile("a.csv", b"")
    assert api.post(IMPORTS, {"file": empty, "target": "layer"}, format="multipart").status_code == 400
    assert api.post(IMPORTS, {"target": "layer"}, format="json").status_code == 415


def test_whoever_sees_a_part_of_the_city_brings_nothing_in(client_of: ClientOf, trees: Path) -> None:
    here = make_user(Role.ADMINISTRATOR, everywhere=False, perimeter=area(*SQUARE))
    api = client_of(here, Scope.CAMERAS_WRITE)
    assert send(api, trees, "layer", leave_out=True).status_code == 403
    assert api.get(IMPORTS).status_code == 403


def test_a_token_that_only_reads_brings_nothing_in(client_of: ClientOf, administrator: User, trees: Path) -> None:
    api = client_of(administrator, Scope.CAMERAS_READ)
    assert send(api, trees, "layer", leave_out=True).status_code == 403
