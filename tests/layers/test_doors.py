"""The two doors: page and command ask for what a file leaves open, and then do what they said."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from hypervision.accounts.models import User
from maps import services
from maps.layers import opening
from maps.models import Camera, City, District, LayerImport, LayerShape
from tests.layers.files import LAMBERT, SQUARE, box, geojson, geopackage, town
from tests.maps.extracts import square

pytestmark = pytest.mark.django_db
PAGE = "/admin/maps/layerimport/bring/"


@pytest.fixture
def desk(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


@pytest.fixture
def cameras(tmp_path: Path) -> Path:
    town()
    return geojson(tmp_path / "cameras.geojson", [({"Nom": "C1", "Code": "7"}, shapely.Point(*LAMBERT))])


def send(desk: Client, path: Path, target: str, **more: str) -> Any:
    return desk.post(PAGE, {"file": SimpleUploadedFile(path.name, path.read_bytes()), "target": target, **more})


def run(*words: str) -> str:
    said = StringIO()
    call_command("import_layer", *words, stdout=said)
    return said.getvalue()


# --- the page -------------------------------------------------------------------------------------------------------


def test_the_page_proposes_coordinates_and_where_the_rows_would_lie(desk: Client, cameras: Path) -> None:
    answer = send(desk, cameras, "cameras")
    assert "does not say in which coordinates it is" in answer.content.decode()
    assert [one.crs for one in answer.context["refused"]["proposals"]] == ["EPSG:2154"]
    [place] = answer.context["samples"]["EPSG:2154"]
    assert place == pytest.approx(SQUARE, abs=0.001)
    assert not Camera.objects.exists()


def test_the_page_shows_what_each_row_would_do_and_then_does_it(desk: Client, cameras: Path) -> None:
    shown = send(desk, cameras, "cameras", crs="EPSG:2154")
    assert [(one.title, one.word) for one in shown.context["judged"]] == [("C1", "new")]
    assert not Camera.objects.exists()
    done = send(desk, cameras, "cameras", crs="EPSG:2154", take_in="1")
    brought = LayerImport.objects.get()
    assert done["Location"] == f"/admin/maps/layerimport/{brought.pk}/change/"
    assert (brought.by, brought.columns) == ("administrator", {"name": "Nom", "key": "Code"})
    assert Camera.objects.get().name == "C1"


def test_a_script_is_told_where_to_go_on_so_that_the_person_reads_the_message(desk: Client, cameras: Path) -> None:
    file = SimpleUploadedFile(cameras.name, cameras.read_bytes())
    values = {"file": file, "target": "cameras", "crs": "EPSG:2154", "take_in": "1"}
    done = desk.post(PAGE, values, headers={"X-Step": "1"})
    assert done.status_code == 200
    assert "is brought in: 1 new." in desk.get(done["X-Next"]).content.decode()


def test_columns_that_a_person_chose_are_kept(desk: Client, cameras: Path) -> None:
    read_for = send(desk, cameras, "cameras", crs="EPSG:2154").context["read_for"]
    chosen = {"crs": "EPSG:2154", "read_for": read_for, "column_name": "Code", "key": ""}
    assert [one.title for one in send(desk, cameras, "cameras", **chosen).context["judged"]] == ["7"]


def test_columns_of_another_file_are_forgotten(desk: Client, cameras: Path) -> None:
    chosen = {"crs": "EPSG:2154", "read_for": "districts:0:", "column_name": "Titre", "key": "Titre"}
    assert [one.title for one in send(desk, cameras, "cameras", **chosen).context["judged"]] == ["C1"]


def test_the_page_asks_which_layer_of_two(desk: Client, tmp_path: Path) -> None:
    town()
    point = shapely.Point(*SQUARE)
    path = geopackage(tmp_path / "a.gpkg", bancs=[({"nom": "a"}, point)], arbres=[({"nom": "b"}, point)])
    assert send(desk, path, "layer").context["refused"]["names"] == ["bancs", "arbres"]
    send(desk, path, "layer", layer="arbres", name="Arbres", take_in="1")
    assert LayerShape.objects.get().title == "b"


def test_a_layer_of_a_file_that_is_no_longer_chosen_is_forgotten(desk: Client, cameras: Path) -> None:
    assert send(desk, cameras, "cameras", crs="EPSG:2154", layer="arbres").context["judged"]


def test_what_cannot_be_brought_in_is_a_sentence_on_the_page(
    desk: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town()
    path = tmp_path / "a.csv"
    path.write_bytes(b"nom;rue\nA;B")
    assert "says nowhere where its rows lie" in send(desk, path, "layer").content.decode()
    path.write_bytes(b"")
    assert "a.csv is empty" in send(desk, path, "layer").content.decode()
    monkeypatch.setattr(opening, "MOST_MB", 0)
    path.write_bytes(b"nom;rue\nA;B")
    assert "larger than 0 MB" in send(desk, path, "layer").content.decode()


@pytest.mark.slow
def test_a_large_file_lies_on_the_disk_and_is_read_there(desk: Client, tmp_path: Path) -> None:
    town()
    rows = "\n".join(f"B{number};43.61;3.88;{'x' * 400}" for number in range(7000))
    path = tmp_path / "a.csv"
    path.write_text(f"nom;lat;lon;mots\n{rows}\n")
    assert send(desk, path, "layer", take_in="1").status_code == 302
    assert LayerShape.objects.count() == 7000


def test_the_way_back_is_on_the_page_of_the_import(desk: Client, cameras: Path) -> None:
    send(desk, cameras, "cameras", crs="EPSG:2154", take_in="1")
    brought = LayerImport.objects.get()
    page = f"/admin/maps/layerimport/{brought.pk}/"
    assert "Take back" in desk.get(f"{page}change/").content.decode()
    desk.post(f"{page}take-back/")
    assert not Camera.objects.exists()
    again = desk.post(f"{page}take-back/", follow=True)
    assert "taken back already" in again.content.decode()


@pytest.mark.parametrize("role", ["operator", "supervisor", "official", "city_system", "inspector"])
def test_nobody_else_brings_data_in(client: Client, role: str, request: pytest.FixtureRequest) -> None:
    person: User = request.getfixturevalue(role)
    person.is_staff = True
    person.save()
    client.force_login(person)
    assert client.get(PAGE).status_code == 403
    assert client.post(f"/admin/maps/layerimport/{'0' * 8}-0000-4000-8000-{'0' * 12}/take-back/").status_code == 403


# --- the command ----------------------------------------------------------------------------------------------------


def test_the_command_shows_a_table_of_coordinates_and_asks(cameras: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: "1")
    said = run(str(cameras), "--as", "cameras")
    assert "1. EPSG:2154    RGF93 v1 / Lambert-93" in said
    assert "1 new." in said
    assert Camera.objects.get().name == "C1"


@pytest.mark.parametrize("answer", ["", "EPSG:2154"])
def test_the_answer_may_be_a_code_or_nothing(cameras: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: answer)
    if answer:
        run(str(cameras), "--as", "cameras")
    else:
        with pytest.raises(CommandError, match="Nothing was changed"):
            run(str(cameras), "--as", "cameras")
    assert Camera.objects.exists() == bool(answer)


def test_without_input_it_says_what_to_give(cameras: Path) -> None:
    with pytest.raises(CommandError, match="Say which with --crs"):
        run(str(cameras), "--as", "cameras", "--no-input")


def test_a_dry_run_changes_nothing(cameras: Path) -> None:
    said = run(str(cameras), "--as", "cameras", "--crs", "EPSG:2154", "--dry-run")
    assert "Nothing was changed." in said
    assert not Camera.objects.exists()


def test_columns_and_key_are_given_by_hand(cameras: Path) -> None:
    run(str(cameras), "--as", "cameras", "--crs", "EPSG:2154", "--columns", "name=Code", "--key", "")
    assert Camera.objects.get().name == "7"
    with pytest.raises(CommandError, match="Write --columns as name=COLUMN, not Code"):
        run(str(cameras), "--as", "cameras", "--crs", "EPSG:2154", "--columns", "Code")


def test_wrong_rows_are_listed_by_their_line(tmp_path: Path) -> None:
    town()
    path = tmp_path / "a.csv"
    path.write_bytes("Nom;Lat;Lon\nMusée;43,61;3,88\nTour;hier;3,88\nPont;3,88;43,61\n".encode("cp1252"))
    said = run(str(path), "--name", "Lieux", "--leave-out")
    assert "line 3 Tour: This row has no place" in said
    assert "line 4 Pont: This lies outside the city's map. Are latitude and longitude the right way round?" in said
    assert LayerShape.objects.get().title == "Musée"


def test_imports_are_listed_and_taken_back_by_the_beginning_of_their_id(cameras: Path) -> None:
    run(str(cameras), "--as", "cameras", "--crs", "EPSG:2154")
    brought = LayerImport.objects.get()
    assert str(brought.pk) in run("--list")
    run("--take-back", str(brought.pk)[:8])
    assert not Camera.objects.exists()
    assert "(taken back by manage.py import_layer)" in run("--list")
    with pytest.raises(CommandError, match="0 imports have an id"):
        run("--take-back", "zz")


# --- beside an extract of OpenStreetMap -----------------------------------------------------------------------------


def test_the_city_s_own_limit_and_districts_outlive_a_newer_extract(tmp_path: Path) -> None:
    extract = square().write(tmp_path / "city.osm.pbf")
    services.import_city(extract, "Helsinki")
    whole = City.objects.get().extent
    west, south, east, north = whole.extent
    inner = shapely.box(west, south, (west + east) / 2, (south + north) / 2)
    run(str(geojson(tmp_path / "limit.geojson", [({}, inner)])), "--as", "extent", "--attribution", "City of Helsinki")
    place = (inner.centroid.x, inner.centroid.y)
    run(
        str(geojson(tmp_path / "d.geojson", [({"nom": "Own"}, box(*place, 0.001))])),
        "--as",
        "districts",
        "--remove-gone",
    )
    services.import_city(extract)
    city = City.objects.get()
    assert city.extent.extent == pytest.approx(inner.bounds)
    assert city.attribution == "© OpenStreetMap contributors · City of Helsinki"
    assert [one.name for one in District.objects.all()] == ["Own"]
    for one in LayerImport.objects.all():
        run("--take-back", str(one.pk))
    services.import_city(extract)
    assert District.objects.count() == 2
