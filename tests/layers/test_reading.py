"""Specification of what can be read: usual files, however they were written; and a sentence for all others."""

import math
import zipfile
from pathlib import Path

import pytest
import shapely

from hypervision.lib.errors import Refusal
from maps.layers import opening, reading
from maps.layers.opening import SeveralLayers
from tests.layers.files import LAMBERT, SQUARE, box, geojson, geopackage, read, shapefile

POINT = shapely.Point(*SQUARE)


def refused(path: Path) -> str:
    with pytest.raises(Refusal) as caught:
        read(path)
    return caught.value.sentence


# --- read -----------------------------------------------------------------------------------------------------------


def test_geojson_gives_its_rows_as_text_each_with_its_shape(tmp_path: Path) -> None:
    source = read(geojson(tmp_path / "a.geojson", [({"Nom": "Halle", "Etage": 2, "Vide": None}, POINT)]))
    assert source.columns == ("Nom", "Etage", "Vide")
    assert [(row.number, dict(row.values)) for row in source.rows] == [(1, {"Nom": "Halle", "Etage": "2", "Vide": ""})]
    assert source.rows[0].shape.equals(POINT)


def test_geojson_in_windows_letters_is_read_too(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", [({"Libellé": "Vallée"}, POINT)])
    path.write_bytes(path.read_text().encode().decode("unicode_escape").encode("cp1252"))
    assert dict(read(path).rows[0].values) == {"Libellé": "Vallée"}


def test_geojson_whose_numbers_are_no_degrees_declares_nothing(tmp_path: Path) -> None:
    assert read(geojson(tmp_path / "a.geojson", [({}, POINT)])).crs == "OGC:CRS84"
    assert read(geojson(tmp_path / "b.geojson", [({"a": 1}, shapely.Point(*LAMBERT))])).crs is None


def test_geojson_may_name_its_coordinates_as_it_once_did(tmp_path: Path) -> None:
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    path = geojson(tmp_path / "a.geojson", [({"a": 1}, shapely.Point(*LAMBERT))], crs=named)
    assert read(path).crs == "EPSG:2154"


def test_a_zipped_shapefile_is_found_in_its_folder(tmp_path: Path) -> None:
    source = read(
        shapefile(tmp_path, "voies", [({"NOM": "Rue d'Été"}, shapely.LineString([LAMBERT, (771100, 6279500)]))])
    )
    assert (source.crs or "").startswith(("EPSG:2154", "PROJCS"))
    assert source.rows[0].values["NOM"] == "Rue d'Été"


def test_a_shapefile_without_prj_declares_nothing(tmp_path: Path) -> None:
    path = shapefile(tmp_path, "voies", [({"NOM": "a"}, shapely.Point(*LAMBERT))], without=".prj")
    assert read(path).crs is None


def test_of_a_geopackage_with_two_layers_one_must_be_chosen(tmp_path: Path) -> None:
    path = geopackage(tmp_path / "a.gpkg", bancs=[({"n": "a"}, POINT)], arbres=[({"n": "b"}, POINT)])
    with pytest.raises(SeveralLayers, match="bancs, arbres") as caught:
        read(path)
    assert caught.value.names == ["bancs", "arbres"]
    assert read(path, "arbres").rows[0].values["n"] == "b"
    with pytest.raises(Refusal, match=r"holds no layer fleurs. It holds: bancs, arbres"):
        read(path, "fleurs")


@pytest.mark.parametrize(
    "raw",
    [
        "Nom;Latitude;Longitude\nMusée;43,61;3,88\n".encode("cp1252"),
        "nom\tlat\tlon\nMusée\t43.61\t3.88\n".encode("utf-16"),
        '"Nom,C,254","LAT,N,9,0","LON,N,9,0"\nMusée,43.61,3.88\n'.encode("latin-1"),
        "nom|x|y\nMusée|3.88|43.61".encode("utf-8-sig"),
        'nom,geo_point_2d\nMusée,"43.61, 3.88"'.encode(),
        "nom;WKT\nMusée;POINT (3.88 43.61)".encode(),
    ],
)
def test_a_table_in_any_encoding_says_in_many_ways_where_it_lies(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(raw)
    [row] = read(path).rows
    assert next(iter(row.values.values())) == "Musée"
    assert row.shape.equals(POINT)
    assert row.number == 2


def test_a_table_s_row_whose_place_is_no_number_keeps_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("nom;lat;lon\n\nA;here;3\nB;43;3\n")
    assert [(row.number, row.shape is None) for row in read(path).rows] == [(3, True), (4, False)]


# --- refused --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("a.geojson", b"", "a.geojson is empty"),
        ("a.pdf", b"%PDF", "a.pdf is none of these: CSV, GeoJSON"),
        ("a.shp", b"\0\0\x27\x0a", "all parts of a shapefile"),
        ("a.csv", b"nom;rue\nA;B\n", "says nowhere where its rows lie"),
        ("a.csv", b"lat;lon\n", "holds no row"),
        ("a.csv", b"\0\1\2", "This is no text"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": [', "cannot be read as what its name says"),
        ("a.geojson", b"<OGRVRTDataSource/>", "its beginning is another one's"),
        ("a.gpkg", b"<OGRVRTDataSource/>", "its beginning is another one's"),
        ("a.gpkg", b"SQLite format 3\0" + b"\0" * 200, "cannot be read as what its name says"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": []}', "a.geojson holds no"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, raw: bytes, sentence: str) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    assert sentence in refused(path)


def test_no_file_is_said(tmp_path: Path) -> None:
    assert "There is no file b.csv" in refused(tmp_path / "b.csv")


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    with path.open("wb") as file:
        file.truncate(2**30)  # a gigabyte of nothing takes no room
    assert "larger than 200 MB" in refused(path)


@pytest.mark.parametrize("lines", [4, 9])
def test_more_rows_than_a_city_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: int) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    path = tmp_path / "a.csv"
    path.write_text("lat;lon\n" + "43;3\n" * lines)
    assert "holds more than 3 rows" in refused(path)
    assert "holds more than 3 rows" in refused(geojson(tmp_path / "a.geojson", [({"n": "a"}, POINT)] * lines))


def test_an_archive_that_unpacks_to_too_much_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_UNPACKED_MB", 3)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", b" " * 4 * 2**20)
    assert path.stat().st_size < 10_000
    assert "unpacks to more than 3 MB" in refused(path)


def test_an_archive_writes_nowhere_but_where_it_is_unpacked(tmp_path: Path) -> None:
    inside = geojson(tmp_path / "a.geojson", [({"n": "a"}, POINT)]).read_bytes()
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../../../tmp/escaped.geojson", inside)
    assert len(read(path).rows) == 1
    assert not Path("/tmp/escaped.geojson").exists()


@pytest.mark.parametrize("raw", [b"PK\x03\x04 torn", b"PK\x05\x06" + b"\0" * 18])
def test_an_archive_that_is_torn_or_holds_nothing_is_said(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(raw)
    assert "a.zip" in refused(path)


def test_nan_and_nothing_are_no_places_but_no_reason_to_stop(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("nom;lat;lon\nA;nan;nan\nB;inf;3\nC;43;3\n")
    shapes = [row.shape for row in read(path).rows]
    assert math.isnan(shapes[0].x)
    assert shapes[2].equals(shapely.Point(3, 43))


def test_a_polygon_that_crosses_itself_is_read(tmp_path: Path) -> None:
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    assert read(geojson(tmp_path / "a.geojson", [({}, bow), ({}, box(*SQUARE))])).rows[0].shape is not None
