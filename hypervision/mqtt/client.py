"""paho's client with our ways: addresses that were judged, a session that lasts, a last will, and why it failed."""

import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Timer
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy
from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from hypervision.lib.errors import Refusal
from hypervision.mqtt import certificates
from hypervision.mqtt.again import WINDOW
from hypervision.mqtt.certificates import Pair
from hypervision.mqtt.messages import OFFLINE
from hypervision.mqtt.models import Broker
from hypervision.outward import addresses

Problem = Broker.Problem

KEEPALIVE_S = 30
CONNECT_S = 5.0
GREETING_S = 10.0
"""So long a broker may take for what comes before MQTT: TLS and WebSocket."""
SHORTEST_S, LONGEST_S = 1, 30
"""Between two attempts to connect; doubled each time."""
SESSION_S = 7 * 86_400
"""So long a broker of MQTT 5 keeps for us what comes while we are away."""
MOST_AT_ONCE = 10
"""Messages of ours that are not acknowledged: brokers of MQTT 5 may cut off who sends more than they allow."""


@dataclass(frozen=True, slots=True)
class Address:
    """What it takes to connect. pair: our certificate, where it asks for one. path: of WebSocket; empty without.

    name: of the client; the broker keeps its session under it.
    """

    host: str
    port: int
    tls: bool
    ca: str
    pair: Pair | None
    path: str
    username: str
    password: str
    protocol: str
    name: str
    status: str


class Client(paho.Client):
    """Connects to the addresses that were judged, whatever the name means by now, and tells why it could not."""

    def __init__(self, address: Address, lost: Callable[[str, str], None]) -> None:
        self.is_new = address.protocol == Broker.Protocol.V5
        protocol = MQTTProtocolVersion.MQTTv5 if self.is_new else MQTTProtocolVersion.MQTTv311
        super().__init__(
            CallbackAPIVersion.VERSION2,
            client_id=address.name,
            clean_session=None if self.is_new else False,
            protocol=protocol,
            transport="websockets" if address.path else "tcp",
            reconnect_on_failure=True,
            manual_ack=True,
        )
        self._address, self._tell_lost = address, lost
        self._reached: socket.socket | None = None
        self.is_dead = False
        self.connect_timeout = CONNECT_S
        self.reconnect_delay_set(SHORTEST_S, LONGEST_S)
        self.max_inflight_messages_set(MOST_AT_ONCE)
        self.will_set(address.status, OFFLINE, qos=1, retain=True)
        if address.username:
            self.username_pw_set(address.username, address.password or None)
        if address.path:
            self.ws_set_options(address.path)
        self._context = context(address.ca, address.pair) if address.tls else None
        if self._context:
            self.tls_set_context(self._context)

    def begin(self) -> None:
        if self.is_new:
            wishes = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
            wishes.SessionExpiryInterval = SESSION_S
            wishes.ReceiveMaximum = WINDOW
            self.connect_async(
                self._address.host, self._address.port, KEEPALIVE_S, clean_start=False, properties=wishes
            )
        else:
            self.connect_async(self._address.host, self._address.port, KEEPALIVE_S)
        self.loop_start()

    def _thread_main(self) -> None:
        try:
            super()._thread_main()
        except Exception:
            self.is_dead = True
            raise

    def _create_socket(self) -> Any:
        try:
            with self._hurried():
                return super()._create_socket()
        except OSError as error:
            if not isinstance(error, _ToldError):
                self._tell_lost(*_why(error))
            raise

    @contextmanager
    def _hurried(self) -> Iterator[None]:
        """Each step has its own limit; this is for a broker that greets drop by drop. paho leaves what failed open."""
        timer = Timer(GREETING_S, self._cut)
        timer.start()
        try:
            yield
        except OSError:
            if self._reached is not None:
                self._reached.close()
            raise
        finally:
            timer.cancel()
            self._reached = None

    def _cut(self) -> None:
        if self._reached is not None:
            with suppress(OSError):
                self._reached.shutdown(socket.SHUT_RDWR)

    def _sock_recv(self, bufsize: int) -> bytes:
        """In TLS 1.3 a broker judges our certificate only after the handshake."""
        try:
            return super()._sock_recv(bufsize)
        except ssl.SSLError as error:
            if _is_of_ours(error):
                self._tell_lost(*_why(error))
            raise

    def _ssl_wrap_socket(self, tcp_sock: socket.socket) -> ssl.SSLSocket:
        """As paho's, by a context that the types know to be there."""
        if self._context is None:
            raise ValueError("There is nothing to wrap: the broker is spoken to without TLS.")
        wrapped = self._context.wrap_socket(tcp_sock, server_hostname=self._address.host, do_handshake_on_connect=False)
        self._reached = wrapped
        wrapped.settimeout(CONNECT_S)
        wrapped.do_handshake()
        return wrapped

    def _create_socket_connection(self) -> socket.socket:
        try:
            found = judged(self._address.host, self._address.port, tls=self._address.tls)
        except addresses.NotFound as refusal:
            self._tell_lost(Problem.UNRESOLVED, refusal.sentence)
            raise _ToldError(refusal.sentence) from refusal
        except Refusal as refusal:
            self._tell_lost(Problem.REFUSED, refusal.sentence)
            raise _ToldError(refusal.sentence) from refusal
        failure: OSError = OSError("There is no address.")
        for address in found:
            try:
                self._reached = socket.create_connection((address, self._address.port), CONNECT_S)
                return self._reached
            except OSError as error:
                failure = error
        raise failure


_SENTENCES = {
    "no_address": gettext_lazy("Write the name or the address of a host, such as mqtt.example, and nothing else."),
    "not_encrypted": gettext_lazy("Only TLS leaves the house: others read what goes without."),
}
"""Where ``outward.addresses`` speaks of HTTP."""


class _ToldError(OSError):
    """Why is told already."""


def judged(host: str, port: int, *, tls: bool) -> Sequence[str]:
    """Addresses behind a name, as ``outward.addresses`` allows them. Raises Refusal; NotFound where there are none."""
    name = f"[{host}]" if ":" in host else host
    try:
        return addresses.resolve(f"{'https' if tls else 'http'}://{name}:{port}").addresses
    except Refusal as refusal:
        if refusal.code in _SENTENCES:
            raise Refusal(str(_SENTENCES[refusal.code]), code=refusal.code) from refusal
        raise


def _why(error: OSError) -> tuple[str, str]:
    """Why there is no connection: the problem, and what was said of it."""
    said = str(error) or type(error).__name__
    if isinstance(error, ssl.SSLCertVerificationError):
        return Problem.CERTIFICATE, error.verify_message or said
    if isinstance(error, ssl.SSLError) and _is_of_ours(error):
        return Problem.OUR_CERTIFICATE, (error.reason or said).lower().replace("_", " ")
    if isinstance(error, paho.WebsocketConnectionError):
        return Problem.WEBSOCKET, said
    return Problem.UNREACHABLE, said


def _is_of_ours(error: ssl.SSLError) -> bool:
    """Whether the broker says that our certificate is missing, unknown or expired (RFC 8446, section 6.2)."""
    reason = error.reason or ""
    return "ALERT" in reason and ("CERTIFICATE" in reason or "UNKNOWN_CA" in reason)


def context(ca: str, pair: Pair | None = None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings.OUTWARD_CA_FILE:
        context.load_verify_locations(settings.OUTWARD_CA_FILE)
    if ca:
        context.load_verify_locations(cadata=ca)
    if pair:
        certificates.show(context, pair)
    return context
