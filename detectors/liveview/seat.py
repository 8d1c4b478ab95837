"""One window that looks on: what it wants, what it may see, and the newest picture of each camera that it has not got.

A slow window skips pictures and never queues them: it says how many it has got, and while too many are on their way the
newest of each camera waits in a place of its own, where the next one takes its place.
"""

import asyncio
import uuid
from collections.abc import Mapping, Sequence
from uuid import UUID

from detectors.liveview.passing import Shown
from hypervision.lib.languages import Said
from hypervision.live.closing import Closing
from hypervision.live.viewers import Ticket

AHEAD = 2
"""Pictures of each camera that may be on their way at once: one travels while the other is drawn."""


class Seat:
    """id: the same in all processes, always as long. wants: in the order of the window. holds: for what it has a place.

    shows: what it may see now.
    """

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket
        self.id = uuid.uuid4().hex
        self.wants: tuple[UUID, ...] = ()
        self.holds: Sequence[UUID] = ()
        self.shows: frozenset[UUID] = frozenset()
        self.refused: Mapping[UUID, Said] = {}
        self.closing: Closing | None = None
        self.closed = asyncio.Event()
        self._news = asyncio.Event()
        self._told: tuple[frozenset[UUID], Mapping[UUID, Said]] = self.shows, self.refused
        self._newest: dict[UUID, Shown] = {}
        self._pong: float | None = None
        self._sent = self._got = 0

    def allow(self, shows: frozenset[UUID], refused: Mapping[UUID, Said]) -> None:
        self.shows, self.refused = shows, refused
        self._newest = {camera: shown for camera, shown in self._newest.items() if camera in shows}
        self._news.set()

    def put(self, shown: Shown) -> None:
        """A word that nothing has moved does not take the place of a picture that was not sent yet."""
        before = self._newest.get(shown.camera)
        if shown.camera not in self.shows or (not shown.jpeg and before is not None and before.jpeg):
            return
        self._newest[shown.camera] = shown
        self._news.set()

    def got(self, count: int) -> None:
        """Of all that was sent since the beginning."""
        self._got = max(self._got, min(count, self._sent))
        self._news.set()

    def answer(self, ping: float) -> None:
        """A window that was asleep finds out by an answer that does not come."""
        self._pong = ping
        self._news.set()

    def close(self, why: Closing) -> None:
        if self.closing is None:
            self.closing = why
            self.closed.set()

    async def next(self) -> Shown | dict[str, object]:
        """What to send next: what is shown and refused, whenever that changes; then the picture that waits longest."""
        while True:
            self._news.clear()
            if self._pong is not None:
                pong, self._pong = self._pong, None
                return {"pong": pong}
            if self._told != (self.shows, self.refused):
                self._told = (self.shows, self.refused)
                return _words(self.wants, self.shows, self.refused)
            if self._newest and self._sent - self._got < AHEAD * len(self.shows):
                self._sent += 1
                return self._newest.pop(next(iter(self._newest)))
            await self._news.wait()


def _words(wants: Sequence[UUID], shows: frozenset[UUID], refused: Mapping[UUID, Said]) -> dict[str, object]:
    return {
        "shows": [str(camera) for camera in wants if camera in shows],
        "refused": {str(camera): said for camera, said in refused.items()},
    }
