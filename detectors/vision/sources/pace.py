"""Waiting until a picture is due, in a wait that another thread can end."""

import threading

from detectors.vision.sentences import gettext_noop
from detectors.vision.sources.clock import Clock
from detectors.vision.sources.errors import Reason, SourceError


class Pacer:
    """Lets the nth ``wait`` pass at n / rate seconds after the first; ``wait_until`` at any offset."""

    def __init__(self, rate: float, clock: Clock) -> None:
        self._period = 1.0 / rate
        self._clock = clock
        self._start: float | None = None
        self._count = 0
        self._stop = threading.Event()

    def wait(self) -> None:
        self.wait_until(self._count * self._period)
        self._count += 1

    def wait_until(self, offset: float) -> None:
        """offset: seconds since the first call. Raises ``SourceError(STOPPED)`` when interrupted."""
        now = self._clock.monotonic()
        if self._start is None:
            self._start = now - offset
        if self._stop.wait(max(0.0, self._start + offset - now)):
            raise SourceError(Reason.STOPPED, gettext_noop("Stopped."))

    def interrupt(self) -> None:
        self._stop.set()
