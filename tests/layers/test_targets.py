"""Specification of what else is brought in: streets with their direction, cameras, layers of the map."""

from pathlib import Path
from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import Point

from detectors.layer_import.office import TARGETS, told
from hypervision.law.models import LogEntry
from hypervision.live.models import JournalEntry
from maps import selectors
from maps.layers.bringing import Wish, bring_in
from maps.layers.plain import Verdict
from maps.models import Camera, City, Feature, Layer, LayerShape, Street
from tests.factories import make_alert, make_camera
from tests.layers.files import LAMBERT, SQUARE, read, shapefile
from tests.layers.worlds import NORTH_SIDE, Desk, back, district, seen, verdicts

pytestmark = pytest.mark.django_db


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
