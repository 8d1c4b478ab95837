"""Where a run leads, and what is wrong with steps that somebody wrote; no database."""

import json
from pathlib import Path
from typing import Any

import pytest

from hypervision.alerts.reasons import INFORMED
from hypervision.law.regimes import regime
from hypervision.procedures.checking import faults
from hypervision.procedures.path import Mark, missing, path
from hypervision.procedures.steps import END, Answer, Step, Steps, from_json, to_json
from hypervision.procedures.suggested import suggestions
from tests.procedures.worlds import FIRE, ask, step

WORLD = json.loads((Path(__file__).parent / "paths.json").read_text())


def walked() -> Steps:
    """The same steps that the browser's test walks."""
    return from_json([{**row, "title": {}, "help": {}, "answers": _labelled(row)} for row in WORLD["steps"]])


def _labelled(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"label": {}, **answer} for answer in row["answers"]]


@pytest.mark.parametrize("case", WORLD["cases"], ids=lambda case: case["why"])
def test_the_path_goes_where_the_answers_lead(case: dict[str, Any]) -> None:
    marks = {key: Mark(answer) for key, answer in case["marks"].items()}
    assert [step.key for step in path(walked(), marks)] == case["path"]
    assert [step.key for step in missing(walked(), marks)] == case["missing"]


def test_steps_are_the_same_after_they_were_kept() -> None:
    assert from_json(json.loads(json.dumps(to_json(FIRE)))) == FIRE


def found(*steps: Step) -> list[tuple[int | None, str]]:
    return [(fault.row, fault.field) for fault in faults(steps)]


def test_a_sound_procedure_has_no_faults_and_neither_has_an_empty_one() -> None:
    assert found(*FIRE) == []
    assert found() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (step("a", title={}), "title"),
        (step("a", title={"en": ""}), "title"),
        (step("a", due=0), "due"),
        (step("a", due=1441), "due"),
        (step("a", call="my_brother"), "call"),
        (ask("a", ""), "answers"),
        (ask("a", *[""] * 10), "answers"),
        (step("a", answers=(Answer({"en": "Yes"}), Answer({"en": ""}))), "answers"),
        (step("a", to="nowhere"), "to"),
        (ask("a", "", "nowhere"), "answers"),
        (step("a", to="a"), "to"),
    ],
)
def test_a_fault_stands_at_its_row_and_field(wrong: Step, field: str) -> None:
    assert found(step("first"), wrong) == [(1, field)]


def test_a_step_may_be_due_from_a_minute_to_a_day() -> None:
    assert found(step("a", due=1), step("b", due=1440)) == []


def test_a_question_may_have_as_many_answers_as_there_are_keys() -> None:
    assert found(ask("a", *[""] * 9), step("b")) == []


def test_a_way_back_is_refused_by_a_sentence_that_names_the_step() -> None:
    steps = (step("first"), ask("second", "", "first"), step("third"))
    (fault,) = faults(steps)
    assert (fault.row, fault.field) == (1, "answers")
    assert "leads back to “First”" in fault.sentence


def test_a_step_that_nothing_leads_to_is_refused() -> None:
    assert found(step("a", to="c"), step("b"), step("c")) == [(1, "title")]
    assert found(ask("a", END, "c"), step("b"), step("c")) == [(1, "title")]


def test_what_follows_a_step_that_nothing_leads_to_is_not_reached_by_way_of_it() -> None:
    assert found(step("a", to=END), step("b"), step("c")) == [(1, "title"), (2, "title")]


def test_two_steps_of_one_key_are_refused_at_the_first_of_them() -> None:
    assert (0, "key") in found(step("a"), step("a"))


def test_a_required_step_behind_a_question_makes_the_question_required() -> None:
    assert found(ask("a", "", "c"), step("b"), step("c", required=True)) == [(0, "required")]
    assert found(ask("a", "", END, required=True), step("b", required=True)) == []
    assert found(step("a", required=True), ask("b", "", END), step("c")) == []


def test_there_is_an_end_to_steps() -> None:
    assert (None, "") in found(*[step(f"s{number}") for number in range(41)])
    assert found(*[step(f"s{number}") for number in range(40)]) == []


@pytest.mark.parametrize("kind", sorted(regime("FR-ART10").kinds))
def test_the_house_suggests_a_sound_procedure_for_each_kind_in_every_language(kind: str) -> None:
    steps = suggestions()[kind]
    assert faults(steps) == []
    for one in steps:
        texts = [one.title, *(answer.label for answer in one.answers), *([one.help] if one.help else [])]
        assert all(set(said) == {"en", "fr"} and all(said.values()) for said in texts), one.key
        assert one.call == "" or one.call in INFORMED


def test_each_suggestion_begins_with_looking_and_says_that_nobody_is_followed() -> None:
    for steps in suggestions().values():
        assert steps[0].required
        assert "Nobody is followed" in steps[0].help["en"]
