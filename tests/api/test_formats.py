"""Lists as JSON, as GeoJSON and as a table; and only the properties that somebody wants."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from hypervision.lib.tables import FORMULA, table
from maps.models import Camera
from tests.api.conftest import ClientOf
from tests.factories import SQUARE
from tests.hand.worlds import reported

EVENTS, ALERTS = "/api/v1/events/", "/api/v1/alerts/"


@pytest.fixture
def system(client_of: ClientOf, city_system: User) -> APIClient:
    return client_of(city_system, Scope.EVENTS_READ, Scope.ALERTS_READ, Scope.CAMERAS_READ, Scope.ZONES_READ)


def rows(answer: Any) -> list[dict[str, str]]:
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_events_are_a_table_with_their_place(system: APIClient, operator: User) -> None:
    reported(operator)
    (row,) = rows(system.get(EVENTS, HTTP_ACCEPT="text/csv"))
    assert (row["kind"], float(row["lon"]), float(row["lat"]), row["state"]) == ("intrusion", *SQUARE, "new")


def test_a_table_says_where_the_next_page_is(system: APIClient, operator: User) -> None:
    reported(operator)
    reported(operator)
    for path in (EVENTS, ALERTS):
        first = system.get(path, {"limit": "1"}, HTTP_ACCEPT="text/csv")
        following = first["Link"].partition("<")[2].partition(">")[0]
        assert first["Link"].endswith('; rel="next"')
        second = system.get(following, HTTP_ACCEPT="text/csv")
        assert rows(first)[0]["id"] != rows(second)[0]["id"]
        assert "Link" not in second


def test_cameras_and_zones_are_tables_too(system: APIClient, camera: Camera) -> None:
    (row,) = rows(system.get("/api/v1/cameras/", HTTP_ACCEPT="text/csv"))
    assert row["name"] == "Square"
    assert rows(system.get("/api/v1/zones/", HTTP_ACCEPT="text/csv")) == []


def test_events_are_features_for_who_asks_for_them(system: APIClient, operator: User) -> None:
    reported(operator)
    answer = system.get(EVENTS, HTTP_ACCEPT="application/geo+json")
    assert (answer["Content-Type"], len(answer.json()["features"])) == ("application/geo+json", 1)


def test_only_the_properties_that_are_wanted_come(system: APIClient, operator: User) -> None:
    reported(operator)
    (feature,) = system.get(EVENTS, {"fields": "kind,state"}).json()["features"]
    assert feature["properties"] == {"kind": "intrusion", "state": "new"}
    (row,) = rows(system.get(EVENTS, {"fields": "kind"}, HTTP_ACCEPT="text/csv"))
    assert list(row) == ["id", "lon", "lat", "kind"]


def test_a_property_that_nobody_knows_is_said(system: APIClient) -> None:
    answer = system.get(EVENTS, {"fields": "kind,plate"})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["fields"])


def test_an_error_is_a_problem_also_for_who_wants_a_table(system: APIClient) -> None:
    answer = system.get(EVENTS, {"limit": "0"}, HTTP_ACCEPT="text/csv")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["code"] == "invalid"


def test_what_a_spreadsheet_would_work_out_stays_a_text(system: APIClient, operator: User) -> None:
    alert = reported(operator)
    type(alert).objects.update(words="=HYPERLINK(1)")
    (row,) = rows(system.get(ALERTS, HTTP_ACCEPT="text/csv"))
    assert row["words"] == "'=HYPERLINK(1)"


TEXTS = st.text("=+-@\t\r\n,\"'a1", max_size=9)
VALUES = st.none() | st.booleans() | st.integers() | TEXTS | st.lists(st.integers(), max_size=2)


@given(st.lists(st.dictionaries(st.sampled_from("abc"), VALUES), max_size=4))
def test_no_cell_of_a_table_begins_as_a_formula(given_rows: list[dict[str, Any]]) -> None:
    for cells in csv.reader(io.StringIO(table(given_rows))):
        assert not [cell for cell in cells if cell.startswith(FORMULA) and not cell.lstrip("-").isdigit()]
