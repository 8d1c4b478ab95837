"""A clip becomes a row beside its event: whole or not at all, once, and only where a picture may be."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from detectors import erasure
from detectors.clips import keeping
from detectors.clips.keeping import Outcome
from detectors.event_erasure import erase_events
from hypervision.accounts.models import User
from hypervision.alerts.services import raise_alert
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from hypervision.pages.snapshot import snapshot
from maps import models
from maps.models import Camera, Event
from tests import factories
from tests.clips.worlds import FILM, TRACK, alert_of, clip, row
from tests.factories import NOON
from tests.live.worlds import assert_told, heard

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    """An authorisation covers the camera around this moment."""
    moment = clock.now()
    day = timedelta(days=1)
    factories.make_authorisation(starts_at=moment - day, ends_at=moment + day)
    return moment


def test_a_clip_is_kept_beside_its_event_and_its_alert_says_so(camera: Camera, operator: User, now: datetime) -> None:
    alert = alert_of(camera, now)
    before = snapshot(operator)
    assert keeping.keep(clip(alert.event_id, now)) is Outcome.KEPT
    kept = models.Clip.objects.get()
    assert (kept.event_id, bytes(kept.mp4), kept.track) == (alert.event_id, FILM, TRACK)
    assert (kept.starts_at, kept.erase_at) == (now - timedelta(seconds=10), now + timedelta(days=28))
    [told] = heard(operator, before["number"])
    assert (before["alerts"][0]["clip"], told["card"]["clip"]) == (False, True)
    assert_told(before, operator)


def test_the_same_clip_handed_in_again_changes_nothing(camera: Camera, operator: User, now: datetime) -> None:
    alert = alert_of(camera, now)
    keeping.keep(clip(alert.event_id, now))
    number = snapshot(operator)["number"]
    assert keeping.keep(clip(alert.event_id, now, mp4=b"another")) is Outcome.KEPT
    assert bytes(models.Clip.objects.get().mp4) == FILM
    assert not heard(operator, number)


def test_what_fails_on_the_way_leaves_nothing(camera: Camera, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("the journal broke")

    alert = alert_of(camera, now)
    monkeypatch.setattr(keeping, "tell", fail)
    with pytest.raises(RuntimeError):
        keeping.keep(clip(alert.event_id, now))
    assert not models.Clip.objects.exists()


def test_a_clip_of_an_event_that_is_not_there_waits(now: datetime) -> None:
    assert keeping.keep(clip(uuid4(), now)) is Outcome.NO_EVENT


def test_no_clip_is_kept_that_no_authorisation_covers(camera: Camera) -> None:
    event = factories.make_event(camera, captured_at=clock.now())
    assert keeping.keep(clip(event.id, event.captured_at)) is Outcome.NOT_ALLOWED


def test_no_clip_is_kept_of_a_camera_whose_pictures_are_off(camera: Camera, now: datetime) -> None:
    event = factories.make_event(camera, captured_at=now)
    Camera.objects.update(pictures=False)
    assert keeping.keep(clip(event.id, now)) is Outcome.NOT_ALLOWED


def test_no_clip_is_kept_that_came_too_late(camera: Camera, now: datetime) -> None:
    event = factories.make_event(camera, captured_at=now)
    assert keeping.keep(clip(event.id, now, erase_at=now)) is Outcome.DUE
    assert not models.Clip.objects.exists()


def test_clips_are_erased_on_their_day_logged_with_a_number_and_not_before(camera: Camera) -> None:
    due, kept = (row(factories.make_event(camera), erase_at=NOON + timedelta(days=days)) for days in (1, 2))
    assert erasure.erase_due(NOON + timedelta(days=1)) == {"clips": 1}
    assert list(models.Clip.objects.all()) == [kept]
    assert Event.objects.filter(id=due.event_id).exists()
    entry = LogEntry.objects.get(action="retention.erase")
    assert (entry.subject, entry.facts["count"]) == ("clips", 1)


def test_an_event_that_is_erased_takes_its_clip_along(camera: Camera) -> None:
    event = factories.make_event(camera)
    raise_alert(event, "high")
    row(event)
    erased = erase_events(NOON + timedelta(days=28))
    assert (erased["events"], erased["clips"]) == (1, 1)
    assert not models.Clip.objects.exists()
    assert LogEntry.objects.filter(action="retention.erase", subject="clips").exists()
