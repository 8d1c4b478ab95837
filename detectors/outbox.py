"""The way of sightings out of a watch: into the database, or into the spool while that is away; in order, once."""

import logging
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection

from detectors import intake, spool
from detectors.sighting import Sighting
from detectors.spool import Spool
from hypervision.lib import clock

logger = logging.getLogger(__name__)

AWAY = (OperationalError, InterfaceError)
"""What Django raises when the database is out of reach."""


class Outbox:
    """Of one lease. Used by one thread, except for ``count_lost``."""

    def __init__(self, camera_id: UUID, token: int, root: Path) -> None:
        self._camera_id = camera_id
        self._folder = spool.folder_of(root, camera_id, token)
        self._spool: Spool | None = None
        self._lost = 0
        self._lost_since: datetime | None = None

    def deliver(self, sighting: Sighting) -> None:
        """Never raises. While older ones wait in the spool the new one waits behind them."""
        if self._spool is None:
            try:
                take_in_or_drop(sighting)
                return
            except AWAY as error:
                note_away(error)
        try:
            if self._spool is None:
                self._spool = Spool(self._folder)
                logger.warning("Events wait in %s until the database is back.", self._folder)
            self._spool.put(sighting)
        except OSError as error:
            logger.error("An event could not be kept on disk and is lost: %s.", error)
            self.count_lost(1, sighting.event.at)

    def catch_up(self) -> None:
        """Hands in what waited and says what was lost. Raises what tells that the database is (still) away."""
        if self._spool is not None:
            self._spool.erase_due(clock.now())
            replayed = self._spool.replay(take_in_or_drop)
            self.count_lost(self._spool.take_lost(), clock.now())
            self._spool.close()
            self._spool = None
            logger.info("The database is back: %d events that waited are handed in.", replayed)
        if self._lost and self._lost_since is not None:
            intake.tell_lost(self._camera_id, self._lost, self._lost_since)
            logger.error("%d events are lost.", self._lost)
            self._lost, self._lost_since = 0, None

    def count_lost(self, count: int, since: datetime) -> None:
        if count:
            self._lost += count
            self._lost_since = self._lost_since or since

    def close(self) -> None:
        """What waits stays on disk; whoever finds it hands it in."""
        if self._spool is not None:
            self._spool.close()


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
    """Hands in what workers of this host that died have left in the spool; how many. Raises as ``catch_up`` does."""
    replayed = 0
    for camera_id, orphan in spool.orphans(root):
        try:
            orphan.erase_due(clock.now())
            replayed += orphan.replay(take_in_or_drop)
            if lost := orphan.take_lost():
                intake.tell_lost(camera_id, lost, clock.now())
        finally:
            orphan.close()
    return replayed


def note_away(error: Exception) -> None:
    """A broken connection is given up, so that the next try makes a fresh one."""
    logger.warning("The database is away: %s", (str(error).strip() or type(error).__name__).splitlines()[0])
    connection.close()
