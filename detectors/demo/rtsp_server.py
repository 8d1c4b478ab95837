"""A looping RTSP server: plays clips as if they were cameras, over TCP, to as many clients as come.

Every path runs on its own clock since the server's start, like a camera: who comes later sees what is on now, from
the last key frame on. Time stamps go on over the end of the loop.
"""

import asyncio
import bisect
import secrets
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from detectors.demo.auth import Guard
from detectors.demo.rtp import CLOCK, Clip, Shot

MAX_HEADER = 16 * 1024
LATE = 2.0
"""Seconds behind the clock at which a slow client is set forward to a key frame instead of being sent all."""
METHODS = ("OPTIONS", "DESCRIBE", "SETUP", "PLAY", "GET_PARAMETER", "TEARDOWN")


@dataclass(frozen=True, slots=True)
class Channel:
    """One camera. start: seconds into the clip at which it begins, so that cameras of one clip are not in step.

    guard: asks for a password; None lets everyone in. sent: told each picture's media time when it went out (benches).
    """

    clip: Clip
    start: float = 0.0
    guard: Guard | None = None
    sent: Callable[[float], None] | None = None


class RtspServer:
    """``async with RtspServer({"square1": Channel(clip)}, port=8554) as server: await server.forever()``."""

    def __init__(self, channels: Mapping[str, Channel], *, host: str = "127.0.0.1", port: int = 8554) -> None:
        self._channels = channels
        self._host = host
        self._port = port
        self._clients: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """The port that is listened on: the one asked for, or the one that was free where 0 was asked for."""
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def __aenter__(self) -> "RtspServer":
        self._began = time.monotonic()
        self._server = await asyncio.start_server(self._serve, self._host, self._port, limit=MAX_HEADER)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self.hang_up()
        await asyncio.gather(*self._clients, return_exceptions=True)
        await self._server.wait_closed()

    async def forever(self) -> None:
        await self._server.serve_forever()

    def hang_up(self) -> None:
        """Ends every connection, as a camera does that restarts."""
        for task in self._clients:
            task.cancel()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._clients.add(task)
            task.add_done_callback(self._clients.discard)
        client = _Client(reader, writer, self._channels, self._began)
        try:
            await client.converse()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # the client went, or we are closing: either way this conversation is over
        except _BadRequestError:
            writer.write(b"RTSP/1.0 400 Bad Request\r\n\r\n")
        finally:
            client.stop()
            writer.close()


class _BadRequestError(Exception):
    pass


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    url: str
    headers: dict[str, str]


class _Client:
    """One connection: answers requests, and plays beside them once asked to."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        channels: Mapping[str, Channel],
        began: float,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._channels = channels
        self._began = began
        self._session = secrets.token_hex(4)
        self._interleaved = 0
        self._playing: asyncio.Task[None] | None = None

    async def converse(self) -> None:
        while True:
            request = await self._request()
            self._answer(request)
            await self._writer.drain()
            if request.method == "TEARDOWN":
                return

    def stop(self) -> None:
        if self._playing is not None:
            self._playing.cancel()

    async def _request(self) -> _Request:
        while (first := await self._reader.readexactly(1)) == b"$":  # the client's RTCP
            header = await self._reader.readexactly(3)
            await self._reader.readexactly(int.from_bytes(header[1:], "big"))
        text = (first + await self._reader.readuntil(b"\r\n\r\n")).decode("utf-8", "replace")
        start, *lines = text.split("\r\n")
        pairs = (line.partition(":") for line in lines if ":" in line)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        words = start.split(" ")
        length = headers.get("content-length", "0")
        if len(words) != 3 or not length.isdigit() or int(length) > MAX_HEADER:
            raise _BadRequestError
        await self._reader.readexactly(int(length))
        return _Request(words[0], words[1], headers)

    def _answer(self, request: _Request) -> None:
        channel = self._channels.get(_path(request.url))
        if request.method == "OPTIONS":
            self._reply(request, "200 OK", f"Public: {', '.join(METHODS)}")
        elif channel is None:
            self._reply(request, "404 Not Found")
        elif channel.guard is not None and not channel.guard.lets_in(request.method, request.headers):
            self._reply(request, "401 Unauthorized", *channel.guard.challenges())
        elif request.method == "DESCRIBE":
            base = f"Content-Base: {request.url.rstrip('/')}/"
            self._reply(request, "200 OK", base, "Content-Type: application/sdp", body=channel.clip.sdp())
        elif request.method == "SETUP":
            self._set_up(request)
        elif request.method == "PLAY":
            self._reply(request, "200 OK", f"Session: {self._session}")
            if self._playing is None:
                self._playing = asyncio.create_task(self._play(channel))
        elif request.method in METHODS:
            self._reply(request, "200 OK", f"Session: {self._session}")
        else:
            self._reply(request, "501 Not Implemented")

    def _set_up(self, request: _Request) -> None:
        transport = request.headers.get("transport", "")
        if "TCP" not in transport:
            self._reply(request, "461 Unsupported Transport")
            return
        wished = transport.partition("interleaved=")[2].partition("-")[0]
        self._interleaved = int(wished) if wished.isdigit() and int(wished) < 255 else 0
        channels = f"{self._interleaved}-{self._interleaved + 1}"
        self._reply(
            request,
            "200 OK",
            f"Transport: RTP/AVP/TCP;unicast;interleaved={channels}",
            f"Session: {self._session};timeout=60",
        )

    def _reply(self, request: _Request, status: str, *headers: str, body: str = "") -> None:
        lines = [f"RTSP/1.0 {status}", f"CSeq: {request.headers.get('cseq', '0')}", *headers]
        if body:
            lines.append(f"Content-Length: {len(body.encode())}")
        self._writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())

    async def _play(self, channel: Channel) -> None:
        clip = channel.clip
        stamper = _Stamper(self._interleaved)
        try:
            loop, index = position(clip, self._now(channel))
            while True:
                due = loop * clip.duration + clip.shots[index].offset
                wait = due - self._now(channel)
                if wait > 0:
                    await asyncio.sleep(wait)
                elif wait < -LATE and clip.shots[index].key:
                    loop, index = position(clip, self._now(channel))
                    due = loop * clip.duration + clip.shots[index].offset
                self._writer.write(stamper.packets(clip.shots[index], due))
                if channel.sent is not None:
                    channel.sent(due)
                await self._writer.drain()
                loop, index = (loop, index + 1) if index + 1 < len(clip.shots) else (loop + 1, 0)
        except ConnectionError:
            return  # the conversation, which reads from the same connection, ends by itself

    def _now(self, channel: Channel) -> float:
        """Seconds on the channel's own clock, which never goes back."""
        return time.monotonic() - self._began + channel.start


class _Stamper:
    """Puts interleaving and RTP headers before payloads; sequence and time go on for as long as the session lasts."""

    def __init__(self, interleaved: int) -> None:
        self._interleaved = interleaved
        self._sequence = secrets.randbits(16)
        self._source = secrets.randbits(32)
        self._offset = secrets.randbits(32)

    def packets(self, shot: Shot, seconds: float) -> bytes:
        timestamp = (self._offset + round(seconds * CLOCK)) & 0xFFFFFFFF
        last = len(shot.payloads) - 1
        out = bytearray()
        for number, payload in enumerate(shot.payloads):
            kind = 96 | (0x80 if number == last else 0)
            out += struct.pack("!cBH", b"$", self._interleaved, 12 + len(payload))
            out += struct.pack("!BBHII", 0x80, kind, self._sequence, timestamp, self._source)
            out += payload
            self._sequence = (self._sequence + 1) & 0xFFFF
        return bytes(out)


def serve(port: int, channels: Mapping[str, Channel], *, host: str = "127.0.0.1") -> None:
    """Serves until the process is told to end. Raises ``OSError`` where the port is taken."""

    async def run() -> None:
        async with RtspServer(channels, host=host, port=port) as server:
            await server.forever()

    asyncio.run(run())


def position(clip: Clip, now: float) -> tuple[int, int]:
    """(round of the loop, index of the key frame) from which one sees what is on at ``now``."""
    loop, within = divmod(now, clip.duration)
    index = bisect.bisect_right(clip.shots, within, key=lambda shot: shot.offset) - 1
    while index > 0 and not clip.shots[index].key:
        index -= 1
    return int(loop), max(index, 0)


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.strip("/").split("/")[0]
    except ValueError as error:
        raise _BadRequestError from error
