"""Clients that are not ours, against a real server: OWSLib, GDAL's OAPIF driver, and a validator of OpenAPI."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest
import requests
from django.core.signals import request_started
from openapi_spec_validator import validate
from owslib.ogcapi.features import Features

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from hypervision.ogc.offered import COLLECTIONS
from maps.models import District
from tests.factories import ELSEWHERE, NOON, SQUARE, area, make_camera, make_event, make_token
from tests.live.browsers import server
from tests.ogc.worlds import EPSG, make_city, make_square, read

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

READS = (Scope.CAMERAS_READ, Scope.EVENTS_READ, Scope.ZONES_READ, Scope.COUNTS_READ)
LON, LAT = SQUARE


@pytest.fixture
def token(city_system: User) -> str:
    make_city()
    make_square()
    make_camera(ELSEWHERE, name="Far")
    return make_token(city_system, *READS)


@pytest.fixture
def address(token: str) -> Iterator[str]:
    with server() as port:
        yield f"http://127.0.0.1:{port}/ogc/"


@pytest.fixture
def questions() -> Iterator[list[str]]:
    """What the server is asked: the queries of all addresses."""
    heard: list[str] = []

    def hear(scope: dict[str, Any] | None = None, **more: Any) -> None:
        heard.append((scope or {}).get("query_string", b"").decode())

    request_started.connect(hear)
    yield heard
    request_started.disconnect(hear)


@pytest.fixture
def owslib(address: str, token: str) -> Features:
    return Features(address, headers={"Authorization": f"Token {token}"})


class TestOwslib:
    def test_it_reads_what_there_is(self, owslib: Features) -> None:
        assert "ogcapi-features-1/1.0/conf/core" in " ".join(owslib.conformance()["conformsTo"])
        assert owslib.feature_collections() == list(COLLECTIONS)
        assert owslib.collection("events")["storageCrs"].endswith("CRS84")
        assert owslib.collection_queryables("events")["properties"]["kind"]["type"] == "string"
        assert owslib.api()["openapi"] == "3.0.3"

    @pytest.mark.parametrize("collection", sorted(COLLECTIONS))
    def test_it_reads_the_items_of_each_collection(self, owslib: Features, collection: str) -> None:
        items = owslib.collection_items(collection)
        assert items["type"] == "FeatureCollection"
        one = items["features"][0]
        assert owslib.collection_item(collection, str(one["id"]))["properties"] == one["properties"]

    def test_it_asks_for_a_box_a_time_a_property_and_a_filter(self, owslib: Features) -> None:
        def asked(**more: Any) -> list[str]:
            return [each["properties"]["name"] for each in owslib.collection_items("cameras", **more)["features"]]

        assert asked(bbox=[LON - 0.001, LAT - 0.001, LON + 0.001, LAT + 0.001]) == ["Square"]
        assert asked(name="Far") == ["Far"]
        assert asked(filter="name LIKE 'F%'") == ["Far"]
        assert asked(limit=1) != asked()
        assert owslib.collection_items("events", datetime_="2026-06-02/..")["features"] == []

    def test_it_follows_the_pages(self, owslib: Features) -> None:
        first = owslib.collection_items("cameras", limit=1)
        [following] = [link["href"] for link in first["links"] if link["rel"] == "next"]
        answer = requests.get(following, headers=owslib.headers, timeout=20).json()
        names = [page["features"][0]["properties"]["name"] for page in (first, answer)]
        assert sorted(names) == ["Far", "Square"]


def gdal(address: str, token: str, layer: str = "", **options: Any) -> Any:
    program = str(Path(__file__).with_name("foreign_gdal.py"))
    with NamedTemporaryFile("w", suffix=".txt") as headers:
        headers.write(f"Authorization: Token {token}\n")
        headers.flush()
        words = [sys.executable, program, f"OAPIF:{address}", headers.name, layer, json.dumps(options)]
        done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


FILTERS = {
    "score > 0.9": 0,
    "score > 0.7 AND (kind = 'fire' OR NOT kind = 'fall')": 1,
    "captured_at > '2026/06/01 12:00:00+00'": 0,
    "captured_at >= '2026-06-01T12:00:00Z' AND rule_version IN (1, 2)": 1,
    "street LIKE 'Kaivo%' AND score BETWEEN 0.1 AND 0.9": 1,
}
"""What GDAL makes filters of, in its own SQL, and how many events it then finds."""


class TestGdal:
    def test_it_finds_the_layers(self, address: str, token: str) -> None:
        assert set(gdal(address, token)) == set(COLLECTIONS)

    @pytest.mark.parametrize("layer", sorted(COLLECTIONS))
    def test_it_reads_each_layer(self, address: str, token: str, layer: str) -> None:
        told = gdal(address, token, layer)
        assert told["rows"] == {"cameras": 2, "zones": 2}.get(layer, 1)
        assert told["crs"] in (["OGC", "CRS84"], ["EPSG", "4326"])
        assert told["first"] == pytest.approx(SQUARE, abs=0.02)
        names = {each.name for each in COLLECTIONS[layer].properties}
        assert names - {"facts"} <= set(told["columns"])

    def test_it_reads_page_after_page(self, address: str, token: str) -> None:
        for number in range(25):
            make_event(make_camera(), captured_at=NOON + timedelta(seconds=number))
            District.objects.create(name=f"District {number}", area=area())
        assert gdal(address, token, "events", PAGE_SIZE=10)["rows"] == 26
        assert gdal(address, token, "districts", PAGE_SIZE=10)["rows"] == 26

    def test_it_asks_for_a_box(self, address: str, token: str, questions: list[str]) -> None:
        box = [LON - 0.001, LAT - 0.001, LON + 0.001, LAT + 0.001]
        assert gdal(address, token, "cameras", bbox=box)["names"] == ["Square"]
        assert any("bbox=24.939" in question for question in questions)

    def test_it_asks_for_a_property(self, address: str, token: str, questions: list[str]) -> None:
        assert gdal(address, token, "cameras", where="name = 'Far'")["names"] == ["Far"]
        assert any("filter=name%20%3D%20'Far'" in question for question in questions)

    def test_it_asks_with_a_filter(self, address: str, token: str, questions: list[str]) -> None:
        for where, rows in FILTERS.items():
            questions.clear()
            assert gdal(address, token, "events", where=where)["rows"] == rows
            assert any("filter=" in question for question in questions), (where, questions)

    @pytest.mark.parametrize(("srid", "least"), [(3857, 2_700_000), (2154, 1_000_000), (32635, 300_000)])
    def test_it_asks_for_another_system(self, address: str, token: str, srid: int, least: int) -> None:
        told = gdal(address, token, "districts", CRS=f"{EPSG}{srid}")
        assert told["crs"] == ["EPSG", str(srid)]
        assert told["first"][0] > least

    def test_moments_and_numbers_are_moments_and_numbers(self, address: str, token: str) -> None:
        types = gdal(address, token, "events")["types"]
        assert types["captured_at"].startswith("datetime64")
        assert types["score"] == "float64"

    def test_without_a_token_it_is_told_why_not(self, address: str) -> None:
        with pytest.raises(AssertionError, match="401"):
            gdal(address, "wrong", "cameras")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_description_is_valid_openapi(supervisor: User, language: str) -> None:
    make_city()
    answer = read(supervisor, "/ogc/api")
    assert answer["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    words = answer.json()
    validate(words)
    assert len(words["paths"]) == 4 + 4 * len(COLLECTIONS)


def test_every_address_of_the_description_answers(supervisor: User) -> None:
    make_square()
    words = read(supervisor, "/ogc/api").json()
    for path in words["paths"]:
        if "{" not in path:
            assert read(supervisor, f"/ogc{path}").status_code == 200, path


def test_every_parameter_of_the_description_is_known(supervisor: User) -> None:
    words = read(supervisor, "/ogc/api").json()
    for path, operations in words["paths"].items():
        if "{" in path:
            continue
        for each in operations["get"]["parameters"]:
            answer = read(supervisor, f"/ogc{path}", **{each["name"]: "?"})
            assert "Unknown parameter" not in answer.content.decode(), (path, each["name"])
