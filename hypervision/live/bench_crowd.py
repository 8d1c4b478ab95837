"""A crowd of cheap WebSocket clients that counts what it is sent and how late it comes."""

import asyncio
import base64
import os
import time
from typing import cast

MARK = b"@"
"""Stands once in each counted message, before the moment at which it was said; one byte is never torn apart."""
STAMP = 16
EACH = 10
"""The lateness of every tenth client's messages is looked at."""


def stamp() -> str:
    """MARK and the present moment of the clock that all processes of this machine share, in seconds."""
    return f"{MARK.decode()}{time.monotonic():0{STAMP}.6f}"


class Listener(asyncio.Protocol):
    def __init__(self, request: bytes, crowd: "Crowd", looked_at: bool) -> None:
        self.upgraded: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._request, self._crowd, self._looked_at = request, crowd, looked_at

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        stream = cast(asyncio.Transport, transport)
        self._crowd.transports.append(stream)
        stream.write(self._request)

    def data_received(self, data: bytes) -> None:
        if not self.upgraded.done():
            self.upgraded.set_result(data.split(b"\r\n", 1)[0])
        self._crowd.heard += data.count(MARK)
        if self._looked_at:
            self._look(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._crowd.lost += 1

    def _look(self, data: bytes) -> None:
        now, at = time.monotonic(), data.find(MARK)
        while at >= 0:
            said = data[at + 1 : at + 1 + STAMP]
            if len(said) == STAMP:  # else torn between two reads
                self._crowd.late.append(now - float(said))
            at = data.find(MARK, at + 1)


class Crowd:
    """heard: messages of all clients together. late: seconds. lost: connections that ended."""

    def __init__(self) -> None:
        self.heard = self.lost = 0
        self.late: list[float] = []
        self.transports: list[asyncio.Transport] = []

    async def gather(self, size: int, port: int, cookie: str) -> None:
        """Raises ConnectionError when the server does not let one in."""
        loop = asyncio.get_running_loop()
        for index in range(size):
            key = base64.b64encode(os.urandom(16)).decode()
            lines = [
                *("GET /live/ws/ HTTP/1.1", f"Host: 127.0.0.1:{port}", "Origin: http://127.0.0.1"),
                *("Upgrade: websocket", "Connection: Upgrade", f"Cookie: {cookie}"),
                *(f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", "", ""),
            ]
            request = "\r\n".join(lines).encode()
            looked_at = index % EACH == 0
            _, listener = await loop.create_connection(
                lambda request=request, looked_at=looked_at: Listener(request, self, looked_at),  # type: ignore[misc]
                "127.0.0.1",
                port,
            )
            answer = await asyncio.wait_for(listener.upgraded, 10)
            if b" 101" not in answer:
                raise ConnectionError(f"The server at port {port} let nobody in: {answer.decode(errors='replace')}")

    def disperse(self) -> None:
        for transport in self.transports:
            transport.close()
