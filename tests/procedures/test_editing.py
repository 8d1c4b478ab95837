"""Procedures are written in versions: by whom, with a reason, never over what somebody else has saved."""

import pytest

from hypervision.accounts.models import User
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.law.models import LogEntry
from hypervision.lib.errors import Conflict, Refusal
from hypervision.procedures import demo, editing, selectors
from hypervision.procedures.models import Procedure, ProcedureVersion
from hypervision.procedures.steps import to_json
from hypervision.procedures.suggested import suggestions
from tests.procedures.worlds import FIRE, make_version, step

pytestmark = pytest.mark.django_db


def test_a_saved_procedure_is_the_next_version_with_author_and_reason(supervisor: User) -> None:
    first = editing.save("fire", supervisor, FIRE, " The brigade asked for it. ", 0)
    second = editing.save("fire", supervisor, FIRE[:1], "Shorter.", 1)
    assert (first.number, first.reason, first.by, first.read()) == (1, "The brigade asked for it.", supervisor, FIRE)
    assert (second.number, selectors.newest("fire")) == (2, second)
    entries = [(e.action, e.subject, e.facts) for e in LogEntry.objects.order_by("number")]
    everywhere: dict[str, list[str]] = {"kinds": ["fire"], "districts": []}
    assert entries == [
        ("procedure.save", "fire", {"version": 1, "steps": 5, "reason": "The brigade asked for it.", **everywhere}),
        ("procedure.save", "fire", {"version": 2, "steps": 1, "reason": "Shorter.", **everywhere}),
    ]


def test_of_two_who_write_at_once_the_later_is_told_and_overwrites_nothing(
    supervisor: User, administrator: User
) -> None:
    editing.save("fire", supervisor, FIRE, "First.", 0)
    with pytest.raises(Conflict, match=r"supervisor saved version 1 at .*Nothing of yours is lost") as refused:
        editing.save("fire", administrator, FIRE[:1], "Mine.", 0)
    assert (refused.value.code, refused.value.facts["number"]) == ("changed_since", 1)
    assert ProcedureVersion.objects.count() == 1
    assert editing.save("fire", administrator, FIRE[:1], "Mine, after reading.", 1).number == 2


def test_what_came_with_the_demonstration_is_named_so_in_a_conflict(supervisor: User) -> None:
    make_version()
    with pytest.raises(Conflict, match="The demonstration saved version 1"):
        editing.save("fire", supervisor, FIRE[:1], "Mine.", 0)


def test_faults_are_told_with_their_rows_and_nothing_is_saved(supervisor: User) -> None:
    with pytest.raises(Refusal, match="mend what stands beside its steps") as refused:
        editing.save("fire", supervisor, (step("a"), step("b", title={})), "Try.", 0)
    assert [(f["row"], f["field"]) for f in refused.value.facts["faults"]] == [(1, "title")]
    assert not Procedure.objects.exists()


def test_a_change_without_a_reason_or_with_too_long_a_one_is_refused(supervisor: User) -> None:
    for reason in ("", "  ", "x" * 301):
        with pytest.raises(Refusal):
            editing.save("fire", supervisor, FIRE, reason, 0)
    assert editing.save("fire", supervisor, FIRE, "x" * 300, 0).number == 1


def test_what_was_not_changed_makes_no_version(supervisor: User) -> None:
    editing.save("fire", supervisor, FIRE, "First.", 0)
    with pytest.raises(Refusal, match="Nothing was changed"):
        editing.save("fire", supervisor, FIRE, "Again.", 1)


def test_a_procedure_is_emptied_and_taken_back_as_versions(supervisor: User) -> None:
    editing.save("fire", supervisor, FIRE, "First.", 0)
    editing.save("fire", supervisor, (), "Not any more.", 1)
    assert selectors.newest("fire") is None
    editing.save("fire", supervisor, FIRE, "Taken back.", 2)
    newest = selectors.newest("fire")
    assert newest is not None
    assert (newest.number, newest.read()) == (3, FIRE)


def test_only_who_may_edits(operator: User, inspector: User, outsider: User, city_system: User) -> None:
    for person in (operator, inspector, outsider, city_system):
        with pytest.raises(NotAllowed):
            editing.save("fire", person, FIRE, "Mine.", 0)
    assert not Procedure.objects.exists()


def test_a_kind_that_does_not_exist_gets_no_procedure(supervisor: User) -> None:
    with pytest.raises(Unknown):
        editing.save("rain", supervisor, FIRE, "It rains.", 0)


def test_the_demonstration_takes_what_the_house_suggests_and_leaves_what_people_wrote(supervisor: User) -> None:
    mine = editing.save("fire", supervisor, FIRE, "Mine.", 0)
    said: list[str] = []
    demo.set_up(said.append)
    demo.set_up(said.append)
    assert said == ["Procedures for 7 kinds of alert are made."]
    assert selectors.newest("fire") == mine
    fall = selectors.newest("fall")
    assert fall is not None
    assert (fall.steps, fall.by) == (to_json(suggestions()["fall"]), None)
