"""The conversation with an RTSP camera (RFC 2326): describe, set up the video over TCP, play, keep alive.

Our own client rather than libav's, for three reasons that were measured or are law: libav hands a picture on only when
the next one begins (one frame of age), it cannot be interrupted while it waits, and here only the video is ever set up.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from detectors.vision.sentences import gettext_noop
from detectors.vision.sources.address import Credentials
from detectors.vision.sources.auth import Authenticator
from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.sources.link import Link
from detectors.vision.sources.sdp import VideoTrack, video_track

MAX_HEADER = 16 * 1024
MAX_BODY = 256 * 1024
DEFAULT_SESSION = 60.0
AGENT = "Hypervision"


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: dict[str, str]
    challenges: list[str]
    body: bytes


class RtspSession:
    """One session on one link. ``play`` once, then ``packet`` again and again."""

    def __init__(
        self,
        link: Link,
        url: str,
        credentials: Credentials | None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._link = link
        self._url = url
        self._authenticator = Authenticator(credentials) if credentials else None
        self._monotonic = monotonic
        self._sequence = 0
        self._session = ""
        self._control = url
        self._keep_alive = "OPTIONS"
        self._every = DEFAULT_SESSION / 2
        self._alive_at = 0.0

    def play(self) -> VideoTrack:
        """1. OPTIONS, 2. DESCRIBE, 3. SETUP of the first video alone, 4. PLAY. Raises ``SourceError``."""
        options = self._ask("OPTIONS", self._url)
        if "GET_PARAMETER" in options.headers.get("public", ""):
            self._keep_alive = "GET_PARAMETER"
        described = self._ask("DESCRIBE", self._url, {"Accept": "application/sdp"})
        track = video_track(described.body.decode("utf-8", "replace"))
        base = described.headers.get("content-base") or described.headers.get("content-location") or self._url
        self._set_up(_control_url(base, track.control))
        self._ask("PLAY", self._url, {"Range": "npt=0.000-"})
        self._alive_at = self._monotonic() + self._every
        return track

    def packet(self) -> bytes:
        """The next RTP packet of the video, whatever else comes between (RTCP, replies to our signs of life)."""
        while True:
            self._stay_alive()
            first = self._link.read_exactly(1)
            if first != b"$":
                self._read_message(first)
                continue
            channel, size = self._interleaved()
            data = self._link.read_exactly(size)
            if channel == 0:
                return data

    def tear_down(self) -> None:
        """Says goodbye without waiting for an answer; a link that is gone already is no error."""
        if self._session:
            try:
                self._send("TEARDOWN", self._url, {})
            except SourceError:
                self._session = ""

    def _set_up(self, control: str) -> None:
        reply = self._ask("SETUP", control, {"Transport": "RTP/AVP/TCP;unicast;interleaved=0-1"})
        session, _, options = reply.headers.get("session", "").partition(";")
        self._session = session.strip()
        for option in options.split(";"):
            name, _, value = option.strip().partition("=")
            if name == "timeout" and value.isdigit():
                self._every = max(1.0, int(value) / 2)

    def _ask(self, method: str, url: str, headers: dict[str, str] | None = None) -> Reply:
        reply = self._exchange(method, url, headers or {})
        if reply.status == 401:
            if self._authenticator is None or not self._authenticator.learn(reply.challenges):
                raise SourceError(
                    Reason.WRONG_PASSWORD, gettext_noop("The camera asks for a user and a password; enter them.")
                )
            reply = self._exchange(method, url, headers or {})
        if reply.status == 200:
            return reply
        raise _refusal(reply.status)

    def _exchange(self, method: str, url: str, headers: dict[str, str]) -> Reply:
        self._send(method, url, headers)
        while True:
            first = self._link.read_exactly(1)
            if first == b"$":  # a packet of another session's rest, or one that overtook the reply to PLAY
                _, size = self._interleaved()
                self._link.read_exactly(size)
                continue
            reply = self._read_message(first)
            if reply is not None and reply.headers.get("cseq", str(self._sequence)) == str(self._sequence):
                return reply

    def _send(self, method: str, url: str, headers: dict[str, str]) -> None:
        self._sequence += 1
        lines = [f"{method} {url} RTSP/1.0", f"CSeq: {self._sequence}", f"User-Agent: {AGENT}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if self._session:
            lines.append(f"Session: {self._session}")
        answer = self._authenticator.header(method, url) if self._authenticator else None
        if answer:
            lines.append(f"Authorization: {answer}")
        self._link.send(("\r\n".join(lines) + "\r\n\r\n").encode())

    def _read_message(self, first: bytes) -> Reply | None:
        """A reply; None for a request that the camera makes of us, which is read and left unanswered."""
        if not first.isalpha():
            raise _nonsense()
        head = (first + self._link.read_until(b"\r\n\r\n", MAX_HEADER)).decode("utf-8", "replace")
        start, *lines = head.split("\r\n")
        pairs = [(n.strip().lower(), v.strip()) for n, colon, v in (li.partition(":") for li in lines) if colon]
        headers = dict(pairs)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            raise _nonsense()
        body = self._link.read_exactly(int(length))
        if not start.startswith("RTSP/"):
            return None
        status = start.split(" ")[1:2]
        if not status or not status[0].isdigit():
            raise _nonsense()
        challenges = [value for name, value in pairs if name == "www-authenticate"]
        self._renew(int(status[0]), challenges)
        return Reply(int(status[0]), headers, challenges, body)

    def _renew(self, status: int, challenges: list[str]) -> None:
        """While playing, a nonce can run out: the next sign of life uses the new one at once."""
        if status == 401 and self._alive_at and self._authenticator is not None:
            self._authenticator.learn(challenges)
            self._alive_at = self._monotonic()

    def _stay_alive(self) -> None:
        if self._monotonic() >= self._alive_at:
            self._alive_at = self._monotonic() + self._every
            self._send(self._keep_alive, self._url, {})

    def _interleaved(self) -> tuple[int, int]:
        header = self._link.read_exactly(3)
        return header[0], int.from_bytes(header[1:3], "big")


def _control_url(base: str, control: str) -> str:
    """RFC 2326 C.1.1. The result only names the track: nothing but the link that stands is ever connected to."""
    if control in ("", "*"):
        return base
    if control.lower().startswith(("rtsp://", "rtsps://")):
        return control
    # urljoin knows no rtsp, so the scheme is lent; and cameras mean "below", with or without the slash.
    scheme, _, rest = base.partition("://")
    return scheme + urljoin("http://" + rest.rstrip("/") + "/", control).removeprefix("http")


def _refusal(status: int) -> SourceError:
    if status in (401, 403):
        return SourceError(
            Reason.WRONG_PASSWORD, gettext_noop("The camera refuses this user and password; correct them.")
        )
    if status == 404:
        return SourceError(
            Reason.NO_VIDEO, gettext_noop("The camera knows no stream of this name; check the path in its address.")
        )
    if 300 <= status < 400:
        return SourceError(
            Reason.REFUSED, gettext_noop("The camera points to another address; enter that address instead.")
        )
    if status == 461:
        return SourceError(
            Reason.REFUSED, gettext_noop("The camera does not send over TCP; allow that in its settings.")
        )
    return SourceError(
        Reason.REFUSED, gettext_noop("The camera refused with status %(status)s; look at its own pages."), status=status
    )


def _nonsense() -> SourceError:
    return SourceError(
        Reason.BROKEN_STREAM, gettext_noop("What answers there does not speak RTSP; check address and port.")
    )
