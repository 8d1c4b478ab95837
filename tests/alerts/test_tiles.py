"""Alerts of a span as tiles: clusters that add up, alerts that stand apart, and the eyes of who asks."""

import math
from datetime import timedelta
from typing import Any

import mapbox_vector_tile
import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from hypervision.accounts.models import ApiToken, User
from hypervision.accounts.rights import Role, Scope
from hypervision.alerts.models import Alert
from maps.models import Camera
from tests.factories import ELSEWHERE, SQUARE, make_alert, make_camera, make_event, make_report, make_token, make_user

State = Alert.State
A_METRE = 1 / 111_320


def address(zoom: int, lon: float = SQUARE[0], lat: float = SQUARE[1], query: str = "") -> str:
    size = 2**zoom
    x = int((lon + 180) / 360 * size)
    y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * size)
    return f"/tiles/alerts/{zoom}/{x}/{y}.pbf{query}"


def happened(camera: Camera, state: State = State.NEW, north: float = 0, days: float = 0, **values: Any) -> Alert:
    """An alert so many metres north of the square, so many days ago."""
    at = timezone.now() - timedelta(days=days, minutes=1)
    place = Point(SQUARE[0], SQUARE[1] + north * A_METRE, srid=4326)
    event = make_event(camera, place=place, captured_at=at, started_at=at, **values)
    return make_alert(camera, event=event, state=state)


def features(client: Client, path: str) -> list[dict[str, Any]]:
    response = client.get(path)
    assert response.status_code in (200, 204), response.content
    if not response.content:
        return []
    tile: dict[str, Any] = mapbox_vector_tile.decode(response.content)
    return [feature["properties"] for feature in tile["alerts"]["features"]]


@pytest.fixture
def browser(client: Client, operator: User) -> Client:
    client.force_login(operator)
    return client


def test_far_away_alerts_are_one_donut_with_a_count_for_each_state(browser: Client, camera: Camera) -> None:
    for state in (State.NEW, State.NEW, State.CONFIRMED, State.EXPIRED):
        happened(camera, state)
    [donut] = features(browser, address(12))
    assert (donut["count"], donut["new"], donut["confirmed"], donut["expired_unreviewed"]) == (4, 2, 1, 1)
    assert "refuted" not in donut
    assert donut["rank"] == 2  # the worst severity: high


def test_at_the_highest_zoom_alerts_that_are_metres_apart_stand_apart(browser: Client, camera: Camera) -> None:
    ids = {str(happened(camera, north=metres).pk) for metres in (0, 4, 8)}
    assert len(features(browser, address(15))) == 1
    apart = features(browser, address(18))
    assert {one["id"] for one in apart} == ids
    assert all(one["count"] == 1 and "box" not in one for one in apart)


def test_what_shares_a_place_says_so_and_names_the_box_for_its_list(browser: Client, camera: Camera) -> None:
    for _ in range(3):
        happened(camera)
    [pile] = features(browser, address(18))
    assert pile["count"] == 3
    west, south, east, north = map(float, pile["box"].split(","))
    assert (west, south) == (east, north)
    assert (west, south) == pytest.approx(SQUARE)


def test_neighbouring_tiles_share_no_alert(browser: Client, camera: Camera) -> None:
    for metres in range(0, 2000, 40):
        happened(camera, north=metres)
    size = 360 / 2**15
    around = [address(15, SQUARE[0] + dx * size, SQUARE[1] + dy * size / 2) for dx in (-1, 0, 1) for dy in range(-1, 6)]
    assert sum(one["count"] for path in set(around) for one in features(browser, path)) == 50


@pytest.mark.parametrize(("span", "count"), [("24h", 1), ("7d", 2), ("30d", 3)])
def test_a_span_holds_what_was_captured_in_it(browser: Client, camera: Camera, span: str, count: int) -> None:
    for days in (0.5, 5, 20, 40):
        happened(camera, days=days)
    assert [one["count"] for one in features(browser, address(12, query=f"?span={span}"))] == [count]


def test_one_kind_can_be_asked_for(browser: Client, camera: Camera) -> None:
    happened(camera)
    happened(camera, kind="fall")
    assert [one["count"] for one in features(browser, address(12, query="?kind=fall"))] == [1]


def test_heat_comes_in_finer_cells(browser: Client, camera: Camera) -> None:
    for metres in (0, 50, 100):
        happened(camera, north=metres)
    assert len(features(browser, address(14))) < len(features(browser, address(14, query="?grain=heat"))) == 3


def test_the_outsider_sees_no_alert_of_other_cameras(client: Client, camera: Camera, outsider: User) -> None:
    """Also not what happened in their own street, when a camera saw it that is out of their sight."""
    happened(camera)
    theirs = make_camera(ELSEWHERE)
    happened(theirs)  # their camera saw as far as the square
    client.force_login(outsider)
    assert [one["count"] for one in features(client, address(12))] == [1]


def test_who_sees_nothing_gets_an_empty_tile(client: Client, camera: Camera, outsider: User) -> None:
    happened(camera)
    client.force_login(outsider)
    response = client.get(address(12))
    assert (response.status_code, response.content) == (204, b"")


def test_an_account_without_a_perimeter_gets_an_empty_tile(client: Client, camera: Camera) -> None:
    happened(camera)
    client.force_login(make_user(Role.OPERATOR, everywhere=False))
    assert [client.get(address(zoom)).status_code for zoom in (12, 16)] == [204, 204]


def test_an_exercise_leaves_no_trace_among_past_alerts(browser: Client, camera: Camera) -> None:
    happened(camera)
    happened(camera, is_real=False)
    assert [one["count"] for one in features(browser, address(12))] == [1]


def test_what_no_camera_saw_is_seen_by_whoever_sees_its_place(
    client: Client, operator: User, outsider: User, db: None
) -> None:
    at = timezone.now()
    make_alert(None, event=make_report(captured_at=at, started_at=at))
    client.force_login(operator)
    assert [one["count"] for one in features(client, address(12))] == [1]
    client.force_login(outsider)
    assert features(client, address(12)) == []


def test_no_cache_keeps_a_tile_for_somebody_else(browser: Client, camera: Camera) -> None:
    happened(camera)
    answer = browser.get(address(12))
    assert answer["Cache-Control"] == "private, no-store"
    assert {"Authorization", "Cookie"} <= set(answer["Vary"].split(", "))


def test_without_login_there_are_no_alerts(client: Client, db: None) -> None:
    assert client.get(address(12)).status_code == 401


def test_an_official_has_no_alerts_on_a_map(client: Client, official: User) -> None:
    client.force_login(official)
    assert client.get(address(12)).status_code == 403


def test_a_token_needs_the_scopes_for_tiles_and_for_alerts(client: Client, city_system: User, camera: Camera) -> None:
    happened(camera)
    tiles_only = make_token(city_system, Scope.TILES_READ)
    answer = client.get(address(12), headers={"Authorization": f"Token {tiles_only}"})
    assert answer.status_code == 403
    assert b"alerts:read" in answer.content
    ApiToken.objects.all().delete()
    both = make_token(city_system, Scope.TILES_READ, Scope.ALERTS_READ)
    assert client.get(address(12), headers={"Authorization": f"Token {both}"}).status_code == 200


@pytest.mark.parametrize(
    ("query", "words"),
    [("?span=1y", "24h, 7d, 30d"), ("?grain=rain", "donuts or as heat"), (f"?kind={'x' * 41}", "such a name")],
)
def test_what_cannot_be_asked_is_answered_with_a_sentence(browser: Client, query: str, words: str) -> None:
    answer = browser.get(address(12, query=query))
    assert answer.status_code == 400
    assert words in answer.content.decode()
