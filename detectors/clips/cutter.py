"""Of one process that watches: makes films of footage and writes them down, one by one, in a thread of its own.

The eyes never wait for it. What waits is bounded, and lives in memory alone: a worker that is killed loses the clips of
its last seconds, never their events.
"""

import logging
import os
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field

from django.db import connection

from detectors.clips import keeping
from detectors.clips.keeping import Clip, Outcome
from detectors.outbox import AWAY, note_away
from detectors.vision.film import strip
from detectors.vision.film.h264 import FilmError
from detectors.vision.film.reel import Footage

logger = logging.getLogger(__name__)

MOST_FOOTAGE = 8
"""That waits to become films, of all cameras of the process; each holds 8 MB of pictures at most."""
MOST_CLIPS = 16
"""Films of 4 MB at most that wait for the database."""
AGAIN_S = 0.5
"""Until a clip is handed in again whose event is not there yet: it comes by way of the disk."""
PATIENCE_S = 120.0
"""Then the event was refused, or the database was away for too long."""
REST_S = 5.0
"""Without work, after which the thread ends."""
NICE = 10
"""Films may wait; the eyes of the same process may not."""


@dataclass(slots=True)
class _Waiting:
    clip: Clip
    until: float = field(default_factory=lambda: time.monotonic() + PATIENCE_S)


class Cutter:
    def __init__(self) -> None:
        self._news = threading.Condition()
        self._footage: deque[Footage] = deque()
        self._clips: deque[_Waiting] = deque()
        self._thread: threading.Thread | None = None
        self._is_busy = False

    def accept(self, footage: Footage) -> None:
        """Never waits. Beyond the bound the newest goes without: a clip that is nearly there is worth more."""
        with self._news:
            if len(self._footage) >= MOST_FOOTAGE:
                logger.warning("Event %s has no clip: too many are in the making.", footage.order.event_id)
                return
            self._footage.append(footage)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="cutter", daemon=True)
                self._thread.start()
            self._news.notify()

    def finish(self, seconds: float) -> None:
        """Waits so long at most until all that was accepted is written down: what is left dies with the process."""
        with self._news:
            self._news.wait_for(lambda: not (self._footage or self._clips or self._is_busy), seconds)

    def _run(self) -> None:
        with suppress(OSError):  # not every system tells its threads apart
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        while self._has_work():
            try:
                if (footage := self._take()) is not None:
                    self._develop(footage)
                self._hand_in()
            except Exception:
                # One film that cannot be made must not keep all later ones waiting.
                logger.exception("A clip is lost in a way that was not foreseen.")
            finally:
                connection.close()
                self._rest()

    def _has_work(self) -> bool:
        """Waits for it: footage, or a clip that is to be handed in again. False at the end of all."""
        with self._news:
            self._news.wait_for(lambda: bool(self._footage), AGAIN_S if self._clips else REST_S)
            self._is_busy = bool(self._footage or self._clips)
            if not self._is_busy:
                self._thread = None
            return self._is_busy

    def _take(self) -> Footage | None:
        with self._news:
            return self._footage.popleft() if self._footage else None

    def _rest(self) -> None:
        with self._news:
            self._is_busy = False
            self._news.notify_all()

    def _develop(self, footage: Footage) -> None:
        began = time.thread_time()
        try:
            made = strip.developed(footage)
        except FilmError as error:
            logger.error("Event %s has no clip: %s", footage.order.event_id, error)
            return
        seconds = time.thread_time() - began
        logger.info(
            "A clip of event %s: %d pictures, %d kB, %.2f s of processor time.",
            *(footage.order.event_id, len(footage.shots), len(made.film.mp4) // 1000, seconds),
        )
        if len(self._clips) >= MOST_CLIPS:
            logger.warning("Event %s has no clip: too many wait for the database.", self._clips[0].clip.event_id)
            self._clips.popleft()
        self._clips.append(_Waiting(Clip.of(footage, made)))

    def _hand_in(self) -> None:
        """Each once; those that have to wait stay. While the database is away the first try is the last one."""
        for _ in range(len(self._clips)):
            waiting = self._clips[0]
            try:
                outcome = keeping.keep(waiting.clip)
            except AWAY as error:
                note_away(error)
                outcome = Outcome.NO_EVENT
            self._clips.popleft()
            if outcome is Outcome.NO_EVENT and time.monotonic() < waiting.until:
                self._clips.append(waiting)
            elif outcome is not Outcome.KEPT:
                logger.warning("The clip of event %s is not kept: %s.", waiting.clip.event_id, outcome.value)


cutter = Cutter()
"""Of this process."""
