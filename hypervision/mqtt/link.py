"""One broker: what comes in is taken in and then acknowledged, what waits goes out, and what became of the connection
stands in the broker's row. While the database is away nothing in hand is let go.
"""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from queue import Empty
from uuid import UUID

from django.db import transaction

from hypervision.accounts.models import User
from hypervision.law import log
from hypervision.lib import clock, crypto
from hypervision.live.viewers import viewer_of
from hypervision.mqtt import certificates, taking, tallies, telling
from hypervision.mqtt.client import Address
from hypervision.mqtt.layouts import status_topic
from hypervision.mqtt.line import Denied, Done, Down, Line, Up
from hypervision.mqtt.models import Broker, Outgoing, Tally
from hypervision.mqtt.reading import Heard, Reader, Reason
from hypervision.outward import early
from hypervision.outward.fanning import SYSTEM
from hypervision.outward.telling import as_heard

PATIENCE_S = 0.2
LOOK_S = 0.5
"""So often it looks what is new in the journal."""
SIGN_S = 10.0
"""So often it gives a sign of life."""
REFUSED_S = 30.0
"""After a broker did not take a message, so long nothing is sent to it."""
AT_ONCE = 200


@dataclass
class _State:
    """Of the connection, as it is written into the row."""

    since: datetime | None = None
    problem: str = ""
    detail: str = ""


@dataclass
class _Due:
    """When, by the monotonic clock, each is to be done next."""

    look: float = 0.0
    sign: float = 0.0
    send: float = 0.0


@dataclass
class _Hands:
    """What is not done yet: messages that are to be taken in, and those that the broker has not acknowledged."""

    heard: list[Heard] = field(default_factory=list)
    sent: dict[int, int] = field(default_factory=dict)
    taken: list[int] = field(default_factory=list)


class Link:
    """``turn`` again and again, then ``close``. paho's thread works beside and touches no database."""

    def __init__(self, broker: UUID) -> None:
        self._broker = broker
        self._state, self._due, self._hands = _State(), _Due(), _Hands()
        self._line: Line | None = None
        self._readers: list[Reader] = []

    def turn(self) -> None:
        """One round; waits PATIENCE_S for messages. Each step can be done again after a database that was away.

        Raises Broker.DoesNotExist once the broker was taken away.
        """
        line = self._line or self._open()
        if line.is_dead:
            raise RuntimeError("The thread of the connection ended; why stands in the log of the process.")
        self._hands.heard = self._hands.heard or line.batch(PATIENCE_S)
        if self._hands.heard:
            taking.take(self._broker, self._readers, self._hands.heard)
            line.acknowledge(self._hands.heard)
            self._hands.heard = []
        self._hear_news(line)
        self._settle()
        now = time.monotonic()
        if line.is_up and now >= self._due.look:
            self._due.look = now + LOOK_S
            self._send(line)
        if now >= self._due.sign:
            self._sign(line)
            self._due.sign = now + SIGN_S

    def close(self) -> None:
        """Says goodbye to the broker; the row says that nobody is connected."""
        if self._line is None:
            return
        self._line.close()
        self._hear_news(self._line)
        self._settle()
        Broker.objects.filter(pk=self._broker).update(connected_since=None)

    def _open(self) -> Line:
        broker = Broker.objects.get(pk=self._broker)
        self._readers = taking.readers(broker.pk)
        filters = [reader.subscription.topic for reader in self._readers]
        stale = [one for one in broker.subscribed if one not in filters]
        Broker.objects.filter(pk=broker.pk).update(subscribed=sorted({*filters, *broker.subscribed}))
        line = Line(address_of(broker), filters, stale)
        line.open()
        self._line = line
        return line

    def _hear_news(self, line: Line) -> None:
        while True:
            try:
                news = line.news.get_nowait()
            except Empty:
                return
            self._due.sign = 0.0
            if isinstance(news, Up):
                self._state = _State(since=clock.now())
                self._greet(line, news)
            elif isinstance(news, Down):
                self._state = _State(problem=news.problem, detail=news.detail)
            elif isinstance(news, Denied):
                self._state.problem, self._state.detail = Broker.Problem.SUBSCRIBE, news.detail
            else:
                self._hear_done(news)

    def _greet(self, line: Line, up: Up) -> None:
        """A broker that forgot us may have forgotten what it kept, too."""
        Broker.objects.filter(pk=self._broker).update(subscribed=list(line.filters))
        if not up.remembered:
            telling.tell_cameras_anew(self._broker)

    def _hear_done(self, done: Done) -> None:
        row = self._hands.sent.pop(done.packet, None)
        if row is None:  # of our own sign of life
            return
        if done.refusal:
            self._state.problem, self._state.detail = Broker.Problem.PUBLISH, done.refusal
            self._due.send = time.monotonic() + REFUSED_S
        else:
            self._hands.taken.append(row)

    def _settle(self) -> None:
        """What the broker acknowledged waits no more."""
        if not self._hands.taken:
            return
        with transaction.atomic():
            count, _each = Outgoing.objects.filter(pk__in=self._hands.taken).delete()
            tallies.add(self._broker, {(Tally.Way.SENT, ""): count})
        self._hands.taken = []
        self._due.look = 0.0

    def _send(self, line: Line) -> None:
        telling.tell(self._broker, clock.now())
        if not self._hands.sent and time.monotonic() >= self._due.send:
            for row in due(self._broker):
                self._hands.sent[line.publish(row.topic, row.body, retained=row.retain)] = row.pk

    def _sign(self, line: Line) -> None:
        said = {"connected_since": self._state.since, "problem": self._state.problem, "detail": self._state.detail}
        Broker.objects.filter(pk=self._broker).update(seen_at=clock.now(), **said)
        overflow, line.overflow = line.overflow, 0
        tallies.add(self._broker, Counter({(Tally.Way.DROPPED, Reason.OVERFLOW): overflow}))


@transaction.atomic
def due(broker_id: UUID) -> list[Outgoing]:
    """What waits, in order, AT_ONCE at most. What the account may not hear any more is withdrawn."""
    owner = Broker.objects.select_related("owner").get(pk=broker_id).owner
    rows = list(Outgoing.objects.filter(broker=broker_id).order_by("pk")[:AT_ONCE])
    heard = _heard(rows, owner)
    unheard = [row for row in rows if row.pk not in heard]
    if unheard:
        Outgoing.objects.filter(pk__in=[row.pk for row in unheard]).delete()
        tallies.add(broker_id, {(Tally.Way.WITHDRAWN, ""): len(unheard)})
        entries = [log.Entry("mqtt.withdraw", str(row.alert or row.topic), {"to": str(owner)}) for row in unheard]
        log.write_all(SYSTEM, entries)
    return [row for row in rows if row.pk in heard]


def _heard(rows: Sequence[Outgoing], owner: User) -> set[int]:
    """Those that the account still may hear. An erasure is an order: it goes in any case."""
    viewer = viewer_of(owner)
    unjudged = {row.alert for row in rows if row.early and row.alert}
    soon = early.hearing(owner, unjudged, clock.now()) if unjudged else frozenset()
    return {
        row.pk
        for row in rows
        if not row.right
        or (viewer.may_hear(as_heard(row.right, row.place, row.event_kind)) and (not row.early or row.alert in soon))
    }


def address_of(broker: Broker) -> Address:
    return Address(
        host=broker.host,
        port=broker.port,
        tls=broker.tls,
        ca=broker.ca,
        pair=certificates.of(broker),
        path=broker.path if broker.transport == Broker.Transport.WEBSOCKET else "",
        username=broker.username,
        password=crypto.decrypt(bytes(broker.secret)) if broker.secret else "",
        protocol=broker.protocol,
        name=f"hypervision-{broker.pk.hex[:11]}",  # 23 letters, which every broker of MQTT 3.1.1 takes
        status=status_topic(broker),
    )
