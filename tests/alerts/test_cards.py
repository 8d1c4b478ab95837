"""What a card says, to whom, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hypervision.accounts.models import User
from hypervision.alerts import actions, reasons, workflow
from hypervision.alerts.bands import band
from hypervision.alerts.cards import alert_card
from hypervision.alerts.models import Alert
from hypervision.alerts.selectors import Pile, Precision, past_precision, piled, visible_alerts
from hypervision.alerts.services import raise_alert
from hypervision.alerts.workflow import MOVES, State
from hypervision.live.cards import AlertCard
from hypervision.live.models import JournalEntry
from maps.models import Camera, Picture
from tests.factories import ELSEWHERE, NOON, make_alert, make_camera, make_event


@pytest.mark.parametrize(
    ("score", "said"), [(0.0, "low"), (0.499, "low"), (0.5, "medium"), (0.749, "medium"), (0.75, "high"), (1.0, "high")]
)
def test_confidence_is_said_as_a_band(score: float, said: str) -> None:
    assert band(score) == said


def test_a_raised_alert_is_told_with_its_picture(camera: Camera) -> None:
    event = make_event(camera)
    Picture.objects.create(event=event, jpeg=b"masked", captured_at=NOON, erase_at=NOON)
    alert = raise_alert(event, Alert.Severity.HIGH)
    entry = JournalEntry.objects.get()
    assert (entry.right, entry.place) == ("see_alerts", camera.location)
    assert entry.payload["card"] == alert_card(alert)
    assert entry.payload["card"]["picture"]


def test_a_card_holds_all_that_its_type_names_and_nothing_else(camera: Camera) -> None:
    assert set(alert_card(make_alert(camera))) == set(AlertCard.__annotations__)


def test_a_card_tells_the_story(camera: Camera, operator: User, supervisor: User) -> None:
    alert = make_alert(camera)
    actions.claim(alert.pk, operator)
    actions.add_note(alert.pk, supervisor, "Look twice.")
    card = alert_card(actions.refute(alert.pk, operator, "shadow", "A tree."))
    assert (card["state"], card["claimed_by"]) == ("refuted", "operator")
    assert [(note["by"], note["text"]) for note in card["notes"]] == [("supervisor", "Look twice.")]
    assert card["verdict"]
    assert (card["verdict"]["by"], card["verdict"]["reason"], card["verdict"]["note"]) == (
        "operator",
        "shadow",
        "A tree.",
    )


def test_many_cards_cost_as_many_queries_as_one(operator: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            [alert_card(alert) for alert in visible_alerts(operator)]
        return len(seen)

    actions.confirm(make_alert(make_camera()).pk, operator)
    one = queries()
    for _ in range(4):
        alert = make_alert(make_camera())
        Picture.objects.create(event=alert.event, jpeg=b"masked", captured_at=NOON, erase_at=NOON)
        actions.confirm(alert.pk, operator, "Seen.")
    assert queries() == one


def test_the_picture_is_not_read_for_a_card(camera: Camera, operator: User) -> None:
    make_alert(camera)
    with CaptureQueriesContext(connection) as seen:
        list(visible_alerts(operator))
    assert not any("jpeg" in query["sql"] for query in seen)


def test_everyone_sees_the_alerts_of_their_cameras(camera: Camera, operator: User, outsider: User) -> None:
    here, there = make_alert(camera), make_alert(make_camera(ELSEWHERE))
    assert set(visible_alerts(operator)) == {here, there}
    assert list(visible_alerts(outsider)) == [there]


def test_the_official_sees_no_alert(camera: Camera, official: User) -> None:
    make_alert(camera)
    assert not visible_alerts(official).exists()


def test_past_precision_counts_the_judged_alerts_of_this_camera_and_kind(camera: Camera) -> None:
    for state in (State.CONFIRMED, State.CONFIRMED, State.CONFIRMED, State.REFUTED, State.NEW, State.CLAIMED):
        make_alert(camera, state=state)
    make_alert(make_camera(), state=State.REFUTED)
    make_alert(camera, event=make_event(camera, kind="density"), state=State.REFUTED)
    precision = past_precision(camera.pk, "intrusion")
    assert (precision.confirmed, precision.judged, precision.share) == (3, 4, 0.75)
    assert (round(precision.low, 3), round(precision.high, 3)) == (0.301, 0.954)


def test_with_nothing_judged_nothing_is_claimed(camera: Camera) -> None:
    assert past_precision(camera.pk, "intrusion") == Precision(0, 0, None, 0.0, 1.0, 0)


def test_only_a_correction_leads_away_from_a_verdict_and_nothing_leads_back_to_no_verdict() -> None:
    for name, move in MOVES.items():
        judged = {*workflow.JUDGED, State.EXPIRED} & set(move.sources)
        assert not judged or name == "close" or name.startswith("correct_")
        assert not (judged and move.target in workflow.OPEN)


def test_a_closed_alert_counts_as_confirmed_and_one_that_expired_as_nothing(camera: Camera) -> None:
    for state in (State.CLOSED, State.REFUTED, State.EXPIRED, State.ESCALATED):
        make_alert(camera, state=state)
    precision = past_precision(camera.pk, "intrusion")
    assert (precision.confirmed, precision.judged) == (1, 2)


def judge(camera: Camera, by: User, reasons_of: list[str]) -> None:
    """Alerts one after the other, refuted for these reasons; confirmed where the reason is empty."""
    for minute, reason in enumerate(reasons_of):
        event = make_event(camera, captured_at=NOON + timedelta(minutes=minute))
        alert = make_alert(camera, event=event)
        if reason:
            actions.refute(alert.pk, by, reason)
        else:
            actions.confirm(alert.pk, by)


def test_what_was_refuted_again_and_again_for_one_reason_is_said(camera: Camera, operator: User) -> None:
    judge(camera, operator, ["lamp"] * 5 + ["reflection"] * 9 + ["", "animal", ""])
    assert piled(camera.pk, "intrusion") == Pile("reflection", 9, 12)


def test_seven_of_twelve_are_not_yet_a_pile(camera: Camera, operator: User) -> None:
    judge(camera, operator, ["reflection"] * 7 + ["lamp"] * 5)
    assert piled(camera.pk, "intrusion") is None


def test_a_verdict_that_was_corrected_counts_with_its_last_reason(
    camera: Camera, operator: User, supervisor: User
) -> None:
    judge(camera, operator, ["reflection"] * 8)
    alert = Alert.objects.latest("event__captured_at")
    actions.correct(alert.pk, supervisor, "confirmed", note="There was a person behind the glass.")
    assert piled(camera.pk, "intrusion") is None


def test_what_was_corrected_back_counts_for_the_reason_of_the_last_correction(
    camera: Camera, operator: User, supervisor: User
) -> None:
    judge(camera, operator, ["reflection"] * 7 + ["lamp"])
    alert = Alert.objects.latest("event__captured_at")
    actions.correct(alert.pk, supervisor, "confirmed", note="Somebody was there.")
    actions.correct(alert.pk, supervisor, "refuted", reason="reflection", note="No, the window.")
    assert piled(camera.pk, "intrusion") == Pile("reflection", 8, 8)


def test_a_note_after_the_verdict_takes_its_reason_from_nobody(camera: Camera, operator: User) -> None:
    judge(camera, operator, ["reflection"] * 8)
    actions.add_note(Alert.objects.latest("event__captured_at").pk, operator, "The shop window.")
    assert piled(camera.pk, "intrusion") == Pile("reflection", 8, 8)


def test_neither_other_cameras_nor_other_kinds_pile_up_here(camera: Camera, operator: User) -> None:
    judge(camera, operator, ["reflection"] * 7)
    judge(make_camera(), operator, ["reflection"])
    actions.refute(make_alert(camera, event=make_event(camera, kind="density")).pk, operator, "reflection")
    assert piled(camera.pk, "intrusion") is None


@pytest.mark.parametrize("kind", ["intrusion", "wrong_direction", "density", "a kind of tomorrow"])
def test_every_kind_can_be_refuted_for_another_reason(kind: str) -> None:
    assert reasons.OTHER in reasons.refutations_for(kind)
    assert reasons.OTHER in reasons.outcomes_for(kind)
