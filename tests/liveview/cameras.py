"""Cameras and windows of live view, as a worker and a browser see them."""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from redis import Redis

from detectors.liveview.passing import KEPT_S, MOST_KEPT, Shown, pictures_of
from hypervision.accounts.models import User
from hypervision.lib import clock
from hypervision.live.reading import in_thread
from maps.models import Camera
from tests.live.browsers import TIMEOUT, Browser, log_in

PICTURE = b"\xff\xd8 masked \xff\xd9"


def broker() -> "Redis":
    return Redis.from_url(settings.REDIS_URL)


def send(camera: Camera, jpeg: bytes = PICTURE, view: str = "", at: datetime | None = None) -> Shown:
    """What the worker that watches the camera does while somebody looks."""
    shown = Shown.captured(camera.id, at or clock.now(), view, jpeg)
    with broker() as here:
        here.xadd(pictures_of(camera.id), shown.fields(), maxlen=MOST_KEPT)
        here.expire(pictures_of(camera.id), KEPT_S)
    return shown


class Window(Browser):
    """A browser that looks at cameras."""

    async def show(self, *cameras: Camera) -> dict[str, Any]:
        """Asks for these cameras; what is shown of them and what is refused."""
        await self.send(json.dumps({"show": [str(camera.id) for camera in cameras]}))
        return await self.words()

    async def words(self) -> dict[str, Any]:
        """The next words; pictures before them are passed over."""
        while True:
            message = await self.socket.receive_output(TIMEOUT)
            assert message["type"] == "websocket.send", message
            if "text" in message:
                said: dict[str, Any] = json.loads(message["text"])
                return said

    async def picture(self) -> Shown:
        """The next picture; words before it are passed over."""
        while "bytes" not in (message := await self.socket.receive_output(TIMEOUT)):
            assert message["type"] == "websocket.send", message
        return read(message["bytes"])

    async def hears_nothing(self) -> bool:
        return bool(await self.socket.receive_nothing(timeout=0.5))


def read(frame: bytes) -> Shown:
    """As the browser reads it (static/js/video/frame.js)."""
    length = frame[24]
    name, jpeg = frame[25 : 25 + length].decode(), frame[25 + length :]
    return Shown(UUID(bytes=frame[:16]), int.from_bytes(frame[16:24]), name, jpeg)


@asynccontextmanager
async def window(person: User | None) -> AsyncIterator[Window]:
    """A socket that was accepted, whatever comes then."""
    here = Window(await in_thread(log_in, person) if person else "", path="/live/view/")
    assert await here.is_accepted()
    try:
        yield here
    finally:
        await here.leave()


@asynccontextmanager
async def looking(person: User, *cameras: Camera) -> AsyncIterator[Window]:
    async with window(person) as here:
        assert "hello" in await here.words()
        said = await here.show(*cameras)
        assert said == {"shows": ids(cameras), "refused": {}}
        yield here


def ids(cameras: Iterable[Camera]) -> list[str]:
    return [str(camera.id) for camera in cameras]
