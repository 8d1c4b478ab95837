"""What lies on the ground: coverage, zones and lines by the calibrations, cut to the sight of who asks."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry, Point, Polygon
from django.test import Client

from detectors import coverage, ground
from detectors.vision.locate.homography import Homography
from detectors.vision.locate.view import field_of_view
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.lib import clock
from maps.models import Calibration, Camera, City, District
from tests.factories import ELSEWHERE, NOON, SQUARE, area, make_camera, make_count, make_user, make_zone
from tests.vision.locate.cameras import looking_down

pytestmark = pytest.mark.django_db
A_METRE = 1 / 111_195.0


@pytest.fixture(autouse=True)
def forgotten() -> None:
    """Keys begin again in each test."""
    coverage._features.cache_clear()


def calibrated(place: tuple[float, float] = SQUARE, north: float = 0, tilt: float = 25, **values: Any) -> Camera:
    """A camera 6 m above the street that looks north; so many metres north of a place."""
    camera = make_camera((place[0], place[1] + north * A_METRE), **values)
    true: Homography = looking_down(tilt=tilt)
    row = Calibration(
        camera=camera,
        version=1,
        width=1280,
        height=720,
        homography=true.matrix.ravel().tolist(),
        rmse=0.1,
        anchor=camera.location,
    )
    ring = ground.degrees(row, field_of_view(true, 1280, 720))
    row.view = Polygon([*ring, ring[0]], srid=4326)
    row.save()
    return camera


def shape_of(feature: dict[str, Any]) -> GEOSGeometry:
    return GEOSGeometry(json.dumps(feature["geometry"]))


def told(person: User, layer: str) -> list[tuple[dict[str, Any], GEOSGeometry]]:
    answer = coverage.coverage(person)
    return [(one["properties"], shape_of(one)) for one in answer["features"] if one["properties"]["layer"] == layer]


def spot(north: float) -> Point:
    return Point(SQUARE[0], SQUARE[1] + north * A_METRE, srid=4326)


def test_a_place_says_how_many_cameras_see_it(operator: User) -> None:
    """The first sees some 5 to 60 m ahead, the second stands 30 m farther on."""
    calibrated()
    calibrated(north=30)
    by_cameras = {properties["cameras"]: shape for properties, shape in told(operator, "seen")}
    assert set(by_cameras) == {1, 2}
    assert by_cameras[1].covers(spot(20))
    assert by_cameras[2].covers(spot(50))
    assert not by_cameras[1].covers(spot(50))
    assert not any(shape.covers(spot(-20)) for shape in by_cameras.values())


def test_pixels_a_metre_fall_with_distance_and_the_bands_do_not_overlap(operator: User) -> None:
    """900 pixels of focal length: 80 pixels a metre are 11 m from the lens, 40 are 22 m."""
    calibrated()
    bands = {properties["least"]: shape for properties, shape in told(operator, "band")}
    assert bands[80.0].covers(spot(8.5))
    assert bands[40.0].covers(spot(18))
    assert bands[20.0].covers(spot(35))
    shapes = list(bands.values())
    assert all(
        one.intersection(other).area < 1e-12 for index, one in enumerate(shapes) for other in shapes[index + 1 :]
    )


def test_the_nearer_camera_counts_where_two_see_a_place(operator: User) -> None:
    calibrated()
    calibrated(north=30)
    bands = {properties["least"]: shape for properties, shape in told(operator, "band")}
    assert bands[80.0].covers(spot(38.5))
    assert not bands[20.0].covers(spot(38.5))


def test_a_district_is_told_how_much_of_it_nobody_sees(operator: User) -> None:
    District.objects.create(name="Centre", area=area(half=0.001))
    camera = calibrated()
    [(properties, blind)] = told(operator, "blind")
    view = Calibration.objects.get(camera=camera).view
    assert view
    assert properties["district"] == "Centre"
    assert blind.covers(spot(-20))
    assert not blind.covers(spot(20))
    assert properties["seen"] == pytest.approx(view.area / area(half=0.001).area, rel=0.01)


def test_without_a_calibrated_camera_all_is_blind(operator: User, camera: Camera) -> None:
    District.objects.create(name="Centre", area=area(half=0.001))
    [(properties, blind)] = told(operator, "blind")
    assert properties["seen"] == 0
    assert blind.covers(spot(20))
    assert coverage.coverage(operator)["cameras"] == {"all": 1, "calibrated": 0}


def test_the_outsider_learns_nothing_of_cameras_and_districts_elsewhere(outsider: User, operator: User) -> None:
    District.objects.create(name="Centre", area=area(half=0.001))
    District.objects.create(name="Harbour", area=area(*ELSEWHERE, half=0.001))
    calibrated()
    told(operator, "seen")  # what was worked out for others is not theirs
    assert told(outsider, "seen") == told(outsider, "band") == []
    assert [properties["district"] for properties, _ in told(outsider, "blind")] == ["Harbour"]
    assert coverage.coverage(outsider)["cameras"] == {"all": 0, "calibrated": 0}


def test_a_new_calibration_tells_anew(operator: User) -> None:
    camera = calibrated()
    before = told(operator, "seen")
    row = Calibration.objects.get(camera=camera)
    assert row.view
    row.pk, row.version, row.view = None, 2, Polygon.from_bbox((*SQUARE, SQUARE[0] + 0.0001, SQUARE[1] + 0.0001))
    row.view.srid = 4326
    row.save(force_insert=True)
    assert told(operator, "seen") != before


def drawn(person: User) -> dict[str, dict[str, Any]]:
    return {one["properties"]["name"]: one for one in ground.zones(person)}


def test_a_zone_lies_on_the_ground_where_its_camera_sees_it(operator: User) -> None:
    camera = calibrated()
    make_zone(camera, name="Gate", points=[[0.4, 0.6], [0.6, 0.6], [0.6, 1.0], [0.4, 1.0]])
    shape = shape_of(drawn(operator)["Gate"])
    assert shape.covers(spot(8))
    assert not shape.covers(spot(40))


def test_a_zone_that_reaches_into_the_sky_ends_where_nothing_is_seen_any_more(operator: User) -> None:
    camera = calibrated(tilt=10)
    make_zone(camera, name="Gate", points=[[0.4, 0.0], [0.6, 0.0], [0.6, 1.0], [0.4, 1.0]])
    shape = shape_of(drawn(operator)["Gate"])
    assert shape.covers(spot(40))
    assert not shape.covers(spot(100))


def test_private_zones_and_lines_in_the_sky_are_not_on_the_map(operator: User) -> None:
    camera = calibrated(tilt=10)
    make_zone(camera, name="Windows", purpose="private")
    make_zone(camera, name="Cloud", purpose="line", points=[[0.2, 0.0], [0.8, 0.1]])
    make_zone(camera, name="Crossing", purpose="line", points=[[0.2, 0.8], [0.8, 0.8]])
    assert set(drawn(operator)) == {"Crossing"}
    assert drawn(operator)["Crossing"]["geometry"]["type"] == "LineString"


def test_zones_of_cameras_out_of_sight_or_without_calibration_are_not_told(operator: User, outsider: User) -> None:
    make_zone(calibrated(), name="Gate")
    make_zone(make_camera(), name="Nowhere")
    assert set(drawn(operator)) == {"Gate"}
    assert drawn(outsider) == {}


def test_a_browser_that_has_the_present_coverage_is_not_sent_it_again(client: Client, operator: User) -> None:
    calibrated()
    client.force_login(operator)
    first = client.get("/api/v1/coverage/")
    assert (first.status_code, first["Cache-Control"]) == (200, "private, no-cache")
    assert client.get("/api/v1/coverage/", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_the_last_hour_of_a_line_is_one_number_and_a_small_one_is_not_told(
    client: Client, supervisor: User, camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=20))
    line = make_zone(camera, name="Bridge", purpose="line", points=[[0, 0.5], [1, 0.5]])
    make_count(camera, 40, zone=line)
    make_count(camera, 2, zone=line, way="backward")
    make_count(camera, 99, zone=line, starts_at=NOON - timedelta(hours=1))
    quiet = make_zone(camera, name="Lane", purpose="line", points=[[0, 0.5], [1, 0.5]])
    make_count(camera, 4, zone=quiet)
    client.force_login(supervisor)
    rows = client.get("/api/v1/counts/last-hour/").json()["results"]
    assert [(row["zone_name"], row["objects"]) for row in rows] == [("Bridge", 42), ("Lane", None)]
    client.force_login(make_user(Role.SUPERVISOR, everywhere=False, perimeter=area(*ELSEWHERE)))
    assert client.get("/api/v1/counts/last-hour/").json()["results"] == []


def test_no_district_was_imported_yet(operator: User) -> None:
    assert not City.objects.exists()
    assert told(operator, "blind") == []
