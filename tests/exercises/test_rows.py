"""The form of rows writes a script, and a script fills the rows: what it says, where, and what is wrong with it."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.exercises.models import Exercise
from hypervision.exercises.script import judged
from hypervision.law.models import LogEntry
from maps.models import Camera
from tests.api.conftest import ClientOf
from tests.api.conftest import client_of as client_of
from tests.exercises.worlds import SCRIPT
from tests.factories import SQUARE, make_user

pytestmark = pytest.mark.django_db

WRITTEN = json.loads((Path(__file__).parent / "written.json").read_text())


def checked(client_of: ClientOf, by: User, script: str) -> Any:
    return client_of(by).post("/api/v1/exercises/check/", {"script": script}, format="json")


def test_what_the_form_writes_is_read_as_it_was_meant(supervisor: User, camera: Camera) -> None:
    draft = judged(WRITTEN["text"], supervisor)
    assert (draft.title, draft.whole) == (WRITTEN["title"], ())
    assert [row.written.get("text", "") for row in draft.rows] == [row["text"] for row in WRITTEN["rows"]]
    fire, run = (row.line() for row in draft.rows[:2])
    assert (fire.second, fire.kind, fire.severity, run.kind) == (0, "fire", "high", "crowd_movement")
    assert [fire.place.coords, run.place.coords] == [pytest.approx(SQUARE)] * 2
    assert [wrong.field for wrong in draft.rows[2].mistakes] == ["second", "kind", "severity", "place"]


def test_the_rows_of_a_script_come_back_as_they_were_written(
    client_of: ClientOf, supervisor: User, camera: Camera
) -> None:
    told = checked(client_of, supervisor, WRITTEN["text"]).json()
    fields = ("second", "kind", "severity", "text")
    assert [[row[name] for name in fields] for row in told["rows"]] == [
        [row[name] for name in fields] for row in WRITTEN["rows"]
    ]
    assert [row["place"] for row in told["rows"]] == ["24.94, 60.17", "Square", ""]
    assert [(row["lon"], row["lat"]) for row in told["rows"]] == [SQUARE, pytest.approx(SQUARE), (None, None)]


def test_what_is_wrong_stands_at_its_row_and_field(client_of: ClientOf, supervisor: User) -> None:
    told = checked(
        client_of, supervisor, "title: ''\nalerts: [{second: 0, kind: fire, place: Nowhere}, 7, {colour: red}]"
    )
    assert told.status_code == 200
    assert [(fault["row"], fault["field"]) for fault in told.json()["faults"]] == [
        (None, None),
        (0, "place"),
        (1, ""),
        (2, ""),
        (2, "second"),
        (2, "kind"),
        (2, "place"),
    ]
    assert "is called “Nowhere”" in told.json()["faults"][1]["sentence"]


def test_what_is_no_script_is_refused_with_a_sentence(client_of: ClientOf, supervisor: User) -> None:
    answer = checked(client_of, supervisor, "title: [")
    assert (answer.status_code, answer.json()["detail"][:17]) == (422, "Line 1 is no YAML")


def test_what_no_field_can_show_leaves_it_empty(client_of: ClientOf, supervisor: User) -> None:
    [row] = checked(
        client_of, supervisor, "title: a\nalerts: [{second: {}, kind: [], place: {}, text: 2026-01-01}]"
    ).json()["rows"]
    assert (row["second"], row["kind"], row["place"], row["text"]) == ("", "", "", "")


def test_many_rows_at_one_place_cost_no_more_than_one(supervisor: User, camera: Camera) -> None:
    def queries(rows: int) -> int:
        with CaptureQueriesContext(connection) as caught:
            judged("title: a\nalerts:" + "\n  - {second: 0, kind: fire, place: Square}" * rows, supervisor)
        return len(caught)

    assert queries(200) == queries(1)


def test_checking_begins_nothing_and_is_for_who_runs_exercises(
    client_of: ClientOf, supervisor: User, operator: User, inspector: User
) -> None:
    assert checked(client_of, supervisor, SCRIPT).json()["faults"] == []
    assert not Exercise.objects.exists()
    assert not LogEntry.objects.exists()
    for person in (operator, inspector):
        assert checked(client_of, person, SCRIPT).status_code == 403


def test_the_form_offers_the_kinds_that_are_given_and_the_places_in_sight(
    client_of: ClientOf, supervisor: User, camera: Camera
) -> None:
    facts = client_of(supervisor).get("/exercises/").context["rows"]
    assert ("fire", "Start of fire") in facts["kinds"]
    assert facts["places"] == ["Square"]
    fires = make_user(Role.SUPERVISOR, everywhere=False, kinds=["fire"])
    facts = client_of(fires).get("/exercises/").context["rows"]
    assert (facts["kinds"], facts["places"]) == ([("fire", "Start of fire")], [])
