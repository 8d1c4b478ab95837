"""Filters that mean harm: a sentence, 400, and soon."""

import json
import time
from dataclasses import replace
from typing import Any

import pytest
import shapely
from django.db import connection

from hypervision.accounts.models import User
from hypervision.ogc import bounds, crs, shapes
from hypervision.ogc.offered import COLLECTIONS
from maps.models import Camera
from tests.factories import make_event
from tests.ogc.worlds import names, refused

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SECONDS = 2.0
"""On a machine under load; each takes some milliseconds."""

MANY_POINTS = ", ".join(f"{at % 100} {at % 80}" for at in range(2100))
HOSTILE: list[tuple[str, str]] = [
    # Not CQL2
    ("", "is not understood from letter 1 on: the end"),
    ("kind", "A filter is made of conditions"),
    ("kind =", "is not understood from letter 7 on: the end"),
    ("kind = 'fire", "is not understood from letter 8 on"),
    ("kind == 'fire'", "is not understood"),
    ("kind = 'fire' kind", "is not understood from letter 15 on: kind"),
    ("kind = 'fire') OR (TRUE", "is not understood from letter 14 on: )"),
    ("AND", "is not understood"),
    ("kind IN ()", "is not understood"),
    ("kind NOT 'x'", "is not understood"),
    ("score + 1 = 2", "is not understood"),
    ("kind = 'fire' -- 'x'", "is not understood"),
    ("kind = 'a' ; DROP TABLE maps_event", "is not understood from letter 12 on: ; DROP TABLE"),
    ("😀", "is not understood from letter 1 on"),
    # What is not there
    ("password = 'x'", "There is no property password to ask for. Known are alert, "),
    ("camera__credentials = 'x'", "There is no property"),
    ("camera.credentials = 'x'", "There is no property"),
    ("\"camera_name') OR 1=1 --\" = 'x'", "There is no property"),
    ("facts = 'x'", "There is no property facts"),
    ("pg_sleep(10) = 1", "There is no function or operation pg_sleep here."),
    ("sleep(10)", "There is no function or operation sleep here."),
    ("casei(pg_sleep(1)) = 'x'", "There is no function"),
    ("S_BUFFER(geometry, 1000)", "There is no function or operation s_buffer"),
    ("A_CONTAINS(kind, ('a'))", "is not understood"),
    # Kinds that do not fit
    ("casei(score) = 1", "CASEI is for text, and score is none."),
    ("accenti(captured_at) = 'x'", "ACCENTI is for text"),
    ("score = 'high'", "score (number) cannot be compared with 'high' (text)."),
    ("kind = 1", "cannot be compared"),
    ("kind = TRUE", "cannot be compared"),
    ("captured_at > 'noon'", "A moment is written with its offset"),
    ("captured_at > 1", "captured_at (moment) cannot be compared with 1 (number)."),
    ("camera = 'Square'", "'Square' is no id (UUID)."),
    ("camera < '00000000-0000-0000-0000-000000000000'", "has no order"),
    ("score LIKE '1%'", "score is no text."),
    ("kind LIKE street", "LIKE wants a pattern in quotes."),
    ("kind LIKE 1", "LIKE wants a pattern"),
    ("kind BETWEEN 1 AND 'x'", "cannot be compared"),
    ("kind IN (1, 2)", "cannot be compared"),
    ("T_AFTER(kind, DATE('2026-06-01'))", "kind is no moment."),
    ("T_AFTER(captured_at)", "t_after has another number of arguments."),
    ("geometry = 'x'", "There is no property geometry"),
    # Numbers and moments
    ("score > 1e999", "A number is too large."),
    ("rule_version = " + "9" * 400, "A number is too large."),
    ("captured_at > TIMESTAMP('2026-06-01 12:00')", "A moment is written with its offset"),
    ("captured_at > TIMESTAMP('2026-02-30T00:00:00Z')", "A moment is written"),
    ("captured_at > DATE('now')", "A day is written as"),
    ("captured_at > DATE(1)", "A moment is written"),
    ("T_DURING(captured_at, INTERVAL('2026-06-02','2026-06-01'))", "The time ends before it begins."),
    ("T_DURING(captured_at, INTERVAL('2026-06-02'))", "An interval has two ends."),
    ("T_DURING(captured_at, INTERVAL(kind, '..'))", "kind is no moment."),
    # Patterns
    ("street LIKE '" + "%a" * 50 + "'", "A pattern has 200 letters and 10 times % at most."),
    ("street LIKE '" + "a" * 201 + "'", "A pattern has 200 letters"),
    ("street LIKE 'a\\\\\\'", "is not understood"),
    # Much and deep
    ("kind = '" + "a" * 9000 + "'", "A filter has 8000 letters at most."),
    ("(" * 200 + "kind = 'a'" + ")" * 200, "A filter is nested 30 levels deep at most."),
    ("NOT " * 200 + "kind = 'a'", "nested 30 levels"),
    ("casei(" * 100 + "kind" + ")" * 100 + " = 'a'", "nested 30 levels"),
    (" OR ".join(["kind='a'"] * 400), "A filter has 500 parts at most."),
    ("kind IN (" + ",".join(["'a'"] * 900) + ")", "A filter has 500 parts at most."),
    ("'" + "\\a" * 3000, "is not understood"),
    ('"' * 5000, "is not understood"),
    # Places
    ("S_INTERSECTS(geometry, POINT(1 2 3 4 5))", "no well-known text"),
    ("S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 0 1)))", "no well-known text"),
    ("S_INTERSECTS(geometry, POLYGON((0 0, 2 2, 2 0, 0 2, 0 0)))", "A geometry is not valid: Self-intersection."),
    ("S_INTERSECTS(geometry, POINT EMPTY)", "no well-known text"),
    ("S_INTERSECTS(geometry, POINT(24.9 160.1))", "has the longitude first"),
    ("S_INTERSECTS(geometry, POINT(nan 1))", ""),
    ("S_INTERSECTS(geometry, BBOX(1,2,3))", "A box is four finite numbers"),
    ("S_INTERSECTS(geometry, BBOX('a',2,3,4))", "A box is four finite numbers"),
    ("S_INTERSECTS(geometry, geometry)", "A place is compared with a geometry or a box."),
    ("S_INTERSECTS(kind, POINT(1 2))", "A place is compared with the property geometry."),
    ("S_INTERSECTS(geometry)", "s_intersects has another number of arguments."),
    ("GEOMETRYCOLLECTION(" * 300 + "POINT(1 2)" + ")" * 300, ""),
    ("S_INTERSECTS(geometry, GEOMETRYCOLLECTION(" + "GEOMETRYCOLLECTION(" * 300 + "POINT(1 2)" + ")" * 302, ""),
]


@pytest.mark.parametrize(("written", "sentence"), HOSTILE, ids=[written[:30] for written, _ in HOSTILE])
def test_a_hostile_filter_is_refused_with_a_sentence_and_soon(
    operator: User, camera: Camera, written: str, sentence: str
) -> None:
    make_event(camera, street="a" * 199)
    begun = time.monotonic()
    said = refused(operator, "events", filter=written)
    assert time.monotonic() - begun < SECONDS
    assert said.startswith("filter: ")
    assert sentence in said


def test_a_shape_with_too_many_points_is_refused() -> None:
    with pytest.raises(ValueError, match="2000 points at most"):
        shapes.in_degrees(shapely.from_wkt(f"LINESTRING({MANY_POINTS})"), crs.CRS84)


JSON_HOSTILE: list[tuple[Any, str]] = [
    ("{", "The filter is no JSON."),
    ("[" * 7000, "The filter is no JSON."),
    ('{"op":"not","args":[' * 200 + "true" + "]}" * 200, "nested 30 levels"),
    ('{"op":"like","args":[{"property":"street"},"a\\\\"]}', "A pattern does not end with a backslash."),
    ('{"op":"=","args":[{"property":"rule_version"},' + "9" * 5000 + "]}", "A number is too large."),
    ("null", "The filter is not understood: null."),
    ("[]", "A filter is made of conditions"),
    ("{}", "is not understood: {}."),
    ('{"op":"=","args":[{"property":"score"},NaN]}', "NaN is no number."),
    ('{"op":"=","args":[{"property":"score"},1e999]}', "A number is too large."),
    ('{"op":"=","args":[{"property":"score"}]}', "= has another number of arguments."),
    ('{"op":"=","args":"kind"}', "is not understood"),
    ('{"op":7,"args":[1,2]}', "is not understood"),
    ('{"op":"exec","args":["ls"]}', "There is no function or operation exec here."),
    ('{"op":"=","args":[{"property":["kind"]},"a"]}', "is not understood"),
    ('{"op":"=","args":[{"function":{"name":"pg_sleep"}},"a"]}', "is not understood"),
    ('{"op":"and","args":[true]}', "and has another number of arguments."),
    ('{"op":"in","args":[{"property":"kind"},"fire"]}', "IN wants a list of values."),
    ('{"op":"in","args":[{"property":"kind"},[["fire"]]]}', "A value is missing"),
    ('{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":["a"]}]}', "is no GeoJSON"),
    ('{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Blob","coordinates":[1,2]}]}', "is no GeoJSON"),
    ('{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":[1,1e999]}]}', ""),
    ('{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[1,2,true,4]}]}', "is not understood"),
    ('{"op":"t_after","args":[{"property":"captured_at"},{"interval":[1,2]}]}', "is not understood"),
    ('{"op":"t_after","args":[{"property":"captured_at"},{"timestamp":"now"}]}', "A moment is written"),
]


@pytest.mark.parametrize(("written", "sentence"), JSON_HOSTILE, ids=[written[:30] for written, _ in JSON_HOSTILE])
def test_a_hostile_filter_in_json_is_refused_with_a_sentence_and_soon(
    operator: User, written: str, sentence: str
) -> None:
    begun = time.monotonic()
    said = refused(operator, "events", filter=written, filter_lang="cql2-json")
    assert time.monotonic() - begun < SECONDS
    assert said.startswith("filter: ")
    assert sentence in said


def test_what_takes_too_long_is_ended_with_a_sentence(operator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def sleep(*of_collection: Any) -> list[Any]:
        with connection.cursor() as db:
            db.execute("SELECT pg_sleep(20)")
        return []

    monkeypatch.setattr(bounds, "LONGEST_MS", 50)
    monkeypatch.setitem(COLLECTIONS, "districts", replace(COLLECTIONS["districts"], draw=sleep))
    assert refused(operator, "districts").startswith("This takes too long.")
    monkeypatch.undo()
    assert names(operator, "districts") == []


def test_a_language_that_is_not_spoken_is_refused(operator: User) -> None:
    assert (
        refused(operator, "events", filter="x", filter_lang="ecql")
        == "filter-lang: One of cql2-text, cql2-json, cql-text."
    )


@pytest.mark.parametrize("words", ["x' OR '1'='1", "%", "\\", "'; DROP TABLE maps_event; --", "\u202e", "{}"])
def test_a_value_is_a_value_whatever_it_says(operator: User, camera: Camera, words: str) -> None:
    make_event(camera, street=words)
    make_event(camera, street="Kaivokatu")
    assert names(operator, "events", "street", street=words) == [words]
    written = json.dumps({"op": "=", "args": [{"property": "street"}, words]})
    assert names(operator, "events", "street", filter=written, filter_lang="cql2-json") == [words]
