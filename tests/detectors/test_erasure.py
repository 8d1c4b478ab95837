"""Pictures go when their time is over, and the log says that they went."""

from datetime import timedelta
from typing import Any

import pytest

from detectors import erasure
from hypervision.law.models import LogEntry
from hypervision.live.models import JournalEntry
from maps.models import Camera, Event, Picture, Still
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def spool_folder(settings: Any, tmp_path: Any) -> None:
    settings.SPOOL_DIR = tmp_path


def picture(camera: Camera, days: int) -> Picture:
    event = factories.make_event(camera)
    return Picture.objects.create(event=event, jpeg=b"masked", captured_at=NOON, erase_at=NOON + timedelta(days=days))


def test_pictures_and_stills_are_erased_on_their_day_and_not_before(camera: Camera) -> None:
    due, kept = picture(camera, 1), picture(camera, 2)
    Still.objects.create(camera=camera, jpeg=b"masked", captured_at=NOON, erase_at=NOON)
    assert erasure.erase_due(NOON + timedelta(days=1)) == {"pictures": 1, "stills": 1}
    assert list(Picture.objects.all()) == [kept]
    assert Event.objects.filter(id=due.event_id).exists()


def test_more_than_one_batch_is_erased_in_one_go(camera: Camera, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure, "BATCH", 2)
    for _ in range(5):
        picture(camera, 1)
    assert erasure.erase_due(NOON + timedelta(days=1)) == {"pictures": 5}


def test_what_was_erased_is_logged_with_a_number_and_no_content(camera: Camera) -> None:
    picture(camera, 1)
    erasure.erase_due(NOON + timedelta(days=1))
    entry = LogEntry.objects.get()
    assert (entry.actor, entry.action, entry.subject, entry.facts["count"]) == (
        *("system", "retention.erase", "pictures", 1),
    )


def test_the_journal_is_forgotten_after_some_days() -> None:
    for number, days in ((1, 4), (2, 1), (3, 0)):
        JournalEntry.objects.create(
            number=number, at=NOON - timedelta(days=days), kind="alert", payload={}, right="see_alerts"
        )
    erasure.erase_due(NOON)
    assert list(JournalEntry.objects.values_list("number", flat=True)) == [2, 3]
