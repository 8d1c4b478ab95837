"""Every set of entities, tried as every role, as nobody, with every scope and as the outsider."""

import pytest
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role, Scope
from hypervision.sensorthings.entities import ENTITIES
from tests.api.conftest import ClientOf
from tests.factories import ELSEWHERE, area, make_user
from tests.sensorthings.worlds import ROOT, found, make_square, path_of, read, told

pytestmark = pytest.mark.django_db

SEES_MAP = {Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.INSPECTOR, Role.SYSTEM}
SEES_FIGURES = {Role.SUPERVISOR, Role.ADMINISTRATOR, Role.INSPECTOR, Role.OFFICIAL, Role.SYSTEM}
READERS: dict[str, tuple[set[Role], Scope]] = {
    "Things": (SEES_MAP, Scope.CAMERAS_READ),
    "Locations": (SEES_MAP, Scope.CAMERAS_READ),
    "HistoricalLocations": (SEES_MAP, Scope.CAMERAS_READ),
    "FeaturesOfInterest": (SEES_MAP, Scope.ZONES_READ),
    "Datastreams": (SEES_FIGURES, Scope.COUNTS_READ),
    "Sensors": (SEES_FIGURES, Scope.COUNTS_READ),
    "ObservedProperties": (SEES_FIGURES, Scope.COUNTS_READ),
    "Observations": (SEES_FIGURES, Scope.COUNTS_READ),
}
WITH_ROWS = sorted(set(READERS) - {"HistoricalLocations"})
ALL = ["", *READERS, "Things('x')", "Nothing"]


def test_each_set_has_a_decision_who_reads_it() -> None:
    assert set(READERS) == set(ENTITIES)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reads_what_is_decided_and_nothing_else(role: Role) -> None:
    user = make_user(role)
    for name, (readers, _scope) in READERS.items():
        assert read(user, name).status_code == (200 if role in readers else 403), name
    sets = [each["name"] for each in told(user, "")["value"]]
    assert set(sets) == {name for name, (readers, _scope) in READERS.items() if role in readers}


@pytest.mark.parametrize("name", sorted(READERS))
def test_a_token_reads_what_its_scope_names_and_nothing_else(client_of: ClientOf, city_system: User, name: str) -> None:
    _readers, scope = READERS[name]
    assert client_of(city_system, scope).get(f"{ROOT}/{name}").status_code == 200
    others = [one for one in Scope if one != scope]
    assert client_of(city_system, *others).get(f"{ROOT}/{name}").status_code == 403


@pytest.mark.parametrize("path", ALL)
def test_nobody_reads_anything(path: str) -> None:
    answer = APIClient().get(f"{ROOT}/{path}")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Token")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ALL)
def test_nobody_changes_anything(client_of: ClientOf, administrator: User, path: str, method: str) -> None:
    answer = client_of(administrator).generic(method.upper(), f"{ROOT}/{path}", "{}", "application/json")
    assert answer.status_code in (403, 404, 405)


@pytest.mark.parametrize("name", WITH_ROWS)
def test_the_outsider_finds_nothing_of_another_part_of_the_city(name: str) -> None:
    make_square()
    inside = make_user(Role.SUPERVISOR)
    outside = make_user(Role.SUPERVISOR, everywhere=False, perimeter=area(*ELSEWHERE))
    seen = found(inside, name)
    assert seen
    assert found(outside, name) == []
    assert read(outside, path_of(seen[0])).status_code == 404


@pytest.mark.parametrize("name", ["Datastreams", "Sensors", "ObservedProperties", "Observations"])
def test_who_is_given_other_kinds_finds_nothing(name: str) -> None:
    make_square()
    assert found(make_user(Role.SUPERVISOR, kinds=["fire"]), name) == []
    assert found(make_user(Role.SUPERVISOR, kinds=["line_count"]), name)


def test_what_may_not_be_read_is_neither_linked_nor_expanded_nor_asked_for(official: User) -> None:
    """An official reads counts without the places of cameras."""
    make_square()
    [stream, _other] = found(official, "Datastreams")
    assert "Thing@iot.navigationLink" not in stream
    assert "Observations@iot.navigationLink" in stream
    for path, asked in (
        (f"{path_of(stream)}/Thing", {}),
        ("Datastreams", {"expand": "Thing"}),
        ("Observations", {"expand": "Datastream/Thing"}),
        ("Datastreams", {"filter": "Thing/name eq 'Square'"}),
        ("Datastreams", {"orderby": "Thing/name"}),
        ("Observations", {"filter": "FeatureOfInterest/name eq 'Bridge'"}),
    ):
        assert read(official, path, **asked).status_code == 403, (path, asked)


def test_who_may_not_read_counts_reaches_none_by_the_things(operator: User) -> None:
    square = make_square()
    assert "Datastreams@iot.navigationLink" not in found(operator, "Things")[0]
    assert read(operator, f"Things('{square.pk}')/Datastreams").status_code == 403
    assert read(operator, "Things", expand="Datastreams").status_code == 403
    assert read(operator, "FeaturesOfInterest", expand="Observations").status_code == 403
