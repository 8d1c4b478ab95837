"""A camera over HTTP: MJPEG (multipart), one JPEG a request, or any stream that a container format can carry."""

import http.client
import ssl
from typing import Protocol

import av

from detectors.vision.sentences import gettext_noop
from detectors.vision.sources.address import PORTS, Credentials, check
from detectors.vision.sources.auth import Authenticator
from detectors.vision.sources.clock import Clock, WallAnchor
from detectors.vision.sources.container import ContainerReader
from detectors.vision.sources.decoder import decode_still
from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.sources.link import Link
from detectors.vision.sources.pace import Pacer
from detectors.vision.sources.source import Picture

MAX_PART = 16 * 1024 * 1024
"""Bytes of one JPEG."""
MAX_LINE = 8192
MAX_BAD_PARTS = 30
"""Damaged pictures in a row after which the stream counts as broken."""


class _Reader(Protocol):
    """One kind of answer."""

    def read(self) -> Picture: ...


class HttpSource:
    """url: without credentials. rate: pictures a second where each needs a request of its own."""

    def __init__(
        self,
        url: str,
        credentials: Credentials | None = None,
        *,
        rate: float = 2.0,
        timeout: float = 5.0,
        clock: Clock | None = None,
    ) -> None:
        self._parts = check(url)
        self._authenticator = Authenticator(credentials) if credentials else None
        self._clock = clock or Clock()
        self._timeout = timeout
        self._pacer = Pacer(rate, self._clock)
        self._link = Link(timeout, self._clock.monotonic)
        self._reader: _Reader | None = None
        self._stopped = False

    def connect(self) -> None:
        response = self.request()
        kind = response.getheader("content-type", "").lower()
        if kind.startswith("multipart/"):
            self._reader = _Multipart(response, self._link, self._clock)
        elif kind.startswith("image/"):
            self._reader = _Snapshots(self, response, self._pacer, self._clock)
        else:
            self._reader = _Stream(response, self._link, self._clock)

    def read(self) -> Picture:
        if self._reader is None:
            raise SourceError(Reason.STOPPED, gettext_noop("The source is not connected."))
        try:
            return self._reader.read()
        except http.client.HTTPException as error:
            raise SourceError(
                Reason.BROKEN_STREAM, gettext_noop("The camera's answer is not HTTP as it should be.")
            ) from error

    def interrupt(self) -> None:
        self._stopped = True
        self._pacer.interrupt()
        self._link.interrupt()

    def close(self) -> None:
        self._link.close()

    def request(self) -> http.client.HTTPResponse:
        """One GET on a fresh connection, asked again with credentials where the camera wants them."""
        response = self._get()
        if response.status == 401:
            challenges = response.headers.get_all("www-authenticate") or []
            if self._authenticator is None or not self._authenticator.learn(challenges):
                raise SourceError(
                    Reason.WRONG_PASSWORD, gettext_noop("The camera asks for a user and a password; enter them.")
                )
            response = self._get()
        if response.status != 200:
            raise _refusal(response.status)
        return response

    def _get(self) -> http.client.HTTPResponse:
        self._link.close()
        self._link = link = Link(self._timeout, self._clock.monotonic)
        if self._stopped:  # set before the new link was there to be interrupted
            raise SourceError(Reason.STOPPED, gettext_noop("Stopped."))
        tls = ssl.create_default_context() if self._parts.scheme == "https" else None
        link.connect(self._parts.hostname or "", self._parts.port or PORTS[self._parts.scheme], tls)
        target = (self._parts.path or "/") + (f"?{self._parts.query}" if self._parts.query else "")
        lines = [f"GET {target} HTTP/1.1", f"Host: {self._parts.netloc}", "Connection: close", "Accept: */*"]
        answer = self._authenticator.header("GET", target) if self._authenticator else None
        lines += [f"Authorization: {answer}"] if answer else []
        link.send(("\r\n".join(lines) + "\r\n\r\n").encode())
        response = http.client.HTTPResponse(link, method="GET")  # type: ignore[arg-type]
        try:
            response.begin()
        except http.client.HTTPException as error:
            raise SourceError(
                Reason.BROKEN_STREAM, gettext_noop("What answers there does not speak HTTP; check the port.")
            ) from error
        return response


class _Multipart:
    """``multipart/x-mixed-replace``: a part is a picture. Its capture time is the arrival of its header."""

    def __init__(self, response: http.client.HTTPResponse, link: Link, clock: Clock) -> None:
        self._response = response
        self._link = link
        self._anchor = WallAnchor(clock)
        boundary = response.headers.get_boundary() or ""
        self._boundary = b"--" + boundary.strip().strip('"').removeprefix("--").encode()

    def read(self) -> Picture:
        for _ in range(MAX_BAD_PARTS):
            length = self._header()
            arrived = self._link.arrived
            data = self._sized(length) if length else self._until_boundary()
            try:
                return Picture(decode_still(data), self._anchor.at(arrived))
            except SourceError:
                continue
        raise SourceError(
            Reason.BROKEN_STREAM, gettext_noop("%(count)s pictures in a row were damaged."), count=MAX_BAD_PARTS
        )

    def _header(self) -> int:
        """Reads to the end of the next part's header; its length, 0 where it tells none."""
        length, began = 0, False
        while True:
            line = self._line().strip()
            if line.startswith(self._boundary):
                began = True
            elif began and line.lower().startswith(b"content-length:"):
                digits = line.partition(b":")[2].strip()
                length = int(digits) if digits.isdigit() else 0
            elif began and not line:
                return length

    def _line(self) -> bytes:
        line = self._response.readline(MAX_LINE)
        if not line:
            raise SourceError(Reason.LOST, gettext_noop("The camera closed the connection."))
        return line

    def _sized(self, length: int) -> bytes:
        if length > MAX_PART:
            raise SourceError(Reason.BROKEN_STREAM, gettext_noop("The camera announces a picture of more than 16 MB."))
        data = self._response.read(length)
        if len(data) < length:
            raise SourceError(Reason.LOST, gettext_noop("The camera closed the connection."))
        return data

    def _until_boundary(self) -> bytes:
        """For the few cameras that tell no length: to the end of the JPEG, which lines of 8 KB at most make up."""
        data = bytearray()
        while not data.rstrip(b"\r\n").endswith(b"\xff\xd9"):
            data += self._line()
            if len(data) > MAX_PART:
                raise SourceError(Reason.BROKEN_STREAM, gettext_noop("A picture of the camera does not end."))
        return bytes(data)


class _Snapshots:
    """One picture a request, at a rate."""

    def __init__(self, source: HttpSource, first: http.client.HTTPResponse, pacer: Pacer, clock: Clock) -> None:
        self._source = source
        self._response: http.client.HTTPResponse | None = first
        self._pacer = pacer
        self._clock = clock
        self._anchor = WallAnchor(clock)

    def read(self) -> Picture:
        self._pacer.wait()
        asked = self._clock.monotonic()
        response, self._response = self._response or self._source.request(), None
        data = response.read(MAX_PART)
        return Picture(decode_still(data), self._anchor.at(asked))


class _Stream:
    """MPEG-TS, FLV, fragmented MP4: what PyAV finds in the bytes. Only the video is demuxed."""

    def __init__(self, response: http.client.HTTPResponse, link: Link, clock: Clock) -> None:
        self._link = link
        self._anchor = WallAnchor(clock)
        self._reader = ContainerReader(_Prompt(response), live=True)

    def read(self) -> Picture:
        video: av.VideoFrame = self._reader.read()
        return Picture(video, self._anchor.at(self._link.arrived))


class _Prompt:
    """A file whose ``read`` gives what is there, where HTTPResponse would wait until its buffer is full."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self._response = response

    def read(self, size: int) -> bytes:
        return self._response.read1(size)


def _refusal(status: int) -> SourceError:
    if status in (401, 403):
        return SourceError(
            Reason.WRONG_PASSWORD, gettext_noop("The camera refuses this user and password; correct them.")
        )
    if status == 404:
        return SourceError(
            Reason.NO_VIDEO, gettext_noop("The camera knows no picture of this name; check the path in its address.")
        )
    if 300 <= status < 400:
        return SourceError(
            Reason.REFUSED, gettext_noop("The camera points to another address; enter that address instead.")
        )
    return SourceError(
        Reason.REFUSED, gettext_noop("The camera refused with status %(status)s; look at its own pages."), status=status
    )
