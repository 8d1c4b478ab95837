"""A TCP (or TLS) connection whose every wait ends: by data, by its deadline, or by another thread's ``interrupt``."""

import io
import select
import socket
import ssl
import time
from collections.abc import Callable

from detectors.vision.sentences import gettext_noop
from detectors.vision.sources.address import resolve
from detectors.vision.sources.errors import Reason, SourceError

SLICE = 0.2
"""Seconds between two looks at whether the link was closed while nothing comes: bounds how long ``interrupt`` takes."""
CHUNK = 65536


class Link:
    """One connection to a camera. Reads are buffered; ``arrived`` is when the newest bytes came (monotonic seconds)."""

    def __init__(self, timeout: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.timeout = timeout
        self.arrived = 0.0
        self.received = 0
        self._monotonic = monotonic
        self._socket: socket.socket | None = None
        self._buffer = bytearray()
        self._closing = False

    def connect(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> None:
        """Tries each checked address of the host in turn; raises ``SourceError``."""
        for family_address in resolve(host, port):
            try:
                self._socket = self._connect_one(family_address)
                break
            except OSError:
                continue
            except SourceError as error:
                if error.reason is Reason.STOPPED:
                    raise
        if self._socket is None:
            raise SourceError(
                Reason.UNREACHABLE,
                gettext_noop("%(host)s:%(port)s does not answer; check that the camera is on and the network."),
                host=host,
                port=port,
            )
        if tls is not None:
            self._socket = self._wrap(self._socket, tls, host)

    def send(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            try:
                view = view[self._open_socket().send(view) :]
            except (BlockingIOError, ssl.SSLWantWriteError):
                self._wait(self._open_socket(), select.POLLOUT)
            except OSError as error:
                raise self._lost() from error

    def read_exactly(self, count: int) -> bytes:
        while len(self._buffer) < count:
            self._fill()
        data = bytes(self._buffer[:count])
        del self._buffer[:count]
        return data

    def read_until(self, end: bytes, limit: int) -> bytes:
        """Bytes up to and with ``end``; more than ``limit`` bytes without it is a broken stream."""
        while (found := self._buffer.find(end)) < 0:
            if len(self._buffer) > limit:
                raise SourceError(
                    Reason.BROKEN_STREAM, gettext_noop("What the camera sends is not what its address promises.")
                )
            self._fill()
        return self.read_exactly(found + len(end))

    def read_some(self, limit: int) -> bytes:
        """Up to ``limit`` bytes as soon as there are any; empty at the end of the stream."""
        if not self._buffer:
            try:
                self._fill()
            except SourceError as error:
                if error.reason is Reason.LOST:
                    return b""
                raise
        return self.read_exactly(min(limit, len(self._buffer)))

    def makefile(self, *_: object) -> io.BufferedReader:
        """For ``http.client.HTTPResponse``, which wants to read from a socket's file."""
        return io.BufferedReader(_LinkFile(self))

    def interrupt(self) -> None:
        """From any thread: a waiting read or write ends within ``SLICE`` seconds, and none begins any more."""
        self._closing = True

    def close(self) -> None:
        """From the reading thread only: a descriptor that another thread still waits on must not be given away."""
        self._closing = True
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _connect_one(self, address: tuple[str, int]) -> socket.socket:
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.setblocking(False)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                sock.connect(address)
            except BlockingIOError:
                self._wait(sock, select.POLLOUT)
            if code := sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                raise OSError(code, "connect")
        except (OSError, SourceError):
            sock.close()
            raise
        return sock

    def _wrap(self, sock: socket.socket, tls: ssl.SSLContext, host: str) -> ssl.SSLSocket:
        wrapped = tls.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
        self._socket = wrapped
        while True:
            try:
                wrapped.do_handshake()
            except ssl.SSLWantReadError:
                self._wait(wrapped, select.POLLIN)
            except ssl.SSLWantWriteError:
                self._wait(wrapped, select.POLLOUT)
            except ssl.SSLError as error:
                raise SourceError(
                    Reason.REFUSED,
                    gettext_noop("%(host)s shows no certificate that this machine trusts; install its authority."),
                    host=host,
                ) from error
            except OSError as error:
                raise self._lost() from error
            else:
                return wrapped

    def _fill(self) -> None:
        while True:
            try:
                data = self._open_socket().recv(CHUNK)
            except (BlockingIOError, ssl.SSLWantReadError):
                self._wait(self._open_socket(), select.POLLIN)
                continue
            except OSError as error:
                raise self._lost() from error
            if not data:
                raise SourceError(Reason.LOST, gettext_noop("The camera closed the connection."))
            self.arrived = self._monotonic()
            self.received += len(data)
            self._buffer += data
            return

    def _wait(self, sock: socket.socket, event: int) -> None:
        poll = select.poll()
        poll.register(sock, event)
        deadline = time.monotonic() + self.timeout
        while not self._closing:
            if poll.poll(SLICE * 1000):
                return
            if time.monotonic() > deadline:
                raise SourceError(
                    Reason.SILENT,
                    gettext_noop("Nothing came for %(seconds)s s; the camera is silent."),
                    seconds=self.timeout,
                )
        raise SourceError(Reason.STOPPED, gettext_noop("Stopped."))

    def _open_socket(self) -> socket.socket:
        if self._socket is None or self._closing:
            raise SourceError(Reason.STOPPED, gettext_noop("Stopped."))
        return self._socket

    def _lost(self) -> SourceError:
        return SourceError(Reason.LOST, gettext_noop("The connection to the camera broke."))


class _LinkFile(io.RawIOBase):
    def __init__(self, link: Link) -> None:
        self._link = link

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._link.read_some(len(buffer))
        buffer[: len(data)] = data
        return len(data)
