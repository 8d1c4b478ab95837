"""Couriers: how many are under way, who takes whose place, and what becomes of one that dies."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from hypervision.accounts.models import User
from hypervision.lib import clock
from hypervision.outward import actions, carrying, posting, tasks
from hypervision.outward.models import Delivery, Webhook
from hypervision.outward.posting import Answer
from maps.models import Camera
from tests.outward.receivers import Receiver, ids
from tests.outward.worlds import BAD, GOOD, Tell, answered, confirmed

pytestmark = pytest.mark.django_db


def test_as_many_are_under_way_as_may_be_and_no_more(
    webhook: Webhook, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "AT_ONCE", 2)
    for _ in range(4):
        tell()
    now = clock.now()
    claims = [carrying.claim(webhook.pk, now) for _ in range(3)]
    assert [claim is not None for claim in claims] == [True, True, False]
    assert len({claim.id for claim in claims if claim}) == 2


def test_a_courier_takes_the_place_of_the_one_it_brought_and_none_when_it_comes_too_late(
    webhook: Webhook, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "AT_ONCE", 1)
    _first, second, third, _fourth = (tell() for _ in range(4))
    now = clock.now()
    claimed = carrying.claim(webhook.pk, now)
    assert claimed is not None
    claimed = carrying.record(claimed, GOOD, now, then_claim=True)
    assert claimed is not None
    assert claimed.id == second.pk
    Delivery.objects.filter(pk=third.pk).update(next_at=now - timedelta(hours=1))
    late = now + carrying.LEASE
    other = carrying.claim(webhook.pk, late)
    assert other is not None
    assert other.id == third.pk
    assert carrying.record(claimed, GOOD, late, then_claim=True) is None


def test_couriers_of_a_process_ask_the_database_in_turn_and_post_side_by_side(
    hearer: Receiver, webhook: Webhook, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[tuple[str, bool]] = []

    def noting(name: str, inner: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*args: Any) -> Any:
            taken.append((name, carrying.TURN.locked()))
            return inner(*args)

        return noted

    monkeypatch.setattr(carrying, "_held", noting("asks", carrying._held))
    monkeypatch.setattr("hypervision.outward.carrying.post", noting("posts", posting.post))
    tell()
    carrying.carry(webhook.pk)
    assert taken == [("asks", True), ("posts", False), ("asks", True)]


def test_of_a_receiver_that_fails_one_attempt_at_a_time_is_under_way(webhook: Webhook, tell: Tell) -> None:
    for _ in range(3):
        tell()
    now = clock.now()
    answered(webhook, Answer("timeout"), now)
    assert dict(carrying.waiting(now)) == {webhook.pk: 1}
    assert carrying.claim(webhook.pk, now) is not None
    assert carrying.claim(webhook.pk, now) is None
    assert dict(carrying.waiting(now)) == {}


def test_what_a_dead_courier_had_is_sent_again_after_its_lease_and_its_late_word_counts_no_more(
    webhook: Webhook, tell: Tell
) -> None:
    delivery, now = tell(), clock.now()
    first = carrying.claim(webhook.pk, now)
    assert carrying.claim(webhook.pk, now + carrying.LEASE - timedelta(seconds=1)) is None
    second = carrying.claim(webhook.pk, now + carrying.LEASE)
    assert first is not None
    assert second is not None
    assert (first.id, second.id) == (delivery.pk, delivery.pk)
    carrying.record(first, BAD, now + carrying.LEASE)
    delivery.refresh_from_db()
    assert delivery.attempts == 0
    carrying.record(second, GOOD, now + carrying.LEASE)
    delivery.refresh_from_db()
    assert delivery.state == "sent"


def test_a_courier_goes_on_until_nothing_is_due(hearer: Receiver, webhook: Webhook, tell: Tell) -> None:
    waiting = [tell().pk.hex for _ in range(3)]
    assert carrying.carry(webhook.pk) == 3
    assert ids(hearer) == [f"msg_{pk}" for pk in waiting]
    assert carrying.carry(webhook.pk) == 0


def test_beat_sends_couriers_to_those_for_whom_something_is_due(
    webhook: Webhook, camera: Camera, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_out: list[tuple[str, ...]] = []
    monkeypatch.setattr(tasks.carry, "apply_async", lambda args, expires: sent_out.append(args))
    tasks.tell_webhooks()
    assert sent_out == []
    confirmed(camera, operator)
    confirmed(camera, operator)
    tasks.tell_webhooks()
    assert [UUID(pk) for (pk,) in sent_out] == [webhook.pk] * 2


def test_one_receiver_that_hangs_keeps_no_other_waiting(webhook: Webhook, tell: Tell, city_system: User) -> None:
    tell()
    other = Webhook.objects.get(pk=webhook.pk)
    other.pk, other.name = UUID(int=7), "Other"
    other.save(force_insert=True)
    actions.try_out(other.pk, "administrator")
    now = clock.now()
    assert carrying.claim(webhook.pk, now) is not None
    assert carrying.claim(other.pk, now) is not None
