"""Events go when their time is over, with all that hangs on them, and leave a number behind."""

import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from detectors import event_erasure, tasks
from detectors.event_erasure import erase_events
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts import actions, services
from hypervision.alerts.models import Alert, AlertStep
from hypervision.alerts.refusals import Unknown
from hypervision.law.log import first_altered
from hypervision.law.models import LogEntry
from hypervision.live.models import JournalEntry
from maps.models import Camera, ErasedHour, Event, Picture
from tests import factories
from tests.factories import ELSEWHERE, NOON
from tests.live.worlds import heard

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
DUE = NOON + 28 * DAY
"""When what was captured at noon under EU-OTHER must be gone."""


@pytest.fixture(autouse=True)
def two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_erasure, "BATCH", 2)


@transaction.atomic
def raised(camera: Camera, captured_at: datetime = NOON, regime: str = "EU-OTHER") -> Alert:
    event = factories.make_event(camera, captured_at=captured_at, regime=regime)
    Picture.objects.create(event=event, jpeg=b"masked", captured_at=captured_at, erase_at=captured_at + 28 * DAY)
    return services.raise_alert(event, Alert.Severity.HIGH)


def entries() -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {}
    for entry in LogEntry.objects.filter(action="retention.erase"):
        found.setdefault(entry.subject, []).append(entry.facts)
    return found


def test_a_due_event_goes_with_its_alert_its_story_and_its_picture(camera: Camera, operator: User) -> None:
    alert = raised(camera)
    actions.confirm(alert.pk, operator, note="Two persons.")
    assert erase_events(DUE) == {"events": 1, "alerts": 1, "pictures": 1}
    left = (Event, Alert, AlertStep, Picture)
    assert [model.__name__ for model in left if model._default_manager.exists()] == []


@pytest.mark.parametrize(("late", "is_kept"), [(-timedelta(microseconds=1), True), (timedelta(0), False)])
def test_an_event_stays_to_the_last_microsecond_of_its_period_and_not_longer(
    camera: Camera, late: timedelta, is_kept: bool
) -> None:
    factories.make_event(camera)
    erase_events(DUE + late)
    assert Event.objects.exists() is is_kept


def test_an_event_without_alert_and_picture_goes_too(camera: Camera) -> None:
    factories.make_event(camera)
    assert erase_events(DUE) == {"events": 1}


def test_each_event_has_the_period_of_the_regime_under_which_it_was_captured(camera: Camera) -> None:
    raised(camera, regime="DEMO")
    kept = raised(camera, regime="EU-OTHER")
    erase_events(NOON + 7 * DAY)
    assert list(Event.objects.all()) == [kept.event]


def test_an_event_whose_regime_nobody_knows_any_more_has_the_strictest_period(camera: Camera) -> None:
    raised(camera, regime="FR-OLD")
    erase_events(NOON + 7 * DAY - timedelta(microseconds=1))
    assert Event.objects.exists()
    erase_events(NOON + 7 * DAY)
    assert not Event.objects.exists()


def test_more_than_one_batch_goes_in_one_run_each_with_its_entries(camera: Camera) -> None:
    for _ in range(5):
        raised(camera)
    assert erase_events(DUE)["events"] == 5
    assert [facts["count"] for facts in entries()["events"]] == [2, 2, 1]


def test_a_run_ends_after_some_batches_and_the_next_goes_on(camera: Camera, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_erasure, "MOST_BATCHES", 2)
    for _ in range(5):
        factories.make_event(camera)
    assert [erase_events(DUE)["events"], erase_events(DUE)["events"]] == [4, 1]


def test_the_log_says_how_many_of_what_and_no_word_of_what_happened(camera: Camera, operator: User) -> None:
    raised(camera)
    actions.refute(raised(camera).pk, operator, "lamp")
    erase_events(DUE)
    facts = {"regime": "EU-OTHER", "due_before": NOON.isoformat()}
    assert entries() == {
        "events": [{"count": 2, **facts}],
        "alerts": [{"count": 2, "unreviewed": 1, **facts}],
        "pictures": [{"count": 2, **facts}],
    }
    assert first_altered() is None


def test_an_alert_that_nobody_judged_is_erased_and_counted_as_never_reviewed(camera: Camera, operator: User) -> None:
    raised(camera)
    actions.claim(raised(camera).pk, operator)
    actions.confirm(raised(camera).pk, operator)
    erase_events(DUE)
    kept = ErasedHour.objects.get()
    assert (kept.camera, kept.starts_at, kept.events, kept.unreviewed) == (camera, NOON, 3, 2)


def test_numbers_are_kept_by_hour_and_camera_and_grow_with_each_batch(camera: Camera) -> None:
    other = factories.make_camera(ELSEWHERE)
    for seconds in (0, 1, 3599, 3600):
        raised(camera, NOON + timedelta(seconds=seconds))
    raised(other)
    erase_events(DUE + DAY)
    numbers = {(row.camera, row.starts_at): row.events for row in ErasedHour.objects.all()}
    assert numbers == {(camera, NOON): 3, (camera, NOON + timedelta(hours=1)): 1, (other, NOON): 1}


def test_a_run_that_is_killed_leaves_whole_batches_and_the_next_one_ends_the_work(
    camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kill comes in the middle of the second batch, when its alerts are gone and its events are not."""
    for _ in range(5):
        raised(camera)
    batches = 0

    def killed(alerts: QuerySet[Alert]) -> int:
        nonlocal batches
        batches += 1
        erased = services.erase_alerts(alerts)
        if batches == 2:
            raise KeyboardInterrupt
        return erased

    monkeypatch.setattr(event_erasure, "erase_alerts", killed)
    with pytest.raises(KeyboardInterrupt):
        erase_events(DUE)
    assert (Event.objects.count(), Alert.objects.count(), ErasedHour.objects.get().events) == (3, 3, 2)
    assert [facts["count"] for facts in entries()["events"]] == [2]

    assert erase_events(DUE)["events"] == 3
    assert ErasedHour.objects.get().events == 5
    assert sum(int(str(facts["count"])) for facts in entries()["events"]) == 5


@pytest.mark.django_db(transaction=True)
def test_what_another_run_is_erasing_is_left_to_it_without_waiting() -> None:
    camera = factories.make_camera()
    taken, free = raised(camera), raised(camera)
    result: list[int] = []

    def run() -> None:
        try:
            result.append(erase_events(DUE)["events"])
        finally:
            connection.close()

    with transaction.atomic():
        list(Event.objects.select_for_update().filter(pk=taken.event_id))
        other = threading.Thread(target=run)
        other.start()
        other.join(8)
        assert result == [1]
    assert list(Alert.objects.all()) == [taken]
    assert not Event.objects.filter(pk=free.event_id).exists()


@pytest.mark.django_db(transaction=True)
def test_verdicts_and_erasure_at_once_never_wait_for_each_other_in_a_ring() -> None:
    camera, judge = factories.make_camera(), factories.make_user(Role.OPERATOR)
    alerts = [raised(camera).pk for _ in range(12)]
    together = threading.Barrier(2)
    failures: list[DatabaseError] = []

    def judging() -> None:
        together.wait(8)
        try:
            for alert in reversed(alerts):
                try:
                    actions.confirm(alert, judge)
                except Unknown:
                    continue
        except DatabaseError as error:
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=judging)
    thread.start()
    together.wait(8)
    erase_events(DUE)
    thread.join()
    erase_events(DUE)
    assert failures == []
    assert ErasedHour.objects.get().events == 12


def test_open_browsers_drop_it_and_whoever_may_not_see_it_hears_nothing(
    camera: Camera, operator: User, outsider: User
) -> None:
    alert = raised(camera)
    number = JournalEntry.objects.latest("number").number
    erase_events(DUE)
    assert [(frame["kind"], frame["id"]) for frame in heard(operator, number)] == [("alert_gone", str(alert.pk))]
    assert heard(outsider, number) == []


def test_what_the_journal_said_of_it_goes_with_it_notes_included(camera: Camera, operator: User) -> None:
    """A note of the last day would else stay in the journal for days longer than the law allows."""
    alert, other = raised(camera), raised(camera, NOON + DAY)
    actions.add_note(alert.pk, operator, "She wore the coat of the depot.")
    erase_events(DUE)
    said = JournalEntry.objects.values_list("kind", "payload__card__id", "payload__id")
    assert list(said) == [("alert", str(other.pk), None), ("alert_gone", None, str(alert.pk))]


def test_the_task_of_beat_erases_them(camera: Camera, settings: Any, tmp_path: Path) -> None:
    settings.SPOOL_DIR = tmp_path
    raised(camera, NOON - 40 * DAY)  # long past, whenever this test runs
    tasks.erase_due()
    assert not Event.objects.exists()
    assert ErasedHour.objects.exists()
