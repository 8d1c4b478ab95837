"""An exercise from start to end: alerts in their second, once, and a record that outlives them."""

from datetime import timedelta

import pytest

from detectors.event_erasure import erase_events
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts import actions
from hypervision.alerts.models import Alert
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.exercises import playing, retention
from hypervision.exercises.models import Cue, Exercise
from hypervision.exercises.selectors import visible
from hypervision.law.models import LogEntry
from hypervision.lib.errors import Conflict, Refusal
from hypervision.pages.snapshot import snapshot
from maps.models import ErasedHour
from tests import factories
from tests.exercises.worlds import SCRIPT, played, started
from tests.live.worlds import assert_told

pytestmark = pytest.mark.django_db


def test_each_alert_comes_in_its_second_and_once(supervisor: User) -> None:
    exercise = started(supervisor)
    assert [alert.event.kind for alert in played(exercise, 9)] == ["fire"]
    assert [alert.event.kind for alert in played(exercise, 10)] == ["fire", "crowd_movement"]
    assert len(played(exercise, 60)) == 2


def test_its_alerts_are_marked_and_say_whose_script_it_is(supervisor: User) -> None:
    (alert,) = played(started(supervisor))
    assert (alert.source, alert.raised_by, alert.words) == ("script", supervisor, "Smoke behind the stalls.")
    assert not alert.event.is_real
    assert snapshot(supervisor)["alerts"][0]["exercise"] is True


def test_all_who_work_in_the_room_hear_that_it_begins_and_ends(supervisor: User, operator: User) -> None:
    before = snapshot(operator)
    exercise = started(supervisor)
    assert [card["title"] for card in snapshot(operator)["exercises"]] == ["Fire at the market"]
    played(exercise)
    assert_told(before, operator)
    playing.end(exercise.pk, supervisor)
    assert snapshot(operator)["exercises"] == []
    assert_told(before, operator)


def test_its_end_is_at_once_and_takes_the_open_alerts_along(supervisor: User, operator: User) -> None:
    exercise = started(supervisor)
    (fire,) = played(exercise)
    playing.end(exercise.pk, supervisor)
    assert Alert.objects.get(pk=fire.pk).state == Alert.State.EXPIRED
    assert len(played(exercise, 60)) == 1
    with pytest.raises(Conflict, match="over already"):
        playing.end(exercise.pk, supervisor)


def test_the_record_says_who_took_part_and_what_they_did(supervisor: User, operator: User) -> None:
    exercise = started(supervisor)
    (fire,) = played(exercise)
    actions.claim(fire.pk, operator)
    actions.add_note(fire.pk, operator, "A name that must not stay.")
    actions.confirm(fire.pk, operator, informed=["fire_brigade"])
    record = playing.end(exercise.pk, supervisor).record
    assert record is not None
    assert [(part["account"], part["deeds"]) for part in record["people"]] == [("operator", 3)]
    first, second = record["alerts"]
    assert [(deed["by"], deed["what"], deed["more"]) for deed in first["deeds"]] == [
        ("operator", "claimed", ""),
        ("operator", "note", ""),
        ("operator", "confirmed", "fire_brigade"),
    ]
    assert (first["state"], second["raised_at"], second["state"]) == ("confirmed", None, None)
    assert "must not stay" not in str(record)


def test_ending_it_is_no_part_in_it(supervisor: User) -> None:
    exercise = started(supervisor)
    played(exercise)
    record = playing.end(exercise.pk, supervisor).record
    assert record is not None
    assert (record["people"], record["alerts"][0]["deeds"], record["alerts"][0]["state"]) == ([], [], "new")


def test_the_record_outlives_its_alerts_which_leave_no_number(supervisor: User) -> None:
    exercise = started(supervisor)
    played(exercise)
    playing.end(exercise.pk, supervisor)
    erase_events(exercise.at + timedelta(days=400))
    assert not Alert.objects.exists()
    assert not ErasedHour.objects.exists()
    record = Exercise.objects.get().record
    assert record is not None
    assert len(record["alerts"]) == 2


def test_the_record_goes_with_the_logbook_of_its_time(supervisor: User, settings: pytest.FixtureRequest) -> None:
    exercise = started(supervisor)
    playing.end(exercise.pk, supervisor)
    assert retention.erase(exercise.at + timedelta(days=364)) == 0
    assert retention.erase(exercise.at + timedelta(days=366)) == 1
    assert not Exercise.objects.exists()
    assert LogEntry.objects.filter(action="retention.erase", subject="exercises").exists()


def test_what_everybody_forgot_ends_by_itself(supervisor: User) -> None:
    exercise = started(supervisor)
    playing.play(exercise.at + playing.AT_MOST - timedelta(seconds=1))
    assert Exercise.objects.get().ended_at is None
    playing.play(exercise.at + playing.AT_MOST)
    assert Exercise.objects.get().ended_at is not None
    assert LogEntry.objects.get(action="exercise.end").actor == "system"


def test_one_exercise_at_a_time(supervisor: User) -> None:
    exercise = started(supervisor)
    with pytest.raises(Conflict, match="under way"):
        started(supervisor)
    playing.end(exercise.pk, supervisor)
    started(supervisor)


def test_a_bad_script_starts_nothing(supervisor: User) -> None:
    with pytest.raises(Refusal):
        playing.start("title: a", supervisor)
    assert not Exercise.objects.exists()


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMINISTRATOR, Role.INSPECTOR, Role.OFFICIAL, Role.SYSTEM])
def test_only_a_supervisor_starts_and_ends(role: Role, supervisor: User) -> None:
    somebody = factories.make_user(role)
    with pytest.raises(NotAllowed):
        playing.start(SCRIPT, somebody)
    with pytest.raises(NotAllowed):
        playing.end(started(supervisor).pk, somebody)


def test_a_supervisor_of_another_part_of_the_city_neither_reads_nor_ends_it(supervisor: User) -> None:
    away = factories.make_user(Role.SUPERVISOR, everywhere=False, perimeter=factories.area(*factories.ELSEWHERE))
    exercise = started(supervisor)
    assert not visible(away).exists()
    with pytest.raises(Unknown):
        playing.end(exercise.pk, away)


def test_two_who_play_at_once_raise_each_alert_once(supervisor: User) -> None:
    exercise = started(supervisor)
    cue = Cue.objects.get(second=0)
    assert playing._raise(cue.pk) is True
    assert playing._raise(cue.pk) is False
    assert len(played(exercise)) == 1
