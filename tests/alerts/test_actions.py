"""What people do with alerts: who may, what it leaves behind, and who wins when two act at once."""

import threading
from collections.abc import Callable

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError, connection, transaction

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts import actions
from hypervision.alerts.models import Alert, AlertStep
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.alerts.services import erase_alerts
from hypervision.law.models import LogEntry
from hypervision.lib.errors import Conflict, Refusal
from hypervision.live import journal
from hypervision.live.models import JournalEntry
from maps.models import Camera
from tests.factories import ELSEWHERE, make_alert, make_user


@pytest.fixture
def alert(camera: Camera) -> Alert:
    return make_alert(camera)


@pytest.fixture
def colleague(db: None) -> User:
    return make_user(Role.OPERATOR, username="colleague")


def test_a_claim_says_who_is_on_it(alert: Alert, operator: User) -> None:
    assert actions.claim(alert.pk, operator).state == Alert.State.CLAIMED
    step = AlertStep.objects.get()
    assert (step.from_state, step.to_state, step.by) == ("new", "claimed", operator)


def test_claiming_ones_own_claim_again_changes_nothing(alert: Alert, operator: User) -> None:
    actions.claim(alert.pk, operator)
    actions.claim(alert.pk, operator)
    assert AlertStep.objects.count() == 1


def test_a_claimed_alert_cannot_be_claimed_by_another(alert: Alert, operator: User, colleague: User) -> None:
    actions.claim(alert.pk, operator)
    with pytest.raises(Conflict, match="operator claimed this alert first"):
        actions.claim(alert.pk, colleague)


def test_a_colleague_may_judge_what_another_claimed(alert: Alert, operator: User, colleague: User) -> None:
    actions.claim(alert.pk, operator)
    assert actions.confirm(alert.pk, colleague).state == Alert.State.CONFIRMED


def test_a_verdict_stands(alert: Alert, operator: User, colleague: User) -> None:
    actions.confirm(alert.pk, operator)
    with pytest.raises(Conflict, match="operator confirmed this alert first, at ") as conflict:
        actions.refute(alert.pk, colleague, "lamp")
    assert conflict.value.facts == {"by": "operator", "at": AlertStep.objects.get().at.isoformat()}


def test_a_verdict_is_a_step_a_log_entry_and_a_message(alert: Alert, operator: User) -> None:
    actions.refute(alert.pk, operator, "lamp", "The new street lamp.")
    step, entry, message = AlertStep.objects.get(), LogEntry.objects.get(), JournalEntry.objects.get()
    assert (step.reason, step.note) == ("lamp", "The new street lamp.")
    assert (entry.actor, entry.action, entry.subject) == ("operator", "alert.refute", str(alert.pk))
    assert message.payload["card"]["verdict"]["reason"] == "lamp"


def test_a_reason_that_this_kind_does_not_offer_is_refused(alert: Alert, operator: User) -> None:
    with pytest.raises(Refusal, match="Choose one of the reasons"):
        actions.refute(alert.pk, operator, "boredom")
    alert.refresh_from_db()
    assert alert.state == Alert.State.NEW


def test_another_reason_needs_a_note(alert: Alert, operator: User) -> None:
    with pytest.raises(Refusal, match="Say in a note"):
        actions.refute(alert.pk, operator, "other", "  ")


def test_notes_are_added_also_after_the_verdict(alert: Alert, operator: User) -> None:
    actions.confirm(alert.pk, operator)
    assert actions.add_note(alert.pk, operator, " Police informed. ").state == Alert.State.CONFIRMED
    assert AlertStep.objects.last() == AlertStep.objects.get(from_state="confirmed", note="Police informed.")


@pytest.mark.parametrize("note", ["", "   ", "x" * 2001])
def test_a_note_is_neither_empty_nor_a_book(alert: Alert, operator: User, note: str) -> None:
    with pytest.raises(Refusal):
        actions.add_note(alert.pk, operator, note)


ACTS: list[Callable[[Alert, User], Alert]] = [
    lambda alert, by: actions.claim(alert.pk, by),
    lambda alert, by: actions.confirm(alert.pk, by),
    lambda alert, by: actions.refute(alert.pk, by, "lamp"),
    lambda alert, by: actions.add_note(alert.pk, by, "Hello."),
]


@pytest.mark.parametrize("act", ACTS)
def test_who_does_not_see_the_camera_learns_nothing_of_the_alert(
    alert: Alert, outsider: User, act: Callable[[Alert, User], Alert]
) -> None:
    with pytest.raises(Unknown):
        act(alert, outsider)
    assert not AlertStep.objects.exists()


@pytest.mark.parametrize("act", ACTS)
def test_the_administrator_does_not_judge(
    alert: Alert, administrator: User, act: Callable[[Alert, User], Alert]
) -> None:
    with pytest.raises(NotAllowed):
        act(alert, administrator)


def test_the_story_cannot_be_rewritten(alert: Alert, operator: User) -> None:
    actions.confirm(alert.pk, operator)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        AlertStep.objects.update(note="It was otherwise.")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        AlertStep.objects.all().delete()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        alert.delete()


def test_retention_takes_the_alert_with_its_story_and_says_so(alert: Alert, operator: User) -> None:
    actions.confirm(alert.pk, operator)
    assert erase_alerts(Alert.objects.all()) == 1
    assert not AlertStep.objects.exists()
    gone = JournalEntry.objects.get(kind="alert_gone")
    assert (gone.payload, gone.place) == ({"id": str(alert.pk)}, alert.event.place)


def test_who_came_to_see_the_camera_while_it_moved_hears_too_that_the_alert_is_gone(
    camera: Camera, alert: Alert, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The move commits in the last moment: when the erasure comes to journal."""
    lock, there = journal.lock, Point(*ELSEWHERE, srid=4326)

    def move_and_lock() -> None:
        Camera.objects.filter(pk=camera.pk).update(location=there)
        lock()

    monkeypatch.setattr(journal, "lock", move_and_lock)
    erase_alerts(Alert.objects.all())
    assert JournalEntry.objects.get(kind="alert_gone").place == there


def test_after_retention_the_story_is_closed_again(camera: Camera, alert: Alert, operator: User) -> None:
    kept = make_alert(camera)
    actions.confirm(kept.pk, operator)
    erase_alerts(Alert.objects.filter(pk=alert.pk))
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        AlertStep.objects.all().delete()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("claimed", [False, True])
def test_of_two_verdicts_at_once_one_wins_and_the_other_hears_who_was_first(claimed: bool) -> None:
    from tests.factories import make_camera

    alert = make_alert(make_camera())
    people = [make_user(Role.OPERATOR, username=name) for name in ("ada", "bo", "cy", "di")]
    if claimed:
        actions.claim(alert.pk, people[0])
    together = threading.Barrier(len(people))
    won: list[str] = []
    lost: list[str] = []

    def judge(person: User) -> None:
        together.wait(8)
        try:
            actions.confirm(alert.pk, person) if person.username < "c" else actions.refute(alert.pk, person, "lamp")
            won.append(person.username)
        except Conflict as conflict:
            lost.append(str(conflict.facts["by"]))
        finally:
            connection.close()

    threads = [threading.Thread(target=judge, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert lost == won * 3
    assert AlertStep.objects.exclude(to_state="claimed").count() == 1
