"""Filters, expansions and selections; what is not offered is refused in a sentence."""

import operator
from collections.abc import Callable
from datetime import timedelta
from math import ceil, floor
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
    "result add 5 gt 50": [50],
    "result sub 10 eq 30": [40],
    "result mul 2 lt 100": [40],
    "result div 3 gt 16": [50],
    "result mod 20 eq 0": [40],
    "result mod 15 in (10, 5)": [50, 40],
    "2 add result mul 2 eq 82": [40],
    "(2 add result) mul 2 eq 84": [40],
    "result sub 10 sub 10 eq 20": [40],
    "result div 0 eq null": [50, None, 40],
    "result mod 0 gt 0": [],
    "(result add 1) eq null": [None],
    "result add -40 eq 0": [40],
    "round(result div 100) eq 1": [50],
    "round(result div -100) eq -1": [50],
    "floor(result div 100) eq 0 and ceiling(result div 100) eq 1": [50, 40],
    "year(phenomenonTime) eq 2026 and month(phenomenonTime) eq 6 and day(phenomenonTime) eq 1": [50, None, 40],
    "hour(phenomenonTime) eq 12 and minute(phenomenonTime) eq 5": [50],
    "minute(resultTime) eq 10": [50],
    "second(phenomenonTime) eq 0 and fractionalseconds(phenomenonTime) eq 0": [50, None, 40],
    "totaloffsetminutes(phenomenonTime) eq 0": [50, None, 40],
    "day(2026-06-01T23:30:00-02:00) eq 2": [50, None, 40],
    "date(phenomenonTime) eq 2026-06-01": [50, None, 40],
    "date(resultTime) lt 2026-06-01": [],
    "phenomenonTime gt mindatetime() and phenomenonTime lt maxdatetime()": [50, None, 40],
    "phenomenonTime ge 2026-06-01T13:00:00Z sub duration'PT55M'": [50],
    "resultTime add duration'P1DT1S' gt 2026-06-02T12:05:01Z": [50],
    "phenomenonTime gt now() sub duration'-P1D'": [],
    "length(Datastream/name) eq 37": [50, 40],
    "indexof(Datastream/name, 'forward') eq 30": [50, 40],
    "indexof(Datastream/name, 'nowhere') eq -1": [50, None, 40],
    "substring(Datastream/properties/way, 4) eq 'ard'": [50, 40],
    "substring(Datastream/name, 0, 3) eq 'Bri'": [50, None, 40],
    "concat(Datastream/properties/way, concat('-', 'x')) eq 'forward-x'": [50, 40],
    "startswith(concat('a', Datastream/name), 'aB')": [50, None, 40],
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


RECKONED: dict[str, Callable[[float, int], bool]] = {
    "result add {n} gt 9": lambda result, n: result + n > 9,
    "not (result sub {n} gt 3)": lambda result, n: not result - n > 3,
    "result mul {n} le 40": lambda result, n: result * n <= 40,
    "100 sub result mul 2 ge {n}": lambda result, n: 100 - result * 2 >= n,
    "result div ({n} sub 3) gt 2": lambda result, n: n != 3 and result / (n - 3) > 2,
    "result mod 3 eq {n} mod 3": lambda result, n: result % 3 == n % 3,
    "not (result mod 3 ne {n} mod 3)": lambda result, n: result % 3 == n % 3,
    "round(result div 4) eq {n}": lambda result, n: floor(result / 4 + 0.5) == n,
    "not (floor(result div 4) lt ceiling({n} div 4))": lambda result, n: floor(result / 4) >= ceil(n / 4),
    "(result add {n} ne null) eq true": lambda _result, _n: True,
    "result add {n} in (7, 8, 9)": lambda result, n: result + n in (7, 8, 9),
}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(objects=st.lists(st.integers(0, 12), min_size=1, max_size=6), number=st.integers(0, 12))
def test_reckoning_with_results_finds_those_that_are_told_and_no_others(
    supervisor: User, objects: list[int], number: int
) -> None:
    camera = make_camera()
    for place, many in enumerate(objects):
        make_count(camera, many, starts_at=NOON + timedelta(minutes=5 * place))
    here = f"Datastream/Thing/id eq '{camera.pk}'"
    told_of = [one for one in results(supervisor, filter=here) if one is not None]
    for written, keeps in RECKONED.items():
        expected = [one for one in told_of if keeps(one, number)]
        asked = f"{here} and ({written.format(n=number)})"
        assert results(supervisor, filter=asked) == expected, written


def test_numbers_that_grow_beyond_bounds_are_refused_and_tell_nothing_of_what_is_withheld(
    supervisor: User, camera: Camera
) -> None:
    make_count(camera, 4)
    written = "result mul 1e299 mul 1e299 gt 0"
    assert results(supervisor, filter=written) == []
    make_count(camera, 7, starts_at=NOON + timedelta(minutes=5))
    assert "too large" in refused(supervisor, "Observations", filter=written)


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
    "A($filter=a add 2 mul b sub 3 gt (a add 2) mul b div -1 and c lt now() sub duration'P1DT2H')",
    "A($filter=substring(concat(a,'x'),1,2) eq 'b' and year(c) mod 4 eq 0)",
    "A($select=a,b;$expand=B($skip=5;$expand=C),D)",
    "A($filter=geo.intersects(location,geography'POINT(1 2)') and id in (1,2,3))",
]


@pytest.mark.parametrize("written", WISHES)
def test_a_wish_that_is_written_again_says_the_same(written: str) -> None:
    wish = Wish(expand=parsing.expansions(written))
    options = writing._options(wish)
    assert parsing.expansions(options["$expand"]) == wish.expand
