"""Specification of bringing in: judged by the row, whole or not at all, and updated by its key."""

import pytest
from django.contrib.gis.geos import Point

from hypervision.lib.errors import Refusal
from maps import selectors
from maps.layers.plain import Verdict
from maps.models import City, District, LayerImport
from tests.layers.files import SQUARE, box
from tests.layers.worlds import NOWHERE, Desk, back, district, seen, verdicts

pytestmark = pytest.mark.django_db


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
