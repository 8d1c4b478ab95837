"""How alerts end: who was called, how it went out, and a verdict that a supervisor puts right."""

import pytest

from hypervision.accounts.models import User
from hypervision.alerts import actions
from hypervision.alerts.cards import alert_card
from hypervision.alerts.models import Alert, AlertStep
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.alerts.selectors import past_precision
from hypervision.law.models import LogEntry
from hypervision.lib.errors import Conflict, Refusal
from maps.models import Camera
from tests.factories import make_alert

State = Alert.State


@pytest.fixture
def alert(camera: Camera) -> Alert:
    return make_alert(camera)


def test_a_confirmation_keeps_who_was_called(alert: Alert, operator: User) -> None:
    confirmed = actions.confirm(alert.pk, operator, informed=["municipal_police", "ambulance"])
    verdict = alert_card(confirmed)["verdict"]
    assert verdict
    assert verdict["informed"] == ["municipal_police", "ambulance"]
    assert LogEntry.objects.get().facts["informed"] == ["municipal_police", "ambulance"]


def test_nobody_is_called_who_is_not_on_the_list(alert: Alert, operator: User) -> None:
    with pytest.raises(Refusal, match="called my brother"):
        actions.confirm(alert.pk, operator, informed=["my brother"])
    alert.refresh_from_db()
    assert alert.state == State.NEW


def test_a_confirmed_alert_is_closed_with_its_outcome(alert: Alert, operator: User) -> None:
    actions.confirm(alert.pk, operator)
    card = alert_card(actions.close(alert.pk, operator, "sent_away"))
    assert card["state"] == "closed"
    assert card["outcome"]
    assert (card["outcome"]["by"], card["outcome"]["reason"]) == ("operator", "sent_away")
    assert card["verdict"]
    assert card["verdict"]["by"] == "operator"


def test_another_outcome_is_read_in_its_words(alert: Alert, operator: User) -> None:
    actions.confirm(alert.pk, operator)
    outcome = alert_card(actions.close(alert.pk, operator, "other", "It was the gardener."))["outcome"]
    assert outcome
    assert (outcome["reason"], outcome["note"]) == ("other", "It was the gardener.")


@pytest.mark.parametrize(("outcome", "note"), [("put_out", ""), ("other", "  ")])
def test_an_outcome_fits_the_kind_and_another_one_is_said(
    alert: Alert, operator: User, outcome: str, note: str
) -> None:
    actions.confirm(alert.pk, operator)
    with pytest.raises(Refusal):
        actions.close(alert.pk, operator, outcome, note)


def test_what_nobody_judged_is_not_closed(alert: Alert, operator: User) -> None:
    with pytest.raises(Conflict, match="Nobody has judged"):
        actions.close(alert.pk, operator, "left")
    actions.claim(alert.pk, operator)
    with pytest.raises(Conflict, match="Nobody has judged"):
        actions.close(alert.pk, operator, "left")


def test_a_refuted_alert_is_not_closed(alert: Alert, operator: User) -> None:
    actions.refute(alert.pk, operator, "lamp")
    with pytest.raises(Conflict, match="operator refuted this alert first"):
        actions.close(alert.pk, operator, "left")


def test_who_calls_the_supervisor_leaves_the_alert_open_for_everybody(
    alert: Alert, operator: User, supervisor: User
) -> None:
    actions.claim(alert.pk, operator)
    assert actions.escalate(alert.pk, operator, "Is that a toy?").state == State.ESCALATED
    assert AlertStep.objects.get(alert=alert, to_state=State.ESCALATED).note == "Is that a toy?"
    assert alert_card(actions.claim(alert.pk, supervisor))["claimed_by"] == "supervisor"
    assert actions.confirm(alert.pk, operator).state == State.CONFIRMED


def test_the_supervisor_is_called_once(alert: Alert, operator: User) -> None:
    actions.escalate(alert.pk, operator)
    with pytest.raises(Conflict, match="operator called the supervisor first"):
        actions.escalate(alert.pk, operator)


def test_a_supervisor_corrects_a_verdict_and_both_stay_in_the_story(
    alert: Alert, operator: User, supervisor: User
) -> None:
    actions.refute(alert.pk, operator, "lamp")
    card = alert_card(actions.correct(alert.pk, supervisor, "confirmed", note="The recording shows a man."))
    assert card["state"] == "confirmed"
    assert card["verdict"]
    assert (card["verdict"]["by"], card["verdict"]["corrected"]) == ("supervisor", True)
    assert card["verdict"]["note"] == "The recording shows a man."
    assert [step.to_state for step in AlertStep.objects.filter(alert=alert)] == ["refuted", "confirmed"]


def test_precision_is_computed_anew_after_a_correction(alert: Alert, operator: User, supervisor: User) -> None:
    actions.confirm(alert.pk, operator)
    actions.close(alert.pk, operator, "left")
    actions.correct(alert.pk, supervisor, "refuted", reason="shadow", note="Nobody was there.")
    assert alert.event.camera_id is not None
    past = past_precision(alert.event.camera_id, alert.event.kind)
    assert (past.confirmed, past.judged) == (0, 1)


def test_a_closed_alert_that_was_refuted_has_no_outcome_any_more(
    alert: Alert, operator: User, supervisor: User
) -> None:
    actions.confirm(alert.pk, operator)
    actions.close(alert.pk, operator, "left")
    corrected = actions.correct(alert.pk, supervisor, "refuted", reason="shadow", note="Nobody was there.")
    card = alert_card(corrected)
    assert card["outcome"] is None
    assert card["verdict"]
    assert card["verdict"]["reason"] == "shadow"


def test_a_correction_says_why(alert: Alert, operator: User, supervisor: User) -> None:
    actions.refute(alert.pk, operator, "lamp")
    with pytest.raises(Refusal, match="why the verdict is corrected"):
        actions.correct(alert.pk, supervisor, "confirmed", note=" ")


def test_a_correction_to_wrong_names_a_reason_of_the_kind(alert: Alert, operator: User, supervisor: User) -> None:
    actions.confirm(alert.pk, operator)
    with pytest.raises(Refusal, match="Choose one of the reasons"):
        actions.correct(alert.pk, supervisor, "refuted", note="No.", reason="boredom")


def test_an_operator_corrects_nothing(alert: Alert, operator: User) -> None:
    actions.refute(alert.pk, operator, "lamp")
    with pytest.raises(NotAllowed, match="Only a supervisor"):
        actions.correct(alert.pk, operator, "confirmed", note="I was wrong.")


def test_what_nobody_judged_yet_is_not_corrected(alert: Alert, supervisor: User) -> None:
    with pytest.raises(Conflict, match="Nobody has judged"):
        actions.correct(alert.pk, supervisor, "confirmed", note="Early.")


def test_who_does_not_see_the_camera_neither_calls_nor_closes(alert: Alert, outsider: User) -> None:
    with pytest.raises(Unknown):
        actions.escalate(alert.pk, outsider)
    with pytest.raises(Unknown):
        actions.close(alert.pk, outsider, "left")
