"""Raising alerts and reporting misses over the API."""

from typing import Any
from uuid import uuid4

import pytest

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from hypervision.alerts.models import Alert
from maps.models import Camera
from tests.api.conftest import ClientOf
from tests.factories import SQUARE
from tests.hand.worlds import sees

ALERTS = "/api/v1/alerts/"


def words(**more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "kind": "intrusion",
        "lon": SQUARE[0],
        "lat": SQUARE[1],
        "severity": "medium",
        "source": "radio",
        "words": "At the gate.",
    } | more


@pytest.fixture
def watched(camera: Camera) -> Camera:
    camera.address = "rtsp://camera/square"
    camera.save()
    sees(camera, 30)
    return camera


def test_a_person_raises_an_alert_once_however_often_it_is_sent(client_of: ClientOf, operator: User) -> None:
    client, sent = client_of(operator), words()
    first = client.post(ALERTS, sent, format="json")
    assert first.status_code == 201
    assert (first.json()["source"], first.json()["raised_by"]) == ("radio", "operator")
    assert client.post(ALERTS, sent, format="json").json()["id"] == first.json()["id"]
    assert len(client.get(ALERTS).json()["results"]) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "speed"},
        {"severity": "extreme"},
        {"source": "script"},
        {"source": ""},
        {"lon": 200},
        {"lat": "north"},
        {"ago": -1},
        {"id": "7"},
        {"words": "x" * 2001},
        {"camera": str(uuid4())},
        {"missed_by": ["square"]},
    ],
)
def test_what_cannot_be_read_raises_nothing(client_of: ClientOf, operator: User, wrong: dict[str, Any]) -> None:
    assert client_of(operator).post(ALERTS, words(**wrong), format="json").status_code == 400
    assert not Alert.objects.exists()


@pytest.mark.parametrize("role", ["outsider", "administrator", "inspector", "official", "city_system"])
def test_nobody_else_raises(client_of: ClientOf, role: str, request: pytest.FixtureRequest) -> None:
    answer = client_of(request.getfixturevalue(role)).post(ALERTS, words(), format="json")
    assert answer.status_code == 403
    assert not Alert.objects.exists()


def test_a_token_needs_the_scope_of_verdicts(client_of: ClientOf, operator: User) -> None:
    assert client_of(operator, Scope.ALERTS_READ).post(ALERTS, words(), format="json").status_code == 403
    assert client_of(operator, Scope.ALERTS_VERDICT).post(ALERTS, words(), format="json").status_code == 201


def test_a_miss_is_reported_read_and_taken_back(client_of: ClientOf, operator: User, watched: Camera) -> None:
    client = client_of(operator)
    over = client.get("/api/v1/misses/cameras/", {"lon": SQUARE[0], "lat": SQUARE[1]}).json()["results"]
    assert over == [{"id": str(watched.pk), "name": "Square"}]
    alert = client.post(ALERTS, words(), format="json").json()["id"]
    assert client.get(f"{ALERTS}{alert}/misses/").json() == {"next": None, "results": [], "proposed": over}
    made = client.post(f"{ALERTS}{alert}/misses/", {"camera": over[0]["id"]}, format="json")
    assert made.status_code == 201
    read = client.get(f"{ALERTS}{alert}/misses/").json()
    assert (read["results"], read["proposed"]) == ([made.json()], [])
    assert client.post(f"/api/v1/misses/{made.json()['id']}/take-back/").json()["taken_back"] is True
    assert client.get(f"{ALERTS}{alert}/misses/").json()["results"] == []


def test_the_outsider_reads_no_misses(client_of: ClientOf, operator: User, outsider: User, watched: Camera) -> None:
    sent = words(missed_by=[str(watched.pk)])
    alert = client_of(operator).post(ALERTS, sent, format="json").json()["id"]
    client = client_of(outsider)
    assert client.get(f"{ALERTS}{alert}/misses/").status_code == 404
    assert client.post(f"{ALERTS}{alert}/misses/", {"camera": str(watched.pk)}, format="json").status_code == 404
    assert client.get("/api/v1/misses/cameras/", {"lon": SQUARE[0], "lat": SQUARE[1]}).json()["results"] == []
