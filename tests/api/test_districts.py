"""Districts over REST: each change is an import of one row, so it is seen there and taken back there."""

import json
from typing import Any

import pytest
import shapely
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from hypervision.law.models import LogEntry
from hypervision.live.models import JournalEntry
from maps.models import City, District, LayerImport
from tests.api.conftest import ClientOf
from tests.factories import area, make_camera, make_event, make_user
from tests.layers.conftest import city as city
from tests.layers.files import SQUARE, box
from tests.layers.worlds import back

DISTRICTS = "/api/v1/districts/"
NORTH = (SQUARE[0], SQUARE[1] + 0.02)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.fixture
def api(client_of: ClientOf, administrator: User) -> APIClient:
    return client_of(administrator, Scope.CAMERAS_READ, Scope.CAMERAS_WRITE)


def drawn(place: tuple[float, float] = SQUARE, **more: Any) -> dict[str, Any]:
    return {**json.loads(shapely.to_geojson(box(*place))), **more}


def post(api: APIClient, name: str = "Nord", **words: Any) -> Any:
    return api.post(DISTRICTS, {"name": name, "geometry": drawn(), **words}, format="json")


def patch(api: APIClient, path: str, tag: str | None = None, **words: Any) -> Any:
    """As who has read what stands there."""
    return api.patch(path, words, format="json", headers={"If-Match": tag or api.get(path)["ETag"]})


def test_a_district_is_drawn_and_read_back(api: APIClient) -> None:
    made = post(api)
    assert made.status_code == 201
    told = api.get(made["Location"])
    assert (told.json(), told["ETag"]) == (made.json(), made["ETag"])
    assert told.json()["geometry"]["type"] == "MultiPolygon"
    assert LogEntry.objects.filter(action="district.save", subject=told.json()["id"]).count() == 1


def test_browsers_hear_that_the_map_is_another(api: APIClient, city: City) -> None:
    post(api)
    assert JournalEntry.objects.filter(kind="map").count() == 1
    assert City.objects.get().imported_at > city.imported_at


def test_events_stay_with_a_district_that_gets_another_name_and_border(api: APIClient) -> None:
    path = post(api)["Location"]
    event = make_event(make_camera(SQUARE), district=District.objects.get())
    changed = patch(api, path, name="Grand Nord", geometry=drawn(NORTH)).json()
    event.refresh_from_db()
    assert (changed["name"], event.district) == ("Grand Nord", District.objects.get(name="Grand Nord"))
    assert District.objects.get().area.centroid.y == pytest.approx(NORTH[1])


def test_each_change_is_taken_back_as_an_import_is(api: APIClient) -> None:
    path = post(api)["Location"]
    patch(api, path, name="Grand Nord")
    assert api.delete(path, headers={"If-Match": "*"}).status_code == 204
    removed, renamed, made = LayerImport.objects.order_by("-at")
    assert [(one.file, one.by) for one in (removed, renamed, made)] == [("REST", "administrator")] * 3
    back(removed)
    assert District.objects.get().name == "Grand Nord"
    back(renamed)
    assert District.objects.get().name == "Nord"
    back(made)
    assert not District.objects.exists()


def test_what_changes_nothing_is_no_import(api: APIClient) -> None:
    path = post(api)["Location"]
    assert patch(api, path, name="Nord", geometry=drawn()).status_code == 200
    assert LayerImport.objects.count() == 1


def test_a_district_in_which_events_lie_stays(api: APIClient) -> None:
    path = post(api)["Location"]
    event = make_event(make_camera(SQUARE), district=District.objects.get())
    assert api.delete(path, headers={"If-Match": "*"}).json()["code"] == "in_use"
    event.delete()
    assert api.delete(path).status_code == 428
    assert api.delete(path, headers={"If-Match": "*"}).status_code == 204


def test_the_second_of_two_who_change_a_district_is_told(api: APIClient) -> None:
    path = post(api)["Location"]
    tag = api.get(path)["ETag"]
    assert [patch(api, path, tag, name=name).status_code for name in ("Est", "Ouest")] == [200, 412]
    assert District.objects.get().name == "Est"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"geometry": {"type": "Point", "coordinates": list(SQUARE)}}, "geometry"),
        ({"geometry": {"type": "Polygon", "coordinates": None}}, "geometry"),
        ({"geometry": {"type": "Polygon", "coordinates": []}}, "geometry"),
        ({"geometry": {"type": "Polygon", "coordinates": [[[3.8, 43.6], [3.9, 43.6]]]}}, "geometry"),
        ({"geometry": {"type": "Polygon", "coordinates": [[["a", 1], [2, 2], [3, 1], ["a", 1]]]}}, "geometry"),
        ({"geometry": {"type": "Polygon", "coordinates": [[[0, 0], [999, 0], [999, 9], [0, 0]]]}}, "geometry"),
        ({"geometry": drawn((SQUARE[1], SQUARE[0]))}, "geometry"),
        ({"geometry": "Nord"}, "geometry"),
        ({"name": " "}, "name"),
        ({"name": "Sud"}, "name"),
        ({"inhabitants": 3}, "inhabitants"),
    ],
)
def test_what_is_wrong_with_a_district_is_said_by_field(api: APIClient, wrong: dict[str, Any], field: str) -> None:
    District.objects.create(name="Sud", area=area())
    answer = post(api, **wrong)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not LayerImport.objects.exists()


def test_an_endless_coordinate_is_refused(api: APIClient) -> None:
    body = '{"name": "Nord", "geometry": {"type": "Polygon", "coordinates": [[[0,0],[1e999,0],[1,1],[0,0]]]}}'
    answer: Any = api.generic("POST", DISTRICTS, body, content_type="application/json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["geometry"])


def test_a_name_that_another_district_has_is_not_given_twice(api: APIClient) -> None:
    path = post(api)["Location"]
    post(api, "Sud", geometry=drawn(NORTH))
    assert list(patch(api, path, name="Sud").json()["errors"]) == ["name"]


def test_without_a_city_there_is_no_district(api: APIClient) -> None:
    City.objects.all().delete()
    assert (post(api).status_code, post(api).json()["code"]) == (422, "no_city")


def test_whoever_is_given_a_part_of_the_city_draws_in_that_part_alone(client_of: ClientOf, api: APIClient) -> None:
    path = post(api)["Location"]
    person = make_user(Role.ADMINISTRATOR, username="local", everywhere=False, perimeter=area(*NORTH))
    local = client_of(person, Scope.CAMERAS_READ, Scope.CAMERAS_WRITE)
    small = json.loads(shapely.to_geojson(box(*NORTH, half=0.0005)))
    assert post(local, "Sud").status_code == 403
    assert patch(local, path, name="Sud").status_code == 403
    assert patch(local, path, geometry=small).status_code == 403
    assert local.delete(path, headers={"If-Match": "*"}).status_code == 403
    assert post(local, "Small", geometry=small).status_code == 201
    assert [one.name for one in District.objects.all()] == ["Nord", "Small"]


def test_only_who_configures_draws_districts_and_only_with_the_scope(client_of: ClientOf, api: APIClient) -> None:
    path = post(api)["Location"]
    for role in Role:
        scopes = (Scope.CAMERAS_READ,) if role == Role.ADMINISTRATOR else (Scope.CAMERAS_READ, Scope.CAMERAS_WRITE)
        stranger = client_of(make_user(role), *scopes)
        assert post(stranger, "Sud").status_code == 403
        assert patch(stranger, path, "*", name="Sud").status_code == 403
        assert stranger.delete(path, headers={"If-Match": "*"}).status_code == 403
    assert District.objects.get().name == "Nord"
