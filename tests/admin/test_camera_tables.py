"""Specification of cameras from a table: read however it was written, and judged by the line."""

from typing import Any

import pytest
from django.contrib.gis.geos import Polygon

from detectors.camera_lists import reading
from detectors.camera_lists.judging import judge
from detectors.camera_lists.reading import UnreadableError
from hypervision.lib import clock
from maps.layers.plain import Verdict
from maps.models import Camera, City
from tests.factories import make_camera

HEAD = "name,lat,lon"
GATE = "Gate,60.17,24.94"

pytestmark = pytest.mark.django_db


def verdicts(text: str) -> list[Any]:
    return [(one.number, one.title, str(one.verdict)) for one in judge(reading.read(text))]


def errors(text: str) -> tuple[str, ...]:
    [one] = judge(reading.read(text))
    assert (one.verdict, one.form) == (Verdict.WRONG, None)
    return one.errors


# --- read -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_will_do(delimiter: str) -> None:
    table = reading.read("\n".join(line.replace(",", delimiter) for line in (HEAD, GATE)))
    assert table.lines[0].values == {"name": "Gate", "lat": "60.17", "lon": "24.94"}


@pytest.mark.parametrize(
    "raw",
    [
        "nom;latitude;longitude\nMusée;60,1;24,9".encode(),
        "nom;latitude;longitude\nMusée;60,1;24,9".encode("utf-8-sig"),
        "nom;latitude;longitude\nMusée;60,1;24,9".encode("cp1252"),
        "nom;latitude;longitude\nMusée;60,1;24,9".encode("utf-16"),
        b"nom;latitude;longitude\r\nMus\xc3\xa9e;60,1;24,9\r\n",
    ],
)
def test_any_encoding_will_do(raw: bytes) -> None:
    [line] = reading.read(reading.decoded(raw)).lines
    assert line.values["name"] == "Musée"


def test_headings_are_known_in_two_languages_in_any_order_and_case() -> None:
    table = reading.read("Flux_RTSP,LONGITUDE, Nom ,Latitude,Adresse du flux,Hauteur\nx,24.9,Gate,60.1,rtsp://a/b,4")
    assert table.columns == ("lon", "name", "lat", "address", "height")
    assert table.ignored == ("Flux_RTSP",)


def test_a_line_that_ends_early_lacks_its_last_values() -> None:
    [line] = reading.read("name,lat,lon,height\nGate,60.1,24.9").lines
    assert line.values["height"] == ""


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    table = reading.read('name,lat,lon\n\n"Two\nlines",1,2\nGate,1,2')
    assert [line.number for line in table.lines] == [4, 5]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The table is empty."),
        ("\n \n", "The table is empty."),
        ("name,lat,lon\n", "Below the headings there is no line."),
        ("Gate,60.1,24.9", "these are missing: name, lat, lon"),
        ("name,lat\nGate,60", "these are missing: lon"),
        ("name,lat,lon\n" + "Gate,60,24\n" * 5001, "At most 5000 lines at once."),
    ],
)
def test_a_table_that_cannot_be_read_says_why(text: str, sentence: str) -> None:
    with pytest.raises(UnreadableError, match=sentence):
        reading.read(text)


@pytest.mark.parametrize("raw", [b"PK\x03\x04\0\0", b"\xff\xfea", b"\xff\xfea\0\0\0"])
def test_what_is_no_text_says_how_to_save_it(raw: bytes) -> None:
    with pytest.raises(UnreadableError, match="Save the table as CSV"):
        reading.decoded(raw)


# --- judged ---------------------------------------------------------------------------------------------------------


def test_a_camera_of_a_new_name_is_new() -> None:
    assert verdicts(f"{HEAD}\n{GATE}") == [(2, "Gate", "new")]


def test_what_a_table_says_otherwise_is_changed_and_what_it_does_not_say_stays() -> None:
    make_camera((24.94, 60.17), name="Gate", operator="City", wanted_rate=5, pictures=False)
    [one] = judge(reading.read("name,lat,lon,rate\nGate,60.17,24.95,10"))
    assert one.verdict == Verdict.CHANGED
    assert one.changes == (
        "Analysed pictures a second: 5 → 10",
        "location: 60.170000, 24.940000 → 60.170000, 24.950000",
    )
    assert one.form is not None
    assert (one.form.instance.operator, one.form.instance.pictures) == ("City", False)


def test_what_stands_already_as_it_is_told_stays_as_it_is() -> None:
    make_camera((24.94, 60.17), name="Gate")
    assert verdicts(f"{HEAD}\n{GATE}") == [(2, "Gate", "as it is")]


def test_a_camera_is_found_by_its_id_and_gets_a_new_name() -> None:
    camera = make_camera((24.94, 60.17), name="Old")
    [one] = judge(reading.read(f"id,name,lat,lon\n{camera.pk},New,60.17,24.94"))
    assert (one.verdict, one.changes) == (Verdict.CHANGED, ("Name: Old → New",))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name,lat,lon\n,60.17,24.94", "Name: This field is required."),
        ("name,lat,lon\nGate,north,24.94", "Latitude and longitude are numbers in degrees"),
        ("name,lat,lon\nGate,,", "Latitude and longitude are numbers in degrees"),
        ("name,lat,lon\nGate,160,24.94", "Latitude and longitude are numbers in degrees"),
        ("name,lat,lon,rate\nGate,60.17,24.94,fast", "Analysed pictures a second: Enter a number."),
        ("name,lat,lon,rate\nGate,60.17,24.94,99", "Analysed pictures a second: "),
        ("name,lat,lon,pictures\nGate,60.17,24.94,maybe", "Pictures: write yes or no."),
        ("name,lat,lon,url\nGate,60.17,24.94,ftp://a/b", "Stream address: "),
        ("name,lat,lon,password\nGate,60.17,24.94,secret", "A password needs a user name."),
        ("id,name,lat,lon\nnonsense,Gate,60.17,24.94", "No camera has this id."),
    ],
)
def test_a_wrong_line_says_what_is_wrong_with_it(text: str, sentence: str) -> None:
    assert any(sentence in error for error in errors(text))


def test_a_name_that_stands_twice_in_the_table_is_wrong_twice() -> None:
    assert verdicts(f"{HEAD}\n{GATE}\n{GATE}") == [(2, "Gate", "wrong"), (3, "Gate", "wrong")]


def test_a_camera_of_which_two_lines_tell_is_wrong_twice_however_they_name_it() -> None:
    """The second would be saved over the first."""
    camera = make_camera((24.94, 60.17), name="Gate")
    for one, other in (("", camera.pk), (camera.pk, camera.pk.hex), (str(camera.pk).upper(), camera.pk)):
        text = f"id,{HEAD},operator\n{one},Gate,60.17,24.94,City\n{other},New,60.17,24.94,Tram"
        assert verdicts(text) == [(2, "Gate", "wrong"), (3, "New", "wrong")]


def test_cameras_of_one_name_are_told_apart_by_their_ids_in_one_table() -> None:
    first, second = make_camera((24.94, 60.17), name="Gate"), make_camera((24.95, 60.17), name="Gate")
    text = f"id,name,lat,lon\n{first.pk},Gate,60.17,24.94\n{second.pk},Gate,60.17,24.96"
    assert verdicts(text) == [(2, "Gate", "as it is"), (3, "Gate", "changed")]


def test_a_password_in_the_address_is_a_change(key: None) -> None:
    make_camera((24.94, 60.17), name="Gate", address="rtsp://10.0.0.5/a")
    [one] = judge(reading.read(f"{HEAD},url\n{GATE},rtsp://u:p@10.0.0.5/a"))
    assert (one.verdict, one.changes) == (Verdict.CHANGED, ("the password",))


def test_a_name_of_several_cameras_asks_for_the_id() -> None:
    make_camera(name="Gate")
    make_camera(name="Gate")
    assert errors(f"{HEAD}\n{GATE}") == ("Several cameras have this name: give the id of the one that is meant.",)


def test_a_place_outside_the_citys_map_is_wrong() -> None:
    extent = Polygon.from_bbox((24.9, 60.1, 25.0, 60.2))
    City.objects.create(id=1, name="Helsinki", extent=extent, source="x", attribution="©", imported_at=clock.now())
    assert verdicts(f"{HEAD}\n{GATE}") == [(2, "Gate", "new")]
    assert "the right way round" in errors(f"{HEAD}\nGate,24.94,60.17")[0]


def test_judging_saves_nothing() -> None:
    make_camera((24.94, 60.17), name="Gate")
    judge(reading.read(f"{HEAD}\nGate,60.18,24.94\nOther,60.17,24.94"))
    assert list(Camera.objects.values_list("name", "location")) == [("Gate", Camera.objects.get().location)]
    assert Camera.objects.get().location.y == 60.17
