"""One question to all cameras of the local network, and who answers within a few seconds (WS-Discovery, 2005/04)."""

import socket
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address
from urllib.parse import unquote, urlsplit
from uuid import uuid4
from xml.etree.ElementTree import Element

from detectors.discovery import soap

GROUP = ("239.255.255.250", 3702)
LISTEN_S = 4.0
MOST_DEVICES = 200
MOST_DATAGRAM = 65_535
TIMES = 2
"""How often it is asked: datagrams get lost."""
_SCOPE = "onvif://www.onvif.org/"
_DISCOVERY = "http://schemas.xmlsoap.org/ws/2005/04/discovery"
_ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing"


@dataclass(frozen=True, slots=True)
class Device:
    """service: the address of its ONVIF service. name, hardware: as it says itself."""

    ip: str
    service: str
    name: str
    hardware: str


def may_be_asked(ip: str) -> bool:
    """Cameras live in private networks. This machine, and where clouds keep their secrets, are none."""
    try:
        address = ip_address(ip)
    except ValueError:
        return False
    private = isinstance(address, IPv4Address) and address.is_private
    return private and not (
        address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_unspecified
        or address.is_reserved
    )


def search(seconds: float = LISTEN_S, where: tuple[str, int] = GROUP) -> list[Device]:
    """By address. Raises OSError where this machine may not ask at all."""
    number = f"urn:uuid:{uuid4()}"
    found: dict[str, Device] = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.bind(("", 0))
        _ask(asking, _question(number), where)
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and len(found) < MOST_DEVICES:
            asking.settimeout(left)
            try:
                data, (ip, _port) = asking.recvfrom(MOST_DATAGRAM)
            except TimeoutError:
                break
            for device in devices(data, ip, number):
                found.setdefault(device.service, device)
    return sorted(found.values(), key=lambda device: (ip_address(device.ip), device.service))


def devices(data: bytes, ip: str, number: str) -> Iterator[Device]:
    """What a datagram tells. ip: who sent it; a service elsewhere would let one device send us to another.

    number: of the question; an answer to another one is none.
    """
    try:
        answer = soap.read(data)
    except soap.UnreadableError:
        return
    if soap.text(answer, "RelatesTo") != number or not may_be_asked(ip):
        return
    for match in soap.every(answer, "ProbeMatch"):
        service = next((one for one in soap.text(match, "XAddrs").split() if _is_of(one, ip)), "")
        if service:
            yield Device(ip, service, _scope(match, "name"), _scope(match, "hardware"))


def _is_of(service: str, ip: str) -> bool:
    try:
        parts = urlsplit(service)
        return parts.scheme == "http" and parts.hostname == ip and not parts.username and parts.port != 0
    except ValueError:
        return False


def _scope(match: Element, what: str) -> str:
    begins = f"{_SCOPE}{what}/"
    scopes = soap.text(match, "Scopes").split()
    return next((unquote(one[len(begins) :])[:100] for one in scopes if one.startswith(begins)), "")


def _ask(asking: socket.socket, question: bytes, where: tuple[str, int]) -> None:
    """By every way out of this machine, those that lead nowhere left out. Raises OSError where none leads on."""
    asking.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
    asked, failure = False, OSError("There is no network interface.")
    for index, _name in socket.if_nameindex():
        try:
            way = struct.pack("4s4si", b"", b"", index)
            asking.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, way)
            for _ in range(TIMES):
                asking.sendto(question, where)
            asked = True
        except OSError as error:
            failure = error
    if not asked:
        raise failure


def _question(number: str) -> bytes:
    header = (
        f'<a:Action xmlns:a="{_ADDRESSING}">{_DISCOVERY}/Probe</a:Action>'
        f'<a:MessageID xmlns:a="{_ADDRESSING}">{number}</a:MessageID>'
        f'<a:To xmlns:a="{_ADDRESSING}">urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>'
    )
    types = 'xmlns:n="http://www.onvif.org/ver10/network/wsdl">n:NetworkVideoTransmitter'
    return soap.envelope(f'<d:Probe xmlns:d="{_DISCOVERY}"><d:Types {types}</d:Types></d:Probe>', header)
