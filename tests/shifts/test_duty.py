"""People go on duty and off; whose control room is gone, or who lost the right, is taken off."""

from datetime import timedelta

import pytest

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts.refusals import NotAllowed
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from hypervision.live import journal
from hypervision.live.models import JournalEntry
from hypervision.pages.snapshot import snapshot
from hypervision.shifts import duty
from hypervision.shifts.duty import ABSENT_AFTER, SIGN_EVERY
from hypervision.shifts.models import Presence
from maps.models import District
from tests.factories import ELSEWHERE, NOON, SQUARE, area, make_user
from tests.live.worlds import heard
from tests.shifts.conftest import SetClock

SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


def logged() -> list[str]:
    return list(LogEntry.objects.values_list("action", flat=True))


def test_who_goes_on_duty_is_seen_by_all_who_read_the_logbook(operator: User, inspector: User) -> None:
    duty.go_on(operator)
    [card] = snapshot(inspector)["duty"]
    assert (card["account"], card["everywhere"], card["left"]) == ("operator", True, False)
    assert logged() == ["duty.start"]


def test_a_city_system_is_not_told_who_is_on_duty(operator: User, city_system: User) -> None:
    before = journal.newest()
    duty.go_on(operator)
    assert snapshot(city_system)["duty"] == []
    assert heard(city_system, before) == []


def test_a_second_window_changes_nothing(operator: User) -> None:
    assert duty.go_on(operator).pk == duty.go_on(operator).pk
    assert logged() == ["duty.start"]
    assert JournalEntry.objects.count() == 1


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.INSPECTOR, Role.OFFICIAL, Role.SYSTEM])
def test_who_does_not_keep_shifts_does_not_go_on_duty(role: Role) -> None:
    with pytest.raises(NotAllowed, match="does not keep shifts"):
        duty.go_on(make_user(role))


def test_who_goes_off_duty_is_told_to_the_others(operator: User, supervisor: User) -> None:
    duty.go_on(operator)
    before = journal.newest()
    duty.go_off(operator)
    assert [frame["card"]["left"] for frame in heard(supervisor, before)] == [True]
    assert logged() == ["duty.start", "duty.end"]
    assert Presence.objects.get().end == Presence.End.BY_HAND


def test_going_off_duty_twice_changes_nothing(operator: User) -> None:
    duty.go_on(operator)
    duty.go_off(operator)
    duty.go_off(operator)
    assert logged() == ["duty.start", "duty.end"]


def test_whose_control_room_is_gone_is_taken_off(operator: User, at: SetClock) -> None:
    duty.go_on(operator)
    assert duty.take_off(NOON + ABSENT_AFTER) == 0
    assert duty.take_off(NOON + ABSENT_AFTER + SECOND) == 1
    gone = Presence.objects.get()
    assert (gone.end, gone.seen_at, gone.ended_at) == (Presence.End.ABSENT, NOON, NOON + ABSENT_AFTER + SECOND)
    assert LogEntry.objects.last().actor == "system"  # type: ignore[union-attr]


def test_a_sign_of_life_keeps_a_person_on_duty(operator: User, at: SetClock) -> None:
    duty.go_on(operator)
    at(NOON + ABSENT_AFTER)
    assert duty.show_life(operator)
    assert duty.take_off(NOON + ABSENT_AFTER + SIGN_EVERY) == 0


def test_a_sign_of_life_takes_nobody_on(operator: User, at: SetClock) -> None:
    duty.go_on(operator)
    duty.take_off(NOON + 2 * ABSENT_AFTER)
    assert not duty.show_life(operator)
    assert not duty.on_duty().exists()


@pytest.mark.parametrize("change", [{"role": Role.OFFICIAL}, {"is_active": False}])
def test_who_may_not_keep_shifts_any_more_is_taken_off(operator: User, change: dict[str, object]) -> None:
    duty.go_on(operator)
    User.objects.filter(pk=operator.pk).update(**change)
    assert duty.take_off(clock.now()) == 1
    assert Presence.objects.get().end == Presence.End.NO_RIGHT


def test_a_person_looks_after_the_districts_whose_middle_the_perimeter_holds(outsider: User) -> None:
    District.objects.create(name="Harbour", area=area(*ELSEWHERE, half=0.001))
    District.objects.create(name="Centre", area=area(*SQUARE))
    assert duty.duty_card(duty.go_on(outsider))["districts"] == ["Harbour"]


def test_another_perimeter_is_told_with_the_next_sign_of_life(outsider: User, supervisor: User) -> None:
    District.objects.create(name="Centre", area=area(*SQUARE))
    duty.go_on(outsider)
    before = journal.newest()
    outsider.perimeter = area(*SQUARE)
    duty.show_life(outsider)
    assert [frame["card"]["districts"] for frame in heard(supervisor, before)] == [["Centre"]]
    duty.show_life(outsider)
    assert len(heard(supervisor, before)) == 1
