"""Counts over the API: values with units and intervals, and nothing about few."""

import pytest

from hypervision.accounts.models import User
from maps.models import Camera
from tests.api.conftest import ClientOf
from tests.factories import make_count, make_zone

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
