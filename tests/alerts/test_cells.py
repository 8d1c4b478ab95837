"""Tiles that are drawn from sums tell what the rows tell: at every zoom, of every span, before and after the fold."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import product
from typing import Any

import mapbox_vector_tile
import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts import cells
from hypervision.alerts.models import Alert, CellSum
from hypervision.alerts.tiles import SPANS, Wish, draw
from maps.models import Camera, Event
from tests.alerts.test_tiles import A_METRE, State, happened
from tests.factories import SQUARE, area, make_alert, make_camera, make_report, make_user

SUMMED = range(10, 16)
"""Zooms that are drawn from sums."""
MOMENTS = (0.01, 0.5, 0.8, 0.999, 1.0001, 1.04, 3, 6.9, 6.999, 7.0001, 20, 29.6, 29.9, 29.97, 29.999, 30.0001, 40)
"""Days ago, many of them just inside or outside of a span."""


@pytest.fixture
def city(camera: Camera) -> list[Alert]:
    """Alerts all around the square: heaps and single ones, of all states, severities and moments."""
    states, severities = list(State), list(Alert.Severity)
    found = []
    for number, days in enumerate(MOMENTS * 4):
        alert = happened(camera, states[number % 7], north=number * number * 1.4, days=days)
        Alert.objects.filter(pk=alert.pk).update(severity=severities[number % 3])
        found.append(alert)
    happened(camera, kind="fall", north=-900)
    return found


def tile_of(person: User, zoom: int, span: str = "30d", kind: str = "") -> dict[Any, Any]:
    """What the cells around the square say, by where in the tile they lie. Of a heap the box is left out."""
    size = 2**zoom
    x, y = tile_at(zoom, *SQUARE, size)
    body = draw(person, (zoom, x, y), Wish(SPANS[span], kind, 8))
    drawn = mapbox_vector_tile.decode(body)["alerts"]["features"] if body else []
    told = {}
    for one in drawn:
        column, line = (int(value // 512) for value in one["geometry"]["coordinates"])
        told[column, line] = {name: value for name, value in one["properties"].items() if name != "box"}
    return told


def tile_at(zoom: int, lon: float, lat: float, size: int) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (%s + 180) / 360, (1 - asinh(tan(radians(%s))) / pi()) / 2", [lon, lat])
        across, down = cursor.fetchone()
    return int(across * size), int(down * size)


def by_rows(monkeypatch: pytest.MonkeyPatch, *asked: Any) -> dict[Any, Any]:
    with monkeypatch.context() as patched:
        patched.setattr(cells, "COARSEST", 99)
        return tile_of(*asked)


def assert_as_by_rows(
    monkeypatch: pytest.MonkeyPatch, person: User, zooms: Sequence[int] = SUMMED, kinds: Sequence[str] = ("",)
) -> None:
    for asked in product(zooms, SPANS, kinds):
        assert tile_of(person, *asked) == by_rows(monkeypatch, person, *asked), asked


def test_sums_tell_what_the_rows_tell(monkeypatch: pytest.MonkeyPatch, city: list[Alert], operator: User) -> None:
    within = [days for days in MOMENTS if days < 30]
    assert sum(one["count"] for one in tile_of(operator, 10).values()) == 4 * len(within) + 1
    assert_as_by_rows(monkeypatch, operator, kinds=("", "fall", "fire"))
    cells.fold()
    assert not CellSum.objects.filter(is_loose=True).exists()
    assert_as_by_rows(monkeypatch, operator, kinds=("", "fall", "fire"))


def test_sums_are_what_is_drawn(operator: User, camera: Camera) -> None:
    happened(camera)
    CellSum.objects.update(count=7)
    assert [one["count"] for one in tile_of(operator, 12).values()] == [7]


def test_a_verdict_moves_an_alert_to_another_state(
    monkeypatch: pytest.MonkeyPatch, city: list[Alert], operator: User
) -> None:
    cells.fold()
    for alert in city[:20]:
        Alert.objects.filter(pk=alert.pk).update(state=State.CONFIRMED)
    assert_as_by_rows(monkeypatch, operator)
    cells.fold()
    assert_as_by_rows(monkeypatch, operator)


@pytest.mark.parametrize("is_folded", [False, True])
def test_what_is_erased_is_in_no_cell(
    monkeypatch: pytest.MonkeyPatch, city: list[Alert], operator: User, is_folded: bool
) -> None:
    if is_folded:
        cells.fold()
    Event.objects.filter(pk__in=[alert.event_id for alert in city[::3]]).delete()
    assert_as_by_rows(monkeypatch, operator)
    Event.objects.all().delete()
    assert tile_of(operator, 10) == {}
    cells.fold()
    assert not CellSum.objects.filter(starts_at__gte=timezone.now() - timedelta(days=31)).exists()


def test_an_event_that_goes_before_its_alert_is_taken_off_once(operator: User, camera: Camera) -> None:
    """The key between them is looked at when the transaction ends."""
    gone, stays = happened(camera), happened(camera)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM maps_event WHERE id = %s", [gone.event_id])
        cursor.execute("DELETE FROM alerts_alert WHERE id = %s", [gone.pk])
    assert [one["id"] for one in tile_of(operator, 12).values()] == [str(stays.pk)]


def test_an_event_that_is_placed_anew_moves_to_another_cell(
    monkeypatch: pytest.MonkeyPatch, city: list[Alert], operator: User
) -> None:
    cells.fold()
    moved = Event.objects.filter(pk__in=[alert.event_id for alert in city[:15]])
    moved.update(place=Point(SQUARE[0] + 0.02, SQUARE[1], srid=4326))
    assert_as_by_rows(monkeypatch, operator)
    moved.update(is_real=False)
    assert_as_by_rows(monkeypatch, operator)


def test_a_cell_that_a_perimeter_cuts_counts_only_what_is_seen(camera: Camera) -> None:
    """Both cameras look at the same place; the perimeter ends between them."""
    beyond = make_camera((SQUARE[0] + 0.0005, SQUARE[1]))
    for one in (camera, camera, beyond):
        happened(one)
    half = make_user(Role.OPERATOR, everywhere=False, perimeter=area(SQUARE[0] - 0.001, SQUARE[1], half=0.0012))
    for is_folded in (False, True):
        if is_folded:
            cells.fold()
        for zoom in SUMMED:
            assert [one["count"] for one in tile_of(half, zoom).values()] == [2]


def test_who_sees_nothing_is_told_of_no_sum(camera: Camera, outsider: User) -> None:
    happened(camera)
    make_alert(None, event=make_report(captured_at=timezone.now(), started_at=timezone.now()))
    cells.fold()
    nobody = make_user(Role.OPERATOR, everywhere=False)
    assert all(tile_of(person, zoom) == {} for person in (outsider, nobody) for zoom in SUMMED)


def test_who_is_given_some_kinds_is_told_of_no_other(monkeypatch: pytest.MonkeyPatch, city: list[Alert]) -> None:
    of_falls = make_user(Role.OPERATOR, kinds=["fall"])
    assert sum(one["count"] for one in tile_of(of_falls, 10).values()) == 1
    assert tile_of(of_falls, 10, "30d", "intrusion") == {}
    assert_as_by_rows(monkeypatch, of_falls, kinds=("", "fall", "intrusion"))


def test_an_alert_that_stands_alone_is_named(operator: User, camera: Camera) -> None:
    alone, other = happened(camera), happened(camera, north=30_000)
    for zoom in SUMMED:
        assert {one["id"] for one in tile_of(operator, zoom).values()} - {str(other.pk)} == {str(alone.pk)}


def test_of_a_heap_the_box_is_that_of_its_cell(operator: User, camera: Camera) -> None:
    for metres in (0, 1):
        happened(camera, north=metres)
    [heap] = mapbox_vector_tile.decode(draw(operator, (13, *tile_at(13, *SQUARE, 2**13)), Wish(SPANS["24h"], "", 8)))[
        "alerts"
    ]["features"]
    west, south, east, north = map(float, heap["properties"]["box"].split(","))
    assert west <= SQUARE[0] <= east
    assert south <= SQUARE[1] <= SQUARE[1] + A_METRE <= north
    assert east - west == pytest.approx(360 / 2**16)


def test_one_row_is_left_of_each_cell_and_day(operator: User, camera: Camera) -> None:
    for _ in range(3):
        happened(camera)
        cells.fold()
    kept = list(CellSum.objects.filter(level=13).values_list("hours", "count", "is_loose").order_by("hours"))
    assert kept == [(1, 3, False), (24, 3, False)]


def test_sums_that_no_span_reaches_are_forgotten(camera: Camera) -> None:
    happened(camera, days=29)
    happened(camera, days=40)
    assert set(CellSum.objects.values_list("count", flat=True)) == {1}
    cells.forget(timezone.now())
    assert CellSum.objects.exists()
    cells.forget(timezone.now() + timedelta(days=6))
    assert not CellSum.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_migration_sums_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    MigrationExecutor(connection).migrate([("alerts", "0007_handlings")])
    try:
        happened(make_camera(), days=3)
        happened(make_camera(), state=State.CLOSED, north=300)
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    operator = make_user(Role.OPERATOR)
    assert sum(one["count"] for one in tile_of(operator, 10).values()) == 2
    assert_as_by_rows(monkeypatch, operator)
