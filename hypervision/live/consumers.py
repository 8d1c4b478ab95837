"""The socket of the control room: says hello, catches up by number, then passes on what the hub hands out.

A plain ASGI application behind Channels' authentication: Channels' own dispatch costs ten times what a delivery does.
For the same reason it sends past the wrappers that the session puts around ``send``.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any
from urllib.parse import parse_qs

from django.db import DatabaseError, InterfaceError

from hypervision.accounts.models import User
from hypervision.lib import clock
from hypervision.live import reading
from hypervision.live.client import AsgiMessage, Client, Send, frame, framed
from hypervision.live.closing import Closing
from hypervision.live.flood import FloodGuard
from hypervision.live.hub import Hub, Refused, hub
from hypervision.live.reading import in_thread
from hypervision.live.viewers import Ticket

logger = logging.getLogger(__name__)

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[AsgiMessage]]

LONGEST_PING = 100
BARE_SEND = "hypervision.bare_send"

Application = Callable[[Any, Receive, Send], Awaitable[None]]
Serve = Callable[[Scope, Receive, Send], Awaitable[Closing | None]]


def with_bare_send(application: Application) -> Application:
    """Remembers the server's own ``send`` for ``live_socket``; to be put around the authentication."""

    async def remember(scope: Scope, receive: Receive, send: Send) -> None:
        await application({**scope, BARE_SEND: send}, receive, send)

    return remember


async def accept_and(serve: Serve, scope: Scope, receive: Receive) -> None:
    """Accepts before it refuses: only an accepted socket can tell the browser why.

    serve: returns why the socket is to be closed; None when the browser went away.
    """
    send: Send = scope[BARE_SEND]
    await receive()
    await send({"type": "websocket.accept"})
    why = await serve(scope, receive, send)
    if why is not None:
        await send_close(why, receive, send)


async def live_socket(scope: Scope, receive: Receive, send: Send) -> None:
    """``/live/ws/?since=N``."""
    await accept_and(_serve, scope, receive)


async def nowhere(scope: Scope, receive: Receive, send: Send) -> None:
    """There is no socket at this address: refused before it is accepted."""
    await receive()
    await send({"type": "websocket.close"})


async def _serve(scope: Scope, receive: Receive, send: Send) -> Closing | None:
    ticket = ticket_of(scope)
    if ticket is None:
        return Closing.NOT_LOGGED_IN
    here = hub()
    try:
        since = _since(scope)
        client = await here.join(ticket, since)
    except Refused as refused:
        return refused.why
    except (DatabaseError, InterfaceError) as error:
        logger.warning("A browser was turned away because the database is away: %s", error)
        return Closing.TRY_LATER
    try:
        return await _attend(here, client, since, receive, send)
    finally:
        here.leave(client)


async def _attend(here: Hub, client: Client, since: int | None, receive: Receive, send: Send) -> Closing | None:
    """Writes, listens and waits to be closed, whichever ends first."""
    steps = _write(client, since, send), _listen(client, receive), _until_closed(client)
    return await first_of(*steps) or client.closing


async def first_of(*steps: Coroutine[Any, Any, Closing | None]) -> Closing | None:
    """Does all until one ends; why the socket is to be closed, if one of them says so."""
    tasks = [asyncio.create_task(step) for step in steps]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        results = [task.result() for task in done]  # raises what nobody foresaw
        return next((result for result in results if result is not None), None)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _write(client: Client, since: int | None, send: Send) -> Closing | None:
    try:
        await send(frame({"hello": {"newest": client.entered_at, "server_time": clock.now().isoformat()}}))
        if since is not None:
            await _catch_up(client, since, send)
        await client.pump(send)
    except (OSError, RuntimeError):
        # The browser is gone (OSError), or the server has begun to close the socket by itself because nobody answers
        # its keep-alive or because it stops (uvicorn: RuntimeError). Either way ``receive`` tells the rest.
        return None
    except (DatabaseError, InterfaceError) as error:
        logger.warning("A browser could not catch up because the database is away: %s", error)
        return Closing.TRY_LATER
    return None


async def _catch_up(client: Client, since: int, send: Send) -> None:
    """From the table, up to where the queue begins: no gap, and nothing twice."""
    while entries := await in_thread(reading.after, since, client.entered_at):
        for entry in entries:
            if client.viewer.may_hear(entry):
                await send(framed(entry.text))
        since = entries[-1].number
    await send(frame({"upto": client.entered_at}))


async def _listen(client: Client, receive: Receive) -> Closing | None:
    guard = FloodGuard()
    loop = asyncio.get_running_loop()
    while (message := await receive())["type"] != "websocket.disconnect":
        if guard.too_many(loop.time()):
            return Closing.FLOOD
        ping = ping_of(message.get("text"))
        if ping is None:
            return Closing.UNREADABLE
        client.put(frame({"pong": ping}))
    return None


async def _until_closed(client: Client) -> Closing | None:
    await client.closed.wait()
    return client.closing


async def send_close(why: Closing, receive: Receive, send: Send) -> None:
    """A stuck reader cannot be sent the close either: then its going away, or the server's keep-alive, ends this."""

    async def gone() -> None:
        while (await receive())["type"] != "websocket.disconnect":
            pass

    async def close() -> None:
        try:
            await send({"type": "websocket.close", "code": int(why), "reason": why.name.lower()})
        except (OSError, RuntimeError):  # the browser, or the server by itself, was faster
            return

    tasks = [asyncio.create_task(gone()), asyncio.create_task(close())]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def ticket_of(scope: Scope) -> Ticket | None:
    person, session = scope["user"], scope["session"]
    if not isinstance(person, User) or not session.session_key:
        return None
    return Ticket(person.pk, session.session_key, person.get_session_auth_hash())


def _since(scope: Scope) -> int | None:
    """Raises Refused when the number cannot be read: a new snapshot gives a good one."""
    values = parse_qs(scope["query_string"].decode("latin-1")).get("since")
    if not values:
        return None
    if not (values[0].isascii() and values[0].isdigit() and len(values[0]) <= 18):
        raise Refused(Closing.NEW_SNAPSHOT)
    return int(values[0])


def ping_of(text: str | None) -> float | None:
    """The number in ``{"ping": number}``; None for anything else."""
    if text is None or len(text) > LONGEST_PING:
        return None
    try:
        body = json.loads(text)
    except ValueError:
        return None
    value = body.get("ping") if isinstance(body, dict) and len(body) == 1 else None
    return value if isinstance(value, int | float) else None
