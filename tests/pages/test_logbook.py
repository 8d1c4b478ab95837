"""The logbook as a page."""

from uuid import uuid4

import pytest
from django.test import Client

from hypervision.accounts.models import User
from hypervision.shifts import notes
from hypervision.shifts.models import Note
from maps.models import Camera

pytestmark = pytest.mark.django_db

LOGBOOK = "/logbook/"


@pytest.fixture
def writer(client: Client, operator: User) -> Client:
    client.force_login(operator)
    return client


def form(**values: object) -> dict[str, object]:
    return {"key": uuid4(), "corrects": "", "text": "The lift is out of order.", "camera_id": "", **values}


def test_a_note_is_written_and_stands_on_the_page(writer: Client, camera: Camera) -> None:
    assert writer.post(LOGBOOK, form(camera_id=str(camera.pk)))["Location"] == LOGBOOK
    page = writer.get(LOGBOOK).content.decode()
    assert "The lift is out of order." in page
    assert Note.objects.get().camera_name == "Square"


def test_a_form_that_is_sent_twice_writes_once(writer: Client) -> None:
    sent = form()
    for _ in range(2):
        writer.post(LOGBOOK, sent)
    assert Note.objects.count() == 1


def test_a_note_is_corrected_in_sight_of_the_first(writer: Client, operator: User) -> None:
    first = notes.add(operator, "At 14:00.")
    page = writer.get(LOGBOOK, {"corrects": str(first.pk)}).content.decode()
    assert "This corrects the note of operator" in page
    writer.post(LOGBOOK, form(corrects=str(first.pk), text="At 15:00."))
    assert Note.objects.exclude(pk=first.pk).get().corrects == first
    assert "corrects the note of operator" in writer.get(LOGBOOK).content.decode()


@pytest.mark.parametrize("text", ["", "   ", "x" * (notes.LONGEST + 1)])
def test_a_note_that_cannot_be_read_is_refused_beside_its_field(writer: Client, text: str) -> None:
    response = writer.post(LOGBOOK, form(text=text))
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()


def test_the_inspector_reads_it_and_writes_nothing(client: Client, inspector: User) -> None:
    client.force_login(inspector)
    assert 'id="write"' not in client.get(LOGBOOK).content.decode()
    assert client.post(LOGBOOK, form()).status_code == 403
    assert not Note.objects.exists()


@pytest.mark.parametrize("asked", [{"since": "yesterday"}, {"kind": "gossip"}, {"cursor": "x"}, {"corrects": "x"}])
def test_a_question_that_cannot_be_read_is_told(writer: Client, asked: dict[str, str]) -> None:
    assert writer.get(LOGBOOK, asked).status_code == 200


def test_an_empty_logbook_and_a_search_without_a_line_say_so(writer: Client) -> None:
    assert "Nothing has happened yet" in writer.get(LOGBOOK).content.decode()
    assert "No line matches" in writer.get(LOGBOOK, {"words": "lift"}).content.decode()


def test_hostile_words_are_shown_as_words(writer: Client) -> None:
    writer.post(LOGBOOK, form(text="<script>alert(1)</script>"))
    assert "<script>alert" not in writer.get(LOGBOOK, {"words": "<script>"}).content.decode()
