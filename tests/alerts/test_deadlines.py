"""What time does with alerts: to the supervisor, and out of the queue unreviewed; once each, and never to a verdict."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.alerts import actions, deadlines
from hypervision.alerts.models import Alert, AlertStep, Deadline
from hypervision.alerts.tasks import keep_deadlines
from hypervision.beat import SCHEDULE
from hypervision.board.figures import Confirmed, figures
from hypervision.board.period import Period
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from hypervision.lib.errors import Conflict
from hypervision.live.models import JournalEntry
from maps.models import Camera
from tests.factories import make_alert

State = Alert.State
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def within_a_minute_and_an_hour(db: None) -> None:
    for severity in Alert.Severity.values:
        values = {"escalate_after": MINUTE, "expire_after": HOUR}
        Deadline.objects.update_or_create(severity=severity, defaults=values)


@pytest.fixture
def alert(camera: Camera) -> Alert:
    return make_alert(camera)


def state(alert: Alert) -> str:
    alert.refresh_from_db()
    return alert.state


def later(alert: Alert, span: timedelta) -> datetime:
    return alert.created_at + span


def test_an_unclaimed_alert_goes_to_the_supervisor_when_its_time_is_up(alert: Alert) -> None:
    deadlines.keep(later(alert, MINUTE - timedelta(seconds=1)))
    assert state(alert) == State.NEW
    deadlines.keep(later(alert, MINUTE))
    assert state(alert) == State.ESCALATED
    step = AlertStep.objects.get()
    assert (step.by, step.from_state, step.to_state) == (None, "new", "escalated")
    assert LogEntry.objects.get().actor == "system"


def test_each_severity_has_its_own_time(camera: Camera) -> None:
    Deadline.objects.filter(severity="low").update(escalate_after=10 * MINUTE)
    high, low = make_alert(camera), make_alert(camera, severity="low")
    deadlines.keep(later(low, MINUTE))
    assert (state(high), state(low)) == (State.ESCALATED, State.NEW)


def test_a_claimed_alert_does_not_go_to_the_supervisor_by_itself(alert: Alert, operator: User) -> None:
    actions.claim(alert.pk, operator)
    deadlines.keep(later(alert, 2 * MINUTE))
    assert state(alert) == State.CLAIMED


@pytest.mark.parametrize("first", [State.NEW, State.CLAIMED, State.ESCALATED])
def test_what_nobody_judged_in_time_expires_whoever_was_on_it(camera: Camera, first: str) -> None:
    alert = make_alert(camera, state=first)
    deadlines.keep(later(alert, HOUR))
    assert state(alert) == State.EXPIRED


@pytest.mark.parametrize("verdict", [State.CONFIRMED, State.REFUTED, State.CLOSED])
def test_a_verdict_never_expires(camera: Camera, verdict: str) -> None:
    alert = make_alert(camera, state=verdict)
    deadlines.keep(later(alert, 2 * HOUR))
    assert state(alert) == verdict


def test_each_passage_comes_once_however_often_it_is_asked(alert: Alert) -> None:
    assert deadlines.keep(later(alert, MINUTE)) == {"expire": 0, "overdue": 1}
    assert deadlines.keep(later(alert, MINUTE)) == {"expire": 0, "overdue": 0}
    assert AlertStep.objects.count() == JournalEntry.objects.count() == LogEntry.objects.count() == 1


def test_what_was_away_for_hours_is_made_up_for(alert: Alert) -> None:
    deadlines.keep(later(alert, 5 * HOUR))
    assert state(alert) == State.EXPIRED


def test_who_judges_too_late_is_told_so_and_a_supervisor_still_can(
    alert: Alert, operator: User, supervisor: User
) -> None:
    deadlines.keep(later(alert, HOUR))
    with pytest.raises(Conflict, match="Nobody judged this alert in time"):
        actions.confirm(alert.pk, operator)
    actions.correct(alert.pk, supervisor, "confirmed", note="Seen in the morning.")
    assert state(alert) == State.CONFIRMED


def test_who_calls_the_supervisor_when_time_has_done_so_is_told(alert: Alert, operator: User) -> None:
    deadlines.keep(later(alert, MINUTE))
    with pytest.raises(Conflict, match="waited too long and went to the supervisor"):
        actions.escalate(alert.pk, operator)


def test_whom_a_person_reached_first_time_leaves_alone_and_takes_the_others(
    alert: Alert, camera: Camera, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_alert(camera)
    due = [alert.pk, other.pk]
    monkeypatch.setattr(deadlines, "_due", lambda passage, _now: due if passage == "expire" else [])
    actions.confirm(alert.pk, operator)
    assert deadlines.keep(later(other, HOUR))["expire"] == 1
    assert (state(alert), state(other)) == (State.CONFIRMED, State.EXPIRED)


def test_what_expired_is_counted_as_unreviewed_in_the_figures(alert: Alert, supervisor: User) -> None:
    deadlines.keep(later(alert, HOUR))
    at = alert.event.captured_at
    shown = figures(can_see(supervisor), Period(at - HOUR, at + HOUR, HOUR))
    assert shown.confirmed == Confirmed(0, 0, 1)


def test_beat_asks_every_few_seconds(alert: Alert, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = SCHEDULE["keep deadlines"]
    assert (entry["task"], entry["schedule"]) == (keep_deadlines.name, 5.0)
    due = later(alert, MINUTE)
    monkeypatch.setattr(clock, "now", lambda: due)
    keep_deadlines()
    assert state(alert) == State.ESCALATED


@pytest.mark.parametrize(
    ("escalate", "expire", "field"),
    [(timedelta(0), HOUR, "escalate_after"), (HOUR, MINUTE, "expire_after"), (MINUTE, 25 * HOUR, "expire_after")],
)
def test_a_deadline_that_makes_no_sense_is_refused_beside_its_field(
    escalate: timedelta, expire: timedelta, field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        Deadline("high", escalate, expire).full_clean(validate_unique=False, validate_constraints=False)
    assert list(refusal.value.message_dict) == [field]


def test_the_administrator_changes_a_deadline_and_the_log_keeps_it(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    page = "/admin/alerts/deadline/high/change/"
    client.post(page, {"escalate_after": "0:02:00", "expire_after": "4:00:00"})
    assert Deadline.objects.get(severity="high").escalate_after == 2 * MINUTE
    assert LogEntry.objects.get(action="deadline.save").subject == "high"
    assert client.get("/admin/alerts/deadline/add/").status_code == 403


def test_the_list_of_deadlines_begins_with_the_severe_and_says_times_as_people_do(
    client: Client, administrator: User
) -> None:
    Deadline.objects.filter(severity="high").update(escalate_after=timedelta(seconds=90), expire_after=8 * HOUR)
    client.force_login(administrator)
    page = client.get("/admin/alerts/deadline/").content.decode()
    assert [page.index(f"/deadline/{severity}/") for severity in ("high", "medium", "low")] == sorted(
        page.index(f"/deadline/{severity}/") for severity in ("high", "medium", "low")
    )
    assert all(words in page for words in ("1\u00a0min 30\u00a0s", "8\u00a0h"))
