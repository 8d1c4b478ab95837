"""What SensorThings refuses of a question, and in which words."""

from typing import Any

import pytest

from hypervision.accounts.models import User
from tests.sensorthings.worlds import make_square, refused

pytestmark = pytest.mark.django_db


WRONG = {
    "result gt": "not understood from letter 8",
    "result": "made of conditions",
    "5": "made of conditions",
    "result gt 'a'": "different kinds",
    "name eq 'x'": "There is no property name",
    "phenomenonTime gt 5": "different kinds",
    "phenomenonTime gt 2026-13-01T00:00:00Z": "offset",
    "phenomenonTime gt 2026-06-01T12:00:00Z/2026-06-01T11:00:00Z": "ends before it begins",
    "Datastream/id gt 'a'": "no order",
    "Datastream/id eq 5": "compared with a text",
    "result gt null": "null",
    "null eq null": "null",
    "frobnicate(result)": "no function or operation frobnicate",
    "startswith(result, 'x')": "is no text",
    "startswith(Datastream/name)": "another number of arguments",
    "startswith(Datastream/name, Datastream/name)": "is a text of 200 letters",
    "overlaps(phenomenonTime, 5)": "is no time",
    "geo.intersects(phenomenonTime, geography'POINT(1 2)')": "is no place",
    "geo.intersects(phenomenonTime, 5)": "compared with a geometry",
    "not " * 40 + "(result gt 5)": "levels deep",
    " or ".join(["result eq 1"] * 300): "parts at most",
    "result gt 1e999": "too large",
    "x" * 9000: "letters at most",
    "true and result": "made of conditions",
    "result add 5": "made of conditions",
    "year(phenomenonTime)": "made of conditions",
    "result add 'a' gt 5": "add reckons with numbers",
    "result add null gt 5": "null",
    "phenomenonTime mul duration'P1D' gt now()": "mul reckons with numbers",
    "phenomenonTime sub now() gt 5": "sub reckons with numbers",
    "now() sub duration'P1Y' lt now()": "Write a duration such as",
    "now() sub duration'P' lt now()": "Write a duration such as",
    "year(result) eq 2026": "year is for times, not for result",
    "round(Datastream/name) eq 5": "round is for numbers",
    "length(result) eq 5": "length is for text",
    "length() eq 5": "another number of arguments",
    "substring(Datastream/name, -1) eq 'x'": "whole numbers from 0",
    "substring(Datastream/name, result) eq 'x'": "whole numbers from 0",
    "substring(Datastream/name, 1.5) eq 'x'": "whole numbers from 0",
    "result add eq 5": "not understood",
}


@pytest.mark.parametrize("written", WRONG)
def test_a_filter_that_is_wrong_is_refused_in_a_sentence(supervisor: User, written: str) -> None:
    assert WRONG[written] in refused(supervisor, "Observations", filter=written)


NOT_OFFERED = {
    "Observations": ["time(resultTime) eq 12", "resultQuality eq 5", "Datastream/phenomenonTime gt now()"],
    "Things": ["Datastreams/name eq 'x'", "description eq 'x'", "any(name) eq 5"],
    "Datastreams": ["phenomenonTime gt now() sub duration'P1D'", "Observations/result gt 5"],
}


@pytest.mark.parametrize(("path", "written"), [(path, each) for path, many in NOT_OFFERED.items() for each in many])
def test_what_the_standard_knows_and_we_do_not_is_said_so(supervisor: User, path: str, written: str) -> None:
    assert "does not offer" in refused(supervisor, path, 501, filter=written)


@pytest.mark.parametrize("option", ["search", "apply"])
def test_options_that_are_not_offered_are_said_so(supervisor: User, option: str) -> None:
    assert f"${option}" in refused(supervisor, "Observations", 501, **{option: "x"})


@pytest.mark.parametrize(
    "asked",
    [
        *({"top": "-1"}, {"top": "x"}, {"skip": "1.5"}, {"count": "yes"}, {"orderby": ""}, {"orderby": "nothing"}),
        *({"orderby": "result sideways"}, {"expand": "Nothing"}, {"expand": "Datastream($top=x)"}, {"select": "a"}),
        *({"expand": "Datastream($filter=name)"}, {"unknown": "1"}, {"skiptoken": "x"}, {"skiptoken": "WyJhIl0"}),
        {"expand": "Datastream/Thing/Datastreams/Thing/Datastreams/Thing"},
        {"orderby": "result", "skiptoken": "WyIzIiwgIjIwMjYtMDYtMDFUMTI6MDU6MDArMDA6MDAiXQ"},
    ],
)
def test_an_option_that_is_wrong_is_refused_by_name(supervisor: User, asked: dict[str, Any]) -> None:
    make_square()
    sentence = refused(supervisor, "Observations", **asked)
    assert any(f"${name}" in sentence for name in asked)
