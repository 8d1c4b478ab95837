"""Specification of bringing in: judged by the row, whole or not at all, updated by its key, and taken back."""

from pathlib import Path
from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import Point

from detectors.layer_import.office import TARGETS, told
from hypervision.law.models import LogEntry
from hypervision.lib.errors import Conflict, Refusal
from hypervision.live.models import JournalEntry
from maps import selectors
from maps.layers import taking_back
from maps.layers.bringing import Plan, Wish, bring_in, plan
from maps.layers.plain import Verdict
from maps.models import Camera, City, District, Feature, ImportedRow, Layer, LayerImport, LayerShape, Street
from tests.factories import make_alert, make_camera
from tests.layers.files import LAMBERT, SQUARE, box, geojson, read, shapefile, town

pytestmark = pytest.mark.django_db
Rows = list[tuple[dict[str, Any], Any]]
NOWHERE: tuple[dict[str, Any], Any] = ({"Nom": "Rien"}, None)
NORTH_SIDE = (SQUARE[0], SQUARE[1] + 0.01)


@pytest.fixture
def city() -> City:
    return town()


class Desk:
    """Brings files in as a target, as an administrator would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def plan(self, target: str, rows: Rows, **wish: Any) -> Plan:
        return plan(self.read(rows), TARGETS[target], Wish(**wish))

    def bring(
        self, target: str, rows: Rows, *, leave_out: bool = False, remove: bool = False, **wish: Any
    ) -> LayerImport:
        wished, source = Wish(**wish), self.read(rows)
        return bring_in(source, TARGETS[target], wished, "anna", leave_out=leave_out, remove_gone=remove, told=told)

    def read(self, rows: Rows) -> Any:
        return read(geojson(self.folder / "ville.geojson", rows))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def back(brought: LayerImport) -> None:
    taking_back.take_back(brought, "anna", told)


def district(name: str, place: tuple[float, float] = SQUARE, **more: Any) -> tuple[dict[str, Any], Any]:
    return {"Nom": name, **more}, box(*place)


def seen(name: str, place: tuple[float, float] = SQUARE, **more: Any) -> tuple[dict[str, Any], Any]:
    return {"Nom": name, **more}, shapely.Point(*place)


def verdicts(made: Plan) -> list[tuple[str, Verdict]]:
    return [(step.title, step.verdict) for step in made.steps]


# --- the limit of the city ------------------------------------------------------------------------------------------


def test_the_commune_s_outline_makes_a_city(desk: Desk) -> None:
    desk.bring("extent", [({"ID": 0}, box(*SQUARE, 0.05))], name="Villeneuve", attribution="Ville")
    city = City.objects.get()
    assert (city.name, city.attribution, city.source) == ("Villeneuve", "Ville", "ville.geojson")
    assert city.extent.extent == pytest.approx((3.83, 43.56, 3.93, 43.66))


def test_a_city_of_two_halves_loses_neither(desk: Desk) -> None:
    desk.bring("extent", [({}, box(3.8, 43.6)), ({}, box(3.9, 43.6))])
    assert City.objects.get().extent.covers(Point(3.9, 43.6, srid=4326))


def test_an_islet_is_no_half(desk: Desk) -> None:
    desk.bring("extent", [({}, box(3.8, 43.6, 0.05)), ({}, box(4.1, 43.6, 0.0005))])
    assert City.objects.get().extent.extent[2] == pytest.approx(3.85)


@pytest.mark.parametrize("target", ["districts", "streets", "cameras", "layer"])
def test_before_there_is_a_city_its_limit_comes_first(desk: Desk, target: str) -> None:
    with pytest.raises(Refusal, match="First the city needs its limit"):
        desk.plan(target, [district("Nord")])


def test_no_city_is_as_large_as_a_country(desk: Desk) -> None:
    [(_name, verdict)] = verdicts(desk.plan("extent", [({}, box(3, 45, 4))]))
    assert verdict == Verdict.WRONG


# --- districts ------------------------------------------------------------------------------------------------------


def test_districts_are_found_by_the_column_that_names_them(desk: Desk, city: City) -> None:
    made = desk.plan("districts", [district("Nord", Code="N"), district("Sud", (3.88, 43.59), Code="S")])
    assert (made.columns, made.key) == ({"name": "Nom"}, "Code")
    assert verdicts(made) == [("Nord", Verdict.NEW), ("Sud", Verdict.NEW)]
    assert not District.objects.exists()


def test_a_place_lies_in_the_district_that_was_brought_in(desk: Desk, city: City) -> None:
    desk.bring("districts", [district("Nord")])
    where = selectors.locate(Point(*SQUARE, srid=4326)).district
    assert where is not None
    assert where.name == "Nord"


def test_what_is_wrong_is_said_by_its_row(desk: Desk, city: City) -> None:
    rows = [
        district("Nord"),
        district("Nord"),
        district(""),
        seen("Halle"),
        district("Paris", (2.35, 48.86)),
        ({"Nom": "Rien"}, None),
    ]
    made = desk.plan("districts", rows)
    assert [(step.number, step.errors[0].split(";")[0].split(",")[0]) for step in made.wrong] == [
        (2, "Another row has this name already."),
        (3, "A district needs a name."),
        (4, "A district is an area"),
        (5, "This lies outside the city's map. Are latitude and longitude the right way round?"),
        (6, "This row has no place"),
    ]


def test_with_a_wrong_row_nothing_comes_in_unless_it_is_left_out(desk: Desk, city: City) -> None:
    rows = [district("Nord"), NOWHERE]
    with pytest.raises(Refusal, match="Wrong rows: 1, the first in line 2"):
        desk.bring("districts", rows)
    assert not District.objects.exists()
    assert not LayerImport.objects.exists()
    desk.bring("districts", rows, leave_out=True)
    assert District.objects.get().name == "Nord"


def test_a_failure_in_the_middle_leaves_nothing(desk: Desk, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maps.layers.bringing.ledger.write", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        desk.bring("districts", [district("Nord")])
    assert not District.objects.exists()


def test_the_key_knows_a_district_under_another_name(desk: Desk, city: City) -> None:
    desk.bring("districts", [district("Nord", Code="N")])
    before = District.objects.get()
    brought = desk.bring("districts", [district("Grand Nord", Code="N")])
    assert brought.counts["changed"] == 1
    after = District.objects.get()
    assert (after.pk, after.name) == (before.pk, "Grand Nord")


def test_the_same_file_again_changes_nothing(desk: Desk, city: City) -> None:
    rows = [district("Nord", Code="N")]
    desk.bring("districts", rows)
    assert verdicts(desk.plan("districts", rows)) == [("Nord", Verdict.SAME)]


def test_what_is_gone_is_said_and_goes_only_when_asked(desk: Desk, city: City) -> None:
    desk.bring("districts", [district("Nord"), district("Sud", (3.88, 43.59))])
    rest = [district("Nord")]
    assert [row.name for row in desk.plan("districts", rest).gone] == ["Sud"]
    desk.bring("districts", rest)
    assert District.objects.count() == 2
    brought = desk.bring("districts", rest, remove=True)
    assert [one.name for one in District.objects.all()] == ["Nord"]
    assert brought.counts["removed"] == 1
    back(brought)
    assert District.objects.count() == 2


# --- streets --------------------------------------------------------------------------------------------------------


def test_streets_come_with_their_direction_and_are_found(tmp_path: Path, city: City, operator: Any) -> None:
    x, y = LAMBERT
    lines = [shapely.LineString([(x, y + step), (x + 50, y + step)]) for step in range(4)]
    told_of = [
        ("Rue Foch", "RUE", "SENS UNIQUE"),
        ("Rue Foch", "RUE", "DOUBLE SENS"),
        ("Voie non dénommée", "AV", "INTERDIT"),
        ("Cours Gambetta", "CRS", None),
    ]
    rows = [
        ({"LIB_OFF": n, "TYPVOI": k, "SENS_CIRCU": s}, line) for (n, k, s), line in zip(told_of, lines, strict=True)
    ]
    source = read(shapefile(tmp_path, "voies", rows))
    bring_in(source, TARGETS["streets"], Wish(), "anna", told=told)
    roads = Feature.objects.order_by("id").values_list("name", "kind", "traffic")
    assert list(roads) == [
        ("Rue Foch", "residential", "forward"),
        ("Rue Foch", "residential", "both"),
        ("", "tertiary", "closed"),
        ("Cours Gambetta", "tertiary", ""),
    ]
    assert {street.name for street in Street.objects.all()} == {"Rue Foch", "Cours Gambetta"}
    assert [hit.name for hit in selectors.search("foch", operator)] == ["Rue Foch"]
    assert selectors.locate(Point(*SQUARE, srid=4326)).street == "Rue Foch"


def test_streets_of_the_old_map_are_gone_only_when_asked_and_come_back(desk: Desk, city: City) -> None:
    line = shapely.LineString([SQUARE, NORTH_SIDE])
    desk.bring("streets", [({"nom": "Rue Ancienne"}, line)])
    brought = desk.bring("streets", [({"nom": "Rue Neuve", "id": 1}, line)], remove=True)
    assert [one.name for one in Street.objects.all()] == ["Rue Neuve"]
    back(brought)
    assert [one.name for one in Street.objects.all()] == ["Rue Ancienne"]
    assert Feature.objects.get().name == "Rue Ancienne"


# --- cameras --------------------------------------------------------------------------------------------------------


def test_cameras_are_judged_as_those_of_a_table_are(desk: Desk, city: City) -> None:
    make_camera(SQUARE, name="C2", bearing=10)
    rows = [
        seen("C1", direction="90"),
        seen("C2", direction="10"),
        seen("C3", direction="400"),
        seen("C4", (2.35, 48.86)),
        district("C5"),
    ]
    made = desk.plan("cameras", rows)
    assert verdicts(made) == [
        ("C1", Verdict.NEW),
        ("C2", Verdict.SAME),
        ("C3", Verdict.WRONG),
        ("C4", Verdict.WRONG),
        ("C5", Verdict.WRONG),
    ]


def test_a_camera_just_outside_of_the_limit_is_the_city_s_all_the_same(desk: Desk, city: City) -> None:
    assert verdicts(desk.plan("cameras", [seen("Pont", (3.945, 43.61))])) == [("Pont", Verdict.NEW)]


def test_the_address_of_a_house_is_no_stream(desk: Desk, city: City) -> None:
    made = desk.plan("cameras", [seen("C1", Adresse="Rue Foch"), seen("C2", Adresse="Cours Gambetta")])
    assert made.columns == {"name": "Nom"}


def test_cameras_are_told_and_logged(desk: Desk, city: City) -> None:
    desk.bring("cameras", [seen("C1")])
    assert {"camera", "map"} <= set(JournalEntry.objects.values_list("kind", flat=True))
    assert {"camera.save", "layer.import"} <= set(LogEntry.objects.values_list("action", flat=True))


def test_a_camera_is_known_by_its_key_whatever_it_is_called_now(desk: Desk, city: City) -> None:
    desk.bring("cameras", [seen("C1", id="7")])
    Camera.objects.update(name="Halle")
    made = desk.plan("cameras", [seen("C1 bis", NORTH_SIDE, id="7")])
    assert verdicts(made) == [("C1 bis", Verdict.CHANGED)]


def test_of_cameras_only_those_of_a_file_that_nobody_uses_are_gone(desk: Desk, city: City) -> None:
    make_camera(SQUARE, name="By hand")
    desk.bring("cameras", [seen("C1"), seen("C2"), seen("C3")])
    make_alert(Camera.objects.get(name="C3"))
    Camera.objects.filter(name="C2").update(address="rtsp://10.0.0.2/a")
    assert [row.name for row in desk.plan("cameras", [seen("C4")]).gone] == ["C1"]


# --- a layer of the map ---------------------------------------------------------------------------------------------


def test_a_layer_keeps_titles_and_shapes_and_nothing_else(desk: Desk, city: City) -> None:
    rows = [
        seen("Halle", telephone="0467"),
        district("Parc"),
        ({"Nom": "Chemin"}, shapely.LineString([SQUARE, NORTH_SIDE])),
    ]
    desk.bring("layer", rows, name="Lieux", attribution="Ville")
    assert Layer.objects.get().attribution == "Ville"
    shapes = LayerShape.objects.order_by("id")
    assert [(one.title, one.shape.geom_type) for one in shapes] == [
        ("Halle", "Point"),
        ("Parc", "Polygon"),
        ("Chemin", "LineString"),
    ]


def test_two_layers_do_not_know_each_other_s_rows(desk: Desk, city: City) -> None:
    desk.bring("layer", [seen("A", id="1")], name="Bancs")
    desk.bring("layer", [seen("B", id="1")], name="Arbres")
    assert sorted(LayerShape.objects.values_list("layer__name", "title")) == [("Arbres", "B"), ("Bancs", "A")]
    desk.bring("layer", [seen("A2", id="1")], name="Bancs")
    assert sorted(LayerShape.objects.values_list("layer__name", "title")) == [("Arbres", "B"), ("Bancs", "A2")]


# --- the way back ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["districts", "cameras", "layer"])
def test_an_import_is_taken_back_whole(desk: Desk, city: City, target: str) -> None:
    make = seen if target == "cameras" else district
    first = desk.bring(target, [make("A", id="1"), make("B", (3.87, 43.6), id="2")], name="Lieux")
    models: dict[str, Any] = {"districts": District, "cameras": Camera, "layer": LayerShape}
    model = models[target]
    before = list(model.objects.order_by("pk").values())
    second = desk.bring(target, [make("A'", NORTH_SIDE, id="1"), make("C", id="3")], name="Lieux", remove=True)
    assert list(model.objects.order_by("pk").values()) != before
    back(second)
    stands = list(model.objects.order_by("pk").values())
    assert len(stands) == len(before)
    for one, other in zip(stands, before, strict=True):
        assert {k: str(v) for k, v in one.items()} == {k: str(v) for k, v in other.items()}
    back(first)
    assert not model.objects.exists()
    assert not Layer.objects.exists()
    assert City.objects.get() == city


def test_what_was_changed_since_is_not_lost(desk: Desk, city: City) -> None:
    brought = desk.bring("cameras", [seen("C1"), seen("C2")])
    Camera.objects.filter(name="C2").update(height=5)
    with pytest.raises(Refusal, match="1 of its rows have changed or are in use: C2"):
        back(brought)
    assert Camera.objects.count() == 2


def test_what_others_changed_of_the_same_row_is_not_in_the_way(desk: Desk, city: City) -> None:
    make_camera(SQUARE, name="C1", bearing=10)
    brought = desk.bring("cameras", [seen("C1", direction="90")])
    Camera.objects.update(height=5)
    back(brought)
    camera = Camera.objects.get()
    assert (camera.bearing, camera.height) == (10, 5)


def test_a_camera_that_somebody_uses_stays(desk: Desk, city: City) -> None:
    brought = desk.bring("cameras", [seen("C1")])
    make_alert(Camera.objects.get())
    with pytest.raises(Refusal, match="in use: C1"):
        back(brought)


def test_an_import_is_taken_back_once(desk: Desk, city: City) -> None:
    brought = desk.bring("districts", [district("Nord")])
    back(brought)
    brought.refresh_from_db()
    assert brought.taken_back_by == "anna"
    with pytest.raises(Conflict, match="taken back already"):
        back(brought)


def test_what_was_taken_back_is_known_no_more(desk: Desk, city: City) -> None:
    desk.bring("districts", [district("Nord")], key="")
    back(desk.bring("districts", [district("Nord", Code="N")]))
    assert verdicts(desk.plan("districts", [district("Grand Nord", Code="N")])) == [("Grand Nord", Verdict.NEW)]


def test_an_import_remembers_no_credentials(desk: Desk, city: City) -> None:
    desk.bring("cameras", [seen("C1", user="root", password="secret")])
    camera = Camera.objects.get()
    assert camera.credentials is None
    Camera.objects.update(credentials=b"sealed")
    desk.bring("cameras", [seen("C2", user="root")], remove=True)
    assert "sealed" not in str(list(ImportedRow.objects.values_list("before", flat=True)))


# --- columns --------------------------------------------------------------------------------------------------------


def test_a_column_that_is_not_there_is_said(desk: Desk, city: City) -> None:
    with pytest.raises(Refusal, match=r"has no column Titre. It has: Nom"):
        desk.plan("districts", [district("Nord")], columns={"name": "Titre"})
    with pytest.raises(Refusal, match=r"Nothing here is called nom. There are: name"):
        desk.plan("districts", [district("Nord")], columns={"nom": "Nom"})
    with pytest.raises(Refusal, match="Say which column holds: name"):
        desk.plan("districts", [district("Nord")], columns={})


def test_a_key_that_stands_twice_knows_nothing(desk: Desk, city: City) -> None:
    with pytest.raises(Refusal, match="knows no row again"):
        desk.plan("districts", [district("Nord", Zone="1"), district("Sud", Zone="1")], key="Zone")
