"""Filters, expansions and selections; what is not offered is refused in a sentence."""

import operator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hypervision.accounts.models import User
from hypervision.sensorthings import parsing, writing
from hypervision.sensorthings.tree import Wish
from maps.models import Camera
from tests.factories import NOON, make_camera, make_count, make_zone
from tests.sensorthings.worlds import ROOT, found, make_speeds, make_square, read, refused

pytestmark = pytest.mark.django_db


def results(user: User, **asked: Any) -> list[Any]:
    return [each["result"] for each in found(user, "Observations", **asked)]


FILTERS = {
    "result gt 40": [50],
    "result ge 40 and result lt 50": [40],
    "result eq 40 or result eq 50": [50, 40],
    "not (result eq 40)": [50],
    "result ne null": [50, 40],
    "result eq null": [None],
    "result in (40, 41)": [40],
    "phenomenonTime gt 2026-06-01T12:00:00Z": [50],
    "phenomenonTime ge 2026-06-01T12:00:00Z": [50, None, 40],
    "phenomenonTime lt 2026-06-01T12:05:00Z": [None, 40],
    "phenomenonTime le 2026-06-01T12:05:00Z": [None, 40],
    "phenomenonTime lt 2026-06-01T12:04:00Z": [],
    "phenomenonTime ge 2026-06-01T14:05:00+02:00": [50],
    "phenomenonTime ge 2026-06-01 and phenomenonTime lt 2026-06-02": [50, None, 40],
    "phenomenonTime eq 2026-06-01T12:00:00Z/2026-06-01T12:05:00Z": [None, 40],
    "phenomenonTime ne 2026-06-01T12:00:00Z/2026-06-01T12:05:00Z": [50],
    "during(phenomenonTime, 2026-06-01T12:00:00Z/2026-06-01T12:10:00Z)": [50, None, 40],
    "overlaps(phenomenonTime, 2026-06-01T12:04:00Z/2026-06-01T12:05:00Z)": [None, 40],
    "overlaps(phenomenonTime, 2026-06-01T12:06:00Z)": [50],
    "before(phenomenonTime, 2026-06-01T12:05:00Z)": [None, 40],
    "after(phenomenonTime, 2026-06-01T12:04:59Z)": [50],
    "meets(phenomenonTime, 2026-06-01T12:10:00Z/2026-06-01T13:00:00Z)": [50],
    "starts(phenomenonTime, 2026-06-01T12:05:00Z)": [50],
    "finishes(phenomenonTime, 2026-06-01T12:05:00Z)": [None, 40],
    "phenomenonTime lt now()": [50, None, 40],
    "resultTime gt 2026-06-01T12:05:00Z": [50],
    "Datastream/name eq 'Bridge · crossings · person · backward'": [None],
    "endswith(Datastream/name, 'forward')": [50, 40],
    "startswith(Datastream/name, 'Bri') and result gt 45": [50],
    "substringof('BACK', toupper(Datastream/name))": [None],
    "contains(Datastream/name, 'backward') eq false": [50, 40],
    "Datastream/properties/way eq 'forward'": [50, 40],
    "Datastream/Thing/name eq 'Square'": [50, None, 40],
    "Datastream/Thing/name eq 'Circle'": [],
    "Datastream/ObservedProperty/id eq 'crossings.person'": [50, None, 40],
    "Datastream/ObservedProperty/@iot.id eq 'speed.person'": [],
    "Datastream/Sensor/name eq 'Bridge · line_count'": [50, None, 40],
    "FeatureOfInterest/name eq 'Bridge'": [50, None, 40],
    "Datastream/id eq 'none'": [],
    "Datastream/id ne 'none'": [50, None, 40],
}


@pytest.mark.parametrize("written", FILTERS)
def test_a_filter_finds_what_it_says(supervisor: User, written: str) -> None:
    make_square()
    assert results(supervisor, filter=written) == FILTERS[written]


def test_a_filter_finds_by_the_id_of_each_neighbour(supervisor: User) -> None:
    square = make_square()
    make_count(make_camera(), 17)
    stream = found(supervisor, "Datastreams", filter="properties/way eq 'backward'")[0]
    assert results(supervisor, filter=f"Datastream/@iot.id eq '{stream['@iot.id']}'") == [None]
    assert results(supervisor, filter=f"Datastream/Thing/id eq '{square.pk}'") == [50, None, 40]
    newest = found(supervisor, "Observations")[0]["@iot.id"]
    assert results(supervisor, filter=f"id eq {newest}") == [50]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(objects=st.lists(st.integers(0, 12), min_size=1, max_size=6), least=st.integers(0, 12))
def test_whoever_asks_for_results_finds_those_that_are_told_and_no_others(
    supervisor: User, objects: list[int], least: int
) -> None:
    """Else what is withheld could be halved by asking."""
    camera = make_camera()
    for number, many in enumerate(objects):
        make_count(camera, many, starts_at=NOON + timedelta(minutes=5 * number))
    here = f"Datastream/Thing/id eq '{camera.pk}'"
    told_of = results(supervisor, filter=here)
    for sign, keeps in (("gt", operator.gt), ("le", operator.le)):
        for written in (f"result {sign} {least}", f"not (not (result {sign} {least}))"):
            expected = [one for one in told_of if one is not None and keeps(one, least)]
            assert results(supervisor, filter=f"{here} and {written}") == expected


def test_a_mean_is_asked_for_as_it_is_told(supervisor: User, camera: Camera) -> None:
    make_speeds(camera, make_zone(camera), [50, 50, 50, 50, 51.5])
    assert results(supervisor, filter="result eq 50.3") == [50.3]


def test_in_the_order_of_results_what_is_withheld_comes_last(supervisor: User) -> None:
    make_square()
    assert results(supervisor, orderby="result") == [40, 50, None]
    assert results(supervisor, orderby="result desc") == [50, 40, None]


def test_places_are_found_within_a_geometry(supervisor: User) -> None:
    make_square()
    around = "geography'POLYGON((24.9 60.1, 25 60.1, 25 60.2, 24.9 60.2, 24.9 60.1))'"
    for written, number in (
        (f"geo.intersects(location, {around})", 1),
        (f"st_within(location, {around})", 1),
        ("geo.intersects(location, geography'POINT(1 2)')", 0),
    ):
        assert len(found(supervisor, "Locations", filter=written)) == number
    assert len(found(supervisor, "Things", filter=f"st_within(Locations/location, {around})")) == 1


@pytest.mark.parametrize(
    ("path", "written", "number"),
    [
        ("Locations", "location/type eq 'Point' or location/geometry/type eq 'Point'", 1),
        ("Locations", "(location/type eq 'Polygon' or location/geometry/type eq 'Polygon')", 0),
        ("FeaturesOfInterest", "feature/type eq 'LineString' or feature/geometry/type eq 'LineString'", 1),
        ("FeaturesOfInterest", "feature/type eq 'Point'", 1),
        ("FeaturesOfInterest", "feature/type eq 'Polygon'", 0),
        ("FeaturesOfInterest", "geo.intersects(feature, geography'Polygon ((24 60, 25 60, 25 61, 24 61, 24 60))')", 2),
        ("FeaturesOfInterest", "geo.intersects(feature, geography'Polygon ((2 6, 3 6, 3 7, 2 7, 2 6))')", 0),
    ],
)
def test_places_are_found_by_their_type_as_qgis_asks(supervisor: User, path: str, written: str, number: int) -> None:
    make_square()
    make_zone(make_camera() if path == "FeaturesOfInterest" else Camera.objects.get(), name="Not placed")
    assert len(found(supervisor, path, filter=written)) == number


def test_where_a_feature_lies_is_not_asked_of_observations(supervisor: User) -> None:
    make_square()
    around = "geography'POINT(1 2)'"
    for written in (f"geo.intersects(FeatureOfInterest/feature, {around})", "FeatureOfInterest/feature/type eq 'x'"):
        assert "does not offer" in refused(supervisor, "Observations", 501, filter=written)


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
}


@pytest.mark.parametrize("written", WRONG)
def test_a_filter_that_is_wrong_is_refused_in_a_sentence(supervisor: User, written: str) -> None:
    assert WRONG[written] in refused(supervisor, "Observations", filter=written)


NOT_OFFERED = {
    "Observations": ["result add 5 gt 6", "year(phenomenonTime) eq 2026", "round(result) eq 5", "resultQuality eq 5"],
    "Things": ["Datastreams/name eq 'x'", "description eq 'x'", "length(name) gt 5"],
    "Datastreams": ["phenomenonTime gt now() sub duration'P1D'", "Observations/result gt 5"],
}


@pytest.mark.parametrize(("path", "written"), [(path, each) for path, many in NOT_OFFERED.items() for each in many])
def test_what_the_standard_knows_and_we_do_not_is_said_so(supervisor: User, path: str, written: str) -> None:
    status = 400 if written.startswith("phenomenonTime") else 501
    sentence = refused(supervisor, path, status, filter=written)
    assert "does not offer" in sentence or status == 400


@pytest.mark.parametrize("option", ["resultFormat", "search", "apply"])
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


def test_only_what_is_selected_is_told(supervisor: User) -> None:
    make_square()
    assert found(supervisor, "Observations", select="result,phenomenonTime", top=1) == [
        {"phenomenonTime": "2026-06-01T12:05:00Z/2026-06-01T12:10:00Z", "result": 50}
    ]
    [one] = found(supervisor, "Observations", select="id,Datastream", top=1)
    assert set(one) == {"@iot.id", "Datastream@iot.navigationLink"}


def test_neighbours_come_along_with_what_is_asked_of_them(supervisor: User) -> None:
    make_square()
    make_speeds(other := make_camera(name="Other"), make_zone(other, name="Road"), [50] * 5)
    newest = "Observations($top=1;$orderby=phenomenonTime desc;$select=result)"
    wish = f"Datastreams($select=name;$expand={newest}),Locations"
    other_thing, square = found(supervisor, "Things", expand=wish, orderby="name")
    assert [each["name"] for each in square["Datastreams"]] == [
        *("Bridge · crossings · person · backward", "Bridge · crossings · person · forward"),
    ]
    assert [each["Observations"] for each in square["Datastreams"]] == [[{"result": None}], [{"result": 50}]]
    assert [each["Observations"] for each in other_thing["Datastreams"]] == [[{"result": 50.0}]]
    assert square["Locations"][0]["name"] == "Square"


def test_the_rest_of_the_neighbours_has_an_address_that_asks_the_same(supervisor: User) -> None:
    make_square()
    [forward] = found(
        supervisor,
        "Datastreams",
        filter="properties/way eq 'forward'",
        expand="Observations($top=1;$orderby=result;$filter=result gt 5 or result eq null;$count=true;$select=result)",
    )
    assert (forward["Observations"], forward["Observations@iot.count"]) == ([{"result": 40}], 2)
    rest = read(supervisor, forward["Observations@iot.nextLink"].partition(f"{ROOT}/")[2]).json()
    assert (rest["value"], rest["@iot.count"]) == ([{"result": 50}], 2)


WISHES = [
    "A",
    "A($filter=(a eq 'it''s') or not (b/c gt 5.5);$top=3)",
    "A($filter=startswith(a,'x') and (b eq null) and (c eq true);$orderby=a desc,b;$count=true)",
    "A($filter=d lt 2026-06-01T12:00:00Z or overlaps(e, 2026-06-01T12:00:00Z/2026-06-01T13:00:00Z))",
    "A($select=a,b;$expand=B($skip=5;$expand=C),D)",
    "A($filter=geo.intersects(location,geography'POINT(1 2)') and id in (1,2,3))",
]


@pytest.mark.parametrize("written", WISHES)
def test_a_wish_that_is_written_again_says_the_same(written: str) -> None:
    wish = Wish(expand=parsing.expansions(written))
    options = writing._options(wish)
    assert parsing.expansions(options["$expand"]) == wish.expand
