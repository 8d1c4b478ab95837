"""Sightings that wait on disk while the database is away: bounded, whole or not at all, in order, once.

``SPOOL_DIR/<camera>/<token>/<sequence>.entry``: a folder a lease. Whoever writes or replays a folder holds the lock on
its file ``.lock``; the kernel frees it when the process dies, and then any other process of this host may replay it.

Beyond the bound the *oldest* entry goes: an operator can still act on what happened last, and what is lost is counted
and said.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from detectors.sighting import Sighting, UnreadableError, dump, load

MOST_ENTRIES = 500
MOST_BYTES = 32 * 1024 * 1024
SUFFIX = ".entry"


class Spool:
    """The folder of one lease, locked for as long as this object is open. Used by one thread at a time.

    lost: entries that were pushed out or could not be read, since ``take_lost`` was last asked.
    """

    def __init__(self, folder: Path, most_entries: int = MOST_ENTRIES, most_bytes: int = MOST_BYTES) -> None:
        """Raises BlockingIOError when another process holds the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._most_entries = most_entries
        self._most_bytes = most_bytes
        self._lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            raise
        self._lost = 0
        self._sizes = {path: path.stat().st_size for path in sorted(folder.glob(f"*{SUFFIX}"))}
        self._next = int(max(self._sizes).stem) + 1 if self._sizes else 1

    def __len__(self) -> int:
        return len(self._sizes)

    def put(self, sighting: Sighting) -> None:
        """On disk when this returns. Raises OSError when the disk takes nothing."""
        data = dump(sighting)
        while self._sizes and (
            len(self._sizes) >= self._most_entries or sum(self._sizes.values()) + len(data) > self._most_bytes
        ):
            self._drop(next(iter(self._sizes)))
            self._lost += 1
        path = self.folder / f"{self._next:012d}{SUFFIX}"
        self._next += 1
        _write(path, data)
        self._sizes[path] = len(data)

    def replay(self, take_in: Callable[[Sighting], object]) -> int:
        """Hands in every entry, oldest first, and drops each once ``take_in`` has returned. How many it was.

        What ``take_in`` raises goes on to the caller and the entry stays: handing in twice changes nothing.
        """
        done = 0
        for path in list(self._sizes):
            try:
                sighting = load(path.read_bytes())
            except UnreadableError:
                self._lost += 1
            else:
                take_in(sighting)
                done += 1
            self._drop(path)
        return done

    def erase_due(self, now: datetime) -> int:
        """Drops the entries whose retention is over, even if the database never came back (R-30)."""
        due = [path for path in list(self._sizes) if _erase_at(path) <= now]
        for path in due:
            self._drop(path)
        self._lost += len(due)
        return len(due)

    def take_lost(self) -> int:
        lost, self._lost = self._lost, 0
        return lost

    def give_back_lost(self, lost: int) -> None:
        """For who could not write down what ``take_lost`` said."""
        self._lost += lost

    def close(self) -> None:
        """Frees the folder; an empty one goes."""
        if not self._sizes:
            shutil.rmtree(self.folder, ignore_errors=True)
            with suppress(OSError):  # the folders of other leases are still in it
                self.folder.parent.rmdir()
        os.close(self._lock)

    def _drop(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._sizes.pop(path, None)


def folder_of(root: Path, camera_id: UUID, token: int) -> Path:
    return root / str(camera_id) / f"{token:012d}"


def orphans(root: Path) -> Iterator[tuple[UUID, Spool]]:
    """The folders of leases that nobody holds open on this host, oldest lease first, each opened; close them."""
    for folder in sorted(root.glob("*/*/")):
        try:
            camera_id = UUID(folder.parent.name)
            yield camera_id, Spool(folder)
        except (BlockingIOError, ValueError):
            continue


def _write(path: Path, data: bytes) -> None:
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _erase_at(path: Path) -> datetime:
    try:
        return load(path.read_bytes()).erase_at
    except UnreadableError:
        return datetime.min.replace(tzinfo=UTC)  # whatever it holds, nobody can say that it may stay
