"""The socket of live view, ``/live/view/``: the window names the cameras that it wants, and is sent their pictures.

Like that of the control room (``hypervision.live.consumers``), a plain ASGI application behind the authentication.
"""

import asyncio
import json
import logging
from typing import Any
from uuid import UUID

from django.db import DatabaseError, InterfaceError
from redis.exceptions import RedisError

from detectors.liveview.passing import Shown
from detectors.liveview.projector import Projector, projector
from detectors.liveview.seat import Seat
from hypervision.lib import clock
from hypervision.live.client import AsgiMessage, Send, frame
from hypervision.live.closing import Closing
from hypervision.live.consumers import Receive, Scope, accept_and, first_of, ticket_of
from hypervision.live.flood import FloodGuard

logger = logging.getLogger(__name__)

LIMIT = 300
"""Messages in ten seconds: a window says ten times a second how many pictures it has got."""
LONGEST_WORD = 4000
MOST_WANTED = 64
AWAY = (DatabaseError, InterfaceError, RedisError, OSError)


async def view_socket(scope: Scope, receive: Receive, send: Send) -> None:
    await accept_and(_serve, scope, receive)


async def _serve(scope: Scope, receive: Receive, send: Send) -> Closing | None:
    ticket = ticket_of(scope)
    if ticket is None:
        return Closing.NOT_LOGGED_IN
    here = projector()
    try:
        seat = await here.enter(ticket)
    except AWAY as error:
        logger.warning("Somebody who wanted to look was turned away: %s", error)
        return Closing.TRY_LATER
    if isinstance(seat, Closing):
        return seat
    try:
        steps = _write(seat, send), _listen(here, seat, str(scope["user"]), receive), _until_closed(seat)
        return await first_of(*steps) or seat.closing
    finally:
        await here.leave(seat)


async def _write(seat: Seat, send: Send) -> Closing | None:
    try:
        await send(frame({"hello": {"server_time": clock.now().isoformat()}}))
        while True:
            await send(_message(await seat.next()))
    except (OSError, RuntimeError):  # gone, as in hypervision.live.consumers
        return None


def _message(said: Shown | dict[str, object]) -> AsgiMessage:
    return {"type": "websocket.send", "bytes": said.frame()} if isinstance(said, Shown) else frame(said)


async def _listen(here: Projector, seat: Seat, person: str, receive: Receive) -> Closing | None:
    guard, loop = FloodGuard(LIMIT), asyncio.get_running_loop()
    while (message := await receive())["type"] != "websocket.disconnect":
        if guard.too_many(loop.time()):
            return Closing.FLOOD
        word = _word(message.get("text"))
        if "got" in word and isinstance(word["got"], int):
            seat.got(word["got"])
        elif "ping" in word and isinstance(word["ping"], int | float):
            seat.answer(word["ping"])
        elif (cameras := _cameras(word.get("show"))) is not None:
            try:
                await here.show(seat, cameras, person)
            except AWAY as error:
                logger.warning("A camera could not be opened for somebody: %s", error)
                return Closing.TRY_LATER
        else:
            return Closing.UNREADABLE
    return None


async def _until_closed(seat: Seat) -> Closing | None:
    await seat.closed.wait()
    return seat.closing


def _word(text: str | None) -> dict[str, Any]:
    """``{"show": [camera, …]}``, ``{"got": count}`` or ``{"ping": number}``; empty for anything else."""
    if text is None or len(text) > LONGEST_WORD:
        return {}
    try:
        word = json.loads(text)
    except ValueError:
        return {}
    return word if isinstance(word, dict) and len(word) == 1 else {}


def _cameras(asked: object) -> list[UUID] | None:
    """Each once, in the order of the window; None for what is no list of cameras."""
    if not isinstance(asked, list) or len(asked) > MOST_WANTED:
        return None
    try:
        return list(dict.fromkeys(UUID(one) for one in asked))
    except (ValueError, TypeError, AttributeError):
        return None
