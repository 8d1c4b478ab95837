"""A batch of messages becomes events, in one transaction:

taken in before? ─► subscription ─► row of an event ─► threshold ─► inward.taking ─► counts

Only after its commit is the batch acknowledged, so a broker or a process that dies loses nothing; and what comes again
is known by its packet, or by its event's id.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.inward import taking
from hypervision.inward.taking import MOST_ALERTS
from hypervision.lib import clock, said
from hypervision.mqtt import tallies
from hypervision.mqtt.again import TakenLast
from hypervision.mqtt.frigate import Events
from hypervision.mqtt.models import Beyond, Broker, Subscription, Tally
from hypervision.mqtt.reading import Heard, Reader, Readings, Reason
from hypervision.mqtt.topics import matches

LONGEST_TOPIC = 300
"""Letters of it that are kept with a refusal."""
Way = Tally.Way


@dataclass(frozen=True, slots=True)
class Due:
    """An event that is to be taken in, and which subscription says so."""

    row: dict[str, Any]
    subscription: Subscription
    topic: str


def readers(broker: UUID) -> list[Reader]:
    """In the order in which they are asked: the first whose filter hears a topic reads it."""
    rows = Subscription.objects.filter(broker=broker).order_by("topic")
    return [Events(one) if one.source == Subscription.Source.FRIGATE else Readings(one) for one in rows]


@transaction.atomic
def take(broker_id: UUID, asked: Sequence[Reader], batch: Sequence[Heard]) -> None:
    """Raises Broker.DoesNotExist where it was taken away."""
    broker = Broker.objects.select_related("owner").select_for_update(of=("self",)).get(pk=broker_id)
    counts = Counter[tuple[str, str]]({(Way.HEARD, ""): len(batch)})
    last = TakenLast(bytes(broker.taken_last))
    new = [heard for heard in batch if not last.has(heard)]
    counts[Way.KNOWN, ""] += len(batch) - len(new)
    if broker.owner.may(Right.REPORT_EVENTS):
        _send(_read(asked, new, counts), broker.owner, counts)
    else:
        counts[Way.DROPPED, Reason.ACCOUNT] += len(new)
    last.add(new)
    broker.taken_last = bytes(last)
    broker.save(update_fields=["taken_last"])
    tallies.add(broker_id, counts)


def _read(asked: Sequence[Reader], batch: Sequence[Heard], counts: Counter[tuple[str, str]]) -> list[Due]:
    due = list[Due]()
    sides = _Sides(asked, batch)
    for heard in batch:
        reader = next((one for one in asked if matches(one.subscription.topic, heard.topic)), None)
        if reader is None:
            counts[Way.DROPPED, Reason.UNASKED] += 1
            continue
        read = reader.read(heard)
        counts.update((Way.LEFT_OUT, name) for name in read.left_out)
        if read.row is None:
            counts[Way.DROPPED, read.reason] += 1
        elif sides.keeps(reader.subscription, heard.topic, read.row):
            due.append(Due(read.row, reader.subscription, heard.topic))
        else:
            counts[Way.DROPPED, Reason.WITHIN] += 1
    sides.save()
    return due


class _Sides:
    """On which side of its threshold each topic was last, and what follows when it crosses."""

    def __init__(self, asked: Iterable[Reader], batch: Iterable[Heard]) -> None:
        watched = [one.subscription.pk for one in asked if one.subscription.threshold is not None]
        rows = (
            Beyond.objects.filter(subscription__in=watched, topic__in={heard.topic for heard in batch})
            if watched
            else Beyond.objects.none()
        )
        self._before = set(rows.values_list("subscription", "topic"))
        self._now = set(self._before)

    def keeps(self, one: Subscription, topic: str, row: dict[str, Any]) -> bool:
        """Whether it becomes an event; one that goes beyond the threshold asks for a verdict."""
        if one.threshold is None:
            return True
        key, sign = (one.pk, topic), -1 if one.falling else 1
        value, threshold = sign * row["value"], sign * one.threshold
        back = threshold if one.back is None else sign * one.back
        if key not in self._now and value >= threshold:
            self._now.add(key)
            if one.severity:
                row["severity"] = one.severity
            return True
        if key in self._now and value < back:
            self._now.remove(key)
            return True
        return not one.only_crossings

    def save(self) -> None:
        for subscription, topic in self._before - self._now:
            Beyond.objects.filter(subscription=subscription, topic=topic).delete()
        Beyond.objects.bulk_create(
            [Beyond(subscription_id=subscription, topic=topic) for subscription, topic in self._now - self._before]
        )


def _send(due: Sequence[Due], owner: User, counts: Counter[tuple[str, str]]) -> None:
    refusals: dict[UUID, dict[str, Any]] = {}
    for part in _parts(due):
        body = msgspec.json.encode({"events": [one.row for one in part], "all_or_nothing": False})
        for one, result in zip(part, taking.take(body, "", owner)["results"], strict=True):
            if result["state"] == "refused":
                counts[Way.DROPPED, Reason.REFUSED] += 1
                refusals[one.subscription.pk] = _refusal(one.topic, result["errors"])
            else:
                counts[Way.TAKEN if result["state"] == "taken" else Way.KNOWN, ""] += 1
    for subscription, refusal in refusals.items():
        Subscription.objects.filter(pk=subscription).update(refusal=refusal, refused_at=clock.now())


def _parts(due: Sequence[Due]) -> Iterator[Sequence[Due]]:
    """No more alerts at once than ``inward`` takes."""
    asking = [place for place, one in enumerate(due) if one.row.get("severity")]
    ends = [*asking[MOST_ALERTS::MOST_ALERTS], len(due)]
    begin = 0
    for end in ends:
        if end > begin:
            yield due[begin:end]
        begin = end


def _refusal(topic: str, errors: Mapping[str, str]) -> dict[str, Any]:
    return {"topic": topic[:LONGEST_TOPIC], "said": [said.kept(one) for one in errors.values()]}
