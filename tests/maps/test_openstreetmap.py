"""The city's cameras go out to OpenStreetMap and come back as they were; osmium and GDAL read what is written."""

import json
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import osmium
import pyogrio
import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as some
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from maps import services
from maps.exporters.cameras import span, tags
from maps.importers import cameras as importer
from maps.importers import extract
from maps.models import Camera
from tests.factories import ELSEWHERE, SQUARE, area, make_camera, make_token, make_user
from tests.maps.extracts import World, square

Written = Callable[[str], Path]
Tagged = dict[int, dict[str, str]]

DOME: dict[str, Any] = {
    "bearing": 120.0,
    "field_angle": 60.0,
    "height": 8.5,
    "camera_type": "dome",
    "mount": "pole",
    "operator": "City of Helsinki",
}


@pytest.fixture
def written(db: None, tmp_path: Path) -> Written:
    def written(name: str = "cameras.osm") -> Path:
        call_command("export_osm_cameras", str(tmp_path / name), stdout=StringIO())
        return tmp_path / name

    return written


def nodes(path: Path) -> Iterator[osmium.osm.Node]:
    for thing in osmium.FileProcessor(str(path)):
        assert isinstance(thing, osmium.osm.Node)
        yield thing


def as_osmium_reads(path: Path) -> Tagged:
    return {node.id: {tag.k: tag.v for tag in node.tags} for node in nodes(path)}


# --- what is written --------------------------------------------------------------------------------------------------


def test_osmium_reads_each_camera_with_its_tags(written: Written) -> None:
    make_camera(name="K-17", **DOME)
    assert as_osmium_reads(written("cameras.osm")) == {
        -1: {
            "man_made": "surveillance",
            "surveillance": "public",
            "surveillance:type": "camera",
            "surveillance:zone": "town",
            "camera:type": "dome",
            "camera:mount": "pole",
            "camera:direction": "90-150",
            "height": "8.5",
            "operator": "City of Helsinki",
            "ref": "K-17",
        }
    }


def test_gdal_reads_them_as_points(written: Written) -> None:
    make_camera(SQUARE, name="K-17", **DOME)
    frame = pyogrio.read_dataframe(written("cameras.osm"), layer="points", CONFIG_FILE=str(extract.CONFIG))
    assert [(point.x, point.y) for point in frame.geometry] == [SQUARE]
    assert frame["camera_direction"].tolist() == ["90-150"]
    assert frame["operator"].tolist() == ["City of Helsinki"]


def test_the_json_says_the_same(written: Written) -> None:
    make_camera(SQUARE, name="K-17", **DOME)
    make_camera(ELSEWHERE, origin=Camera.Origin.OSM, osm_id=900, address="rtsp://10.0.0.5/stream")
    elements = json.loads(written("cameras.json").read_text())["elements"]
    assert {element["id"]: element["tags"] for element in elements} == as_osmium_reads(written("cameras.osm"))
    assert {element["id"]: (element["lon"], element["lat"]) for element in elements} == {900: ELSEWHERE, -1: SQUARE}


def test_what_the_map_knows_keeps_its_number_and_is_offered_as_a_change(written: Written) -> None:
    make_camera(origin=Camera.Origin.OSM, osm_id=12_345_678_901, address="rtsp://10.0.0.5/stream", name="Kaivokatu 1")
    text = written("cameras.osm").read_text()
    assert '<node id="12345678901" lat="60.1700000" lon="24.9400000" version="1" action="modify">' in text
    assert "Kaivokatu 1" not in text  # made up from the map


def test_what_nobody_knows_of_a_camera_is_not_said(written: Written) -> None:
    make_camera(name="K-17")
    assert set(as_osmium_reads(written("cameras.osm"))[-1]) == {
        *("man_made", "surveillance", "surveillance:type", "surveillance:zone", "ref")
    }


def test_no_stream_no_credential_and_no_link_goes_out(written: Written) -> None:
    make_camera(name="K-17", address="rtsp://10.0.0.5/secret", credentials=b"hidden", video_link="https://vms.example/")
    for name in ("cameras.osm", "cameras.json"):
        text = written(name).read_text()
        assert not [word for word in ("10.0.0.5", "secret", "hidden", "vms.example") if word in text]


@pytest.mark.parametrize(
    "values",
    [
        {"origin": Camera.Origin.DEMO},
        {"is_simulated": True},
        {"origin": Camera.Origin.OSM, "osm_id": 900},
    ],
    ids=["of the demonstration", "simulated", "only read from the map"],
)
def test_what_is_not_the_citys_own_stays_here(written: Written, values: dict[str, Any]) -> None:
    make_camera(**values)
    assert as_osmium_reads(written("cameras.osm")) == {}


def test_a_name_may_hold_anything_and_the_file_can_be_read(written: Written) -> None:
    make_camera(name='<"K"&>\x07\n 17 ÄÖ')
    assert as_osmium_reads(written("cameras.osm"))[-1]["ref"] == '<"K"&> 17 ÄÖ'


def test_the_zone_is_never_area() -> None:
    assert tags(Camera(name="K-17"))["surveillance:zone"] != "area"


def test_the_command_says_how_many_and_refuses_another_ending(db: None, tmp_path: Path) -> None:
    make_camera()
    make_camera(origin=Camera.Origin.OSM, osm_id=900, address="rtsp://10.0.0.5/stream")
    said = StringIO()
    call_command("export_osm_cameras", str(tmp_path / "cameras.osm"), stdout=said)
    assert "2 cameras, of which OpenStreetMap knows 1" in said.getvalue()
    with pytest.raises(CommandError, match="neither"):
        call_command("export_osm_cameras", str(tmp_path / "cameras.pbf"))
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_osm_cameras", str(tmp_path / "nowhere" / "cameras.osm"))


# --- out and in again -------------------------------------------------------------------------------------------------


def packed(path: Path, target: Path) -> Path:
    """The cameras as osmium reads and packs them, on a street; a new node gets a number, as OpenStreetMap gives one."""
    world = World()
    world.way((24.932, 60.170), (24.944, 60.170), highway="residential", name="Kaivokatu")
    for node in nodes(path):
        number = node.id if node.id > 0 else 5000 - node.id
        world.node(node.location.lon, node.location.lat, number, **{tag.k: tag.v for tag in node.tags})
    return world.write(target)


def facts() -> dict[str, tuple[object, ...]]:
    """By name; places to the centimetre, as OpenStreetMap keeps them."""
    return {
        one.name: (
            *(round(one.location.x, 7), round(one.location.y, 7)),
            *(one.bearing, one.field_angle, one.height, one.camera_type, one.mount, one.operator),
        )
        for one in Camera.objects.all()
    }


def test_a_camera_that_went_out_comes_back_as_it_was(written: Written, tmp_path: Path) -> None:
    make_camera((24.9380, 60.1701), name="K-17", **DOME)
    make_camera((24.9400, 60.1699), name="K-18", bearing=350.25, field_angle=90.5, camera_type="fixed", mount="wall")
    make_camera((24.9420, 60.1698), name="K-19", bearing=7.0, height=4)
    make_camera((24.9430, 60.1698), name="K-20")
    before = facts()
    file = packed(written("cameras.osm"), tmp_path / "back.osm.pbf")
    Camera.objects.all().delete()
    services.import_city(file, "Helsinki")
    assert facts() == before


def test_a_camera_of_the_map_that_went_out_is_the_same_row_afterwards(tmp_path: Path, written: Written) -> None:
    services.import_city(square().write(tmp_path / "city.osm.pbf"), "Helsinki")
    Camera.objects.filter(osm_id=900).update(address="rtsp://10.0.0.5/stream", **DOME)
    key, before = Camera.objects.get(osm_id=900).pk, facts()
    file = packed(written("cameras.osm"), tmp_path / "back.osm.pbf")
    Camera.objects.filter(osm_id=900).update(bearing=1, field_angle=1, height=1, camera_type="", mount="", operator="")
    services.import_city(file, "Helsinki", replace=True)
    again = Camera.objects.get(osm_id=900)
    assert again.pk == key
    assert facts()[again.name] == before[again.name]


def test_the_page_shows_what_is_written(written: Written) -> None:
    make_camera(name="K-17", **DOME)
    page = (Path(__file__).parents[2] / "docs" / "interfaces" / "openstreetmap.md").read_text()
    shown = page.partition("```xml\n")[2].partition("```")[0].split()
    assert " ".join(shown) in " ".join(written("cameras.osm").read_text().split())


@given(some.none() | some.floats(0, 360), some.none() | some.floats(1, 359.9), some.sampled_from(["", "fixed", "dome"]))
def test_whatever_the_direction_it_comes_back(bearing: float | None, angle: float | None, kind: str) -> None:
    camera = Camera(name="K-17", bearing=bearing, field_angle=angle, camera_type=kind)
    as_gdal = {key.replace(":", "_"): value for key, value in tags(camera).items()}
    back = importer.camera(1, *SQUARE, as_gdal)
    if bearing is None:
        assert (back.bearing, back.field_angle) == (None, None)
        return
    assert back.bearing is not None
    assert abs((back.bearing - bearing + 180) % 360 - 180) < 0.001
    assert back.field_angle == (None if angle is None else pytest.approx(angle, abs=0.001))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("dome", {"camera:direction": "90-150"}),
        ("panning", {"camera:direction": "90-150"}),
        ("fixed", {"camera:direction": "120", "direction": "90-150"}),
        ("", {"camera:direction": "120", "direction": "90-150"}),
    ],
)
def test_only_of_a_camera_that_turns_the_direction_is_a_range(kind: str, said: dict[str, str]) -> None:
    written = tags(Camera(name="K-17", bearing=120, field_angle=60, camera_type=kind))
    assert {key: value for key, value in written.items() if "direction" in key} == said


def test_who_sees_all_around_looks_nowhere_in_particular() -> None:
    assert span(90, 360) == "0-360"
    assert importer.direction("0-360") == (180, 360)


# --- the address ------------------------------------------------------------------------------------------------------


def read(user: User, *scopes: Scope, form: str = "osm") -> HttpResponse:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {make_token(user, *scopes)}")
    answer: HttpResponse = client.get(f"/openstreetmap/cameras.{form}", headers={"Accept": "text/plain"})
    return answer


@pytest.mark.parametrize(("form", "media"), [("osm", "application/xml"), ("json", "application/json")])
def test_a_token_for_cameras_reads_them(city_system: User, camera: Camera, form: str, media: str) -> None:
    answer = read(city_system, Scope.CAMERAS_READ, form=form)
    assert (answer.status_code, answer["Content-Type"]) == (200, media)
    assert "Square" in answer.content.decode()


def test_no_other_token_does_and_nobody_without_one(city_system: User) -> None:
    assert read(city_system, *(scope for scope in Scope if scope != Scope.CAMERAS_READ)).status_code == 403
    assert APIClient().get("/openstreetmap/cameras.osm").status_code == 401


def test_each_reads_the_cameras_in_their_perimeter(camera: Camera) -> None:
    make_camera(ELSEWHERE, name="Far")
    near = make_user(Role.SYSTEM, everywhere=False, perimeter=area())
    text = read(near, Scope.CAMERAS_READ).content.decode()
    assert "Square" in text
    assert "Far" not in text


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.django_db
def test_people_read_it_who_see_the_map(client: APIClient, role: Role) -> None:
    client.force_login(make_user(role))
    assert client.get("/openstreetmap/cameras.osm").status_code == (403 if role == Role.OFFICIAL else 200)
