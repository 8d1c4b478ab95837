"""What people write into the logbook stays as it was written, and is read by whoever sees its camera."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from hypervision.accounts.models import User
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.law.models import LogEntry
from hypervision.lib.errors import Refusal
from hypervision.shifts import notes
from hypervision.shifts.models import Note
from maps.models import Camera

pytestmark = pytest.mark.django_db


def test_a_note_is_written_with_its_entry_in_the_log(operator: User) -> None:
    note = notes.add(operator, "  The lift is out of order.  ")
    assert (note.text, note.by, note.corrects) == ("The lift is out of order.", operator, None)
    entry = LogEntry.objects.get()
    assert (entry.action, entry.subject) == ("logbook.note", str(note.pk))
    assert "lift" not in str(entry.facts)


@pytest.mark.parametrize("statement", ["UPDATE shifts_note SET text = 'x'", "DELETE FROM shifts_note"])
def test_the_database_refuses_to_change_a_note(operator: User, statement: str) -> None:
    notes.add(operator, "As it was.")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_correction_is_a_new_note_that_names_the_first(operator: User, supervisor: User, camera: Camera) -> None:
    first = notes.add(operator, "At 14:00.", camera_id=camera.pk)
    second = notes.add(supervisor, "At 15:00.", corrects=first.pk)
    assert (second.corrects, second.camera_id, second.camera_name) == (first, camera.pk, "Square")
    assert LogEntry.objects.last().action == "logbook.correct"  # type: ignore[union-attr]


def test_a_note_about_a_camera_is_read_by_whoever_sees_it(operator: User, outsider: User, camera: Camera) -> None:
    notes.add(operator, "For all.")
    about = notes.add(operator, "About the square.", camera_id=camera.pk)
    assert [note.text for note in notes.visible(outsider)] == ["For all."]
    with pytest.raises(Unknown):
        notes.add(outsider, "No.", corrects=about.pk)
    with pytest.raises(Unknown):
        notes.add(outsider, "No.", camera_id=camera.pk)


def test_a_note_that_is_sent_twice_is_written_once(operator: User) -> None:
    key = uuid4()
    assert notes.add(operator, "Once.", key=key) == notes.add(operator, "Once.", key=key)
    assert (Note.objects.count(), LogEntry.objects.count()) == (1, 1)


def test_nobody_writes_under_the_number_of_another_note(operator: User, supervisor: User) -> None:
    note = notes.add(operator, "Mine.")
    with pytest.raises(Refusal, match="Another note"):
        notes.add(supervisor, "Mine.", key=note.pk)


@pytest.mark.parametrize("text", ["", "  \n\x00 ", "x" * (notes.LONGEST + 1)])
def test_a_note_that_cannot_be_read_is_refused(operator: User, text: str) -> None:
    with pytest.raises(Refusal):
        notes.add(operator, text)
    assert not Note.objects.exists()


def test_who_inspects_or_administers_writes_nothing(inspector: User, administrator: User) -> None:
    for person in (inspector, administrator):
        with pytest.raises(NotAllowed):
            notes.add(person, "No.")
