"""What is told outside ends with its event: here it is emptied, and whoever was told hears of it."""

import json
from datetime import timedelta
from typing import Any

import pytest

from detectors import changes
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts import services
from hypervision.alerts.models import Alert
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from hypervision.live import journal
from hypervision.live.models import JournalEntry
from hypervision.outward import fanning, retention
from hypervision.outward.models import Delivery, Told, Webhook
from maps.models import Camera
from tests.factories import ELSEWHERE, SQUARE, area, make_user
from tests.outward.worlds import confirmed, kinds_told, make_webhook

pytestmark = pytest.mark.django_db


def body(webhook: Webhook) -> Any:
    return json.loads(webhook.deliveries.latest("made_at").body)


def erase(alert: Alert) -> None:
    services.erase_alerts(Alert.objects.filter(pk=alert.pk))


def test_an_erasure_is_told_to_whoever_was_told_of_the_alert(webhook: Webhook, camera: Camera, operator: User) -> None:
    silent = make_webhook(webhook.owner, name="Silent", kinds=[])
    alert = confirmed(camera, operator)
    event = alert.event_id
    fanning.tell(clock.now())
    erase(alert)
    retention.keep(clock.now())
    assert kinds_told(webhook) == ["alert.confirmed", "event.erased"]
    assert body(webhook)["data"] == {"alert": str(alert.pk), "event": str(event)}
    assert kinds_told(silent) == []
    retention.keep(clock.now())
    assert not Told.objects.exists()
    assert webhook.deliveries.count() == 2
    last = webhook.deliveries.get(kind="event.erased")
    assert (last.state, last.body != "") == ("waiting", True)
    assert LogEntry.objects.filter(action="webhook.send", subject=str(alert.pk)).count() == 2


def test_what_was_not_taken_when_it_was_erased_is_not_sent_and_leaves_no_word(
    webhook: Webhook, camera: Camera, operator: User
) -> None:
    alert = confirmed(camera, operator)
    fanning.tell(clock.now())
    erase(alert)
    retention.keep(clock.now())
    first = webhook.deliveries.get(kind="alert.confirmed")
    assert (first.state, first.body) == ("erased", "")


def test_an_erasure_is_told_though_the_webhook_stood_still_and_the_journal_forgot(
    webhook: Webhook, camera: Camera, operator: User
) -> None:
    alert = confirmed(camera, operator)
    fanning.tell(clock.now())
    Webhook.objects.update(stopped="by_hand")
    erase(alert)
    JournalEntry.objects.filter(number__lt=journal.newest()).delete()
    retention.keep(clock.now())
    assert kinds_told(webhook)[-1] == "event.erased"


def test_an_alert_whose_camera_moved_out_of_sight_is_not_called_erased(
    key: None, camera: Camera, operator: User
) -> None:
    near = make_webhook(make_user(Role.SYSTEM, everywhere=False, perimeter=area(*SQUARE)), kinds=["alert.confirmed"])
    confirmed(camera, operator)
    fanning.tell(clock.now())
    with changes.told(Camera.objects.filter(pk=camera.pk)):
        Camera.objects.filter(pk=camera.pk).update(location=f"SRID=4326;POINT({ELSEWHERE[0]} {ELSEWHERE[1]})")
    fanning.tell(clock.now())
    retention.keep(clock.now())
    assert kinds_told(near) == ["alert.confirmed"]


def test_deliveries_are_forgotten_after_two_weeks_and_those_that_wait_are_not(
    webhook: Webhook, camera: Camera, operator: User
) -> None:
    confirmed(camera, operator)
    confirmed(camera, operator)
    now = clock.now()
    fanning.tell(now)
    first = webhook.deliveries.earliest("pk")
    Delivery.objects.filter(pk=first.pk).update(state="sent")
    retention.keep(now + retention.KEPT + timedelta(seconds=1))
    assert [row.state for row in webhook.deliveries.all()] == ["waiting"]
