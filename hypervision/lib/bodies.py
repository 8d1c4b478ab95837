"""How much a request may bring along, and how long that may take: asked before the framework keeps any of it.

Django keeps the whole body on the disk before a view is asked; so a gigabyte that nobody wants is refused here.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

MB = 1_000_000
API, MOST_OF_API, MOST = "/api/", 20 * MB, 320 * MB
"""Bytes; other addresses take files that people choose."""
PATIENCE_S = 300.0
"""For the whole body. Whoever sends a byte a minute holds a connection and nothing else."""


class _RefusedError(Exception):
    def __init__(self, status: int, title: str, detail: str, code: str) -> None:
        super().__init__(detail)
        self.status = status
        self.problem = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}


class LimitedBodies:
    """An ASGI application around another one. patience_s: seconds."""

    def __init__(self, app: App, patience_s: float = PATIENCE_S) -> None:
        self._app, self._patience_s = app, patience_s

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        most = MOST_OF_API if scope["path"].startswith(API) else MOST
        answering = _Answering(send)
        try:
            _judge_announced(scope, most)
            await self._app(scope, _counted(receive, most, self._patience_s), answering.send)
        except _RefusedError as refused:
            if answering.has_begun:
                raise
            await _refuse(refused, send)


class _Answering:
    def __init__(self, send: Send) -> None:
        self._send, self.has_begun = send, False

    async def send(self, message: Message) -> None:
        self.has_begun = True
        await self._send(message)


def _judge_announced(scope: Message, most: int) -> None:
    announced = dict(scope["headers"]).get(b"content-length", b"0")
    if announced.isdigit() and int(announced) > most:
        raise _too_large(most)


def _counted(receive: Receive, most: int, patience_s: float) -> Receive:
    """Reads on until the body is whole; what comes after it (the end of the connection) waits as long as it likes."""
    until = asyncio.get_running_loop().time() + patience_s
    size, is_whole = 0, False

    async def counted() -> Message:
        nonlocal size, is_whole
        if is_whole:
            return await receive()
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError:
            detail = "The body did not come in time. Send it again, in smaller parts if the connection is slow."
            raise _RefusedError(408, "Request timeout", detail, "too_slow") from None
        size += len(message.get("body", b""))
        is_whole = message["type"] != "http.request" or not message.get("more_body", False)
        if size > most:
            raise _too_large(most)
        return message

    return counted


def _too_large(most: int) -> _RefusedError:
    detail = f"A request to this address has {most // MB} MB at most. Send it in parts."
    return _RefusedError(413, "Content too large", detail, "too_large")


async def _refuse(refused: _RefusedError, send: Send) -> None:
    """The connection ends with it: the rest of the body is not waited for."""
    headers = [(b"content-type", b"application/problem+json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(refused.problem).encode()})
