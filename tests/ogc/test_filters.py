"""CQL2 as text and as JSON: what is found, read against a table by hand and against a foreign reader of filters."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from pygeofilter.backends.django import to_filter
from pygeofilter.parsers.cql2_text import parse as foreign_text

from hypervision.accounts.models import User
from maps.models import Camera, Event
from tests.factories import ELSEWHERE, NOON, SQUARE, make_alert, make_camera, make_event
from tests.ogc.worlds import EPSG, found, make_square, names

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LON, LAT = SQUARE
HERE = f"POLYGON(({LON - 0.001} {LAT - 0.001}, {LON + 0.001} {LAT - 0.001}, {LON + 0.001} {LAT + 0.001}, {LON - 0.001} {LAT + 0.001}, {LON - 0.001} {LAT - 0.001}))"  # noqa: E501
BOX = f"BBOX({LON - 0.001},{LAT - 0.001},{LON + 0.001},{LAT + 0.001})"

# One event a row; they are found by the name of their street.
EVENTS: dict[str, dict[str, Any]] = {
    "Kaivokatu": {"kind": "intrusion", "score": 0.8},
    "L'Avenue 100%": {"kind": "fire", "score": 0.5, "captured_at": NOON + timedelta(hours=1)},
    "Élysée_1": {"kind": "fall", "score": None, "captured_at": NOON + timedelta(days=1)},
    "": {"kind": "fire", "score": 0.2, "place": Point(*ELSEWHERE, srid=4326), "rule_version": 2},
}
FIRST, SECOND, THIRD, FOURTH = EVENTS


@pytest.fixture
def city(camera: Camera) -> Camera:
    for street, values in EVENTS.items():
        started = values.get("captured_at", NOON) - timedelta(seconds=6)
        event = make_event(camera, street=street, started_at=started, **values)
        if street == FIRST:
            make_alert(camera, event=event)
    return camera


TEXTS: list[tuple[str, set[str]]] = [
    ("kind = 'fire'", {SECOND, FOURTH}),
    ("'fire' = kind", {SECOND, FOURTH}),
    ("kind <> 'fire'", {FIRST, THIRD}),
    ("\"kind\" = 'fire'", {SECOND, FOURTH}),
    ("score > 0.5", {FIRST}),
    ("score >= 0.5", {FIRST, SECOND}),
    ("score < 5e-1", {FOURTH}),
    ("0.5 > score", {FOURTH}),
    ("score BETWEEN 0.2 AND 0.5", {SECOND, FOURTH}),
    ("score NOT BETWEEN 0.2 AND 0.5", {FIRST}),
    ("score IS NULL", {THIRD}),
    ("score IS NOT NULL", {FIRST, SECOND, FOURTH}),
    ("NOT score > 0.5", {SECOND, FOURTH}),
    ("rule_version = 2", {FOURTH}),
    ("rule_version = 1.5", set()),
    ("rule_version > -1", set(EVENTS)),
    ("kind IN ('fall', 'intrusion')", {FIRST, THIRD}),
    ("kind NOT IN ('fall', 'intrusion')", {SECOND, FOURTH}),
    # AND before OR, NOT before both
    ("kind = 'fall' OR kind = 'fire' AND score > 0.4", {SECOND, THIRD}),
    ("(kind = 'fall' OR kind = 'fire') AND score > 0.4", {SECOND}),
    ("NOT (kind = 'fall' OR kind = 'fire')", {FIRST}),
    ("not kind = 'fall' and not kind = 'fire'", {FIRST}),
    ("kind = 'fall' OR kind = 'fire' OR kind = 'intrusion'", set(EVENTS)),
    ("TRUE", set(EVENTS)),
    ("FALSE OR kind = 'fall'", {THIRD}),
    # Text
    ("street = 'L''Avenue 100%'", {SECOND}),
    (r"street = 'L\'Avenue 100%'", {SECOND}),
    ("street LIKE 'Kaivo%'", {FIRST}),
    ("street LIKE 'Kaivo'", set()),
    ("street LIKE 'Kaivokat_'", {FIRST}),
    ("street LIKE 'kaivo%'", set()),
    ("street NOT LIKE 'Kaivo%'", {SECOND, THIRD, FOURTH}),
    (r"street LIKE '%100\%'", {SECOND}),
    (r"street LIKE '%\_1'", {THIRD}),
    ("street LIKE '%.%'", set()),
    ("CASEI(street) = CASEI('KAIVOKATU')", {FIRST}),
    ("casei(street) LIKE casei('KAIVO%')", {FIRST}),
    ("ACCENTI(street) = accenti('Elysee_1')", {THIRD}),
    ("CASEI(ACCENTI(street)) LIKE 'elysee%'", {THIRD}),
    ("CASEI(kind) IN (casei('FIRE'))", {SECOND, FOURTH}),
    ("street = ''", {FOURTH}),
    ("kind\n=\t'fall'", {THIRD}),
    ("street = zone", set()),
    # What hangs on the event
    ("state = 'new'", {FIRST}),
    ("state IS NULL", {SECOND, THIRD, FOURTH}),
    ("state <> 'new'", set()),
    ("severity = 'high' OR kind = 'fall'", {FIRST, THIRD}),
    ("camera_name LIKE 'Squ%'", set(EVENTS)),
    # Places
    (f"S_INTERSECTS(geometry, {HERE})", {FIRST, SECOND, THIRD}),
    (f"S_INTERSECTS({HERE}, geometry)", {FIRST, SECOND, THIRD}),
    (f"s_intersects(geometry, {BOX})", {FIRST, SECOND, THIRD}),
    (f"S_WITHIN(geometry, {BOX})", {FIRST, SECOND, THIRD}),
    (f"S_CONTAINS({BOX}, geometry)", {FIRST, SECOND, THIRD}),
    (f"S_DISJOINT(geometry, {BOX})", {FOURTH}),
    (f"NOT S_INTERSECTS(geometry, {BOX})", {FOURTH}),
    (f"S_EQUALS(geometry, POINT({ELSEWHERE[0]} {ELSEWHERE[1]}))", {FOURTH}),
    (f"S_INTERSECTS(geometry, MULTIPOINT(({ELSEWHERE[0]} {ELSEWHERE[1]}), (0 0)))", {FOURTH}),
    (f"S_TOUCHES(geometry, LINESTRING({LON} {LAT}, 0 0))", {FIRST, SECOND, THIRD}),
    (f"S_CROSSES(geometry, {BOX}) OR S_OVERLAPS(geometry, {BOX})", set()),
    ("S_CONTAINS(geometry, POINT(0 0))", set()),
    (f"S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(0 0), {HERE}))", {FIRST, SECOND, THIRD}),
    ("geometry IS NULL", set()),
    # Moments
    ("captured_at > TIMESTAMP('2026-06-01T12:00:00Z')", {SECOND, THIRD}),
    ("captured_at >= TIMESTAMP('2026-06-01T14:00:00+02:00')", set(EVENTS)),
    ("captured_at <= TIMESTAMP('2026-06-01T12:00:00Z')", {FIRST, FOURTH}),
    ("captured_at = TIMESTAMP('2026-06-01T12:00:00Z')", {FIRST, FOURTH}),
    ("captured_at <> TIMESTAMP('2026-06-01T12:00:00Z')", {SECOND, THIRD}),
    ("captured_at = DATE('2026-06-01')", {FIRST, SECOND, FOURTH}),
    ("captured_at > DATE('2026-06-01')", {THIRD}),
    ("captured_at BETWEEN DATE('2026-06-02') AND DATE('2026-06-03')", {THIRD}),
    ("started_at < captured_at", set(EVENTS)),
    ("captured_at > '2026-06-01T12:00:00Z'", {SECOND, THIRD}),
    ("'2026-06-01' = captured_at", {FIRST, SECOND, FOURTH}),
    ("T_AFTER(captured_at, TIMESTAMP('2026-06-01T12:00:00Z'))", {SECOND, THIRD}),
    ("T_BEFORE(captured_at, TIMESTAMP('2026-06-01T12:30:00Z'))", {FIRST, FOURTH}),
    ("T_EQUALS(captured_at, TIMESTAMP('2026-06-01T12:00:00Z'))", {FIRST, FOURTH}),
    ("T_DURING(captured_at, INTERVAL('2026-06-01T12:30:00Z','2026-06-01T14:00:00Z'))", {SECOND}),
    ("T_DURING(captured_at, INTERVAL('2026-06-01T12:30:00Z','..'))", {SECOND, THIRD}),
    ("T_INTERSECTS(captured_at, INTERVAL('..','2026-06-01'))", {FIRST, SECOND, FOURTH}),
    ("T_DISJOINT(captured_at, INTERVAL('..','2026-06-01'))", {THIRD}),
    ("T_INTERSECTS(INTERVAL(started_at, captured_at), TIMESTAMP('2026-06-01T11:59:57Z'))", {FIRST, FOURTH}),
    ("T_CONTAINS(INTERVAL(started_at, captured_at), TIMESTAMP('2026-06-01T11:59:57Z'))", {FIRST, FOURTH}),
    (
        "T_STARTS(INTERVAL(started_at, captured_at), INTERVAL('2026-06-01T11:59:54Z','2026-06-02T00:00:00Z'))",
        {FIRST, FOURTH},
    ),
    ("T_STARTEDBY(INTERVAL(started_at, captured_at), TIMESTAMP('2026-06-01T11:59:54Z'))", {FIRST, FOURTH}),
    ("T_FINISHEDBY(INTERVAL(started_at, captured_at), TIMESTAMP('2026-06-01T12:00:00Z'))", {FIRST, FOURTH}),
    (
        "T_FINISHES(INTERVAL(started_at, captured_at), INTERVAL('2026-06-01T00:00:00Z','2026-06-01T12:00:00Z'))",
        {FIRST, FOURTH},
    ),
    (
        "T_MEETS(INTERVAL(started_at, captured_at), INTERVAL('2026-06-01T12:00:00Z','2026-06-02T00:00:00Z'))",
        {FIRST, FOURTH},
    ),
    (
        "T_METBY(INTERVAL(started_at, captured_at), INTERVAL('2026-06-01T00:00:00Z','2026-06-01T11:59:54Z'))",
        {FIRST, FOURTH},
    ),
    (
        "T_OVERLAPS(INTERVAL(started_at, captured_at), INTERVAL('2026-06-01T11:59:57Z','2026-06-01T12:30:00Z'))",
        {FIRST, FOURTH},
    ),
    (
        "T_OVERLAPPEDBY(INTERVAL(started_at, captured_at), INTERVAL('2026-06-01T11:00:00Z','2026-06-01T11:59:57Z'))",
        {FIRST, FOURTH},
    ),
]


@pytest.mark.parametrize(("written", "streets"), TEXTS)
def test_a_filter_finds_what_it_says(operator: User, city: Camera, written: str, streets: set[str]) -> None:
    assert set(names(operator, "events", "street", filter=written)) == streets


JSONS: list[tuple[Any, set[str]]] = [
    ({"op": "=", "args": [{"property": "kind"}, "fire"]}, {SECOND, FOURTH}),
    (
        {
            "op": "and",
            "args": [
                {"op": "=", "args": [{"property": "kind"}, "fire"]},
                {"op": ">", "args": [{"property": "score"}, 0.4]},
            ],
        },
        {SECOND},
    ),
    ({"op": "not", "args": [{"op": "isNull", "args": [{"property": "score"}]}]}, {FIRST, SECOND, FOURTH}),
    ({"op": "between", "args": [{"property": "score"}, 0.2, 0.5]}, {SECOND, FOURTH}),
    ({"op": "in", "args": [{"property": "kind"}, ["fall", "fire"]]}, {SECOND, THIRD, FOURTH}),
    ({"op": "like", "args": [{"property": "street"}, "Kaivo%"]}, {FIRST}),
    (
        {
            "op": "like",
            "args": [
                {"op": "casei", "args": [{"property": "street"}]},
                {"op": "casei", "args": ["KAIVO%"]},
            ],
        },
        {FIRST},
    ),
    (
        {
            "op": "s_intersects",
            "args": [{"property": "geometry"}, {"type": "Point", "coordinates": list(ELSEWHERE)}],
        },
        {FOURTH},
    ),
    (
        {"op": "s_within", "args": [{"property": "geometry"}, {"bbox": [24.9, 60.169, 24.945, 60.2]}]},
        {FIRST, SECOND, THIRD},
    ),
    ({"op": ">", "args": [{"property": "captured_at"}, {"date": "2026-06-01"}]}, {THIRD}),
    ({"op": "=", "args": [{"property": "captured_at"}, {"timestamp": "2026-06-01T12:00:00Z"}]}, {FIRST, FOURTH}),
    (
        {"op": "t_during", "args": [{"property": "captured_at"}, {"interval": ["2026-06-01T12:30:00Z", ".."]}]},
        {SECOND, THIRD},
    ),
    (
        {
            "op": "t_contains",
            "args": [
                {"interval": [{"property": "started_at"}, {"property": "captured_at"}]},
                {"timestamp": "2026-06-01T11:59:57Z"},
            ],
        },
        {FIRST, FOURTH},
    ),
    (True, set(EVENTS)),
]


@pytest.mark.parametrize(("written", "streets"), JSONS)
def test_a_filter_in_json_finds_what_it_says(operator: User, city: Camera, written: Any, streets: set[str]) -> None:
    asked = names(operator, "events", "street", filter=json.dumps(written), filter_lang="cql2-json")
    assert set(asked) == streets


FOREIGN = [
    "kind = 'fire'",
    "kind <> 'fire'",
    "score > 0.5",
    "score BETWEEN 0.2 AND 0.5",
    "score IS NULL",
    "score IS NOT NULL",
    "kind IN ('fall', 'intrusion')",
    "kind NOT IN ('fall', 'intrusion')",
    "street LIKE 'Kaivo%'",
    "street NOT LIKE 'Kaivo%'",
    "kind = 'fall' OR kind = 'intrusion'",
    "kind = 'fire' AND score < 0.3 AND rule_version = 2",
    f"S_INTERSECTS(geometry, {HERE})",
    f"S_DISJOINT(geometry, {HERE})",
    f"S_WITHIN(geometry, {HERE})",
    "captured_at > TIMESTAMP('2026-06-01T12:00:00Z')",
]
"""What pygeofilter does as the standard says. It takes AND and OR for equals, and nothing for outside of a range."""


@pytest.mark.parametrize("written", FOREIGN)
def test_a_foreign_reader_of_filters_finds_the_same(operator: User, city: Camera, written: str) -> None:
    own_names = ("kind", "score", "street", "rule_version", "captured_at", "started_at")
    mapping = {name: name for name in own_names} | {"geometry": "place"}
    theirs = Event.objects.filter(to_filter(foreign_text(written), mapping, {}))
    assert sorted(names(operator, "events", "street", filter=written)) == sorted(each.street for each in theirs)


def test_the_places_of_a_filter_may_be_in_metres(operator: User) -> None:
    make_camera(name="Here")
    make_camera(ELSEWHERE, name="There")
    metres = "S_INTERSECTS(geometry, BBOX(2776000,8437000,2776600,8438000))"
    assert names(operator, "cameras", filter=metres, filter_crs=f"{EPSG}3857") == ["Here"]
    swapped = f"S_INTERSECTS(geometry, BBOX({LAT - 0.001},{LON - 0.001},{LAT + 0.001},{LON + 0.001}))"
    assert names(operator, "cameras", filter=swapped, filter_crs=f"{EPSG}4326") == ["Here"]
    assert "POINT" in (point := f"S_EQUALS(geometry, POINT({LAT} {LON}))")
    assert names(operator, "cameras", filter=point, filter_crs=f"{EPSG}4326") == ["Here"]


def test_filters_and_parameters_are_asked_together(operator: User, city: Camera) -> None:
    box = f"{LON - 0.001},{LAT - 0.001},{LON + 0.001},{LAT + 0.001}"
    assert len(found(operator, "events", kind="fire")) == 2
    assert names(operator, "events", "street", kind="fire", bbox=box, filter="score > 0.1") == [SECOND]


def test_a_filter_opens_no_perimeter(outsider: User, city: Camera) -> None:
    for written in ("TRUE", "kind = 'fire' OR TRUE", "NOT FALSE", "camera_name LIKE '%'"):
        assert found(outsider, "events", filter=written) == []


def test_zones_are_asked_for_where_they_lie(operator: User) -> None:
    make_square()
    assert sorted(names(operator, "zones", filter=f"S_INTERSECTS(geometry, {HERE})")) == ["Bridge", "Gate"]
    assert names(operator, "zones", filter="S_INTERSECTS(geometry, POINT(0 0))") == []
    assert names(operator, "zones", filter="purpose = 'line'") == ["Bridge"]
