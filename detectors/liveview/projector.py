"""The projector of a web process: reads the pictures of each camera once and hands them to all who may see them.

It runs while somebody looks, in three rounds beside one another: pictures, as they come; wishes, once a second; rights,
every two seconds. While rights cannot be read nothing is handed out; without a broker all windows are sent away, to
come back.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from detectors.liveview import admission, places
from detectors.liveview.passing import KEPT_S, WISH_S, Shown, pictures_of, wish_of
from detectors.liveview.seat import Seat
from hypervision.lib.languages import Said, in_every_language
from hypervision.live.closing import Closing
from hypervision.live.news import is_cancelled
from hypervision.live.reading import in_thread
from hypervision.live.viewers import Ticket

logger = logging.getLogger(__name__)

RENEW_S = 1.0
RIGHTS_S = 2.0
BLOCK_MS = 200
"""One question to the broker waits so long: then cameras that were opened meanwhile are asked for, too."""
IDLE_S = 0.05
PATIENCE_S = 8.0
"""A busy machine is not a broker that is away: whoever is sent away sees nothing for longer than that."""
SILENT_S = 3.0


class Projector:
    def __init__(self) -> None:
        self._seats: set[Seat] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._broker: Redis | None = None
        self._read_up_to: dict[UUID, bytes] = {}
        self._newest: dict[UUID, tuple[float, Shown]] = {}
        self._is_blind = False

    async def enter(self, ticket: Ticket) -> Seat | Closing:
        """Raises DatabaseError."""
        register = await in_thread(admission.look_up, [ticket], [], [])
        if ticket not in register.viewers:
            return Closing.NOT_LOGGED_IN
        if not register.may_enter(ticket):
            return Closing.NO_RIGHT
        seat = Seat(ticket)
        self._seats.add(seat)
        self._start()
        return seat

    async def leave(self, seat: Seat) -> None:
        self._seats.discard(seat)
        seat.holds = ()
        try:
            await self._hold(seat)
        except (RedisError, OSError):
            logger.debug("The places of a window that has gone run out by themselves: the broker is away.")
        if not self._seats:
            await self._stop()

    async def show(self, seat: Seat, cameras: Sequence[UUID], person: str) -> None:
        """Turns a window to these cameras and no others. What it begins to see is logged before it is seen.

        Raises DatabaseError and RedisError.
        """
        register = await in_thread(admission.look_up, [seat.ticket], cameras, self._silent(cameras))
        refused = register.refusals(seat.ticket, cameras)
        may = seat.holds = [camera for camera in cameras if camera not in refused]
        held = await self._hold(seat)
        seat.holds = [camera for camera in may if camera in held]
        opened = [camera for camera in seat.holds if camera not in seat.shows]
        if opened:
            await in_thread(admission.note_opening, person, opened)
        seat.wants = tuple(cameras)
        seat.allow(frozenset(held), {**refused, **_no_room(may, held)})
        await self._wish(held)
        self._hand_on(seat, opened)

    # --- what it does all the time ------------------------------------------------------------------------------------

    def _start(self) -> None:
        if not self._tasks:
            self._tasks = [asyncio.create_task(each()) for each in (self._pictures, self._wishes, self._rights)]
            for task in self._tasks:
                task.add_done_callback(self._ended)

    async def _stop(self) -> None:
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        broker, self._broker = self._broker, None
        self._read_up_to, self._newest = {}, {}
        if broker is not None:
            await broker.aclose()

    def _ended(self, task: "asyncio.Task[None]") -> None:
        """Of three rounds one cannot go on alone: whoever looks comes back to a new start."""
        if task.cancelled() or task not in self._tasks:
            return
        error = task.exception()
        if isinstance(error, RedisError | OSError):
            logger.warning("The broker is away; nobody can look at a camera until it is back: %s", error)
        else:
            logger.error("Live view broke and starts again with the next window.", exc_info=error)
        for seat in self._seats:
            seat.close(Closing.TRY_LATER)
        self._seats.clear()
        asyncio.get_running_loop().create_task(self._stop())

    def _present_broker(self) -> Redis:
        if self._broker is None:
            self._broker = Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=PATIENCE_S)
        return self._broker

    def _shown(self) -> set[UUID]:
        return {camera for seat in self._seats for camera in seat.shows}

    async def _pictures(self) -> None:
        while not is_cancelled():
            shown = self._shown()
            for camera in self._read_up_to.keys() - shown:
                del self._read_up_to[camera]
                self._newest.pop(camera, None)
            if not shown:
                await asyncio.sleep(IDLE_S)
                continue
            cameras = {pictures_of(camera).encode(): camera for camera in shown}
            streams: dict[Any, Any] = {key: self._read_up_to.get(camera, b"0") for key, camera in cameras.items()}
            answer: Any = await self._present_broker().xread(streams, block=BLOCK_MS)
            for key, entries in answer or []:
                self._take_in(cameras[key], entries)

    def _take_in(self, camera: UUID, entries: Sequence[tuple[bytes, Mapping[bytes, bytes]]]) -> None:
        self._read_up_to[camera] = entries[-1][0]
        now = asyncio.get_running_loop().time()
        for _id, fields in entries:
            shown = Shown.read(camera, dict(fields))
            if shown.jpeg:
                self._newest[camera] = now, shown
            elif camera in self._newest:
                self._newest[camera] = now, self._newest[camera][1]
            if not self._is_blind:
                for seat in self._seats:
                    seat.put(shown)

    def _hand_on(self, seat: Seat, cameras: Iterable[UUID]) -> None:
        """What others see already, if it is not older than the broker would have kept it."""
        now = asyncio.get_running_loop().time()
        for camera in cameras:
            at, shown = self._newest.get(camera, (0.0, None))
            if shown is not None and now - at <= KEPT_S and not self._is_blind:
                seat.put(shown)

    def _silent(self, cameras: Iterable[UUID]) -> set[UUID]:
        now = asyncio.get_running_loop().time()
        return {camera for camera in cameras if now - self._newest.get(camera, (0.0, None))[0] > SILENT_S}

    async def _hold(self, seat: Seat) -> set[UUID]:
        return await places.hold(self._present_broker(), seat.ticket.person, seat.id, seat.holds)

    async def _wish(self, cameras: Iterable[UUID]) -> None:
        async with self._present_broker().pipeline(transaction=False) as steps:
            for camera in cameras:
                steps.set(wish_of(camera), 1, ex=WISH_S)
            await steps.execute()

    async def _wishes(self) -> None:
        while not is_cancelled():
            await asyncio.sleep(RENEW_S)
            await self._wish(self._shown())
            for seat in list(self._seats):
                await self._hold(seat)

    async def _rights(self) -> None:
        while not is_cancelled():
            await asyncio.sleep(RIGHTS_S)
            try:
                await self._judge()
                self._is_blind = False
            except (DatabaseError, InterfaceError) as error:
                if not self._is_blind:
                    logger.warning("The database is away; no camera is shown until it is back: %s", error)
                self._is_blind = True

    async def _judge(self) -> None:
        seats = list(self._seats)
        wanted = {camera for seat in seats for camera in seat.wants}
        register = await in_thread(admission.look_up, {seat.ticket for seat in seats}, wanted, self._silent(wanted))
        for seat in seats:
            if seat.ticket not in register.viewers:
                seat.close(Closing.NOT_LOGGED_IN)
            elif not register.may_enter(seat.ticket):
                seat.close(Closing.NO_RIGHT)
            else:
                _correct(seat, register.refusals(seat.ticket, (camera for camera in seat.wants if camera in wanted)))


def _correct(seat: Seat, refused: Mapping[UUID, Said]) -> None:
    """Takes away what may not be seen any more. What may be seen again the window asks for anew, and that is logged."""
    seat.holds = [camera for camera in seat.holds if camera not in refused]
    seat.allow(seat.shows - refused.keys(), {**seat.refused, **refused})


def _no_room(may: Iterable[UUID], held: set[UUID]) -> dict[UUID, Said]:
    return {camera: in_every_language(admission.NO_ROOM) for camera in may if camera not in held}


_projectors: WeakKeyDictionary[asyncio.AbstractEventLoop, Projector] = WeakKeyDictionary()


def projector() -> Projector:
    """That of the running event loop; a web process has one."""
    return _projectors.setdefault(asyncio.get_running_loop(), Projector())
