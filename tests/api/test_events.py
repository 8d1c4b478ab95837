"""GET /api/v1/events/ as another system of the city uses it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from maps.models import Camera, District
from tests.api.conftest import ClientOf
from tests.factories import ELSEWHERE, NOON, SQUARE, make_alert, make_camera, make_event

EVENTS = "/api/v1/events/"


@pytest.fixture
def system(client_of: ClientOf, city_system: User) -> APIClient:
    return client_of(city_system, Scope.EVENTS_READ)


def ids(client: APIClient, **query: str) -> list[str]:
    return [feature["id"] for feature in client.get(EVENTS, query).json()["features"]]


def test_nobody_is_asked_to_log_in() -> None:
    answer = APIClient().get(EVENTS)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


def test_a_token_without_the_scope_is_refused(client_of: ClientOf, city_system: User) -> None:
    assert client_of(city_system, Scope.CAMERAS_READ).get(EVENTS).status_code == 403


def test_the_official_reaches_no_event(client_of: ClientOf, official: User) -> None:
    assert client_of(official).get(EVENTS).status_code == 403


def test_an_event_is_a_feature_with_place_time_kind_and_state(system: APIClient, camera: Camera) -> None:
    alert = make_alert(camera)
    answer = system.get(EVENTS)
    feature = answer.json()["features"][0]
    assert answer["Content-Type"] == "application/geo+json"
    assert feature["id"] == str(alert.event_id)
    assert feature["geometry"] == {"type": "Point", "coordinates": list(SQUARE)}
    assert feature["properties"]["kind"] == "intrusion"
    assert feature["properties"]["state"] == "new"
    assert feature["properties"]["captured_at"].startswith("2026-06-01T12:00:00")


def test_the_outsider_sees_no_foreign_event(client_of: ClientOf, outsider: User, camera: Camera) -> None:
    make_event(camera)
    theirs = make_event(make_camera(ELSEWHERE))
    assert ids(client_of(outsider)) == [str(theirs.id)]


def test_a_foreign_event_does_not_exist_for_the_outsider(client_of: ClientOf, outsider: User, camera: Camera) -> None:
    event = make_event(camera)
    assert client_of(outsider).get(f"{EVENTS}{event.id}/").status_code == 404


def test_the_pages_hold_every_event_once_although_new_ones_come_in(system: APIClient, camera: Camera) -> None:
    made = [str(make_event(camera, captured_at=NOON - timedelta(seconds=second // 2)).id) for second in range(7)]
    first = system.get(EVENTS, {"limit": "3"}).json()
    make_event(camera, captured_at=NOON + timedelta(hours=1))
    second = system.get(first["next"]).json()
    third = system.get(second["next"]).json()
    seen = [feature["id"] for part in (first, second, third) for feature in part["features"]]
    assert sorted(seen) == sorted(made)
    assert third["next"] is None


def test_each_filter_keeps_what_it_names(system: APIClient, camera: Camera) -> None:
    west = District.objects.create(name="West", area=MultiPolygon(Polygon.from_bbox((24, 60, 25, 61)), srid=4326))
    other = make_camera(ELSEWHERE)
    density = make_event(
        other, kind="density", captured_at=NOON + timedelta(hours=1), place=Point(*ELSEWHERE, srid=4326), district=west
    )
    make_alert(other, event=density, state="refuted")
    make_alert(camera)
    for query in (
        {"kind": "density"},
        {"camera": str(other.id)},
        {"district": "West"},
        {"state": "refuted"},
        {"from": "2026-06-01T12:30:00Z"},
        {"bbox": "24.949,60.164,24.951,60.166"},
    ):
        assert ids(system, **query) == [str(density.id)], query
    assert str(density.id) not in ids(system, to="2026-06-01T12:30:00Z")


def test_a_span_holds_its_first_moment_and_not_its_last(system: APIClient, camera: Camera) -> None:
    """So that the spans of a report that follow one another count nothing twice."""
    event = make_event(camera)
    at, later = NOON.isoformat(), (NOON + timedelta(hours=1)).isoformat()
    assert ids(system, **{"from": at, "to": later}) == [str(event.id)]
    assert ids(system, to=at) == []


def test_a_foreign_camera_as_filter_gives_nothing(client_of: ClientOf, outsider: User, camera: Camera) -> None:
    make_event(camera)
    assert ids(client_of(outsider), camera=str(camera.id)) == []


def test_an_unknown_event_is_a_problem(system: APIClient) -> None:
    answer = system.get(f"{EVENTS}{uuid4()}/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_page_of_any_length_costs_one_query_for_its_events(system: APIClient, camera: Camera) -> None:
    for _ in range(20):
        make_alert(camera)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        system.get(EVENTS)
    assert sum("maps_event" in query["sql"] for query in queries) == 1
