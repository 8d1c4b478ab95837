"""One listening browser: a bounded queue, and what came of it when it overflows."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from hypervision.live.closing import Closing
from hypervision.live.reading import text
from hypervision.live.viewers import Ticket, Viewer

AsgiMessage = MutableMapping[str, Any]
Send = Callable[[AsgiMessage], Awaitable[None]]

CAPACITY = 1000
"""Messages that wait for one client, six seconds of the busiest city; they are shared, so a place costs a pointer."""


def framed(body: str) -> AsgiMessage:
    """The ASGI message of a text, made once and sent to all."""
    return {"type": "websocket.send", "text": body}


def frame(body: dict[str, Any]) -> AsgiMessage:
    return framed(text(body))


class Client:
    """entered_at: the journal number up to which the past is caught up; all later numbers come through the queue."""

    def __init__(self, ticket: Ticket, viewer: Viewer, entered_at: int) -> None:
        self.ticket = ticket
        self.viewer = viewer
        self.entered_at = entered_at
        self.closing: Closing | None = None
        self.closed = asyncio.Event()
        self._queue: deque[AsgiMessage] = deque()
        self._sleep: asyncio.Future[None] | None = None

    @property
    def waiting(self) -> int:
        return len(self._queue)

    def put(self, message: AsgiMessage) -> None:
        if self.closing is not None:
            return
        if len(self._queue) >= CAPACITY:
            self.close(Closing.TOO_SLOW)
            return
        self._queue.append(message)
        if self._sleep is not None:
            sleep, self._sleep = self._sleep, None
            if not sleep.done():  # cancelled, when the browser is just leaving
                sleep.set_result(None)

    def close(self, why: Closing) -> None:
        """The first reason counts. What still waits is dropped: the browser comes back for it by number."""
        if self.closing is None:
            self.closing = why
            self._queue.clear()
            self.closed.set()

    async def pump(self, send: Send) -> None:
        """Sends what is put, in order, without end. This loop is the whole cost of a delivery: keep it bare."""
        queue, loop = self._queue, asyncio.get_running_loop()
        while True:
            while queue:
                await send(queue.popleft())
            self._sleep = loop.create_future()
            await self._sleep
