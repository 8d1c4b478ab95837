"""Cameras, zones, counts and pictures over the API: whoever does not see the camera sees nothing of it."""

from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from hypervision.law.models import LogEntry
from maps.models import Camera, Event, Picture, Still
from tests.api.conftest import ClientOf
from tests.factories import ELSEWHERE, NOON, area, make_camera, make_count, make_event, make_user, make_zone

CAMERAS, ZONES, COUNTS, EVENTS = (f"/api/v1/{name}/" for name in ("cameras", "zones", "counts", "events"))
SPLIT = f"{COUNTS}split/"
LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def theirs(db: None) -> Camera:
    """The camera that the outsider sees."""
    return make_camera(ELSEWHERE, name="Harbour")


def results(client: APIClient, address: str, **query: str) -> list[dict[str, object]]:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, object]] = answer.json()["results"]
    return found


def test_the_outsider_is_listed_the_own_cameras_only(
    client_of: ClientOf, outsider: User, camera: Camera, theirs: Camera
) -> None:
    assert [row["name"] for row in results(client_of(outsider), CAMERAS)] == ["Harbour"]


def test_the_outsider_opens_the_own_camera_and_no_foreign_one(
    client_of: ClientOf, outsider: User, camera: Camera, theirs: Camera
) -> None:
    client = client_of(outsider)
    assert client.get(f"{CAMERAS}{theirs.id}/").json()["name"] == "Harbour"
    assert client.get(f"{CAMERAS}{camera.id}/").status_code == 404


def test_the_outsider_is_listed_the_own_zones_only(
    client_of: ClientOf, outsider: User, camera: Camera, theirs: Camera
) -> None:
    make_zone(camera)
    own = make_zone(theirs)
    assert [row["id"] for row in results(client_of(outsider), ZONES)] == [str(own.id)]


def test_the_zones_of_one_camera_are_asked_for_by_its_id(
    client_of: ClientOf, operator: User, camera: Camera, theirs: Camera
) -> None:
    make_zone(camera)
    one = make_zone(theirs, name="Pier")
    found = results(client_of(operator), ZONES, camera=str(theirs.id))
    assert [(row["id"], row["name"], row["points"]) for row in found] == [(str(one.id), "Pier", one.points)]


def test_crossings_of_a_foreign_camera_are_not_told(client_of: ClientOf, camera: Camera, theirs: Camera) -> None:
    official = make_user(Role.OFFICIAL, everywhere=False, perimeter=area(*ELSEWHERE))
    make_count(camera)
    own = make_count(theirs)
    assert [row["zone"] for row in results(client_of(official), COUNTS)] == [str(own.zone_id)]
    assert [row["zone"] for row in results(client_of(official), SPLIT)] == [str(own.zone_id)]


def test_each_filter_of_the_counts_keeps_what_it_names(
    client_of: ClientOf, official: User, camera: Camera, theirs: Camera
) -> None:
    first = make_count(camera)
    later = make_count(theirs, 9, starts_at=LATER)
    client = client_of(official)
    assert len(results(client, COUNTS)) == 2
    named = {"camera": str(theirs.id)}, {"zone": str(later.zone_id)}, {"from": LATER.isoformat()}
    for query in named:
        assert [row["objects"] for row in results(client, COUNTS, **query)] == [9], query
    assert [row["objects"] for row in results(client, COUNTS, to=LATER.isoformat())] == [first.objects_seen]
    assert len(results(client, COUNTS, limit="1")) == 1


@pytest.fixture
def pictured(camera: Camera) -> Event:
    event = make_event(camera)
    week = {"captured_at": NOON, "erase_at": NOON + timedelta(days=7)}
    Picture.objects.create(event=event, jpeg=b"masked event", **week)
    Still.objects.create(camera=camera, jpeg=b"masked still", **week)
    return event


def pictures(event: Event) -> dict[str, bytes]:
    return {f"{EVENTS}{event.id}/picture/": b"masked event", f"{CAMERAS}{event.camera_id}/still/": b"masked still"}


def test_each_look_at_a_picture_is_logged_and_the_picture_is_kept_nowhere(
    client_of: ClientOf, operator: User, pictured: Event
) -> None:
    client = client_of(operator)
    for address, jpeg in pictures(pictured).items():
        answer = client.get(address)
        assert (answer.content, answer["Content-Type"]) == (jpeg, "image/jpeg")
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Captured-At"] == NOON.isoformat()
    assert list(LogEntry.objects.order_by("number").values_list("actor", "action", "subject")) == [
        ("operator", "picture.view", f"event {pictured.id}"),
        ("operator", "picture.view", f"camera {pictured.camera_id}"),
    ]


def test_the_outsider_sees_no_foreign_picture(client_of: ClientOf, outsider: User, pictured: Event) -> None:
    client = client_of(outsider)
    assert [client.get(address).status_code for address in pictures(pictured)] == [404, 404]
    assert not LogEntry.objects.exists()


def test_no_token_opens_a_picture_whatever_its_scopes(client_of: ClientOf, operator: User, pictured: Event) -> None:
    """Pictures are for people: a token says nothing of who looks."""
    client = client_of(operator, *Scope)
    assert [client.get(address).status_code for address in pictures(pictured)] == [403, 403]
    assert not LogEntry.objects.exists()
