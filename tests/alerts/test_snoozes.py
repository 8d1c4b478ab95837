"""Alerts of a camera and kind are set aside for a while: with a reason, told to all, and never lost."""

from datetime import datetime, timedelta

import pytest

from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.alerts import deadlines, snoozes
from hypervision.alerts.models import Alert, Deadline, Snooze
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal
from hypervision.live import journal
from hypervision.pages.snapshot import snapshot
from maps.models import Camera
from tests.factories import make_alert, make_camera, make_event
from tests.live.worlds import assert_told, heard

HOUR = timedelta(hours=1)


def aside(camera: Camera, by: User, span: timedelta = HOUR, reason: str = "Road works") -> Snooze:
    return snoozes.snooze(camera.pk, "intrusion", by, span=span, reason=reason)


def standing(person: User) -> list[Snooze]:
    return list(snoozes.visible(can_see(person)))


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_all_who_see_the_camera_read_until_when_and_why(
    camera: Camera, operator: User, supervisor: User, outsider: User
) -> None:
    one = aside(camera, operator)
    assert standing(supervisor) == [one]
    assert standing(outsider) == []
    assert (one.reason, one.until - one.at) == ("Road works", HOUR)
    assert LogEntry.objects.get().action == "snooze.set"


def test_it_is_told_and_so_is_its_early_end(camera: Camera, operator: User, supervisor: User) -> None:
    before = snapshot(supervisor)
    one = aside(camera, operator)
    assert_told(before, supervisor)
    between = snapshot(supervisor)
    snoozes.wake(one.pk, supervisor)
    assert_told(between, supervisor)
    assert standing(operator) == []
    entry = LogEntry.objects.get(action="snooze.end")
    assert (entry.actor, entry.subject) == ("supervisor", str(camera.pk))


def test_the_outsider_is_told_neither_of_it_nor_of_its_end(camera: Camera, operator: User, outsider: User) -> None:
    before = journal.newest()
    snoozes.wake(aside(camera, operator).pk, operator)
    assert [frame["kind"] for frame in heard(operator, before)] == ["snooze", "snooze"]
    assert heard(outsider, before) == []


def test_what_was_woken_is_not_woken_again(camera: Camera, operator: User, supervisor: User) -> None:
    one = aside(camera, operator)
    snoozes.wake(one.pk, operator)
    with pytest.raises(Conflict, match="over already"):
        snoozes.wake(one.pk, supervisor)


def test_it_is_over_by_itself_when_its_time_is_up(
    camera: Camera, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = aside(camera, operator)
    at(monkeypatch, one.until)
    assert standing(operator) == []
    with pytest.raises(Conflict, match="over already"):
        snoozes.wake(one.pk, operator)


def test_a_new_one_takes_the_place_of_one_that_stands(camera: Camera, operator: User, supervisor: User) -> None:
    aside(camera, operator)
    before = snapshot(operator)
    longer = aside(camera, supervisor, 2 * HOUR)
    assert standing(operator) == [longer]
    assert_told(before, operator)


@pytest.mark.parametrize(
    ("span", "reason"), [(HOUR, "  "), (timedelta(0), "Why"), (snoozes.LONGEST + timedelta(minutes=1), "Why")]
)
def test_it_has_a_reason_and_an_end_within_a_shift(
    camera: Camera, operator: User, span: timedelta, reason: str
) -> None:
    with pytest.raises(Refusal):
        aside(camera, operator, span, reason)
    assert not Snooze.objects.exists()


def test_who_does_not_see_the_camera_sets_nothing_aside_and_wakes_nothing(
    camera: Camera, operator: User, outsider: User
) -> None:
    with pytest.raises(Unknown):
        aside(camera, outsider)
    one = aside(camera, operator)
    with pytest.raises(Unknown):
        snoozes.wake(one.pk, outsider)


def test_who_gives_no_verdict_sets_nothing_aside(camera: Camera, administrator: User) -> None:
    with pytest.raises(NotAllowed):
        aside(camera, administrator)


def test_what_is_set_aside_calls_no_supervisor_but_expires_and_is_counted(camera: Camera, operator: User) -> None:
    for severity in Alert.Severity.values:
        times = {"escalate_after": timedelta(minutes=1), "expire_after": 2 * HOUR}
        Deadline.objects.update_or_create(severity=severity, defaults=times)
    aside(camera, operator)
    quiet, loud = make_alert(camera), make_alert(camera, event=make_event(camera, kind="density"))
    elsewhere = make_alert(make_camera())
    deadlines.keep(clock.now() + timedelta(minutes=2))
    quiet.refresh_from_db()
    loud.refresh_from_db()
    elsewhere.refresh_from_db()
    assert quiet.state == Alert.State.NEW
    assert loud.state == elsewhere.state == Alert.State.ESCALATED
    deadlines.keep(clock.now() + 3 * HOUR)
    quiet.refresh_from_db()
    assert quiet.state == Alert.State.EXPIRED
