"""Addresses of cameras: which are allowed, and how user and password are kept apart from them."""

import socket
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

from detectors.vision.sentences import gettext_noop
from detectors.vision.sources.errors import Reason, SourceError

PORTS = {"rtsp": 554, "rtsps": 322, "http": 80, "https": 443}
LOCAL_SCHEMES = ("file", "folder")


@dataclass(frozen=True, slots=True)
class Credentials:
    """User and password of a camera; ``repr`` never shows the password."""

    user: str
    password: str = field(repr=False)


def split_credentials(url: str) -> tuple[str, Credentials | None]:
    """``rtsp://u:p@host/x`` gives ``rtsp://host/x`` and the credentials, percent-decoded."""
    parts = _split(url)
    userinfo, at, host = parts.netloc.rpartition("@")
    if not at:
        return url, None
    user, _, password = userinfo.partition(":")
    return urlunsplit(parts._replace(netloc=host)), Credentials(unquote(user), unquote(password))


def join(url: str, credentials: Credentials | None) -> str:
    """The inverse of ``split_credentials``: for programs that want both in one address."""
    if credentials is None:
        return url
    parts = _split(url)
    userinfo = f"{quote(credentials.user, safe='')}:{quote(credentials.password, safe='')}"
    return urlunsplit(parts._replace(netloc=f"{userinfo}@{parts.netloc.rpartition('@')[2]}"))


def redacted(url: str) -> str:
    """The address as it may be logged and shown: without user, password and query (cameras take passwords there)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "(an address that cannot be read)"
    if "@" in parts.path and "@" not in parts.netloc and parts.scheme not in LOCAL_SCHEMES:
        return f"{parts.scheme}://…"  # a password with a raw "/" in it spills into the path
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=host, query="…" if parts.query else "", fragment=""))


def check(url: str, *, allow_local: bool = False) -> SplitResult:
    """The parts of an address that may be opened; raises ``SourceError(BAD_ADDRESS)`` for any other.

    allow_local: whether ``file:`` and ``folder:`` are allowed too; only for code and operators of the machine itself,
        never for an address that came through the web.
    """
    parts = _split(url)
    if parts.scheme in LOCAL_SCHEMES:
        if not allow_local:
            raise SourceError(
                Reason.BAD_ADDRESS, gettext_noop("Files of this machine are not allowed here; give a camera's address.")
            )
        return parts
    if parts.scheme not in PORTS:
        allowed = ", ".join(PORTS)
        raise SourceError(
            Reason.BAD_ADDRESS,
            gettext_noop("An address must begin with one of %(allowed)s, followed by ://."),
            allowed=allowed,
        )
    if not parts.hostname or any(ord(c) < 33 or ord(c) == 127 for c in url):
        raise SourceError(
            Reason.BAD_ADDRESS, gettext_noop("The address names no host, or holds a blank or a control character.")
        )
    return parts


def resolve(host: str, port: int) -> list[tuple[str, int]]:
    """IP addresses of a host, each checked; the caller connects to these, so a name cannot change its mind between.

    Private and loopback addresses are where cameras live, and stay allowed. Link-local (cloud metadata), multicast,
    unspecified and reserved ones are refused.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceError(
            Reason.UNREACHABLE, gettext_noop("The name %(host)s is not known; check the camera's address."), host=host
        ) from error
    addresses = [(str(entry[4][0]), port) for entry in found]
    allowed = [(ip, port) for ip, port in addresses if _is_allowed(ip)]
    if not allowed:
        raise SourceError(
            Reason.BAD_ADDRESS,
            gettext_noop("%(host)s leads to an address where no camera can be; give another."),
            host=host,
        )
    return allowed


def _is_allowed(ip: str) -> bool:
    address = ip_address(ip.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    if address.is_loopback:
        return True
    return not (address.is_link_local or address.is_multicast or address.is_unspecified or address.is_reserved)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError as error:
        # "from None": the original message can quote the address, password and all.
        del error
        raise SourceError(
            Reason.BAD_ADDRESS, gettext_noop("The address cannot be read; check its port and its brackets.")
        ) from None
    return parts
