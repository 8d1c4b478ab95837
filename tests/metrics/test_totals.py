"""Counters never fall: what is erased stays counted, and what is corrected was said all the same."""

from collections import Counter
from datetime import timedelta

import pytest

from detectors.event_erasure import erase_events
from hypervision.alerts.models import Alert, AlertStep
from hypervision.lib import clock
from hypervision.metrics import totals
from hypervision.metrics.models import Tally
from hypervision.metrics.tasks import keep_totals
from maps.models import Camera, ErasedHour, Event
from tests.factories import NOON
from tests.metrics.worlds import State, raised, taken_in

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_without_a_tally_the_rows_are_counted(camera: Camera) -> None:
    taken_in(camera, NOON)
    taken_in(camera, NOON, kind="fire")
    assert totals.ever().events == {"intrusion": 1, "fire": 1}


def test_what_was_erased_before_the_first_tally_counts(camera: Camera) -> None:
    taken_in(camera, NOON)
    ErasedHour.objects.create(camera=camera, starts_at=NOON, kind="intrusion", events=7, unreviewed=2)
    found = totals.ever()
    assert found.events == {"intrusion": 8}
    assert found.alerts == {("intrusion", State.EXPIRED): 2}


def test_an_alert_counts_once_for_each_state_that_it_came_to(camera: Camera) -> None:
    raised(camera, NOON, (20, State.CLAIMED), (50, State.CONFIRMED), (90, State.CLOSED))
    raised(camera, NOON, (40, State.REFUTED))
    assert totals.ever().alerts == {
        ("intrusion", State.NEW): 2,
        ("intrusion", State.CLAIMED): 1,
        ("intrusion", State.CONFIRMED): 1,
        ("intrusion", State.CLOSED): 1,
        ("intrusion", State.REFUTED): 1,
    }


def test_a_note_is_no_state(camera: Camera) -> None:
    alert = raised(camera, NOON)
    AlertStep.objects.create(alert=alert, from_state=State.NEW, to_state=State.NEW, at=NOON, note="Two people.")
    assert totals.ever().alerts == {("intrusion", State.NEW): 1}


def test_exercises_count_nowhere(camera: Camera) -> None:
    raised(camera, NOON, (20, State.CONFIRMED), is_real=False)
    assert totals.ever() == totals.Totals()


def test_the_first_verdict_is_timed_and_its_correction_is_not(camera: Camera) -> None:
    raised(camera, NOON, (10, State.CLAIMED), (15, State.CONFIRMED), (7200, State.REFUTED))
    raised(camera, NOON, (16, State.REFUTED))
    raised(camera, NOON, (100_000, State.REFUTED))
    raised(camera, NOON, (86_400, State.EXPIRED))
    found = totals.ever()
    assert found.verdicts == {0: 1, 1: 1, len(totals.BUCKETS): 1}
    assert found.seconds == 15 + 16 + 100_000


def test_what_is_young_waits_for_the_next_tally_and_counts_at_once(camera: Camera) -> None:
    now = clock.now()
    taken_in(camera, now - totals.MARGIN + timedelta(seconds=1))
    totals.keep(now)
    assert Tally.objects.get().totals["events"] == {}
    assert totals.ever().events == {"intrusion": 1}
    totals.keep(now + timedelta(minutes=5))
    assert Tally.objects.get().totals["events"] == {"intrusion": 1}
    assert totals.ever().events == {"intrusion": 1}


def test_nothing_is_counted_twice_however_often_the_tally_is_taken(camera: Camera) -> None:
    ErasedHour.objects.create(camera=camera, starts_at=NOON, kind="intrusion", events=7, unreviewed=2)
    raised(camera, NOON, (15, State.CONFIRMED))
    for minutes in (0, 0, 5, 3, 10):
        totals.keep(clock.now() + timedelta(minutes=minutes))
        assert totals.ever().events == {"intrusion": 8}
        assert totals.ever().verdicts == {0: 1}
        assert totals.ever().seconds == 15


def test_a_moment_belongs_to_one_side_of_a_tally_only(camera: Camera) -> None:
    now = clock.now()
    raised(camera, now - totals.MARGIN)
    totals.keep(now)
    assert Tally.objects.get().totals["events"] == {}
    assert totals.ever().alerts == {("intrusion", State.NEW): 1}


def test_erasure_makes_no_counter_fall(camera: Camera) -> None:
    long_ago = clock.now() - 4000 * DAY
    raised(camera, long_ago, (15, State.CONFIRMED))
    raised(camera, long_ago, (86_400, State.EXPIRED))
    keep_totals()
    before = totals.ever()
    erase_events(clock.now())
    assert not Event.objects.exists()
    assert totals.ever() == before
    assert before.events == {"intrusion": 2}


def test_a_correction_makes_no_counter_fall(camera: Camera) -> None:
    alert = raised(camera, NOON, (86_400, State.EXPIRED))
    AlertStep.objects.create(
        alert=alert, from_state=State.EXPIRED, to_state=State.CONFIRMED, at=NOON + timedelta(days=2)
    )
    Alert.objects.update(state=State.CONFIRMED)
    assert totals.ever().alerts[("intrusion", State.EXPIRED)] == 1


def test_a_camera_that_goes_takes_no_count_along(camera: Camera) -> None:
    ErasedHour.objects.create(camera=camera, starts_at=NOON, kind="intrusion", events=7, unreviewed=0)
    keep_totals()
    camera.delete()
    assert totals.ever().events == Counter({"intrusion": 7})
