"""One message over HTTP, to the very address that was judged. No redirect is followed, no proxy asked, nothing kept."""

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead, RemoteDisconnected
from io import BufferedReader
from typing import Any

from django.conf import settings

from hypervision.lib.errors import Refusal
from hypervision.outward import addresses
from hypervision.outward.addresses import NotFound, Target
from hypervision.outward.models import Delivery

Problem = Delivery.Problem

CONNECT_S = 5.0
DEADLINE_S = 10.0
"""For all of it: a receiver that sends a letter a second is as good as one that hangs."""
MOST_BYTES = 1_000
SHOWN = 300
GONE = 410


@dataclass(frozen=True, slots=True)
class Answer:
    """problem: empty when the receiver took it. text: the beginning of what it said, or what went wrong."""

    problem: str = ""
    status: int | None = None
    text: str = ""

    @property
    def is_good(self) -> bool:
        return not self.problem


def post(url: str, headers: Mapping[str, str], body: bytes, deadline_s: float = DEADLINE_S) -> Answer:
    """Never raises for what a receiver or its address does."""
    try:
        target = addresses.resolve(url)
    except NotFound as refusal:
        return Answer(Problem.UNRESOLVED, text=refusal.sentence[:SHOWN])
    except Refusal as refusal:
        return Answer(Problem.REFUSED, text=refusal.sentence[:SHOWN])
    connection = _Pinned(target)
    try:
        with _deadline(connection, deadline_s):
            connection.request("POST", target.path, body, dict(headers))
            response = connection.getresponse()
            said = response.read(MOST_BYTES)
            if response.length and len(said) < MOST_BYTES:
                raise IncompleteRead(said, response.length)
        shown = "".join(filter(str.isprintable, said.decode("utf-8", "replace")))
        return Answer(_problem(response.status), response.status, shown[:SHOWN])
    except ssl.SSLCertVerificationError as error:
        return Answer(Problem.CERTIFICATE, text=error.verify_message[:SHOWN])
    except TimeoutError:
        return Answer(Problem.TIMEOUT)
    except (OSError, HTTPException) as error:
        return Answer(Problem.CUT_OFF, text=(str(error) or type(error).__name__)[:SHOWN])
    finally:
        connection.close()


def _problem(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return Problem.REDIRECT
    return Problem.GONE if status == GONE else Problem.STATUS


class _WholeLines(BufferedReader):
    """A head that ends in the middle is no head: the library takes the end of the stream for that of the line."""

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        if not line.endswith(b"\n"):
            raise RemoteDisconnected("The answer ends in the middle.")
        return line


class _Whole(HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = _WholeLines(self.fp.detach())


class _Pinned(HTTPConnection):
    """Connects to the addresses of a target, whatever its name means by now."""

    response_class = _Whole

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=CONNECT_S)
        self.default_port = 443 if target.tls else 80
        self._target = target

    def connect(self) -> None:
        self.sock = self._reach()
        if self._target.tls:
            self.sock = _context(settings.OUTWARD_CA_FILE).wrap_socket(
                self.sock, server_hostname=self._target.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def _reach(self) -> socket.socket:
        """The first that answers: of a name with IPv4 and IPv6 often one leads nowhere."""
        failure: OSError = OSError("There is no address.")
        for address in self._target.addresses:
            try:
                return socket.create_connection((address, self._target.port), CONNECT_S)
            except OSError as error:
                failure = error
        raise failure


@lru_cache(maxsize=4)
def _context(ca_file: str) -> ssl.SSLContext:
    """ca_file: of the city's own authority, beside those of the system; may be empty."""
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


@contextmanager
def _deadline(connection: HTTPConnection, seconds: float) -> Iterator[None]:
    """Cuts the connection off when the time is over, and raises TimeoutError then."""
    over = threading.Event()

    def cut() -> None:
        over.set()
        if connection.sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, HTTPException) as error:
        if over.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()
    if over.is_set():  # what was read meanwhile may look whole and is not
        raise TimeoutError
