"""The logbook over the API: read, searched, written into."""

from uuid import uuid4

import pytest

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from hypervision.shifts.models import Note
from maps.models import Camera
from tests.api.conftest import ClientOf

LOGBOOK = "/api/v1/logbook/"

pytestmark = pytest.mark.django_db


def test_a_note_is_written_corrected_and_found(client_of: ClientOf, operator: User, camera: Camera) -> None:
    client = client_of(operator)
    first = client.post(LOGBOOK, {"text": "At 14:00.", "camera": str(camera.pk)}, format="json")
    second = client.post(LOGBOOK, {"text": "At 15:00.", "corrects": first.json()["id"]}, format="json")
    assert (first.status_code, second.status_code) == (201, 201)
    found = client.get(LOGBOOK, {"q": "15:00", "kind": "note"}).json()["results"]
    assert [(line["id"], line["corrects"], line["camera"], line["who"]) for line in found] == [
        (second.json()["id"], first.json()["id"], str(camera.pk), "operator")
    ]


def test_a_note_that_is_sent_twice_is_written_once(client_of: ClientOf, operator: User) -> None:
    words = {"id": str(uuid4()), "text": "Once."}
    answers = [client_of(operator).post(LOGBOOK, words, format="json").json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert Note.objects.count() == 1


def test_the_outsider_writes_nothing_about_a_camera_out_of_sight(
    client_of: ClientOf, outsider: User, camera: Camera
) -> None:
    words = {"text": "No.", "camera": str(camera.pk)}
    assert client_of(outsider).post(LOGBOOK, words, format="json").status_code == 404


def test_pages_lead_on(client_of: ClientOf, operator: User) -> None:
    client = client_of(operator)
    for number in range(3):
        client.post(LOGBOOK, {"text": f"{number}"}, format="json")
    first = client.get(LOGBOOK, {"limit": 2}).json()
    second = client.get(first["next"]).json()
    assert [line["text"] for line in first["results"] + second["results"]] == ["2", "1", "0"]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("asked", "status"), [({"cursor": "x"}, 422), ({"from": "yesterday"}, 400), ({"words": "x"}, 400)]
)
def test_a_question_that_cannot_be_read_is_an_error(
    client_of: ClientOf, operator: User, asked: dict[str, str], status: int
) -> None:
    assert client_of(operator).get(LOGBOOK, asked).status_code == status


def test_a_token_does_not_read_it(client_of: ClientOf, supervisor: User) -> None:
    assert client_of(supervisor, *Scope).get(LOGBOOK).status_code == 403
