"""Incidents over REST: read by who sees them, shaped by who judges."""

from uuid import UUID

import pytest

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from hypervision.alerts import actions as verdicts
from hypervision.incidents import actions
from hypervision.incidents.models import IncidentStep
from maps.models import Camera
from tests.api.conftest import ClientOf
from tests.api.conftest import client_of as client_of
from tests.incidents.worlds import Happening, happen


@pytest.fixture
def pair(cameras: list[Camera]) -> list[UUID]:
    return [happen(Happening(number, east=20.0 * number, at=5.0 * number), cameras).pk for number in range(2)]


@pytest.fixture
def later(cameras: list[Camera]) -> list[UUID]:
    return [happen(Happening(0, at=at), cameras).pk for at in (500, 501)]


def test_the_list_says_of_each_incident_why_it_is_one_newest_first(
    client_of: ClientOf, operator: User, pair: list[UUID], later: list[UUID]
) -> None:
    body = client_of(operator).get("/api/v1/incidents/").json()
    assert [row["alerts"] for row in body["results"]] == [[str(pk) for pk in later], [str(pk) for pk in pair]]
    assert body["results"][1]["why"] == {"cameras": 2, "metres": pytest.approx(20, abs=0.2), "seconds": 5.0}
    assert body["results"][0]["why"] == {"cameras": 1, "metres": 0.0, "seconds": 1.0}
    assert (body["results"][1]["state"], body["results"][1]["kinds"], body["next"]) == ("open", ["intrusion"], None)


def test_an_incident_is_closed_when_all_its_alerts_are_judged(
    client_of: ClientOf, operator: User, pair: list[UUID]
) -> None:
    verdicts.confirm(pair[0], operator)
    assert len(client_of(operator).get("/api/v1/incidents/?state=open").json()["results"]) == 1
    verdicts.refute(pair[1], operator, "lamp")
    assert client_of(operator).get("/api/v1/incidents/?state=open").json()["results"] == []
    assert client_of(operator).get("/api/v1/incidents/?state=closed").json()["results"][0]["state"] == "closed"


def test_a_page_ends_where_the_next_begins(
    client_of: ClientOf, operator: User, pair: list[UUID], later: list[UUID]
) -> None:
    client = client_of(operator)
    first = client.get("/api/v1/incidents/?limit=1").json()
    second = client.get(first["next"]).json()
    assert [row["alerts"][0] for row in (*first["results"], *second["results"])] == [str(later[0]), str(pair[0])]
    assert second["next"] is None


def test_an_incident_tells_its_story(client_of: ClientOf, operator: User, pair: list[UUID]) -> None:
    client = client_of(operator)
    incident = client.get("/api/v1/incidents/").json()["results"][0]["id"]
    story = client.get(f"/api/v1/incidents/{incident}/").json()["steps"]
    assert [(step["verb"], step["by"], step["undone"]) for step in story] == [("joined", "", False)]
    assert story[0]["facts"]["metres"] == pytest.approx(20, abs=0.2)
    actions.split(pair[0], operator, "A cyclist.")
    actions.undo(pair[0], IncidentStep.objects.latest("id").pk, operator)
    story = client.get(f"/api/v1/incidents/{incident}/").json()["steps"]
    assert [(step["verb"], step["by"], step["reason"], step["undone"]) for step in story] == [
        ("joined", "", "", False),
        ("split", "operator", "A cyclist.", True),
        ("undone", "operator", "", False),
    ]


def test_split_merge_and_undo_answer_where_the_alert_belongs_now(
    client_of: ClientOf, operator: User, pair: list[UUID]
) -> None:
    client, one, other = client_of(operator), *pair
    at = f"/api/v1/alerts/{one}/incident/"
    split = client.post(f"{at}split/", {"reason": "A cyclist."}, format="json").json()
    assert (split["incident"], split["last"]["verb"], split["last"]["by"]) == (None, "split", "operator")
    merged = client.post(f"{at}merge/", {"with": str(other)}, format="json").json()
    assert merged["incident"]["alerts"] == [str(one), str(other)]
    undone = client.post(f"{at}undo/", {"step": merged["last"]["id"]}, format="json").json()
    assert undone["incident"] is None
    assert client.get(at).json() == undone


def test_a_step_that_is_not_the_last_is_a_conflict_in_a_sentence(
    client_of: ClientOf, operator: User, pair: list[UUID]
) -> None:
    answer = client_of(operator).post(f"/api/v1/alerts/{pair[0]}/incident/undo/", {"step": 0}, format="json")
    assert (answer.status_code, answer.json()["detail"]) == (409, "The incident has changed since. Look at it again.")


@pytest.mark.parametrize("verb", ["split/", "merge/", "undo/"])
def test_the_outsider_finds_no_such_alert(
    client_of: ClientOf, operator: User, outsider: User, pair: list[UUID], verb: str
) -> None:
    body = {"split/": {}, "merge/": {"with": str(pair[1])}, "undo/": {"step": 1}}[verb]
    assert client_of(outsider).post(f"/api/v1/alerts/{pair[0]}/incident/{verb}", body, format="json").status_code == 404
    assert client_of(outsider).get(f"/api/v1/alerts/{pair[0]}/incident/").status_code == 404
    assert client_of(outsider).get("/api/v1/incidents/").json()["results"] == []


def test_a_city_system_reads_incidents_and_shapes_none(
    client_of: ClientOf, city_system: User, pair: list[UUID]
) -> None:
    client = client_of(city_system, Scope.ALERTS_READ, Scope.ALERTS_VERDICT)
    assert len(client.get("/api/v1/incidents/").json()["results"]) == 1
    assert client.post(f"/api/v1/alerts/{pair[0]}/incident/split/", {}, format="json").status_code == 403


def test_a_misspelt_word_is_an_error_and_not_silence(client_of: ClientOf, operator: User, pair: list[UUID]) -> None:
    answer = client_of(operator).post(f"/api/v1/alerts/{pair[0]}/incident/split/", {"reson": "x"}, format="json")
    assert answer.status_code == 400
