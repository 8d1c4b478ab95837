"""The connection to one broker. paho's thread keeps it and comes back when it breaks; it only puts into queues what it
hears, and another thread works.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Any

from paho.mqtt import client as paho
from paho.mqtt.enums import MQTTErrorCode
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from hypervision.lib import clock
from hypervision.mqtt.again import WINDOW
from hypervision.mqtt.client import Address, Client
from hypervision.mqtt.messages import OFFLINE, ONLINE
from hypervision.mqtt.models import Broker
from hypervision.mqtt.reading import Heard

Problem = Broker.Problem

MOST_UNACKNOWLEDGED = 20_000
"""What comes with QoS 0 is dropped while so much waits; all else the broker keeps back by itself."""
GOODBYE_S = 2.0
BAD_LOGIN = (0x86, 0x87, 0x8C)
SHOWN = 300


@dataclass(frozen=True, slots=True)
class Up:
    """remembered: the broker still had the session."""

    remembered: bool


@dataclass(frozen=True, slots=True)
class Down:
    problem: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The broker took a message, or says why not. packet: as ``publish`` returned it."""

    packet: int
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Denied:
    """A topic filter that we may not read."""

    detail: str


News = Up | Down | Done | Denied


@dataclass
class Line:
    """filters: to be subscribed at each connection; stale: to be given up.

    inbox, news: what paho's thread heard, for the one that works.
    """

    address: Address
    filters: Sequence[str] = ()
    stale: Sequence[str] = ()
    news: SimpleQueue[News] = field(default_factory=SimpleQueue)
    overflow: int = 0
    _inbox: SimpleQueue[Heard] = field(default_factory=SimpleQueue)
    _turn: int = 0
    _lock: Lock = field(default_factory=Lock)
    _is_up: bool = False

    def __post_init__(self) -> None:
        self._client = Client(self.address, self._lost)
        self._client.on_connect = self._on_connect
        self._client.on_disconnect = self._on_disconnect
        self._client.on_message = self._on_message
        self._client.on_publish = self._on_publish
        self._client.on_subscribe = self._on_subscribe

    @property
    def is_up(self) -> bool:
        return self._is_up

    @property
    def is_dead(self) -> bool:
        """The thread of the connection met a fault, and will not come back."""
        return self._client.is_dead

    def open(self) -> None:
        """Returns at once; what comes of it is news."""
        self._client.begin()

    def close(self) -> None:
        """Says goodbye, if anybody listens: else the broker says it for us (last will)."""
        if self._is_up:
            said = self._client.publish(self.address.status, OFFLINE, qos=1, retain=True)
            if said.rc == MQTTErrorCode.MQTT_ERR_SUCCESS:
                said.wait_for_publish(GOODBYE_S)
        self._client.disconnect()
        self._client.loop_stop()

    def batch(self, patience_s: float) -> list[Heard]:
        """What came, WINDOW messages at most; empty after so many seconds without any."""
        heard: list[Heard] = []
        with suppress(Empty):
            heard.append(self._inbox.get(timeout=patience_s))
            while len(heard) < WINDOW:
                heard.append(self._inbox.get_nowait())
        return heard

    def acknowledge(self, batch: Sequence[Heard]) -> None:
        """Not those of an earlier connection: the broker sends them again, and its packet ids may mean others now."""
        with self._lock:
            for heard in batch:
                if heard.qos and heard.turn == self._turn:
                    self._client.ack(heard.packet, heard.qos)

    def publish(self, topic: str, body: str, *, retained: bool) -> int:
        """Its packet id, under which ``Done`` comes. paho sends it again after a broken connection."""
        return self._client.publish(topic, body.encode(), qos=1, retain=retained).mid

    def _on_connect(self, client: Any, _data: Any, flags: Any, reason: ReasonCode, _properties: Any) -> None:
        if reason.is_failure:
            self._lost(Problem.LOGIN if reason.value in BAD_LOGIN else Problem.REJECTED, str(reason))
            return
        client.publish(self.address.status, ONLINE, qos=1, retain=True)
        if self.stale:
            client.unsubscribe(list(self.stale))
        for one in self.filters:
            client.subscribe([_wish(one, client.is_new)])
        self._is_up = True
        self.news.put(Up(bool(flags.session_present)))

    def _on_disconnect(self, _client: Any, _data: Any, _flags: Any, reason: ReasonCode, _properties: Any) -> None:
        with self._lock:
            self._turn += 1
        if self._is_up:
            self._lost(Problem.CUT_OFF, str(reason))

    def _on_message(self, _client: Any, _data: Any, message: paho.MQTTMessage) -> None:
        if not message.qos and self._inbox.qsize() >= MOST_UNACKNOWLEDGED:
            self.overflow += 1
            return
        heard = Heard(
            topic=message.topic,
            payload=bytes(message.payload),
            at=clock.now(),
            qos=message.qos,
            packet=message.mid,
            again=message.dup,
            retained=message.retain,
            turn=self._turn,
        )
        self._inbox.put(heard)

    def _on_publish(self, _client: Any, _data: Any, packet: int, reason: ReasonCode, _properties: Any) -> None:
        self.news.put(Done(packet, str(reason) if reason.is_failure else ""))

    def _on_subscribe(self, _client: Any, _data: Any, _packet: int, reasons: Any, _properties: Any) -> None:
        for reason in reasons:
            if reason.is_failure:
                self.news.put(Denied(str(reason)))

    def _lost(self, problem: str, detail: str = "") -> None:
        self._is_up = False
        self.news.put(Down(problem, detail[:SHOWN]))


def _wish(one: str, is_new: bool) -> Any:
    """Of MQTT 5: nothing of our own comes back, and what is retained comes once, not at each connection."""
    if not is_new:
        return one, 1
    return one, SubscribeOptions(qos=1, noLocal=True, retainHandling=SubscribeOptions.RETAIN_SEND_IF_NEW_SUB)
