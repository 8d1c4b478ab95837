"""Which addresses messages may be sent to. Whoever may write an address must not thereby reach into our own network
(server-side request forgery): the name is resolved here, every address behind it is judged, and the connection is made
to one of these and to nothing that the name means a moment later.
"""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from hypervision.lib.errors import Refusal

Address = IPv4Address | IPv6Address
_NAT64 = IPv6Network("64:ff9b::/96")
LONGEST = 500


class NotFound(Refusal):
    """The name leads nowhere, for now."""


@dataclass(frozen=True, slots=True)
class Target:
    """host: as certificates name it. path: with its query. addresses: judged, in the order of the resolver."""

    host: str
    port: int
    path: str
    tls: bool
    addresses: Sequence[str]


def resolve(url: str) -> Target:
    """Raises Refusal, a sentence, where nothing may be sent; NotFound where the name leads nowhere."""
    parts, port = _split(url)
    tls, host = parts.scheme == "https", (parts.hostname or "").rstrip(".")
    found = look_up(host, port)
    for address in found:
        _judge(host, ip_address(address), tls=tls)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port, path, tls, found)


def look_up(host: str, port: int) -> list[str]:
    """What the resolver says, which also reads 0x7f.1 and 2130706433."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotFound(_("No address is known of %(host)s.") % {"host": host}, code="unresolved") from error
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


def _split(url: str) -> tuple[SplitResult, int]:
    wrong = Refusal(_("Write an address such as https://dispatch.example/hook."), code="no_address")
    if len(url) > LONGEST or not url.isprintable() or " " in url:
        raise wrong
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise wrong from error
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.fragment:
        raise wrong
    if not url.isascii():
        raise Refusal(
            _("Write the name of the host in ASCII letters (xn--…), the rest in percent signs."), code="no_address"
        )
    if "@" in parts.netloc:
        raise Refusal(_("Leave name and password out of the address: the signature says who sends."), code="no_address")
    return parts, port


def _judge(host: str, address: Address, *, tls: bool) -> None:
    address = _inner(address)
    if any(address in network for network in settings.OUTWARD_ALLOWED_NETWORKS):
        return
    if not address.is_global or address.is_multicast:
        facts = {"host": host, "address": str(address)}
        raise Refusal(
            _("%(host)s leads to %(address)s, an inner address that no setting opens: OUTWARD_ALLOWED_NETWORKS.")
            % facts,
            code="inner_address",
        )
    if not tls:
        raise Refusal(_("Only https:// leaves the house: others read what goes over http://."), code="not_encrypted")


def _inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 address wraps, if it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else address)
