"""Messages reach their receiver, signed, under one id, again and again for three days; proven by standardwebhooks."""

from datetime import timedelta

import pytest
from standardwebhooks import Webhook as Verifier

from hypervision.accounts.models import User
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from hypervision.outward import actions, carrying
from hypervision.outward.models import Delivery, Webhook
from hypervision.outward.posting import Answer
from tests.factories import ELSEWHERE, area
from tests.outward.receivers import Receiver, ids
from tests.outward.worlds import BAD, GOOD, Tell, answered, carry_all

pytestmark = pytest.mark.django_db


def test_a_receiver_verifies_what_it_got_with_the_secret(key: None, hearer: Receiver, tell: Tell) -> None:
    webhook = Webhook.objects.get()
    secret = actions.renew(webhook.pk, "administrator")
    delivery = tell()
    assert carry_all(webhook, clock.now()) == 1
    said = Verifier(secret).verify(hearer.got[0].body, hearer.got[0].headers)
    assert said["type"] == "alert.confirmed"
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status, delivery.attempts) == ("sent", 204, 1)
    webhook.refresh_from_db()
    assert webhook.succeeded_at


def test_for_a_day_both_secrets_verify_and_then_the_new_one_alone(hearer: Receiver, webhook: Webhook) -> None:
    old = actions.renew(webhook.pk, "administrator")
    new = actions.renew(webhook.pk, "administrator")
    webhook.refresh_from_db()
    assert list(carrying.known_secrets(webhook, clock.now())) == [new, old]
    assert list(carrying.known_secrets(webhook, clock.now() + timedelta(hours=25))) == [new]
    actions.try_out(webhook.pk, "administrator")
    carry_all(webhook, clock.now())
    for secret in (old, new):
        Verifier(secret).verify(hearer.got[0].body, hearer.got[0].headers)


def test_a_failure_is_tried_again_later_and_later_under_the_same_id(
    hearer: Receiver, webhook: Webhook, tell: Tell
) -> None:
    hearer.says(500, b"No room")
    delivery, now = tell(), clock.now()
    for seconds in (5, 30, 120, 600, 3_600, 21_600, 86_400):
        assert carry_all(webhook, now) == 1
        delivery.refresh_from_db()
        assert (delivery.state, delivery.next_at - now) == ("waiting", timedelta(seconds=seconds))
        assert carry_all(webhook, delivery.next_at - timedelta(seconds=1)) == 0
        now = delivery.next_at
    assert (delivery.problem, delivery.status, delivery.answer) == ("status", 500, "No room")
    assert set(ids(hearer)) == {f"msg_{delivery.pk.hex}"}
    assert len(ids(hearer)) == 7


def test_the_time_of_each_attempt_is_signed_not_that_of_the_message(
    hearer: Receiver, webhook: Webhook, tell: Tell
) -> None:
    """A receiver refuses what is older than some minutes."""
    tell()
    later = clock.now() + timedelta(hours=5)
    carry_all(webhook, later)
    assert hearer.got[0].headers["webhook-timestamp"] == str(int(later.timestamp()))


def test_after_three_days_it_is_a_dead_end_that_is_shown_and_logged(webhook: Webhook, tell: Tell) -> None:
    delivery, now = tell(), clock.now()
    begun = now
    while delivery.state == "waiting":
        delivery = answered(webhook, BAD, now)
        now = max(delivery.next_at, now)
    assert delivery.state == "dead"
    assert timedelta(days=2) < delivery.ended_at - begun <= timedelta(days=3)  # type: ignore[operator]  # it has ended
    assert LogEntry.objects.filter(action="webhook.dead_end").count() == 1
    webhook.refresh_from_db()
    assert webhook.stopped == "failing"


def test_a_dead_end_of_a_receiver_that_takes_others_stops_nothing(webhook: Webhook, tell: Tell) -> None:
    poison = tell()
    now = clock.now()
    for _ in range(20):
        poison.refresh_from_db()
        if poison.state == "dead":
            break
        now = poison.next_at
        answered(webhook, BAD, now)
        other = tell()
        Delivery.objects.filter(pk=other.pk).update(next_at=now, first_at=now)
        answered(webhook, GOOD, now)
    webhook.refresh_from_db()
    assert (poison.state, webhook.stopped) == ("dead", "")


def test_who_says_that_it_is_gone_is_sent_nothing_more(webhook: Webhook, tell: Tell) -> None:
    tell()
    answered(webhook, Answer("gone", 410), clock.now())
    webhook.refresh_from_db()
    assert webhook.stopped == "gone"
    assert carrying.claim(webhook.pk, clock.now() + timedelta(days=1)) is None
    assert LogEntry.objects.get(action="webhook.stop").facts == {"why": "gone"}


def test_who_comes_back_is_given_at_once_what_waits_for_later(webhook: Webhook, tell: Tell) -> None:
    delivery, now = tell(), clock.now()
    while delivery.next_at - now < timedelta(hours=1):
        now = max(now, delivery.next_at)
        delivery = answered(webhook, BAD, now)
    actions.try_out(webhook.pk, "administrator")
    answered(webhook, GOOD, now + timedelta(minutes=2))
    delivery.refresh_from_db()
    assert delivery.next_at == now + timedelta(minutes=2)


@pytest.mark.parametrize(
    "lost", [{"is_active": False}, {"role": "official"}, {"kinds": ["fire"]}, {"everywhere": False}]
)
def test_what_the_account_may_not_see_any_more_is_withdrawn(
    hearer: Receiver, webhook: Webhook, tell: Tell, lost: dict[str, object]
) -> None:
    delivery = tell()
    User.objects.filter(pk=webhook.owner_id).update(perimeter=area(*ELSEWHERE), **lost)
    assert carry_all(webhook, clock.now()) == 0
    delivery.refresh_from_db()
    assert (delivery.state, hearer.got) == ("withdrawn", [])
    assert LogEntry.objects.filter(action="webhook.withdraw").count() == 1


def test_a_test_is_sent_and_says_that_it_is_one(hearer: Receiver, webhook: Webhook) -> None:
    actions.try_out(webhook.pk, "administrator")
    assert carrying.carry(webhook.pk) == 1
    assert b'"type":"webhook.test"' in hearer.got[0].body


def test_messages_since_a_time_go_again_under_their_ids_also_dead_ends(
    hearer: Receiver, webhook: Webhook, tell: Tell
) -> None:
    now = clock.now()
    old, dead, sent = tell(), tell(), tell()
    Delivery.objects.update(state="sent")
    Delivery.objects.filter(pk=old.pk).update(made_at=now - timedelta(hours=3))
    Delivery.objects.filter(pk=dead.pk).update(state="dead")
    assert actions.send_again(webhook.pk, now - timedelta(hours=1), "administrator") == 2
    carry_all(webhook, clock.now())
    assert set(ids(hearer)) == {f"msg_{one.pk.hex}" for one in (dead, sent)}
    assert LogEntry.objects.get(action="webhook.again").facts["count"] == 2


def test_what_was_erased_does_not_go_again(webhook: Webhook, tell: Tell) -> None:
    tell()
    Delivery.objects.update(state="sent", body="")
    assert actions.send_again(webhook.pk, clock.now() - timedelta(hours=1), "administrator") == 0


def test_who_is_started_again_is_tried_for_three_days_from_then(webhook: Webhook, tell: Tell) -> None:
    delivery = tell()
    begun = clock.now() - timedelta(days=9)
    Delivery.objects.update(first_at=begun, next_at=begun, attempts=7)
    actions.stop(webhook.pk, "administrator")
    assert carrying.claim(webhook.pk, clock.now()) is None
    actions.start(webhook.pk, "administrator")
    assert answered(webhook, BAD, clock.now()).state == "waiting"
    assert delivery.pk
