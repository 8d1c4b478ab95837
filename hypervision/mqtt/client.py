"""paho's client with our ways: addresses that were judged, a session that lasts, a last will, and why it failed."""

import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy
from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from hypervision.lib.errors import Refusal
from hypervision.mqtt.again import WINDOW
from hypervision.mqtt.messages import OFFLINE
from hypervision.mqtt.models import Broker
from hypervision.outward import addresses

Problem = Broker.Problem

KEEPALIVE_S = 30
CONNECT_S = 5.0
SHORTEST_S, LONGEST_S = 1, 30
"""Between two attempts to connect; doubled each time."""
SESSION_S = 7 * 86_400
"""So long a broker of MQTT 5 keeps for us what comes while we are away."""
MOST_AT_ONCE = 10
"""Messages of ours that are not acknowledged: brokers of MQTT 5 may cut off who sends more than they allow."""


@dataclass(frozen=True, slots=True)
class Address:
    """What it takes to connect. name: of the client; the broker keeps its session under it."""

    host: str
    port: int
    tls: bool
    ca: str
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
            reconnect_on_failure=True,
            manual_ack=True,
        )
        self._address, self._tell_lost = address, lost
        self.is_dead = False
        self.connect_timeout = CONNECT_S
        self.reconnect_delay_set(SHORTEST_S, LONGEST_S)
        self.max_inflight_messages_set(MOST_AT_ONCE)
        self.will_set(address.status, OFFLINE, qos=1, retain=True)
        if address.username:
            self.username_pw_set(address.username, address.password or None)
        self._context = context(address.ca) if address.tls else None
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
            return super()._create_socket()
        except ssl.SSLCertVerificationError as error:
            self._tell_lost(Problem.CERTIFICATE, error.verify_message or str(error))
            raise
        except OSError as error:
            if not isinstance(error, _ToldError):
                self._tell_lost(Problem.UNREACHABLE, str(error) or type(error).__name__)
            raise

    def _ssl_wrap_socket(self, tcp_sock: socket.socket) -> ssl.SSLSocket:
        """As paho's, which leaves the connection open when the certificate does not hold."""
        if self._context is None:
            raise ValueError("There is nothing to wrap: the broker is spoken to without TLS.")
        wrapped = self._context.wrap_socket(tcp_sock, server_hostname=self._address.host, do_handshake_on_connect=False)
        try:
            wrapped.settimeout(CONNECT_S)
            wrapped.do_handshake()
        except OSError:
            wrapped.close()
            raise
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
                return socket.create_connection((address, self._address.port), CONNECT_S)
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


def context(ca: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings.OUTWARD_CA_FILE:
        context.load_verify_locations(settings.OUTWARD_CA_FILE)
    if ca:
        context.load_verify_locations(cadata=ca)
    return context
