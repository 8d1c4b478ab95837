"""Stand-ins for a browser: one that speaks to the ASGI application, and a real server for real clients."""

import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from asgiref.testing import ApplicationCommunicator
from django.db import transaction
from django.test import Client as HttpClient

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.asgi import application
from hypervision.live import journal
from hypervision.live.messages import CameraGone
from hypervision.live.reading import in_thread
from maps.models import Camera

ORIGIN = "http://localhost"
TIMEOUT = 8


def log_in(person: User) -> str:
    """The cookie of a new session."""
    client = HttpClient()
    client.force_login(person)
    return f"sessionid={client.cookies['sessionid'].value}"


@transaction.atomic
def say(word: str, camera: Camera | None = None, right: Right = Right.SEE_MAP, event_kind: str = "") -> int:
    """Journals a message that a test can recognise by its word."""
    place = camera.location if camera else None
    return journal.append(CameraGone(word), right=right, place=place, event_kind=event_kind)


class Browser:
    """Speaks to the ASGI application as a server does for a browser. (Channels' own stand-in wants Daphne.)"""

    def __init__(self, cookie: str = "", query: str = "", origin: str = ORIGIN, path: str = "/live/ws/") -> None:
        headers = [(b"origin", origin.encode()), (b"cookie", cookie.encode())]
        scope = {"type": "websocket", "path": path, "query_string": query.encode(), "headers": headers}
        self.socket = ApplicationCommunicator(application, scope)
        self.hello: dict[str, Any] = {}

    async def is_accepted(self) -> bool:
        await self.socket.send_input({"type": "websocket.connect"})
        answer: dict[str, Any] = await self.socket.receive_output(TIMEOUT)
        return bool(answer["type"] == "websocket.accept")

    async def send(self, text: str) -> None:
        await self.socket.send_input({"type": "websocket.receive", "text": text})

    async def leave(self) -> None:
        await self.socket.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.socket.wait(TIMEOUT)

    async def frame(self) -> dict[str, Any]:
        message = await self.socket.receive_output(TIMEOUT)
        frame: dict[str, Any] = json.loads(message["text"])
        return frame

    async def word(self) -> str:
        """The word of the next message; frames that carry none are passed over."""
        while "id" not in (frame := await self.frame()):
            pass
        return str(frame["id"])

    async def upto(self) -> int:
        """The next number up to which there is nothing; a message instead is an error."""
        frame = await self.frame()
        assert set(frame) == {"upto"}, f"This was not for these eyes: {frame}"
        return int(frame["upto"])

    async def close_code(self) -> int:
        """Why the server closes; frames before that are passed over."""
        while (message := await self.socket.receive_output(TIMEOUT))["type"] != "websocket.close":
            pass
        return int(message["code"])


@asynccontextmanager
async def browser(person: User | None, query: str = "") -> AsyncIterator[Browser]:
    """A socket that was accepted, whatever comes then."""
    here = Browser(await in_thread(log_in, person) if person else "", query)
    assert await here.is_accepted()
    try:
        yield here
    finally:
        await here.leave()


@asynccontextmanager
async def listening(person: User, query: str = "") -> AsyncIterator[Browser]:
    async with browser(person, query) as here:
        here.hello = (await here.frame())["hello"]
        yield here


@contextmanager
def server() -> Iterator[int]:
    """A real uvicorn on a free port of the loopback, in a thread; yields the port."""
    running = uvicorn.Server(uvicorn.Config(application, port=0, log_level="error", ws_per_message_deflate=False))
    started = threading.Event()
    startup = running.startup

    async def tell(*args: Any, **kwargs: Any) -> None:
        await startup(*args, **kwargs)
        started.set()

    running.startup = tell  # type: ignore[method-assign]
    thread = threading.Thread(target=running.run)
    thread.start()
    try:
        assert started.wait(10)
        yield int(running.servers[0].sockets[0].getsockname()[1])
    finally:
        running.should_exit = True
        thread.join(10)
