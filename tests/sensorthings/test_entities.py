"""What each entity tells, how they hang together, and that nothing is told of few."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.sensorthings import streams
from hypervision.sensorthings.entities.base import written
from maps.models import Camera, Zone
from tests.factories import NOON, SQUARE, make_camera, make_count, make_network, make_zone
from tests.sensorthings.worlds import (
    ROOT,
    SPEEDS,
    found,
    make_bins,
    make_bridge,
    make_speeds,
    make_square,
    path_of,
    read,
    told,
)

pytestmark = pytest.mark.django_db


def test_the_root_names_the_sets_and_what_of_the_standard_there_is(supervisor: User) -> None:
    words = told(supervisor, "")
    assert {each["name"]: each["url"] for each in words["value"]} == {
        name: f"http://testserver{ROOT}/{name}"
        for name in (
            *("Things", "Locations", "HistoricalLocations", "Datastreams", "Sensors", "ObservedProperties"),
            *("Observations", "FeaturesOfInterest"),
        )
    }
    assert "http://www.opengis.net/spec/iot_sensing/1.1/req/datamodel" in words["serverSettings"]["conformance"]


def test_a_thing_is_a_camera_and_says_no_stream_address(supervisor: User) -> None:
    camera = make_camera(name="Square", address="rtsp://10.0.0.1/secret", bearing=90)
    [thing] = found(supervisor, "Things")
    assert (thing["@iot.id"], thing["name"], thing["properties"]["bearing"]) == (str(camera.pk), "Square", 90)
    assert "secret" not in str(thing)
    [location] = found(supervisor, f"{path_of(thing)}/Locations")
    assert location["location"] == {"type": "Point", "coordinates": list(SQUARE)}
    assert found(supervisor, f"{path_of(thing)}/HistoricalLocations") == []


def test_a_datastream_is_one_measure_label_and_way_at_a_zone(supervisor: User) -> None:
    make_square()
    backward, forward = found(supervisor, "Datastreams")
    assert (backward["name"], forward["name"]) == (
        *("Bridge · crossings · person · backward", "Bridge · crossings · person · forward"),
    )
    assert forward["observationType"].endswith("OM_CountObservation")
    assert forward["unitOfMeasurement"]["name"] == "number"
    assert forward["properties"]["way"] == "forward"


def test_a_datastream_says_since_when_and_until_when_there_are_observations(supervisor: User, camera: Camera) -> None:
    make_square()
    backward, forward = found(supervisor, "Datastreams")
    assert forward["phenomenonTime"] == "2026-06-01T12:00:00Z/2026-06-01T12:10:00Z"
    assert forward["resultTime"] == "2026-06-01T12:05:00Z/2026-06-01T12:10:00Z"
    assert backward["phenomenonTime"] == "2026-06-01T12:00:00Z/2026-06-01T12:05:00Z"
    for stream in (backward, forward):
        times = sorted(one["phenomenonTime"] for one in found(supervisor, f"{path_of(stream)}/Observations"))
        assert stream["phenomenonTime"] == f"{times[0].partition('/')[0]}/{times[-1].partition('/')[2]}"


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)


def test_many_bins_cost_no_more_when_a_datastream_says_its_times(supervisor: User, camera: Camera) -> None:
    """Nor one that was seen once, among many of another stream: the ends of an index are read, and nothing between."""
    bridge = make_bridge(camera)
    at = [NOON - timedelta(minutes=5 * number) for number in range(15_000)]
    make_bins(camera, bridge, at)
    make_count(camera, 9, zone=bridge, label="bicycle", starts_at=at[len(at) // 2])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE maps_countbin")
        keys: list[Any] = [
            *([bridge.pk] * 2, ["line_count"] * 2, ["crossings"] * 2),
            *(["person", "bicycle"], ["forward"] * 2),
        ]
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) " + streams._SPANS, keys)
        [plan] = cursor.fetchone()[0]
    scans = [node for node in nodes(plan["Plan"]) if "Scan" in node["Node Type"] and "Relation Name" in node]
    assert {node["Node Type"] for node in scans} <= {"Index Scan", "Index Only Scan"}
    assert sum(node["Actual Rows"] * node["Actual Loops"] for node in scans) < 60
    stream = found(supervisor, "Datastreams")[1]
    assert stream["resultTime"].startswith(written(at[-1] + timedelta(minutes=5)))


def test_a_speed_has_its_unit_and_is_a_measurement(supervisor: User, camera: Camera) -> None:
    make_speeds(camera, make_zone(camera, name="Road"), [40, 50, 60, 50, 50])
    [stream] = found(supervisor, "Datastreams")
    assert stream["unitOfMeasurement"]["symbol"] == "km/h"
    assert stream["observationType"].endswith("OM_Measurement")
    assert stream["name"] == "Road · speed · vehicle"


def test_an_observation_is_a_bin_with_its_result_and_interval(supervisor: User, camera: Camera) -> None:
    make_speeds(camera, make_zone(camera), [40, 50, 60, 50, 50])
    [one] = found(supervisor, "Observations")
    assert one["phenomenonTime"] == "2026-06-01T12:00:00Z/2026-06-01T12:05:00Z"
    assert (one["resultTime"], one["result"]) == ("2026-06-01T12:05:00Z", 50.0)
    quality = one["resultQuality"]
    assert (quality["low"], quality["high"]) == pytest.approx((41.22, 58.78), abs=0.01)
    assert (quality["confidence"], quality["objects"], quality["error"]) == (0.95, 5, 1.0)


def test_of_a_bin_of_few_objects_only_that_is_told(supervisor: User, camera: Camera) -> None:
    make_count(camera, 4)
    [one] = found(supervisor, "Observations")
    quality = one["resultQuality"]
    assert (one["result"], quality["is_told"]) == (None, False)
    assert {quality[name] for name in ("objects", "low", "high", "deviation", "error", "seconds")} == {None}


def test_that_nobody_was_there_is_told(supervisor: User, camera: Camera) -> None:
    make_count(camera, 0, kind="occupancy", measure="present", way="", basis=300, total=0, squares=0)
    [one] = found(supervisor, "Observations")
    assert (one["result"], one["resultQuality"]["is_told"]) == (0.0, True)


def test_it_tells_what_the_counts_of_the_api_tell(supervisor: User, camera: Camera) -> None:
    make_speeds(camera, make_zone(camera), [31.7, 50, 66.6, 47, 52, 49.3])
    make_count(camera, 4)
    make_count(camera, 17)
    client = APIClient()
    client.force_login(supervisor)
    rows = client.get("/api/v1/counts/").json()["results"]
    observed = found(supervisor, "Observations")
    names = ("is_told", "objects", "low", "high", "deviation", "error", "seconds")
    ours = {str((one["result"], *(one["resultQuality"][name] for name in names))) for one in observed}
    assert ours == {str((row["value"], *(row[name] for name in names))) for row in rows}


def test_a_sensor_is_the_rule_with_its_version_and_its_network(supervisor: User) -> None:
    make_square()
    network = make_network()
    [sensor] = found(supervisor, "Sensors")
    metadata = sensor["metadata"]
    assert (sensor["name"], metadata["rule_version"], metadata["network"]["sha256"]) == (
        *("Bridge · line_count", 3),
        network.sha256,
    )


def test_a_sensor_whose_rule_is_gone_says_so(supervisor: User, camera: Camera) -> None:
    make_count(camera)
    [sensor] = found(supervisor, "Sensors")
    assert (sensor["metadata"]["rule"], sensor["properties"]["is_set_up"]) == (None, False)


def test_the_feature_is_the_zone_on_the_ground_or_else_its_camera(supervisor: User) -> None:
    make_square()
    far = make_zone(make_camera(name="Without a calibration"), name="Zone")
    drawn, at_camera = found(supervisor, "FeaturesOfInterest", orderby="name")
    assert (drawn["name"], drawn["feature"]["type"], drawn["properties"]["is_placed"]) == ("Bridge", "LineString", True)
    assert max(len(str(number)) for point in drawn["feature"]["coordinates"] for number in point) <= 9
    assert at_camera["feature"] == {"type": "Point", "coordinates": list(SQUARE)}
    assert (at_camera["@iot.id"], at_camera["properties"]["is_placed"]) == (str(far.pk), False)


def test_a_private_zone_is_no_feature(supervisor: User, camera: Camera) -> None:
    make_zone(camera, purpose=Zone.Purpose.PRIVATE)
    assert found(supervisor, "FeaturesOfInterest") == []


def test_every_navigation_link_leads_somewhere_and_back(supervisor: User) -> None:
    make_square()
    for name in [each["name"] for each in told(supervisor, "")["value"]]:
        for entity in found(supervisor, name):
            assert told(supervisor, path_of(entity)) == entity
            links = [value for key, value in entity.items() if key.endswith("navigationLink")]
            for link in links:
                assert read(supervisor, link.partition(f"{ROOT}/")[2]).status_code == 200, link


def test_neighbours_are_those_of_the_entity_alone(supervisor: User, camera: Camera) -> None:
    square = make_square()
    make_speeds(camera, make_zone(camera, name="Road"), [50] * 5)
    [of_camera] = found(supervisor, f"Things('{camera.pk}')/Datastreams")
    assert of_camera["name"] == "Road · speed · vehicle"
    assert len(found(supervisor, f"Things('{square.pk}')/Datastreams")) == 2
    [speeds] = found(supervisor, "ObservedProperties('speed.vehicle')/Datastreams")
    assert told(supervisor, f"{path_of(speeds)}/Thing")["@iot.id"] == str(camera.pk)
    [one] = found(supervisor, f"{path_of(speeds)}/Observations")
    assert told(supervisor, f"{path_of(one)}/FeatureOfInterest")["name"] == "Road"
    assert told(supervisor, f"{path_of(one)}/Datastream/Thing/name") == {"name": camera.name}


def test_a_way_with_a_sign_is_an_address_all_the_same(supervisor: User, camera: Camera) -> None:
    make_count(camera, kind="journeys", measure="journeys", way="4>2")
    [stream] = found(supervisor, "Datastreams")
    assert stream["@iot.id"].endswith(".4>2")
    assert "4%3E2" in stream["@iot.selfLink"]
    assert told(supervisor, path_of(stream).replace("%3E", ">"))["@iot.id"] == stream["@iot.id"]


@pytest.mark.parametrize(
    "path",
    [
        *("Nothing", "Things('x')", "Things(5)", "Things('')", "Observations('x')", "Observations(99999999)"),
        *("Observations(999999999999999999999)", "Things/name", "Things('x')/Things", "Datastreams('a.b.c')"),
        *("Datastreams('00000000-0000-0000-0000-000000000000.a.b.c.d')", "ObservedProperties('speed')"),
        *("Things/Datastreams", "Things('", "Things/$value", "//", "Things('x')/name/$count", "Sensors('a')"),
        *("/".join(["Things('x')"] * 30), "ObservedProperties('speed.no\u0000ne')"),
    ],
)
def test_what_leads_nowhere_is_not_found(supervisor: User, path: str) -> None:
    make_square()
    assert read(supervisor, path).status_code == 404


def test_a_property_is_read_alone_and_bare(supervisor: User) -> None:
    make_square()
    bridge = found(supervisor, "FeaturesOfInterest")[0]
    assert told(supervisor, f"{path_of(bridge)}/name") == {"name": "Bridge"}
    bare = read(supervisor, f"{path_of(bridge)}/name/$value")
    assert (bare.content, bare["Content-Type"]) == (b"Bridge", "text/plain; charset=utf-8")
    assert read(supervisor, f"{path_of(bridge)}/feature/$value").status_code == 404
    withheld = next(each for each in found(supervisor, "Observations") if each["result"] is None)
    assert read(supervisor, f"{path_of(withheld)}/result").status_code == 204


def test_links_alone_are_had_with_ref(supervisor: User) -> None:
    make_square()
    links = found(supervisor, "Datastreams/$ref")
    assert [list(each) for each in links] == [["@iot.selfLink"]] * 2
    assert told(supervisor, f"{path_of(links[0])}/$ref") == links[0]


def test_the_same_is_not_sent_again(supervisor: User) -> None:
    make_square()
    client = APIClient()
    client.force_login(supervisor)
    first = client.get(f"{ROOT}/Datastreams")
    again = client.get(f"{ROOT}/Datastreams", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "private, no-cache"


def test_many_bins_make_one_stream(supervisor: User, camera: Camera) -> None:
    bridge = make_bridge(camera)
    for number in range(30):
        make_count(camera, zone=bridge, starts_at=NOON + timedelta(minutes=5 * number))
        make_count(camera, zone=bridge, starts_at=NOON + timedelta(minutes=5 * number), label="bicycle")
    make_count(camera, zone=bridge, **SPEEDS)
    names = ["crossings · bicycle · forward", "crossings · person · forward", "speed · vehicle"]
    assert [each["name"] for each in found(supervisor, "Datastreams")] == [f"Bridge · {name}" for name in names]
