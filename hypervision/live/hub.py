"""The hub of a web process: reads each journal entry once and hands it to every client that may hear it.

A turn of the hub, taken when the broker hints at news and at least once a second:
1. who may hear what is read again when that is older than RIGHTS_SECONDS; whoever lost the right is closed;
2. new entries are read, page by page, and put into the queues of those who may hear them;
3. who was passed over is told up to which number there was nothing for them.
Nothing goes out under rights that could not be read: if a step fails, so does the turn, and the next one tries again.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from django.db import DatabaseError, InterfaceError

from hypervision.live import news, reading, viewers
from hypervision.live.client import Client, frame, framed
from hypervision.live.closing import Closing
from hypervision.live.reading import Desk, Entry, in_thread
from hypervision.live.viewers import Ticket, Viewer

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

LOOK_SECONDS = 1.0
PACE_SECONDS = 0.02
"""Between two turns: what is said meanwhile is read and sent together, which nobody sees and a busy city needs."""
RIGHTS_SECONDS = 2.0
UPTO_SECONDS = 1.0


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """The hub does not let a client in, or not from that number on."""

    def __init__(self, why: Closing) -> None:
        super().__init__(why.name)
        self.why = why


@dataclass
class Audience:
    """The clients that see the same. owed: the last number they were passed over with, nothing later having come."""

    clients: set[Client] = field(default_factory=set)
    owed: int | None = None

    def hear(self, viewer: Viewer, entry: Entry) -> None:
        if not viewer.may_hear(entry):
            self.owed = entry.number
            return
        self.owed = None
        message = framed(entry.text)
        for client in self.clients:
            client.put(message)

    def settle(self) -> None:
        if self.owed is not None:
            message = frame({"upto": self.owed})
            for client in self.clients:
                client.put(message)
            self.owed = None


class Hub:
    """Starts with the first client and rests after the last."""

    def __init__(self) -> None:
        self.position = 0
        self._audiences: dict[Viewer, Audience] = {}
        self._news = asyncio.Event()
        self._turn = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []
        self._desk: Desk | None = None
        self._rights_read = self._settled = 0.0
        self._entering = 0
        self._failing = False

    async def join(self, ticket: Ticket, since: int | None) -> Client:
        """Lets a client in. From here on all that comes after ``client.entered_at`` is put into its queue.

        Raises Refused (not logged in, no right, a number that the journal does not lead on from) and DatabaseError.
        """
        viewer = (await in_thread(viewers.look_up, [ticket])).get(ticket)
        if viewer is None:
            raise Refused(Closing.NOT_LOGGED_IN)
        if not viewer.may_enter:
            raise Refused(Closing.NO_RIGHT)
        self._entering += 1
        try:
            async with self._turn:
                await self._start()
                if since is not None:
                    await self._reach(since)
                client = Client(ticket, viewer, self.position)
                self._audiences.setdefault(viewer, Audience()).clients.add(client)
                return client
        finally:
            self._entering -= 1
            self._rest_if_alone()

    def leave(self, client: Client) -> None:
        audience = self._audiences.get(client.viewer)
        if audience is not None:
            audience.clients.discard(client)
            if not audience.clients:
                del self._audiences[client.viewer]
        self._rest_if_alone()

    def clients(self) -> list[Client]:
        return [client for audience in self._audiences.values() for client in audience.clients]

    @property
    def is_running(self) -> bool:
        return bool(self._tasks)

    async def _read(self, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._desk is None:  # the last browser has left meanwhile
            raise asyncio.CancelledError
        return await self._desk.read(read, *args, **kwargs)

    async def _start(self) -> None:
        if self.is_running:
            return
        self._desk = self._desk or Desk()
        self.position = (await self._read(reading.bounds)).newest
        self._rights_read = asyncio.get_running_loop().time()
        self._tasks = [asyncio.create_task(news.listen(self._news)), asyncio.create_task(self._follow())]
        for task in self._tasks:
            task.add_done_callback(self._ended)

    def _rest_if_alone(self) -> None:
        if not self._audiences and not self._entering:
            self._stop()

    def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks = []
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A hub that broke must not look like a quiet city: the browsers are sent away to come back to a new start."""
        if task.cancelled() or task not in self._tasks:  # that of a hub that rests already may return, too
            return
        logger.error("The hub broke and starts again with the next browser.", exc_info=task.exception())
        self._stop()
        for client in self.clients():
            client.close(Closing.TRY_LATER)
        self._audiences.clear()

    async def _reach(self, since: int) -> None:
        """A snapshot can be newer than what the hub has read; a number that does not exist yet is from another life."""
        if since > self.position:
            await self._deliver()
        if since > self.position:
            raise Refused(Closing.NEW_SNAPSHOT)
        oldest = (await self._read(reading.bounds)).oldest
        if since < self.position and (oldest is None or since < oldest - 1):
            raise Refused(Closing.NEW_SNAPSHOT)

    async def _follow(self) -> None:
        while True:
            self._news.clear()
            await self._try_turn()
            await asyncio.sleep(PACE_SECONDS)
            # Not wait_for: in Python 3.11 it can swallow the cancellation that comes together with a hint.
            with suppress(TimeoutError):  # no hint: look all the same
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._news.wait()

    async def _try_turn(self) -> None:
        try:
            async with self._turn:
                await self._check_rights()
                await self._deliver()
                self._settle()
        except (DatabaseError, InterfaceError) as error:
            if not self._failing:
                logger.warning("The database is away; browsers hear nothing new until it is back: %s", error)
            self._failing = True
            await asyncio.sleep(LOOK_SECONDS)
            return
        if self._failing:
            logger.info("The database is back.")
        self._failing = False

    async def _check_rights(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._rights_read < RIGHTS_SECONDS:
            return
        present = self.clients()
        current = await self._read(viewers.look_up, {client.ticket for client in present})
        for client in present:
            why = _changed(client.viewer, current.get(client.ticket))
            if why is not None:
                client.close(why)
        self._rights_read = now

    async def _deliver(self) -> None:
        full = True
        while full:
            entries = await self._read(reading.after, self.position)
            for viewer, audience in self._audiences.items():
                for entry in entries:
                    audience.hear(viewer, entry)
            self.position = entries[-1].number if entries else self.position
            full = len(entries) == reading.PAGE
            await asyncio.sleep(0)  # the clients' senders go first

    def _settle(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._settled < UPTO_SECONDS:
            return
        for audience in self._audiences.values():
            audience.settle()
        self._settled = now


def _changed(before: Viewer, now: Viewer | None) -> Closing | None:
    """Why a client cannot go on. Whoever sees more or less than before begins again with a new snapshot."""
    if now is None:
        return Closing.NOT_LOGGED_IN
    if not now.may_enter:
        return Closing.NO_RIGHT
    return None if now == before else Closing.NEW_SNAPSHOT


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running event loop; a web process has one."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())
