"""Every address under /ogc/, tried as every role, as nobody, with every scope and as the outsider."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from hypervision.ogc.offered import COLLECTIONS
from tests.api.conftest import ClientOf
from tests.factories import ELSEWHERE, area, make_camera, make_event, make_user
from tests.ogc.worlds import ITEMS, found, make_square, read

pytestmark = pytest.mark.django_db

EVERYBODY = set(Role)
SEES_MAP = {Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.INSPECTOR, Role.SYSTEM}
SEES_FIGURES = {Role.SUPERVISOR, Role.ADMINISTRATOR, Role.INSPECTOR, Role.OFFICIAL, Role.SYSTEM}
READERS: dict[str, set[Role]] = {
    "cameras": SEES_MAP,
    "events": SEES_MAP,
    "zones": SEES_MAP,
    "districts": SEES_MAP,
    "counts": SEES_FIGURES,
}
SCOPES = {
    "cameras": Scope.CAMERAS_READ,
    "events": Scope.EVENTS_READ,
    "zones": Scope.ZONES_READ,
    "districts": Scope.CAMERAS_READ,
    "counts": Scope.COUNTS_READ,
}
OPEN = ["/ogc/", "/ogc/api", "/ogc/conformance", "/ogc/collections"]
OF_COLLECTION = ["", "/queryables", "/items", "/items/7"]
ALL = [*OPEN, *(f"/ogc/collections/{one}{rest}" for one in READERS for rest in OF_COLLECTION)]


def test_each_collection_has_a_decision_who_reads_it() -> None:
    assert set(COLLECTIONS) == set(READERS) == set(SCOPES)
    assert reverse("ogc-items", args=["events"]) == ITEMS.format("events")


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("collection", sorted(READERS))
def test_each_role_reads_what_is_decided_and_nothing_else(collection: str, role: Role) -> None:
    user = make_user(role)
    for rest in OF_COLLECTION:
        status = read(user, f"/ogc/collections/{collection}{rest}").status_code
        assert status in ((200, 404) if role in READERS[collection] else (403,)), rest


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_told_of_the_collections_that_it_may_read(role: Role) -> None:
    user = make_user(role)
    told = [each["id"] for each in read(user, "/ogc/collections").json()["collections"]]
    assert set(told) == {name for name, readers in READERS.items() if role in readers}
    paths = read(user, "/ogc/api").json()["paths"]
    assert {path.split("/")[2] for path in paths if path.count("/") == 3 and path.endswith("items")} == set(told)


@pytest.mark.parametrize("collection", sorted(READERS))
def test_a_token_reads_what_its_scope_names_and_nothing_else(
    client_of: ClientOf, city_system: User, collection: str
) -> None:
    scope = SCOPES[collection]
    assert client_of(city_system, scope).get(ITEMS.format(collection)).status_code == 200
    others = [one for one in Scope if one != scope]
    assert client_of(city_system, *others).get(ITEMS.format(collection)).status_code == 403


def test_a_token_is_told_of_its_own_collections_only(client_of: ClientOf, city_system: User) -> None:
    told = client_of(city_system, Scope.COUNTS_READ).get("/ogc/collections").json()["collections"]
    assert [each["id"] for each in told] == ["counts"]


@pytest.mark.parametrize("path", ALL)
def test_nobody_reads_anything(path: str) -> None:
    answer = APIClient().get(path)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Token")


@pytest.mark.parametrize("path", ALL)
def test_people_without_a_login_are_led_to_it(path: str) -> None:
    answer = APIClient().get(path, {"f": "html"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/?next=/ogc/")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ALL)
def test_nobody_changes_anything(client_of: ClientOf, administrator: User, path: str, method: str) -> None:
    answer = client_of(administrator).generic(method.upper(), path, "{}", "application/json")
    assert answer.status_code in (403, 405)


@pytest.mark.parametrize("collection", ["cameras", "events", "zones", "counts"])
def test_the_outsider_finds_nothing_of_another_part_of_the_city(collection: str) -> None:
    make_square()
    inside = make_user(Role.SUPERVISOR)
    outside = make_user(Role.SUPERVISOR, everywhere=False, perimeter=area(*ELSEWHERE))
    seen = found(inside, collection)
    assert seen
    assert found(outside, collection) == []
    path = f"{ITEMS.format(collection)}/{seen[0]['id']}"
    assert read(inside, path).status_code == 200
    assert read(outside, path).status_code == 404


def test_the_outsider_sees_the_districts_as_everybody_on_the_map_does(outsider: User) -> None:
    make_square()
    assert [each["properties"]["name"] for each in found(outsider, "districts")] == ["Kluuvi"]


@pytest.mark.parametrize("collection", ["events", "counts"])
def test_who_is_given_other_kinds_finds_nothing(collection: str) -> None:
    make_square()
    assert found(make_user(Role.SUPERVISOR, kinds=["fire"]), collection) == []


def test_an_exercise_is_for_the_room_and_for_no_token(client_of: ClientOf, city_system: User, operator: User) -> None:
    make_event(make_camera(), is_real=False)
    assert len(found(operator, "events")) == 1
    answer = client_of(city_system, Scope.EVENTS_READ).get(ITEMS.format("events")).json()
    assert answer["features"] == []


def test_who_does_not_see_the_map_reads_counts_without_their_place(official: User, supervisor: User) -> None:
    make_square()
    everywhere = "0,0,90,90"
    assert found(official, "counts")[0]["geometry"] is None
    assert found(official, "counts", bbox=everywhere) == []
    assert found(official, "counts", filter="S_INTERSECTS(geometry, BBOX(0,0,90,90))") == []
    assert found(supervisor, "counts", bbox=everywhere)[0]["geometry"]["type"] == "Point"


def test_a_token_for_counts_alone_reads_no_places(client_of: ClientOf, city_system: User) -> None:
    make_square()
    for scopes, is_told in (([Scope.COUNTS_READ], False), ([Scope.COUNTS_READ, Scope.CAMERAS_READ], True)):
        [count] = client_of(city_system, *scopes).get(ITEMS.format("counts")).json()["features"]
        assert (count["geometry"] is not None) == is_told
