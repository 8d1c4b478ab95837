"""For which alerts a procedure is taken: the most specific one, and never a choice between two."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hypervision.accounts.models import User
from hypervision.alerts.models import Alert
from hypervision.law.models import LogEntry
from hypervision.lib.errors import Refusal
from hypervision.procedures import actions, cards, editing, selectors
from hypervision.procedures.closing import close
from hypervision.procedures.models import Procedure, Run
from hypervision.procedures.scopes import Scope, taken
from maps.models import Camera, District
from tests.api.conftest import ClientOf
from tests.api.conftest import client_of as client_of
from tests.factories import area
from tests.procedures.worlds import FIRE, do, fire_at, make_version, step

CASES = json.loads((Path(__file__).parent / "scopes.json").read_text())
HARBOUR = Scope(("fire",), ("Harbour",))
BOATS = (step("boats", required=True),)


def scope(words: tuple[list[str], list[str]]) -> Scope:
    return Scope(tuple(words[0]), tuple(words[1]))


@pytest.mark.parametrize("case", CASES["taken"], ids=lambda case: case["what"])
def test_the_most_specific_one_is_taken(case: dict[str, Any]) -> None:
    scopes = {key: scope(words) for key, words in case["scopes"].items()}
    assert taken(scopes, case["kind"], case["district"]) == case["taken"]


@pytest.mark.parametrize("case", CASES["meets"], ids=lambda case: case["what"])
def test_two_that_would_be_taken_for_one_alert_meet(case: dict[str, Any]) -> None:
    one, other = scope(case["one"]), scope(case["other"])
    assert (one.meets(other), other.meets(one)) == (case["meets"], case["meets"])


@pytest.fixture
def harbour(db: None) -> District:
    return District.objects.create(name="Harbour", area=area())


def in_district(camera: Camera, district: District | None) -> Alert:
    alert = fire_at(camera)
    alert.event.district = district
    alert.event.save(update_fields=["district"])
    return alert


def test_an_alert_follows_the_procedure_of_its_district(
    camera: Camera, harbour: District, supervisor: User, operator: User
) -> None:
    general = make_version()
    special = editing.create(supervisor, BOATS, "Boats burn otherwise.", HARBOUR)
    here, elsewhere = in_district(camera, harbour), in_district(camera, None)
    assert cards.of_alert(here)["version"] == cards.version_card(special)
    assert [actions.begin(one.pk, operator).version for one in (here, elsewhere)] == [special, general]
    begun = LogEntry.objects.filter(action="procedure.begin").order_by("number").first()
    assert begun is not None
    assert begun.facts == {"kind": "fire", "procedure": "fire-2", "version": 1}


def test_closing_asks_for_the_steps_of_the_procedure_of_the_district(
    camera: Camera, harbour: District, supervisor: User, operator: User
) -> None:
    make_version()
    editing.create(supervisor, BOATS, "Boats burn otherwise.", HARBOUR)
    with pytest.raises(Refusal) as refused:
        close(in_district(camera, harbour).pk, operator, "put_out")
    assert [one["key"] for one in refused.value.facts["steps"]] == ["boats"]


def test_a_run_keeps_its_version_when_another_procedure_comes_for_its_district(
    camera: Camera, harbour: District, supervisor: User, operator: User
) -> None:
    general, alert = make_version(), in_district(camera, harbour)
    actions.begin(alert.pk, operator)
    editing.create(supervisor, BOATS, "Boats burn otherwise.", HARBOUR)
    do(alert, operator, "look")
    assert Run.objects.get().version == general


def test_a_version_that_was_seen_before_is_begun_where_it_held_and_nowhere_else(
    camera: Camera, harbour: District, supervisor: User, operator: User
) -> None:
    general = make_version()
    special = editing.create(supervisor, BOATS, "Boats burn otherwise.", HARBOUR)
    with pytest.raises(Refusal, match="no procedure for this kind"):
        actions.begin(in_district(camera, None).pk, operator, special.pk)
    assert actions.begin(in_district(camera, harbour).pk, operator, general.pk).version == general


def test_a_district_that_an_import_made_anew_is_the_same_by_its_name(
    camera: Camera, harbour: District, supervisor: User
) -> None:
    special = editing.create(supervisor, BOATS, "Boats burn otherwise.", HARBOUR)
    harbour.delete()
    again = District.objects.create(name="Harbour", area=area())
    assert selectors.offered_to(in_district(camera, again).event) == special


def test_one_procedure_may_be_for_several_kinds(supervisor: User) -> None:
    made = editing.create(supervisor, FIRE, "Both begin alike.", Scope(("fall", "fire")))
    assert (made.procedure_id, selectors.offered("fall", ""), selectors.offered("fire", "")) == ("fall", made, made)


def test_two_that_are_equally_specific_are_refused_with_the_name_of_the_other(
    supervisor: User, harbour: District
) -> None:
    editing.save("fire", supervisor, FIRE, "First.", 0)
    with pytest.raises(Refusal) as refused:
        editing.create(supervisor, BOATS, "Mine.", Scope(("fall", "fire")))
    [fault] = refused.value.facts["faults"]
    assert (fault["row"], fault["field"], fault["other"]) == (None, "kinds", "fire")
    assert fault["sentence"].startswith("“fire” is taken for the same alerts already: fire.")
    editing.create(supervisor, BOATS, "Mine.", HARBOUR)
    with pytest.raises(Refusal) as refused:
        editing.save("fall", supervisor, BOATS, "Mine.", 0, Scope(("fall", "fire"), ("Harbour",)))
    [fault] = refused.value.facts["faults"]
    assert (fault["field"], fault["other"]) == ("districts", "fire-2")
    assert Procedure.objects.count() == 2


def test_what_was_emptied_stands_in_nobodys_way_and_comes_back_only_where_there_is_room(supervisor: User) -> None:
    editing.save("fire", supervisor, FIRE, "First.", 0)
    editing.save("fire", supervisor, (), "Not any more.", 1)
    second = editing.create(supervisor, BOATS, "Mine.", Scope(("fire",)))
    assert selectors.offered("fire", "") == second
    assert editing.save("fire", supervisor, (), "Still none.", 2, Scope(("fall", "fire"))).number == 3
    with pytest.raises(Refusal):
        editing.save("fire", supervisor, FIRE, "Taken back.", 3)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [(Scope(()), "kinds"), (Scope(("rain",)), "kinds"), (Scope(("fire",), ("Atlantis",)), "districts")],
)
def test_what_is_chosen_must_be_there(supervisor: User, wrong: Scope, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        editing.create(supervisor, FIRE, "Mine.", wrong)
    assert [fault["field"] for fault in refused.value.facts["faults"]] == [field]
    assert not Procedure.objects.exists()


def test_a_district_that_is_gone_may_stay_where_it_stood(supervisor: User, harbour: District) -> None:
    editing.create(supervisor, BOATS, "Mine.", HARBOUR)
    harbour.delete()
    assert editing.save("fire", supervisor, FIRE, "More.", 1).districts == ["Harbour"]


def test_where_it_holds_belongs_to_the_version(supervisor: User, harbour: District) -> None:
    editing.save("fire", supervisor, FIRE, "First.", 0)
    editing.save("fire", supervisor, FIRE, "Only here.", 1, HARBOUR)
    assert selectors.offered("fire", "") is None
    assert [(one.number, one.scope) for one in selectors.versions("fire")] == [(2, HARBOUR), (1, Scope(("fire",)))]


BODY = {"steps": [{"key": "look", "title": {"en": "Look"}, "help": {}}], "reason": "Mine."}


def test_over_rest_another_procedure_is_made_and_it_is_asked_which_one_is_taken(
    client_of: ClientOf, supervisor: User, operator: User, harbour: District
) -> None:
    path, client = "/api/v1/procedures/", client_of(supervisor)
    make_version()
    made = client.post(path, {**BODY, "kinds": ["fire", "fire"], "districts": ["Harbour"]}, format="json")
    assert (made.status_code, made.json()["procedure"]) == (201, "fire-2")
    assert (made.json()["kinds"], made.json()["districts"]) == (["fire"], ["Harbour"])

    def asked(**query: str) -> list[str]:
        return [one["procedure"] for one in client_of(operator).get(path, query).json()["results"]]

    assert asked() == ["fire", "fire-2"]
    assert asked(kind="fire", district="Harbour") == ["fire-2"]
    assert asked(kind="fire") == ["fire"]
    assert asked(kind="fall", district="Harbour") == []
    again = client.post(path, {**BODY, "kinds": ["fire"]}, format="json")
    assert (again.status_code, again.json()["faults"][0]["other"]) == (422, "fire")
    assert client_of(operator).post(path, {**BODY, "kinds": ["fall"]}, format="json").status_code == 403


def test_over_rest_kinds_that_are_left_out_stay_as_they_stand(
    client_of: ClientOf, supervisor: User, harbour: District
) -> None:
    editing.create(supervisor, BOATS, "First.", HARBOUR)
    words = {**BODY, "based_on": 1}
    card = client_of(supervisor).post("/api/v1/procedures/fire/", words, format="json").json()
    assert (card["number"], card["kinds"], card["districts"]) == (2, ["fire"], ["Harbour"])


def test_the_list_says_for_what_and_where_and_which_kinds_have_none(
    client: Client, supervisor: User, harbour: District
) -> None:
    editing.create(supervisor, FIRE, "Both.", Scope(("fall", "fire")))
    editing.create(supervisor, BOATS, "Boats burn otherwise.", HARBOUR)
    client.force_login(supervisor)
    rows = [(row.key, row.name, row.where) for row in client.get("/procedures/").context["rows"] if row.version]
    assert rows == [("fall", "Fall, Start of fire", ""), ("fire", "Start of fire", "Harbour")]
    without = {row.key for row in client.get("/procedures/").context["rows"] if not row.version}
    assert "density" in without
    assert not {"fall", "fire"} & without


def test_the_editor_of_another_procedure_is_told_what_is_taken_besides(
    client: Client, supervisor: User, harbour: District
) -> None:
    editing.save("fire", supervisor, FIRE, "First.", 0)
    client.force_login(supervisor)
    facts = client.get("/procedures/new/?kind=fire").context["facts"]
    assert (facts["key"], facts["scope"]["kinds"], facts["districts"], facts["versions"]) == (
        "",
        ("fire",),
        ["Harbour"],
        [],
    )
    assert facts["others"] == [{"key": "fire", "title": "Start of fire", "kinds": ["fire"], "districts": []}]
    assert client.get("/procedures/fire/").context["facts"]["others"] == []
