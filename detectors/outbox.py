"""The way of sightings out of a watch: through the disk into the database, in order, once.

eyes ─► accept ─► queue ─► thread: spool, synced ─► office: one transaction each ─► deleted from the spool
"""

import logging
import queue
import threading
from collections import deque
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection

from detectors import intake, spool
from detectors.sighting import Sighting
from detectors.spool import Spool
from hypervision.lib import clock
from hypervision.lib.log import about_camera

logger = logging.getLogger(__name__)

AWAY = (OperationalError, InterfaceError)
"""What Django raises when the database is out of reach."""
QUEUE_LENGTH = 200
MOST_IN_MEMORY = 200
"""Sightings that wait without a disk: only when it takes nothing and the database is away, too."""
ERASE_EVERY_S = 60.0
MOST_AT_ONCE = 50
"""Orphans: an office that hands in hundreds of them at once would miss its own heartbeats."""
KEPT = "Event %s is kept."
"""The log line of an event that is on disk: from here on it survives the death of its worker."""


class Outbox:
    """Of one lease. The eyes accept, a thread of its own writes, the office delivers and tells what was lost."""

    def __init__(self, camera_id: UUID, token: int, root: Path) -> None:
        self._camera_id = camera_id
        self._folder = spool.folder_of(root, camera_id, token)
        self._spool: Spool | None = None
        self._in_memory: deque[Sighting] = deque()
        self._inbox: queue.Queue[Sighting | None] = queue.Queue(QUEUE_LENGTH)
        self._fresh = threading.Event()
        self._guard = threading.Lock()
        self._lost = 0
        self._lost_since: datetime | None = None
        self._writer = threading.Thread(target=self._write, name=f"outbox-{camera_id}", daemon=True)
        self._writer.start()

    # --- the eyes -----------------------------------------------------------------------------------------------------

    def accept(self, sighting: Sighting) -> None:
        """Never waits, neither for the disk nor for the database."""
        try:
            self._inbox.put_nowait(sighting)
        except queue.Full:
            self._count_lost(1, sighting.event.at)

    # --- the office ---------------------------------------------------------------------------------------------------

    def deliver_next(self, wait: float) -> None:
        """Hands the oldest one in, or waits for one, this many seconds. Raises what tells that the database is away."""
        if not self._fresh.wait(wait):
            return
        self._fresh.clear()
        try:
            if self._has_any():
                self._deliver_oldest()
        finally:
            if self._has_any():
                self._fresh.set()

    def deliver_all(self) -> None:
        """Raises as ``deliver_next`` does."""
        while self._has_any():
            self._deliver_oldest()

    def tell_lost(self) -> None:
        """Says on the screens how many events were lost. Raises as ``deliver_next`` does."""
        if self._spool is not None:
            self._count_lost(self._spool.take_lost(), clock.now())
        lost, since = self._lost, self._lost_since
        if since is None:
            return
        intake.tell_lost(self._camera_id, lost, since)
        logger.error("%d events are lost.", lost)
        with self._guard:
            self._lost -= lost
            self._lost_since = clock.now() if self._lost else None

    def wake(self) -> None:
        """Ends the wait of ``deliver_next``."""
        self._fresh.set()

    def finish_writing(self) -> None:
        """Nothing more is accepted; returns when all that was is on disk."""
        if self._writer.is_alive():
            self._inbox.put(None)
            self._writer.join()

    def close(self) -> None:
        """What waits stays on disk; whoever finds it hands it in."""
        self.finish_writing()
        if self._spool is not None:
            self._spool.close()
            self._spool = None

    # --- the thread ---------------------------------------------------------------------------------------------------

    def _write(self) -> None:
        with about_camera(str(self._camera_id)):
            while True:
                try:
                    sighting = self._inbox.get(timeout=ERASE_EVERY_S)
                except queue.Empty:
                    self._erase_due()
                    continue
                if sighting is None:
                    return
                self._keep(sighting)
                self._fresh.set()

    def _keep(self, sighting: Sighting) -> None:
        try:
            if self._spool is None:
                self._spool = Spool(self._folder)
            self._spool.put(sighting)
            logger.info(KEPT, sighting.id)
        except OSError as error:
            logger.error("Event %s cannot be kept on disk and waits in memory: %s.", sighting.id, error)
            if len(self._in_memory) < MOST_IN_MEMORY:
                self._in_memory.append(sighting)
            else:
                self._count_lost(1, sighting.event.at)

    def _erase_due(self) -> None:
        """Even if the database never comes back (R-30)."""
        if self._spool is not None:
            self._spool.erase_due(clock.now())

    # --- both ---------------------------------------------------------------------------------------------------------

    def _has_any(self) -> bool:
        return bool(self._spool or self._in_memory)

    def _deliver_oldest(self) -> None:
        if self._spool:
            self._spool.hand_in_oldest(take_in_or_drop)
        else:
            take_in_or_drop(self._in_memory[0])
            self._in_memory.popleft()

    def _count_lost(self, count: int, since: datetime) -> None:
        if count:
            with self._guard:
                self._lost += count
                self._lost_since = self._lost_since or since


def take_in_or_drop(sighting: Sighting) -> None:
    """Lets through that the database is away. Whatever else stands against an event would stand against it for ever."""
    try:
        intake.take_in(sighting)
    except AWAY:
        raise
    except Exception:
        # One event that cannot be taken in must not keep all later ones waiting; the log has all of it.
        logger.exception("Event %s cannot be taken in and is dropped.", sighting.id)


def take_in_orphans(root: Path) -> int:
    """Hands in what workers of this host that died have left in the spool; how many, MOST_AT_ONCE if there is more.

    Raises as ``Outbox`` does.
    """
    replayed = 0
    for camera_id, orphan in spool.orphans(root):
        try:
            orphan.erase_due(clock.now())
            replayed += orphan.replay(take_in_or_drop, MOST_AT_ONCE - replayed)
            if lost := orphan.take_lost():
                intake.tell_lost(camera_id, lost, clock.now())
        finally:
            orphan.close()
        if replayed == MOST_AT_ONCE:
            break
    if replayed:
        logger.info("%d events that a dead worker had kept are handed in.", replayed)
    return replayed


def note_away(error: Exception) -> None:
    """A broken connection is given up, so that the next try makes a fresh one."""
    logger.warning("The database is away: %s", (str(error).strip() or type(error).__name__).splitlines()[0])
    connection.close()
