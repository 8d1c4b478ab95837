"""A city comes in whole or not at all."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from detectors import states
from hypervision.accounts.models import User
from hypervision.lib.errors import Conflict, Refusal
from hypervision.live.models import JournalEntry
from hypervision.pages.snapshot import snapshot
from maps import services
from maps.importers.plain import SeenCamera
from maps.models import Camera, City, District, ErasedHour, Feature, Street
from maps.services import CameraChanges, ImportReport
from tests import factories
from tests.live.worlds import assert_told, heard
from tests.maps.conftest import Import
from tests.maps.extracts import World, square


def nothing_stands() -> bool:
    return not any(model.objects.exists() for model in (City, District, Street, Feature, Camera))


def test_a_street_of_three_ways_is_one_street_and_one_line(helsinki: ImportReport) -> None:
    assert sorted(Street.objects.values_list("name", flat=True)) == ["Kaivokatu", "Östra allén"]
    assert Feature.objects.filter(layer="road", name="Kaivokatu").count() == 1


def test_the_base_map_has_each_layer(helsinki: ImportReport) -> None:
    assert helsinki.features == {"road": 2, "building": 1, "water": 1, "green": 1}


def test_a_building_with_a_courtyard_keeps_its_hole(bring_in: Import) -> None:
    world = square()
    world.multipolygon(world.block(24.934, 60.168), world.block(24.934, 60.168, half=0.0002), building="yes")
    bring_in(world)
    shapes = [feature.shape for feature in Feature.objects.filter(layer="building")]
    assert sorted(shape[0].num_interior_rings for shape in shapes) == [0, 1]


def test_without_borders_the_districts_are_cells_around_the_suburbs_and_say_so(helsinki: ImportReport) -> None:
    cells = District.objects.all()
    assert {cell.name for cell in cells} == {"Länsi", "Itä"}
    # Halfway between the two centres, at 24.940.
    assert District.objects.get(name="Länsi").area.extent[2] == pytest.approx(24.940, abs=1e-6)
    assert sum(cell.area.area for cell in cells) == pytest.approx(City.objects.get().extent.area)
    assert City.objects.get().districts_are_approximate


def test_district_borders_win_over_suburb_centres(bring_in: Import) -> None:
    world = square()
    world.block(24.935, 60.170, half=0.005, boundary="administrative", admin_level="10", name="Keskusta")
    assert not bring_in(world).districts_are_approximate
    assert [district.name for district in District.objects.all()] == ["Keskusta"]


def test_a_borough_and_its_quarters_give_one_district_a_place(bring_in: Import) -> None:
    world = square()
    world.block(24.940, 60.170, half=0.004, boundary="administrative", admin_level="9", name="Borough")
    world.block(24.938, 60.170, half=0.002, boundary="administrative", admin_level="10", name="West quarter")
    bring_in(world)
    assert [district.name for district in District.objects.all()] == ["Borough"]


def test_a_camera_without_a_name_is_called_after_its_street(helsinki: ImportReport) -> None:
    cameras = Camera.objects.order_by("osm_id")
    assert [camera.name for camera in cameras] == ["Kaivokatu 1", "Kaivokatu 2"]
    assert cameras[0].camera_type == "dome"
    assert {camera.origin for camera in cameras} == {"osm"}


def test_a_camera_far_from_any_street_is_called_after_its_district(bring_in: Import) -> None:
    world = square()
    world.node(24.934, 60.166, node_id=902, man_made="surveillance")
    bring_in(world)
    assert Camera.objects.get(osm_id=902).name == "Länsi 1"


def test_the_tags_of_a_camera_are_taken_over(bring_in: Import) -> None:
    world = square()
    tags = {"name": "Station gate", "direction": "SE", "height": "4 m", "camera__mount": "pole", "operator": "HSL"}
    world.node(24.941, 60.170, node_id=903, man_made="surveillance", **tags)
    bring_in(world)
    camera = Camera.objects.get(osm_id=903)
    assert (camera.name, camera.bearing, camera.height) == ("Station gate", 135.0, 4.0)
    assert (camera.mount, camera.operator) == ("pole", "HSL")


def test_a_second_import_updates_and_keeps_every_identity(helsinki: ImportReport, bring_in: Import) -> None:
    cameras = dict(Camera.objects.values_list("osm_id", "pk"))
    districts = dict(District.objects.values_list("name", "pk"))
    world = square()
    world.way((24.932, 60.172), (24.936, 60.172), highway="residential", name="Uusikatu")
    report = bring_in(world)
    assert report.cameras == CameraChanges(added=0, updated=2, removed=0, kept=0)
    assert dict(Camera.objects.values_list("osm_id", "pk")) == cameras
    assert dict(District.objects.values_list("name", "pk")) == districts
    assert Street.objects.count() == 3


def test_what_a_person_entered_survives_a_second_import(helsinki: ImportReport, bring_in: Import) -> None:
    Camera.objects.filter(osm_id=901).update(name="Pharmacy", bearing=90)
    bring_in(square())
    camera = Camera.objects.get(osm_id=901)
    assert (camera.name, camera.bearing) == ("Pharmacy", 90)


def test_a_vanished_camera_stays_while_numbers_of_its_erased_events_do(
    helsinki: ImportReport, bring_in: Import
) -> None:
    ErasedHour.objects.create(camera=Camera.objects.get(osm_id=900), starts_at=factories.NOON, events=1, unreviewed=1)
    empty_streets = World()
    empty_streets.way((24.932, 60.170), (24.936, 60.170), highway="residential", name="Kaivokatu")
    bring_in(empty_streets)
    assert ErasedHour.objects.filter(camera__osm_id=900).exists()


def test_a_vanished_camera_goes_unless_events_or_rules_need_it(helsinki: ImportReport, bring_in: Import) -> None:
    world = square()
    world.node(24.941, 60.170, node_id=902, man_made="surveillance")
    bring_in(world)
    factories.make_event(Camera.objects.get(osm_id=900))
    factories.make_rule(Camera.objects.get(osm_id=901))
    empty_streets = World()
    empty_streets.way((24.932, 60.170), (24.936, 60.170), highway="residential", name="Kaivokatu")
    report = bring_in(empty_streets)
    assert (report.cameras.removed, report.cameras.kept) == (1, 2)
    assert set(Camera.objects.values_list("osm_id", flat=True)) == {900, 901}


def test_cameras_of_other_origin_are_not_touched(bring_in: Import) -> None:
    by_hand = factories.make_camera(name="By hand")
    bring_in(square())
    assert Camera.objects.get(pk=by_hand.pk).name == "By hand"


def elsewhere() -> World:
    world = World(west=26.0, south=60.5, east=26.1, north=60.6)
    world.way((26.01, 60.51), (26.02, 60.51), highway="residential", name="Muukatu")
    return world


def test_another_territory_is_refused(helsinki: ImportReport, bring_in: Import) -> None:
    with pytest.raises(Refusal, match=r"This installation serves Helsinki.*--replace"):
        bring_in(elsewhere())
    assert Street.objects.filter(name="Kaivokatu").exists()


def test_another_territory_comes_in_when_told_to_replace(helsinki: ImportReport, bring_in: Import) -> None:
    bring_in(elsewhere(), replace=True)
    assert list(Street.objects.values_list("name", flat=True)) == ["Muukatu"]


def test_an_extract_whose_border_moved_a_little_is_the_same_territory(helsinki: ImportReport, bring_in: Import) -> None:
    world = square()
    world.box = (24.930, 60.165, 24.951, 60.1755)
    assert bring_in(world).streets == 2


BAD_FILES = {
    "text": (b"this is not a map", "not an OpenStreetMap extract"),
    "nothing": (b"", "not an OpenStreetMap extract"),
    "a header that promises more": (b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x7c", "is damaged|not an OpenStreetMap"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_file_that_is_no_extract_is_refused_with_a_sentence(case: str, db: None, tmp_path: Path) -> None:
    content, sentence = BAD_FILES[case]
    path = tmp_path / "bad.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(Refusal, match=sentence):
        services.import_city(path)
    assert nothing_stands()


def test_a_file_that_was_copied_half_is_refused(db: None, tmp_path: Path) -> None:
    path = square().write(tmp_path / "half.osm.pbf")
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(Refusal, match="is damaged or was not copied to its end"):
        services.import_city(path)
    assert nothing_stands()


def test_an_extract_without_a_street_is_refused(bring_in: Import) -> None:
    world = World()
    world.node(24.935, 60.170, place="suburb", name="Länsi")
    with pytest.raises(Refusal, match="holds no street"):
        bring_in(world)
    assert nothing_stands()


def test_an_extract_with_nothing_at_all_is_refused(bring_in: Import) -> None:
    with pytest.raises(Refusal, match="holds no street"):
        bring_in(World())


def test_a_missing_file_is_said(db: None) -> None:
    with pytest.raises(Refusal, match="There is no file"):
        services.import_city(Path("/nowhere/city.osm.pbf"))


def test_a_self_crossing_area_is_mended(bring_in: Import) -> None:
    world = square()
    bow = ((24.932, 60.166), (24.933, 60.167), (24.933, 60.166), (24.932, 60.167), (24.932, 60.166))
    world.way(*bow, leisure="park", name="Bow tie")
    bring_in(world)
    assert Feature.objects.get(name="Bow tie").shape.valid


def test_an_area_without_extent_is_left_out_and_counted(bring_in: Import) -> None:
    world = square()
    world.way((24.932, 60.166), (24.933, 60.166), (24.932, 60.166), leisure="park")
    assert bring_in(world).broken == 1


def test_an_import_that_is_cut_off_midway_changes_nothing(
    helsinki: ImportReport, bring_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(_seen: list[SeenCamera]) -> CameraChanges:
        raise KeyboardInterrupt

    monkeypatch.setattr(services, "_write_cameras", cut_off)
    world = square()
    world.way((24.932, 60.172), (24.936, 60.172), highway="residential", name="Uusikatu")
    with pytest.raises(KeyboardInterrupt):
        bring_in(world)
    assert Street.objects.count() == 2
    assert not Feature.objects.filter(name="Uusikatu").exists()


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_are_told_apart(tmp_path: Path) -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [services.IMPORT_LOCK])
        with pytest.raises(Conflict, match="Another import is running"):
            services.import_city(square().write(tmp_path / "city.osm.pbf"))
    finally:
        other.close()


def test_the_command_says_each_step_and_what_came_in(db: None, tmp_path: Path) -> None:
    out = StringIO()
    path = square().write(tmp_path / "city.osm.pbf")
    call_command("import_city", str(path), "--name", "Helsinki", stdout=out)
    said = out.getvalue()
    assert "Wrote 2 surveillance cameras" in said
    assert "Helsinki: 2 streets, 2 districts" in said
    assert "districts were drawn around the suburbs' centres" in said


def test_whoever_has_the_map_open_hears_what_an_import_changed(
    helsinki: ImportReport, tmp_path: Path, operator: User, outsider: User
) -> None:
    states.ensure_rows()
    moving, going = Camera.objects.order_by("osm_id")
    outsider.perimeter = factories.area(moving.location.x, moving.location.y, half=0.0002)
    outsider.save()
    then = [(person, snapshot(person)) for person in (operator, outsider)]
    world = World()
    world.way((24.932, 60.170), (24.936, 60.170), highway="residential", name="Kaivokatu")
    world.node(24.945, 60.172, node_id=moving.osm_id or 0, man_made="surveillance")
    world.node(24.946, 60.172, node_id=999, man_made="surveillance")
    call_command("import_city", str(world.write(tmp_path / "newer.osm.pbf")), stdout=StringIO())
    kinds = [frame["kind"] for frame in heard(operator, then[0][1]["number"])]
    assert sorted(kinds) == ["camera", "camera", "camera_gone", "camera_gone", "map"]
    assert not Camera.objects.filter(pk=going.pk).exists()
    assert [frame["kind"] for frame in heard(outsider, then[1][1]["number"])] == ["camera_gone", "map"]
    for person, before in then:
        assert_told(before, person)


def test_an_import_that_is_refused_tells_nobody_anything(helsinki: ImportReport, tmp_path: Path) -> None:
    told = JournalEntry.objects.count()
    with pytest.raises(CommandError):
        call_command("import_city", str(elsewhere().write(tmp_path / "other.osm.pbf")), stdout=StringIO())
    assert JournalEntry.objects.count() == told


def test_the_command_ends_with_the_sentence_of_a_refusal(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_city", str(tmp_path / "none.osm.pbf"))
