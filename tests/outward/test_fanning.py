"""What webhooks are told: what a person confirmed, where their account sees it, and what follows from it."""

import json
from datetime import timedelta
from typing import Any

import pytest

from detectors import changes
from detectors.models import Watch
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts import actions
from hypervision.alerts.moving import move
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from hypervision.live import journal
from hypervision.live.models import JournalEntry
from hypervision.outward import fanning
from hypervision.outward.models import Delivery, Webhook
from maps.models import Camera
from tests.exercises.worlds import played, started
from tests.factories import ELSEWHERE, SQUARE, area, make_camera, make_user
from tests.outward.worlds import WORDS, confirmed, kinds_told, make_webhook, raised

pytestmark = pytest.mark.django_db
FAR = (ELSEWHERE[0], ELSEWHERE[1])


def told(webhook: Webhook) -> list[str]:
    """Of what happened since it was asked last, without cameras that come into being."""
    fanning.tell(clock.now())
    kinds = [kind for kind in kinds_told(webhook) if kind != "camera.state"]
    Delivery.objects.all().delete()
    return kinds


def body(webhook: Webhook) -> Any:
    return json.loads(webhook.deliveries.latest("made_at").body)


def killed(*_said: object) -> None:
    raise RuntimeError("killed")


def test_a_confirmed_alert_is_told_with_its_place_and_no_word_of_a_person(
    webhook: Webhook, camera: Camera, operator: User
) -> None:
    alert = confirmed(camera, operator)
    fanning.tell(clock.now())
    said = body(webhook)
    assert (said["type"], said["data"]["id"], said["data"]["state"]) == ("alert.confirmed", str(alert.pk), "confirmed")
    assert (said["data"]["lon"], said["data"]["lat"], said["data"]["error_m"]) == (*SQUARE, 1.5)
    assert (said["data"]["kind"], said["data"]["camera_name"]) == ("intrusion", "Square")


def test_nothing_that_somebody_said_leaves_the_house(webhook: Webhook, operator: User) -> None:
    alert = confirmed(None, operator)
    actions.add_note(alert.pk, operator, WORDS)
    fanning.tell(clock.now())
    sent = Delivery.objects.get().body
    assert not [word for word in ("Ada", "Lovelace", "flat 12", "operator", "phone") if word in sent]


def test_what_nobody_has_confirmed_stays_in_the_house(webhook: Webhook, camera: Camera, operator: User) -> None:
    alert = raised(camera)
    actions.claim(alert.pk, operator)
    assert told(webhook) == []
    actions.refute(alert.pk, operator, "lamp")
    assert told(webhook) == []


def test_an_alert_that_expires_unreviewed_stays_in_the_house(webhook: Webhook, camera: Camera) -> None:
    alert = raised(camera)
    move("expire", alert.pk, None)
    assert told(webhook) == []


def test_an_exercise_never_leaves_the_house(webhook: Webhook, operator: User, supervisor: User) -> None:
    fire = played(started(supervisor))[0]
    actions.confirm(fire.pk, operator)
    assert told(webhook) == []


def test_nor_does_it_for_an_account_that_works_in_the_room(key: None, operator: User, supervisor: User) -> None:
    webhook = make_webhook(supervisor)
    actions.confirm(played(started(supervisor))[0].pk, operator)
    assert told(webhook) == []


def test_a_close_is_told_with_its_outcome(webhook: Webhook, camera: Camera, operator: User) -> None:
    alert = confirmed(camera, operator)
    actions.close(alert.pk, operator, "left", note=WORDS)
    fanning.tell(clock.now())
    assert kinds_told(webhook) == ["alert.confirmed", "alert.closed"]
    assert [row.body.count('"reason":"left"') for row in webhook.deliveries.order_by("made_at", "number")] == [0, 1]


def test_a_refutation_goes_to_whoever_was_told_that_it_was_true(
    webhook: Webhook, camera: Camera, operator: User, supervisor: User
) -> None:
    alert = confirmed(camera, operator)
    actions.correct(alert.pk, supervisor, "refuted", note=WORDS, reason="lamp")
    actions.correct(alert.pk, supervisor, "confirmed", note="After all.")
    assert told(webhook) == ["alert.confirmed", "alert.refuted", "alert.confirmed"]


def test_what_is_refuted_before_it_was_taken_is_not_sent_as_true_any_more(
    webhook: Webhook, camera: Camera, operator: User, supervisor: User
) -> None:
    alert, other = confirmed(camera, operator), confirmed(camera, operator)
    fanning.tell(clock.now())
    actions.correct(alert.pk, supervisor, "refuted", note="A lamp.", reason="lamp")
    fanning.tell(clock.now())
    states = dict(webhook.deliveries.filter(alert=alert.pk).values_list("kind", "state"))
    assert states == {"alert.confirmed": "withdrawn", "alert.refuted": "waiting"}
    assert webhook.deliveries.get(alert=other.pk).state == "waiting"


def test_also_to_one_that_did_not_choose_it_but_not_to_one_that_heard_nothing(
    webhook: Webhook, camera: Camera, operator: User, supervisor: User
) -> None:
    cameras_only = make_webhook(webhook.owner, name="Cameras", kinds=[])
    Webhook.objects.filter(pk=webhook.pk).update(kinds=["alert.closed"])
    alert = confirmed(camera, operator)
    actions.close(alert.pk, operator, "left")
    actions.correct(alert.pk, supervisor, "refuted", note="A lamp.", reason="lamp")
    fanning.tell(clock.now())
    assert kinds_told(webhook) == ["alert.closed", "alert.refuted"]
    assert kinds_told(cameras_only) == []


def test_one_that_hears_of_closes_alone_hears_of_the_second_close_after_a_refutation(
    webhook: Webhook, camera: Camera, operator: User, supervisor: User
) -> None:
    Webhook.objects.update(kinds=["alert.closed"])
    alert = confirmed(camera, operator)
    actions.close(alert.pk, operator, "left")
    actions.correct(alert.pk, supervisor, "refuted", note="A lamp.", reason="lamp")
    actions.correct(alert.pk, supervisor, "confirmed", note="After all.")
    actions.close(alert.pk, operator, "left")
    assert told(webhook) == ["alert.closed", "alert.refuted", "alert.closed"]


def test_a_change_of_the_card_that_changes_no_state_is_not_told(
    webhook: Webhook, camera: Camera, operator: User
) -> None:
    alert = confirmed(camera, operator)
    assert told(webhook) == ["alert.confirmed"]
    actions.add_note(alert.pk, operator, "They went north.")
    assert told(webhook) == []


@pytest.mark.parametrize("narrow", [{"everywhere": False, "perimeter": area(*ELSEWHERE)}, {"kinds": ["fire"]}])
def test_what_an_account_does_not_see_is_not_told(
    key: None, camera: Camera, operator: User, narrow: dict[str, Any]
) -> None:
    webhook = make_webhook(make_user(Role.SYSTEM, **narrow))
    confirmed(camera, operator)
    assert told(webhook) == []


def test_an_account_that_is_closed_is_told_nothing(webhook: Webhook, camera: Camera, operator: User) -> None:
    User.objects.filter(pk=webhook.owner_id).update(is_active=False)
    confirmed(camera, operator)
    assert told(webhook) == []


def test_each_message_is_made_once_however_often_one_looks(webhook: Webhook, camera: Camera, operator: User) -> None:
    confirmed(camera, operator)
    assert [fanning.tell(clock.now()) for _ in range(3)] == [1, 0, 0]


def test_a_webhook_hears_what_comes_after_it_was_made(key: None, camera: Camera, operator: User) -> None:
    confirmed(camera, operator)
    assert told(make_webhook(make_user(Role.SYSTEM))) == []


def test_many_entries_are_read_page_by_page(
    webhook: Webhook, camera: Camera, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fanning, "PAGE", 2)
    for _ in range(5):
        confirmed(camera, operator)
    assert fanning.tell(clock.now()) == 5
    webhook.refresh_from_db()
    assert webhook.position == journal.newest()


def test_a_process_that_dies_in_the_middle_has_told_nothing_and_lost_nothing(
    webhook: Webhook, camera: Camera, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(camera, operator)
    with monkeypatch.context() as patch:
        patch.setattr("hypervision.law.log.write_all", killed)
        with pytest.raises(RuntimeError):
            fanning.tell(clock.now())
    assert not Delivery.objects.exists()
    assert told(webhook) == ["alert.confirmed"]


def test_what_leaves_is_in_the_log_with_its_recipient(webhook: Webhook, camera: Camera, operator: User) -> None:
    alert = confirmed(camera, operator)
    fanning.tell(clock.now())
    entry = LogEntry.objects.get(action="webhook.send")
    assert (entry.actor, entry.subject) == ("system", str(alert.pk))
    assert (entry.facts["recipient"], entry.facts["to"]) == ("Dispatch", "city-system")


def test_a_stopped_webhook_hears_later_what_happened_meanwhile(
    webhook: Webhook, camera: Camera, operator: User
) -> None:
    Webhook.objects.update(stopped="by_hand")
    confirmed(camera, operator)
    assert told(webhook) == []
    Webhook.objects.update(stopped="")
    assert told(webhook) == ["alert.confirmed"]


def test_what_the_journal_has_forgotten_meanwhile_is_logged_as_a_gap(
    webhook: Webhook, camera: Camera, operator: User
) -> None:
    raised(camera)
    fanning.tell(clock.now())
    for _ in range(2):
        confirmed(camera, operator)
    JournalEntry.objects.filter(number__lt=journal.newest()).delete()
    assert told(webhook) == ["alert.confirmed"]
    assert LogEntry.objects.filter(action="webhook.gap").count() == 1


@pytest.fixture
def watched(db: None) -> Camera:
    return make_camera(name="Square", address="rtsp://10.0.0.7/live")


def change(watched: Camera, state: str) -> None:
    """As a watch does, and tells."""
    with changes.told(Camera.objects.filter(pk=watched.pk)):
        now = clock.now()
        said = {"state": state, "reason": {"en": "because"}, "since": now, "expires_at": now + timedelta(minutes=1)}
        Watch.objects.update_or_create(camera=watched, defaults=said)


def test_a_camera_is_told_when_its_state_changes_and_not_when_something_else_does(
    webhook: Webhook, watched: Camera
) -> None:
    change(watched, "watching")
    change(watched, "reconnecting")
    with changes.told(Camera.objects.filter(pk=watched.pk)):
        Camera.objects.filter(pk=watched.pk).update(name="Market")
    fanning.tell(clock.now())
    said = [json.loads(row.body)["data"]["state"] for row in webhook.deliveries.order_by("made_at", "number")]
    assert said == ["watching", "reconnecting"]


def test_a_camera_that_was_taken_away_is_told_and_one_that_moved_is_not(webhook: Webhook, watched: Camera) -> None:
    make_user(Role.OPERATOR, everywhere=False, perimeter=area(*SQUARE))
    change(watched, "watching")
    fanning.tell(clock.now())
    with changes.told(Camera.objects.filter(pk=watched.pk)):
        Camera.objects.filter(pk=watched.pk).update(location=f"SRID=4326;POINT({FAR[0]} {FAR[1]})")
    fanning.tell(clock.now())
    assert "camera.removed" not in kinds_told(webhook)
    with changes.told(Camera.objects.filter(pk=watched.pk)):
        Camera.objects.filter(pk=watched.pk).delete()
    fanning.tell(clock.now())
    assert kinds_told(webhook).count("camera.removed") == 1


def test_a_webhook_that_did_not_choose_cameras_hears_of_none(webhook: Webhook, watched: Camera) -> None:
    Webhook.objects.update(kinds=["alert.confirmed"])
    change(watched, "watching")
    assert fanning.tell(clock.now()) == 0


def test_a_camera_that_is_a_mark_on_the_map_is_told_to_nobody(webhook: Webhook, camera: Camera) -> None:
    with changes.told(Camera.objects.filter(pk=camera.pk)):
        Camera.objects.filter(pk=camera.pk).update(name="Market")
    assert fanning.tell(clock.now()) == 0
