"""Who is asked when nobody present may take an alert: one after the other, and nobody in vain."""

from datetime import timedelta

import pytest

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts import actions, snoozes
from hypervision.alerts.models import Alert
from hypervision.exercises import playing
from hypervision.law.models import LogEntry
from hypervision.oncall import answering, asking
from hypervision.oncall.models import Call, OnCall
from hypervision.pages.snapshot import snapshot
from hypervision.shifts import duty
from maps.models import Camera
from tests.exercises.worlds import SCRIPT
from tests.factories import ELSEWHERE, SQUARE, area, make_camera, make_user
from tests.hand.worlds import reported
from tests.live.worlds import assert_told
from tests.oncall.worlds import PATIENCE, after, asked, on_call, waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def bert(db: None) -> User:
    return make_user(Role.SUPERVISOR, username="bert", email="bert@city.example")


@pytest.fixture
def vera(db: None) -> User:
    return make_user(Role.OPERATOR, username="vera", email="vera@city.example")


@pytest.fixture
def alert(camera: Camera, bert: User, vera: User) -> Alert:
    on_call(bert, vera)
    return waits(camera)


def test_the_first_of_the_order_is_asked_and_then_the_next(alert: Alert) -> None:
    assert asking.look(after(0)) == 1
    assert asking.look(after(60)) == 0
    assert asked() == [("bert", "")]
    asking.look(after(0) + PATIENCE)
    assert asked() == [("bert", "none"), ("vera", "")]


def test_a_moment_of_nobody_asks_nobody(alert: Alert) -> None:
    assert asking.look(alert.created_at + asking.GRACE - timedelta(seconds=1)) == 0


def test_whoever_cannot_come_passes_it_on_at_once(alert: Alert, bert: User) -> None:
    asking.look(after(0))
    answering.answer(Call.objects.get().pk, bert, coming=False)
    asking.look(after(5))
    assert asked() == [("bert", "declined"), ("vera", "")]


def test_who_is_coming_is_waited_for_also_for_the_next_alert(alert: Alert, bert: User, camera: Camera) -> None:
    asking.look(after(0))
    answering.answer(Call.objects.get().pk, bert, coming=True)
    waits(camera)
    assert asking.look(after(300)) == 0
    assert asked() == [("bert", "accepted")]
    asking.look(after(0) + asking.COMING)
    assert asked()[-1] == ("bert", "")


def test_after_the_last_one_the_order_begins_anew(alert: Alert) -> None:
    asking.look(after(0))
    asking.look(after(0) + PATIENCE)
    asking.look(after(0) + 2 * PATIENCE)
    assert asked() == [("bert", "none"), ("vera", "none")]
    asking.look(after(0) + asking.AGAIN)
    assert asked()[-1] == ("bert", "")


def test_nobody_is_asked_while_somebody_present_may_take_it(alert: Alert, operator: User) -> None:
    duty.go_on(operator)
    assert asking.look(after(0)) == 0
    assert asked() == []


def test_somebody_present_who_may_not_take_it_counts_for_nobody(alert: Alert, outsider: User) -> None:
    duty.go_on(outsider)
    assert asking.look(after(0)) == 1


def test_who_was_asked_is_let_go_when_somebody_comes_on_duty(alert: Alert, operator: User) -> None:
    asking.look(after(0))
    duty.go_on(operator)
    asking.look(after(5))
    assert asked() == [("bert", "withdrawn")]


def test_who_was_asked_is_let_go_when_the_alert_is_taken(alert: Alert, operator: User) -> None:
    asking.look(after(0))
    actions.claim(alert.pk, operator)
    asking.look(after(5))
    assert asked() == [("bert", "withdrawn")]


def test_only_who_sees_the_place_and_may_judge_is_asked(camera: Camera, vera: User, inspector: User) -> None:
    elsewhere = make_user(Role.OPERATOR, username="elsewhere", everywhere=False, perimeter=area(*ELSEWHERE))
    gone = make_user(Role.OPERATOR, username="gone", is_active=False)
    on_call(inspector, elsewhere, gone, vera)
    waits(camera)
    waits(make_camera(ELSEWHERE))
    asking.look(after(0))
    assert set(asked()) == {("vera", ""), ("elsewhere", "")}


def test_an_escalated_alert_is_asked_for_and_a_judged_one_is_not(alert: Alert, operator: User, camera: Camera) -> None:
    actions.escalate(alert.pk, operator)
    actions.refute(waits(camera).pk, operator, "reflection")
    assert asking.look(after(0)) == 1
    assert Call.objects.get().alert == alert


def test_an_exercise_calls_nobody(bert: User, vera: User) -> None:
    on_call(vera)
    playing.play(playing.start(SCRIPT, bert).at)
    assert Alert.objects.exists()
    assert asking.look(after(0)) == 0


def test_what_is_set_aside_calls_nobody(alert: Alert, operator: User, camera: Camera) -> None:
    snoozes.snooze(camera.pk, "intrusion", operator, span=timedelta(hours=1), reason="Road works")
    assert asking.look(after(0)) == 0


def test_without_an_order_nobody_is_asked(camera: Camera) -> None:
    waits(camera)
    assert asking.look(after(0)) == 0


def test_all_in_the_room_hear_of_it_and_the_log_keeps_it(alert: Alert, operator: User, bert: User) -> None:
    before = snapshot(operator)
    asking.look(after(0))
    assert [(card["account"], card["answer"]) for card in snapshot(operator)["calls"]] == [("bert", "")]
    assert_told(before, operator)
    answering.answer(Call.objects.get().pk, bert, coming=True)
    assert_told(before, operator)
    actions_ = list(LogEntry.objects.filter(action__startswith="oncall").values_list("action", flat=True))
    assert sorted(actions_) == ["oncall.answer", "oncall.ask"]


def test_another_system_hears_nothing_of_it(alert: Alert, city_system: User) -> None:
    before = snapshot(city_system)
    asking.look(after(0))
    assert snapshot(city_system)["calls"] == []
    assert_told(before, city_system)


def test_an_alert_by_hand_is_asked_for_by_its_place(vera: User, operator: User) -> None:
    on_call(vera)
    reported(operator, SQUARE)
    assert asking.look(after(0)) == 1
    assert OnCall.objects.count() == 1
