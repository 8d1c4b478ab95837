"""Carries what waits to the receivers. One delivery at a time, in three steps:

1. ``claim``: under the lock of its webhook the delivery that is due longest is leased; at most AT_ONCE of a webhook
   are under way, and one alone while it fails, so that a receiver that hangs keeps nobody else waiting;
2. it is posted, outside any transaction;
3. ``record``: what came of it, if the lease is still ours; and the next one is claimed with it.

A process that dies between 2 and 3 lets the lease run out, and the same message goes again under the same id.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from hypervision.accounts.models import User
from hypervision.law import log
from hypervision.lib import clock, crypto
from hypervision.live.viewers import viewer_of
from hypervision.outward import early, signing
from hypervision.outward.fanning import SYSTEM
from hypervision.outward.messages import AlertRaised
from hypervision.outward.models import Delivery, Webhook
from hypervision.outward.posting import Answer, post
from hypervision.outward.telling import as_heard

AT_ONCE = 16
LEASE = timedelta(seconds=60)
"""Longer than an attempt can take, a slow resolver included."""
ROUND_S = 20.0
"""After so long a courier makes room for others; beat sends the next one."""
A_MOMENT = timedelta(seconds=1)
"""That something was taken is not written down more often."""

DELAYS = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 3_600, 21_600, 86_400))
"""Before the second attempt, the third …; the last one again and again."""
TRIED_FOR = timedelta(days=3)
RECOVERED_AFTER = timedelta(minutes=1)
"""Who took nothing for so long and then does is given at once all that waits for later."""

TURN = Lock()
State = Delivery.State

# These four run for every message, fifty times a second, and are written out: composing them anew each time took longer
# than carrying them out.
HOLD = "SELECT * FROM outward_webhook WHERE id = %s FOR UPDATE"
OWNER = "SELECT * FROM accounts_user WHERE id = %s"
LEASE_NEXT = """
UPDATE outward_delivery SET lease_until = %(lease)s WHERE id = (
  SELECT id FROM outward_delivery
  WHERE webhook_id = %(webhook)s AND state = 'waiting' AND next_at <= %(now)s
    AND (lease_until IS NULL OR lease_until <= %(now)s)
  ORDER BY next_at, made_at, number LIMIT 1)
RETURNING *"""
WRITE = """
UPDATE outward_delivery
SET attempts = attempts + 1, lease_until = NULL, problem = %(problem)s, status = %(status)s, answer = %(answer)s,
    state = %(state)s, ended_at = %(ended)s, next_at = coalesce(%(next)s, next_at)
WHERE id = %(id)s AND state = 'waiting' AND lease_until = %(lease)s"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """secrets: those that hold, newest first. lease: nobody else sends it until then."""

    delivery: Delivery
    url: str
    secrets: tuple[str, ...]
    lease: datetime

    @property
    def id(self) -> UUID:
        return self.delivery.pk

    @property
    def webhook(self) -> UUID:
        return self.delivery.webhook_id

    @property
    def body(self) -> bytes:
        return self.delivery.body.encode()


def waiting(now: datetime) -> Iterator[tuple[UUID, int]]:
    """Each webhook for which something is due, and how many couriers may set out for it."""
    for webhook in Webhook.objects.filter(stopped=""):
        wanted = _due(webhook, now)[:AT_ONCE].count()
        free = _at_once(webhook) - _under_way(webhook, now)
        if min(wanted, free) > 0:
            yield webhook.pk, min(wanted, free)


def carry(webhook: UUID) -> int:
    """Until nothing is due, or for ROUND_S. Returns how many attempts were made."""
    made, end = 0, time.monotonic() + ROUND_S
    claimed = claim(webhook, clock.now())
    while claimed:
        answer = send(claimed, clock.now())
        made += 1
        goes_on = time.monotonic() < end
        claimed = record(claimed, answer, clock.now(), then_claim=goes_on)
    return made


def send(claimed: Claimed, now: datetime) -> Answer:
    return post(claimed.url, signing.headers(claimed.id, now, claimed.body, claimed.secrets), claimed.body)


@contextmanager
def _in_turn() -> Iterator[None]:
    """A transaction; the couriers of a process take turns at it, so that they keep one core busy and leave the others
    to pages.
    """
    with TURN, transaction.atomic():
        yield


@_in_turn()
def claim(webhook_id: UUID, now: datetime) -> Claimed | None:
    """None when nothing is due, or as many are under way as may be."""
    webhook = _held(webhook_id)
    return _claim(webhook, now) if webhook else None


@_in_turn()
def record(claimed: Claimed, answer: Answer, now: datetime, *, then_claim: bool = False) -> Claimed | None:
    """then_claim: and the next one, in the same transaction."""
    webhook = _held(claimed.webhook)
    if webhook is None:  # taken away meanwhile
        return None
    is_written = answer.is_good and _write(claimed, answer, State.SENT, ended=now)
    if is_written:
        _take_heart(webhook, now)
    if not answer.is_good:
        _put_off(webhook, claimed, answer, now)
    if not then_claim:
        return None
    return _claim(webhook, now, leaves_room=is_written and now < claimed.lease)


def _claim(webhook: Webhook, now: datetime, *, leaves_room: bool = False) -> Claimed | None:
    """leaves_room: one that counted as under way has just been taken, so the others need not be counted."""
    if webhook.stopped or not (leaves_room or _under_way(webhook, now) < _at_once(webhook)):
        return None
    lease = now + LEASE
    while delivery := _lease_next(webhook, now, lease):
        if _may_leave(delivery, webhook, now):
            secrets = tuple(known_secrets(webhook, now))
            return Claimed(delivery, webhook.url, secrets, lease)
        Delivery.objects.filter(pk=delivery.pk).update(state=State.WITHDRAWN, ended_at=now, lease_until=None)
        log.write(SYSTEM, "webhook.withdraw", str(delivery.pk), recipient=webhook.name)
    return None


def _lease_next(webhook: Webhook, now: datetime, lease: datetime) -> Delivery | None:
    """The one that is due longest."""
    found = Delivery.objects.raw(LEASE_NEXT, {"webhook": webhook.pk, "now": now, "lease": lease})
    return next(iter(found), None)


def _put_off(webhook: Webhook, claimed: Claimed, answer: Answer, now: datetime) -> None:
    """Later, or for ever."""
    due = now + DELAYS[min(claimed.delivery.attempts + 1, len(DELAYS)) - 1]
    is_dead = due - claimed.delivery.first_at > TRIED_FOR
    if not (_write(claimed, answer, State.DEAD, ended=now) if is_dead else _write(claimed, answer, then=due)):
        return
    if is_dead:
        log.write(SYSTEM, "webhook.dead_end", str(claimed.id), recipient=webhook.name, problem=answer.problem)
    webhook.failing_since = webhook.failing_since or now
    webhook.stopped = _hopeless(webhook, claimed.delivery, answer, is_dead=is_dead)
    webhook.save(update_fields=["failing_since", "stopped"])
    if webhook.stopped:
        log.write(SYSTEM, "webhook.stop", webhook.name, why=webhook.stopped)


def _hopeless(webhook: Webhook, delivery: Delivery, answer: Answer, *, is_dead: bool) -> str:
    """Why nothing more is to be sent; empty while there is hope."""
    if answer.problem == Delivery.Problem.GONE:
        return Webhook.Stopped.GONE
    nothing_since = (webhook.succeeded_at or delivery.first_at) <= delivery.first_at
    return Webhook.Stopped.FAILING if is_dead and nothing_since else webhook.stopped


def _write(
    claimed: Claimed,
    answer: Answer,
    state: State = State.WAITING,
    *,
    ended: datetime | None = None,
    then: datetime | None = None,
) -> bool:
    """then: when it is tried again. False where it was taken away meanwhile, or another has it."""
    facts: dict[str, Any] = {"id": claimed.id, "lease": claimed.lease, "state": state, "ended": ended, "next": then}
    facts |= {"problem": answer.problem, "status": answer.status, "answer": answer.text}
    with connection.cursor() as cursor:
        cursor.execute(WRITE, facts)
        return bool(cursor.rowcount)


def known_secrets(webhook: Webhook, now: datetime) -> Iterator[str]:
    """Newest first."""
    yield crypto.decrypt(bytes(webhook.secret))
    if webhook.old_secret is not None and webhook.old_until is not None and now < webhook.old_until:
        yield crypto.decrypt(bytes(webhook.old_secret))


def _held(webhook_id: UUID) -> Webhook | None:
    webhook: Webhook | None = next(iter(Webhook.objects.raw(HOLD, [webhook_id])), None)
    if webhook:
        webhook.owner = next(iter(User.objects.raw(OWNER, [webhook.owner_id])))
    return webhook


def _free(now: datetime) -> Q:
    return Q(lease_until=None) | Q(lease_until__lte=now)


def _due(webhook: Webhook, now: datetime) -> QuerySet[Delivery]:
    return webhook.deliveries.filter(_free(now), state=State.WAITING, next_at__lte=now)


def _under_way(webhook: Webhook, now: datetime) -> int:
    return webhook.deliveries.filter(state=State.WAITING, lease_until__gt=now).count()


def _at_once(webhook: Webhook) -> int:
    return 1 if webhook.failing_since else AT_ONCE


def _may_leave(delivery: Delivery, webhook: Webhook, now: datetime) -> bool:
    """Whether the account still may hear it. An erasure is an order: it goes in any case."""
    if not delivery.right:
        return True
    if delivery.kind == AlertRaised.kind and not _may_hear_early(delivery, webhook, now):
        return False
    entry = as_heard(delivery.right, delivery.place, delivery.event_kind)
    return viewer_of(webhook.owner).may_hear(entry)


def _may_hear_early(delivery: Delivery, webhook: Webhook, now: datetime) -> bool:
    """The authorisation may have ended meanwhile, or a person may have judged: then the verdict is what is told."""
    return delivery.alert is not None and bool(early.hearing(webhook.owner, [delivery.alert], now))


def _take_heart(webhook: Webhook, now: datetime) -> None:
    """It took something: what waits for later need not wait."""
    if webhook.failing_since and now - webhook.failing_since >= RECOVERED_AFTER:
        webhook.deliveries.filter(_free(now), state=State.WAITING, next_at__gt=now).update(next_at=now)
    if webhook.failing_since or not webhook.succeeded_at or now - webhook.succeeded_at >= A_MOMENT:
        webhook.failing_since, webhook.succeeded_at = None, now
        webhook.save(update_fields=["failing_since", "succeeded_at"])
