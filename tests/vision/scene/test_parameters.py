"""Specification of rule parameters: what is taken, what is refused with which sentence, what a form is told."""

import json
import math
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.vision.scene.parameters import (
    FieldDescription,
    ParameterError,
    arrows,
    choices,
    clock,
    describe,
    labels,
    number,
    parse,
    problems,
    whole,
)
from detectors.vision.scene.registry import KINDS
from detectors.vision.types import MOVERS, Label


@dataclass(frozen=True, slots=True)
class Example:
    seconds: float = number(2.0, least=0, most=60, unit="s", help="How long.")
    persons: int = whole(3, least=1, most=10, help="How many.")
    labels: tuple[Label, ...] = labels(Label.PERSON, help="Who.")


def test_what_is_not_given_has_its_default() -> None:
    assert parse(Example, {}) == Example(2.0, 3, (Label.PERSON,))


def test_given_values_are_taken_in_their_own_type() -> None:
    parsed = parse(Example, {"seconds": 4, "persons": 5.0, "labels": ["vehicle", "person"]})
    assert parsed == Example(4.0, 5, (Label.PERSON, Label.VEHICLE))
    assert isinstance(parsed.seconds, float)
    assert isinstance(parsed.persons, int)


@pytest.mark.parametrize(
    ("given_values", "sentence"),
    [
        ({"second": 1}, "“second” is not a parameter of this rule. It takes: seconds, persons, labels."),
        ({"seconds": -0.1}, "“seconds” must lie between 0 and 60 s; -0.1 does not."),
        ({"seconds": 61}, "“seconds” must lie between 0 and 60 s; 61 does not."),
        ({"seconds": math.inf}, "“seconds” must lie between 0 and 60 s; inf does not."),
        ({"seconds": math.nan}, "“seconds” must be a number, not “nan”."),
        ({"seconds": "2"}, "“seconds” must be a number, not “2”."),
        ({"seconds": True}, "“seconds” must be a number, not “True”."),
        ({"seconds": None}, "“seconds” must be a number, not “None”."),
        ({"persons": math.inf}, "“persons” must lie between 1 and 10 ; inf does not."),
        ({"persons": 2.5}, "“persons” must be a whole number, not 2.5."),
        ({"labels": []}, "“labels” must be a list with at least one of: person, bicycle, motorcycle, vehicle."),
        ({"labels": "person"}, "“labels” must be a list with at least one of: person, bicycle, motorcycle, vehicle."),
        ({"labels": ["face"]}, "“labels” knows no “face”. It takes: person, bicycle, motorcycle, vehicle."),
    ],
)
def test_a_value_that_the_rule_cannot_take_is_refused_with_a_sentence(
    given_values: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        parse(Example, given_values)
    assert str(caught.value) == sentence
    assert caught.value.sentence.values["name"] == next(iter(given_values))


@dataclass(frozen=True, slots=True)
class Hours:
    days: tuple[str, ...] = choices("monday", among=("monday", "friday"), help="When.")
    begins_at: str = clock(help="From when.")
    field: tuple[tuple[float, float, float], ...] = arrows(help="Where to.")


def test_words_times_and_arrows_are_taken() -> None:
    assert parse(Hours, {}) == Hours(("monday",), "", ())
    given_values = {"days": ["friday", "monday"], "begins_at": "22:30", "field": [[0, 1, 360]]}
    assert parse(Hours, given_values) == Hours(("monday", "friday"), "22:30", ((0.0, 1.0, 360.0),))


@pytest.mark.parametrize(
    ("given_values", "sentence"),
    [
        ({"days": ["noon"]}, "“days” knows no “noon”. It takes: monday, friday."),
        ({"days": []}, "“days” must be a list with at least one of: monday, friday."),
        ({"begins_at": "24:00"}, "“begins_at” must be a time of day such as 22:30, or empty, not “24:00”."),
        ({"begins_at": 22}, "“begins_at” must be a time of day such as 22:30, or empty, not “22”."),
        *(
            (
                {"field": wrong},
                "“field” must be at most 50 arrows, each of three numbers: x and y from 0 to 1 and the direction from 0"
                " to 360 degrees.",
            )
            for wrong in ([[0, 0]], [[0, 2, 0]], [[0, 0, math.nan]], "0 0 0", [["a", 0, 0]], [[0, 0, 0]] * 51, 1, [1])
        ),
    ],
)
def test_a_word_time_or_arrow_that_makes_no_sense_is_refused(given_values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ParameterError) as caught:
        parse(Hours, given_values)
    assert str(caught.value) == sentence


def test_a_form_is_told_everything_that_is_wrong_at_once() -> None:
    wrong = problems(Example, {"seconds": -1, "persons": 2, "labels": []})
    assert [error.sentence.values["name"] for error in wrong] == ["seconds", "labels"]


def test_a_form_is_told_what_to_ask_for() -> None:
    assert describe(Example) == (
        FieldDescription("seconds", "number", 2.0, "How long.", "s", 0, 60),
        FieldDescription("persons", "whole", 3, "How many.", "", 1, 10),
        FieldDescription("labels", "labels", (Label.PERSON,), "Who.", choices=tuple(map(str, MOVERS))),
    )


plain = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats() | st.text(max_size=8)
anything = plain | st.lists(plain, max_size=3) | st.dictionaries(st.text(max_size=3), plain, max_size=2)


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from(["seconds", "persons", "labels"]) | st.text(max_size=8), anything))
def test_whatever_is_given_there_is_a_value_within_bounds_or_a_sentence(values: dict[str, Any]) -> None:
    if problems(Example, values):
        with pytest.raises(ParameterError, match=r"(?s)^“.*\.$"):
            parse(Example, values)
    else:
        parsed = parse(Example, values)
        assert 0 <= parsed.seconds <= 60
        assert 1 <= parsed.persons <= 10
        assert parsed.labels


@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_explains_its_parameters_and_takes_its_own_defaults(kind: str) -> None:
    parameters = KINDS[kind].parameters
    described = describe(parameters)
    assert all(field.help.endswith(".") for field in described)
    through_json = json.loads(json.dumps({field.name: field.default for field in described}))
    assert parse(parameters, through_json) == parameters()
