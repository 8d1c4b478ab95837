"""Counts over the API: values with units and intervals, and nothing about few."""

from datetime import timedelta
from typing import Any

import pytest

from detectors.vision.scene.classes import CLASSES
from hypervision.accounts.models import User
from maps.models import Camera
from tests.api.conftest import ClientOf
from tests.factories import NOON, make_camera, make_count, make_zone

COUNTS, SPLIT = "/api/v1/counts/", "/api/v1/counts/split/"


def test_a_bin_tells_its_value_with_unit_and_interval(client_of: ClientOf, official: User, camera: Camera) -> None:
    zone = make_zone(camera, name="Bridge")
    sums = {"total": 250.0, "squares": 12_750.0, "variances": 5.0}
    make_count(camera, 5, zone=zone, kind="speed", measure="speed", label="vehicle", way="", **sums)
    [row] = client_of(official).get(COUNTS).json()["results"]
    assert (row["zone_name"], row["kind"], row["measure"], row["label"]) == ("Bridge", "speed", "speed", "vehicle")
    assert (row["value"], row["unit"], row["objects"], row["error"]) == (50.0, "km/h", 5, 1.0)
    assert (row["low"], row["high"]) == pytest.approx((40.18, 59.82), abs=0.01)


def test_of_a_bin_of_few_objects_only_that_is_told(client_of: ClientOf, official: User, camera: Camera) -> None:
    make_count(camera, 4)
    [row] = client_of(official).get(COUNTS).json()["results"]
    assert row["is_told"] is False
    assert [row[name] for name in ("objects", "value", "low", "high", "deviation", "error", "seconds")] == [None] * 7


def test_pages_hold_each_bin_once_although_new_ones_come_in(
    client_of: ClientOf, official: User, camera: Camera
) -> None:
    zone = make_zone(camera)
    for number in range(7):
        make_count(
            camera, 10 + number, zone=zone, starts_at=NOON + timedelta(minutes=5 * (number // 2)), way=str(number)
        )
    client = client_of(official)
    first = client.get(COUNTS, {"limit": "3", "kind": "line_count"}).json()
    make_count(camera, 99, zone=zone, starts_at=NOON + timedelta(hours=1))
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    seen = [row["objects"] for page in (first, second, third) for row in page["results"]]
    assert seen == [16, 15, 14, 13, 12, 11, 10]
    assert third["next"] is None


@pytest.mark.parametrize(
    "cursor", ["x", "bnVsbA", "WyJ4IiwgbnVsbF0", "WyIyMDI2LTA2LTAxVDEyOjAwOjAwKzAwOjAwIiwgIi0xIl0"]
)
def test_a_cursor_that_was_not_made_here_is_refused(client_of: ClientOf, official: User, cursor: str) -> None:
    answer = client_of(official).get(COUNTS, {"cursor": cursor})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["cursor"])


def test_the_page_behind_stands_in_a_header_of_a_table(client_of: ClientOf, official: User, camera: Camera) -> None:
    make_count(camera)
    make_count(camera)
    answer = client_of(official).get(COUNTS, {"limit": "1"}, headers={"Accept": "text/csv"})
    assert answer["Link"].endswith('rel="next"')


def test_the_modal_split_is_of_the_whole_time(client_of: ClientOf, official: User, camera: Camera) -> None:
    line = make_zone(camera, name="Bridge", purpose="line")
    for label, way, objects in (("vehicle", "forward", 4), ("vehicle", "backward", 26), ("person", "forward", 10)):
        make_count(camera, objects, zone=line, label=label, way=way)
    [row] = client_of(official).get(SPLIT).json()["results"]
    assert row["zone_name"] == "Bridge"
    assert [(each["label"], each["objects"], each["share"]) for each in row["shares"]] == [
        ("vehicle", 30, 0.75),
        ("person", 10, 0.25),
    ]


SPEEDS = "/api/v1/counts/speeds/"


def make_speeds(camera: Camera, counted: dict[int, int], **values: Any) -> None:
    """counted: by the beginning of the class, km/h."""
    classes = [counted.get(10 * place, 0) for place in range(CLASSES)]
    defaults = {"kind": "speed", "measure": "speed", "label": "vehicle", "way": "", "classes": classes}
    make_count(camera, sum(classes), **{**defaults, **values})


def test_speeds_of_an_hour_are_a_histogram_and_a_v85_with_their_intervals(
    client_of: ClientOf, official: User, camera: Camera
) -> None:
    zone = make_zone(camera, name="Bridge")
    make_speeds(camera, {30: 20, 40: 10}, zone=zone)
    make_speeds(camera, {30: 20, 40: 40, 50: 10}, zone=zone, starts_at=NOON + timedelta(minutes=55))
    answer = client_of(official).get(SPEEDS).json()
    [row] = answer["results"]
    assert (answer["unit"], answer["bin_seconds"]) == ("km/h", 3600)
    assert (row["zone_name"], row["label"], row["objects"], row["starts_at"]) == (
        *("Bridge", "vehicle", 100),
        "2026-06-01T12:00:00Z",
    )
    assert [(each["begins"], each["ends"], each["objects"]) for each in row["classes"]] == [
        (30, 40, 40),
        (40, 50, 50),
        (50, 60, 10),
    ]
    assert row["v85_low"] < row["v85"] < row["v85_high"]
    assert 47 < row["v85"] < 49


def test_hours_labels_and_zones_are_told_apart(client_of: ClientOf, official: User, camera: Camera) -> None:
    zone = make_zone(camera)
    make_speeds(camera, {30: 20}, zone=zone)
    make_speeds(camera, {10: 20}, zone=zone, label="bicycle")
    make_speeds(camera, {30: 20}, zone=zone, starts_at=NOON + timedelta(hours=1))
    make_speeds(camera, {30: 20}, zone=make_zone(make_camera(), name=zone.name))
    results = client_of(official).get(SPEEDS).json()["results"]
    assert [row["objects"] for row in results] == [20] * 4
    hours = [row["starts_at"] for row in results]
    assert hours == sorted(hours), "of one name in order of time"


def test_of_an_hour_of_few_speeds_only_that_is_told(client_of: ClientOf, official: User, camera: Camera) -> None:
    make_speeds(camera, {30: 4})
    [row] = client_of(official).get(SPEEDS).json()["results"]
    assert (row["is_told"], row["objects"], row["classes"], row["v85"]) == (False, None, [], None)


def test_an_hour_of_before_speeds_were_classed_is_not_told_as_one_of_few(
    client_of: ClientOf, official: User, camera: Camera
) -> None:
    make_count(camera, 60, kind="speed", measure="speed", label="vehicle", way="")
    assert client_of(official).get(SPEEDS).json()["results"] == []
