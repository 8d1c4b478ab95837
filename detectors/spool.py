"""Sightings on their way through the disk into the database: bounded, whole or not at all, in order, once.

``SPOOL_DIR/<camera>/<token>/<sequence>.entry``: a folder a lease. Whoever writes or replays a folder holds the lock on
its file ``.lock``; the kernel frees it when the process dies, and then any other process of this host may replay it.

Beyond the bound the *oldest* entry goes: an operator can still act on what happened last, and what is lost is counted
and said.
"""

import fcntl
import os
import shutil
import threading
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
    """The folder of one lease, locked while this object is open. One thread puts, another may hand in meanwhile.

    lost: entries that were pushed out or could not be read, since ``take_lost`` was last asked.
    """

    def __init__(self, folder: Path, most_entries: int = MOST_ENTRIES, most_bytes: int = MOST_BYTES) -> None:
        """Raises BlockingIOError when another process holds the folder."""
        self.folder = folder
        self._most_entries = most_entries
        self._most_bytes = most_bytes
        self._lock = _lock(folder)
        self._guard = threading.Lock()
        self._in_hand: Path | None = None
        self._lost = 0
        self._sizes = {path: path.stat().st_size for path in sorted(folder.glob(f"*{SUFFIX}"))}
        self._next = int(max(self._sizes).stem) + 1 if self._sizes else 1

    def __len__(self) -> int:
        return len(self._sizes)

    def put(self, sighting: Sighting) -> None:
        """On disk when this returns. Raises OSError when the disk takes nothing."""
        data = dump(sighting)
        with self._guard:
            while (oldest := self._oldest()) is not None and self._is_full(len(data)):
                self._drop(oldest)
                self._lost += 1
            path = self.folder / f"{self._next:012d}{SUFFIX}"
            self._next += 1
            _write(path, data)
            self._sizes[path] = len(data)

    def hand_in_oldest(self, take_in: Callable[[Sighting], object]) -> bool:
        """Drops it once ``take_in`` has returned. False when there is none, or none that can be read.

        What ``take_in`` raises goes on to the caller and the entry stays: handing in twice changes nothing.
        """
        with self._guard:
            path = self._in_hand = self._oldest()
        if path is None:
            return False
        try:
            take_in(load(path.read_bytes()))
        except UnreadableError:
            self._lose([path])
            return False
        else:
            with self._guard:
                self._drop(path)
            return True
        finally:
            self._in_hand = None

    def replay(self, take_in: Callable[[Sighting], object], most: int = MOST_ENTRIES) -> int:
        """Hands in as many entries as this, oldest first; how many it was."""
        done = 0
        while self._sizes and done < most:
            done += self.hand_in_oldest(take_in)
        return done

    def erase_due(self, now: datetime) -> int:
        """Drops the entries whose retention is over, even if the database never came back (R-30)."""
        due = [path for path in list(self._sizes) if _erase_at(path) <= now]
        self._lose(due)
        return len(due)

    def take_lost(self) -> int:
        with self._guard:
            lost, self._lost = self._lost, 0
            return lost

    def close(self) -> None:
        """Frees the folder; an empty one goes."""
        if not self._sizes:
            shutil.rmtree(self.folder, ignore_errors=True)
            with suppress(OSError):  # the folders of other leases are still in it
                self.folder.parent.rmdir()
        os.close(self._lock)

    def _oldest(self) -> Path | None:
        """Of those that nobody has in hand."""
        return next((path for path in self._sizes if path != self._in_hand), None)

    def _is_full(self, coming: int) -> bool:
        return len(self._sizes) >= self._most_entries or sum(self._sizes.values()) + coming > self._most_bytes

    def _lose(self, paths: list[Path]) -> None:
        with self._guard:
            for path in paths:
                self._drop(path)
            self._lost += len(paths)

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


def _lock(folder: Path) -> int:
    """The locked file of the folder. A sweep may delete the empty folder of a new lease just before: then once more."""
    while True:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise
        if os.fstat(lock).st_nlink:
            return lock
        os.close(lock)


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
    except FileNotFoundError:
        return datetime.max.replace(tzinfo=UTC)  # handed in meanwhile
    except UnreadableError:
        return datetime.min.replace(tzinfo=UTC)  # whatever it holds, nobody can say that it may stay
