"""Procedures over REST: read by who sees the alert, followed by who judges it, written by who may."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from hypervision.alerts.models import Alert
from hypervision.procedures.models import ProcedureVersion, RunStep
from hypervision.procedures.steps import to_json
from maps.models import Camera
from tests.api.conftest import ClientOf
from tests.api.conftest import client_of as client_of
from tests.factories import make_alert
from tests.procedures.worlds import FIRE, done


def run(alert: Alert, more: str = "") -> str:
    return f"/api/v1/alerts/{alert.pk}/run/{more}"


def post(client: APIClient, path: str, body: dict[str, Any]) -> Any:
    return client.post(path, body, format="json")


def test_the_run_of_an_alert_is_read_before_and_after_it_began(
    client_of: ClientOf, operator: User, alert: Alert, version: ProcedureVersion
) -> None:
    client = client_of(operator)
    offered = client.get(run(alert)).json()
    assert offered["run"] is None
    assert (offered["version"]["id"], offered["version"]["procedure"]) == (str(version.pk), "fire")
    assert offered["version"]["steps"] == to_json(FIRE)
    card = post(client, run(alert), {}).json()
    assert (card["id"], card["version"], card["by"], card["rows"]) == (str(alert.pk), str(version.pk), "operator", [])
    assert client.get(run(alert)).json() == {"run": card, "version": offered["version"]}


def test_without_a_procedure_there_is_neither(client_of: ClientOf, operator: User, camera: Camera) -> None:
    assert client_of(operator).get(run(make_alert(camera))).json() == {"run": None, "version": None}


def test_steps_are_done_skipped_and_taken_back(client_of: ClientOf, operator: User, alert: Alert) -> None:
    client = client_of(operator)
    post(client, run(alert), {})
    post(client, run(alert, "steps/look/"), {"verb": "done"})
    post(client, run(alert, "steps/fire/"), {"verb": "done", "answer": 2})
    card = post(client, run(alert, "steps/guard/"), {"verb": "skipped", "reason": "Nobody answers."}).json()
    assert [(row["key"], row["verb"], row["answer"], row["reason"]) for row in card["rows"]] == [
        ("look", "done", None, ""),
        ("fire", "done", 2, ""),
        ("guard", "skipped", None, "Nobody answers."),
    ]
    card = post(client, run(alert, "undo/"), {"row": card["rows"][-1]["id"]}).json()
    assert card["rows"][-1]["verb"] == "undone"
    assert done(alert.pk) == {"look", "fire"}


def test_the_second_of_two_gets_a_problem_with_the_name_of_the_first(
    client_of: ClientOf, operator: User, supervisor: User, alert: Alert
) -> None:
    post(client_of(operator), run(alert), {})
    post(client_of(operator), run(alert, "steps/look/"), {"verb": "done"})
    answer = post(client_of(supervisor), run(alert, "steps/look/"), {"verb": "done"})
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert (answer.json()["by"], answer.json()["code"]) == ("operator", "already_done")


@pytest.mark.parametrize(
    "body",
    [{}, {"verb": "undone"}, {"verb": "done", "answer": "yes"}, {"verb": "skipped", "reson": "x"}],
)
def test_what_cannot_be_read_is_refused(
    client_of: ClientOf, operator: User, alert: Alert, body: dict[str, str]
) -> None:
    post(client_of(operator), run(alert), {})
    assert post(client_of(operator), run(alert, "steps/look/"), body).status_code == 400
    assert not RunStep.objects.exists()


def test_the_outsider_finds_no_run_and_changes_none(client_of: ClientOf, outsider: User, alert: Alert) -> None:
    client = client_of(outsider)
    assert client.get(run(alert)).status_code == 404
    for path, body in (("", {}), ("steps/look/", {"verb": "done"}), ("undo/", {"row": 1})):
        assert post(client, run(alert, path), body).status_code == 404


def test_the_inspector_reads_a_run_and_a_system_with_the_scope_too(
    client_of: ClientOf, inspector: User, city_system: User, alert: Alert
) -> None:
    assert client_of(inspector).get(run(alert)).status_code == 200
    assert client_of(city_system, Scope.ALERTS_READ).get(run(alert)).status_code == 200
    assert client_of(city_system, Scope.EVENTS_READ).get(run(alert)).status_code == 403


def test_no_system_follows_a_procedure(client_of: ClientOf, city_system: User, alert: Alert) -> None:
    client = client_of(city_system, Scope.ALERTS_READ, Scope.ALERTS_VERDICT)
    for path, body in (("", {}), ("steps/look/", {"verb": "done"}), ("undo/", {"row": 1})):
        assert post(client, run(alert, path), body).status_code == 403


def test_closing_answers_with_the_list_of_what_is_missing_and_takes_it_with_the_outcome(
    client_of: ClientOf, operator: User, alert: Alert
) -> None:
    client, path = client_of(operator), f"/api/v1/alerts/{alert.pk}/close/"
    refused = post(client, path, {"outcome": "put_out"})
    assert refused.status_code == 409
    assert [step["key"] for step in refused.json()["steps"]] == ["look", "fire"]
    steps = [
        {"key": "look", "verb": "skipped", "reason": "Too dark."},
        {"key": "fire", "verb": "done", "answer": 3},
    ]
    assert post(client, path, {"outcome": "put_out", "steps": steps}).json()["state"] == "closed"
    assert done(alert.pk) == {"look", "fire"}


WRITTEN = {"reason": "First.", "based_on": 0, "steps": to_json(FIRE)}


def test_a_supervisor_writes_a_version_and_everybody_who_sees_alerts_reads_it(
    client_of: ClientOf, supervisor: User, operator: User, db: None
) -> None:
    path = "/api/v1/procedures/fire/"
    assert client_of(operator).get(path).json() == {"procedure": "fire", "versions": []}
    card = post(client_of(supervisor), path, WRITTEN).json()
    assert (card["number"], card["by"], card["reason"], card["steps"]) == (1, "supervisor", "First.", to_json(FIRE))
    assert client_of(operator).get(path).json()["versions"] == [card]
    assert client_of(operator).get("/api/v1/procedures/").json() == {"next": None, "results": [card]}


def test_a_step_needs_no_more_than_a_key_a_title_and_a_help(client_of: ClientOf, supervisor: User) -> None:
    plain = {"key": "look", "title": {"en": " Look ", "fr": " "}, "help": {}}
    card = post(client_of(supervisor), "/api/v1/procedures/fire/", {**WRITTEN, "steps": [plain]}).json()
    assert card["steps"] == [
        {"key": "look", "title": {"en": "Look"}, "help": {}, "required": False, "due": None, "call": ""}
        | {"answers": [], "to": ""}
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": {"en\x00": "Look"}},
        {"title": {"English": "Look"}},
        {"title": {"en": "Look\x00"}},
        {"title": "Look"},
        {"title": {"en": "x" * 161}},
        {"key": "a b"},
        {"due": "soon"},
        {"answers": [{"label": {"en": "Yes"}, "leads": "b"}]},
        {"answers": [{"label": {"en": "Yes"}, "to": ""}] * 101},
    ],
)
def test_what_is_no_step_is_refused_and_never_reaches_the_database(
    client_of: ClientOf, supervisor: User, wrong: dict[str, Any]
) -> None:
    plain = {"key": "look", "title": {"en": "Look"}, "help": {}}
    answer = post(client_of(supervisor), "/api/v1/procedures/fire/", {**WRITTEN, "steps": [{**plain, **wrong}]})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert not ProcedureVersion.objects.exists()


def test_a_city_may_write_in_a_language_that_the_product_does_not_speak(client_of: ClientOf, supervisor: User) -> None:
    plain = {"key": "look", "title": {"pt-BR": "Olhe"}, "help": {}}
    card = post(client_of(supervisor), "/api/v1/procedures/fire/", {**WRITTEN, "steps": [plain]}).json()
    assert card["steps"][0]["title"] == {"pt-BR": "Olhe"}


def test_what_is_wrong_stands_at_its_row(client_of: ClientOf, supervisor: User) -> None:
    steps = to_json(FIRE)
    steps[0]["title"] = {}
    answer = post(client_of(supervisor), "/api/v1/procedures/fire/", {**WRITTEN, "steps": steps})
    assert answer.status_code == 422
    assert [(fault["row"], fault["field"]) for fault in answer.json()["faults"]] == [(0, "title")]


def test_only_who_may_writes(client_of: ClientOf, operator: User, inspector: User, city_system: User) -> None:
    for person in (operator, inspector):
        assert post(client_of(person), "/api/v1/procedures/fire/", WRITTEN).status_code == 403
    token = client_of(city_system, *Scope)
    assert post(token, "/api/v1/procedures/fire/", WRITTEN).status_code == 403
    assert not ProcedureVersion.objects.exists()


def test_no_token_writes_even_in_the_name_of_a_supervisor(client_of: ClientOf, supervisor: User) -> None:
    assert post(client_of(supervisor, *Scope), "/api/v1/procedures/fire/", WRITTEN).status_code == 403


def test_a_kind_that_does_not_exist_is_not_found(client_of: ClientOf, supervisor: User) -> None:
    assert client_of(supervisor).get("/api/v1/procedures/rain/").status_code == 404
    assert post(client_of(supervisor), "/api/v1/procedures/rain/", WRITTEN).status_code == 404
