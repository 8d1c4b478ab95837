"""Every list: as a table, as features where its rows lie somewhere, with the fields that are wanted, page by page."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from hypervision.law import recipients
from maps.models import Camera, District
from tests.api.conftest import ClientOf
from tests.factories import ELSEWHERE, SQUARE, area, make_authorisation, make_camera, make_rule
from tests.hand.worlds import reported

V1 = "/api/v1/"
LISTS = (
    *("events/", "alerts/", "cameras/", "zones/", "rules/", "schedules/", "districts/", "authorisations/", "stops/"),
    *("snoozes/", "incidents/", "calls/", "exercises/", "procedures/", "duty/", "logbook/", "hand-overs/", "webhooks/"),
)
PLACED = ("events/", "alerts/", "cameras/", "zones/", "districts/", "authorisations/")


@pytest.fixture
def api(client_of: ClientOf, administrator: User) -> APIClient:
    return client_of(administrator)


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("asked", [{"HTTP_ACCEPT": "text/csv"}, {"QUERY_STRING": "format=csv"}])
def test_each_list_is_a_table_for_who_wants_one(api: APIClient, path: str, asked: dict[str, Any]) -> None:
    answer: Any = api.generic("GET", V1 + path, **asked)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")


@pytest.mark.parametrize("path", [*LISTS, "counts/"])
def test_of_each_list_some_fields_come_for_who_wants_no_more(api: APIClient, path: str) -> None:
    unknown = api.get(V1 + path, {"fields": "plate"})
    assert (unknown.status_code, list(unknown.json()["errors"])) == (400, ["fields"])


@pytest.mark.parametrize("path", PLACED)
def test_what_lies_somewhere_is_features_for_who_wants_them(
    api: APIClient, operator: User, camera: Camera, path: str
) -> None:
    reported(operator)
    make_authorisation()
    District.objects.create(name="Kluuvi", area=area())
    answer = api.get(V1 + path, HTTP_ACCEPT="application/geo+json")
    told = answer.json()
    assert (answer["Content-Type"], told["type"], told["next"]) == ("application/geo+json", "FeatureCollection", None)
    if path != "zones/":  # of a camera without a calibration nobody knows where its zones lie
        (feature,) = told["features"]
        assert feature["id"]
        assert feature["geometry"]["type"] in ("Point", "MultiPolygon")


def test_a_camera_lies_where_it_stands_also_when_few_fields_are_wanted(api: APIClient, camera: Camera) -> None:
    (feature,) = api.get(V1 + "cameras/", {"fields": "name", "format": "geojson"}).json()["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": list(SQUARE)}
    assert feature["properties"] == {"name": "Square"}


@pytest.mark.parametrize("path", ["cameras/", "zones/", "rules/", "districts/", "authorisations/"])
def test_a_list_comes_whole_or_page_by_page(api: APIClient, path: str) -> None:
    for number in range(3):
        make_rule(make_camera(name="Same"))
        District.objects.create(name=f"District {number}", area=area())
        make_authorisation()
    whole = [row["id"] for row in api.get(V1 + path).json()["results"]]
    following, paged = f"{V1}{path}?limit=2&fields=id", []
    while following:
        page = api.get(following).json()
        paged += [row["id"] for row in page["results"]]
        following = page["next"]
    assert paged == whole
    assert len(set(whole)) == 3


@pytest.mark.parametrize("cursor", ["x", "bnVsbA", "WzEsMl0", "WyJhIl0", "WyJcdTAwMDAiLCAiYSJd", "é"])
def test_a_cursor_that_was_not_made_here_is_said(api: APIClient, cursor: str) -> None:
    answer = api.get(V1 + "cameras/", {"cursor": cursor})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["cursor"])


@pytest.mark.parametrize("asked", [{"fields": "name,plate"}, {"colour": "red"}, {"limit": "0"}, {"bbox": "1,2"}])
def test_what_no_list_knows_is_said(api: APIClient, asked: dict[str, str]) -> None:
    answer = api.get(V1 + "cameras/", asked)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, list(asked))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"district": "Kluuvi"}, ["Square"]),
        ({"bbox": "24.93,60.16,24.945,60.18"}, ["Square"]),
        ({"stream": "true"}, ["Far"]),
        ({"state": "watching"}, []),
        ({"state": "not_watching", "stream": "false"}, ["Square"]),
    ],
)
def test_cameras_are_found_by_place_stream_and_state(
    api: APIClient, camera: Camera, asked: dict[str, str], found: list[str]
) -> None:
    make_camera(ELSEWHERE, name="Far", address="rtsp://10.0.0.7/live")
    District.objects.create(name="Kluuvi", area=area())
    assert [row["name"] for row in api.get(V1 + "cameras/", asked).json()["results"]] == found


@pytest.mark.parametrize("asked", [{"kind": "intrusion"}, {"enabled": "true"}, {}])
def test_rules_are_found_by_what_they_are(api: APIClient, camera: Camera, asked: dict[str, str]) -> None:
    rule = make_rule(camera)
    answer = api.get(V1 + "rules/", {**asked, "zone": str(rule.zone_id)}).json()["results"]
    assert [row["id"] for row in answer] == [str(rule.pk)]
    assert api.get(V1 + "rules/", {"enabled": "false"}).json()["results"] == []


def test_authorisations_in_force_are_told_from_those_that_are_over(api: APIClient) -> None:
    make_authorisation()  # around a noon that is long gone or still to come
    both = [api.get(V1 + "authorisations/", {"in_force": asked}).json()["results"] for asked in ("true", "false")]
    assert sorted(map(len, both)) == [0, 1]


def test_one_authorisation_says_who_is_told_early(client_of: ClientOf, city_system: User) -> None:
    one = make_authorisation()
    recipients.name(one, [city_system])
    told: Any = client_of(city_system, Scope.AUTHORISATIONS_READ).get(f"{V1}authorisations/{one.pk}/").json()
    assert told["recipients"] == ["city-system"]
