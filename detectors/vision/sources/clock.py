"""Capture times of a live feed: smooth like the camera's own clock, anchored to this machine's, never ahead of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

JUMP = 1.0
"""Seconds between wall clock and anchor beyond which the wall clock has jumped, and seconds of a media gap."""
SLEW = 0.001
"""Seconds that the anchor follows a slowly drifting wall clock by, each time it is asked."""
LEAK = 0.002
"""Seconds a second by which a smoothed delay may grow: more than any quartz drifts, less than jitter."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """The two clocks of a machine; tests give their own."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], datetime] = _now


class WallAnchor:
    """Turns monotonic seconds into aware UTC, and takes a new anchor when the wall clock is set."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._monotonic = clock.monotonic()
        self._wall = clock.wall()

    def at(self, monotonic: float) -> datetime:
        now, wall = self._clock.monotonic(), self._clock.wall()
        drift = (wall - self._wall).total_seconds() - (now - self._monotonic)
        if abs(drift) > JUMP:
            self._monotonic, self._wall = now, wall
        else:
            self._wall += timedelta(seconds=max(-SLEW, min(SLEW, drift)))
        return self._wall + timedelta(seconds=monotonic - self._monotonic)


class Smoother:
    """Arrival times without the network's jitter.

    A packet can be late but never early, so the smallest delay seen between the camera's clock and ours is the true
    one; it leaks upwards by ``LEAK`` so that a camera whose clock runs slow is followed. A delay that is off by more
    than ``JUMP`` means that the camera's clock jumped, and a new start is made.
    """

    def __init__(self) -> None:
        self._delay: float | None = None
        self._last = 0.0

    def at(self, media: float, arrived: float) -> float:
        """media: seconds on the camera's clock; arrived: monotonic seconds. The result is never after ``arrived``."""
        delay = arrived - media
        if self._delay is None or abs(delay - self._delay) > JUMP:
            self._delay = delay
        else:
            leaked = self._delay + LEAK * max(0.0, arrived - self._last)
            self._delay = min(delay, leaked)
        self._last = arrived
        return media + self._delay

    def place(self, media: float) -> float:
        """Monotonic seconds of a picture that an earlier ``at`` has already brought, in whatever order it comes out."""
        return media + (self._delay or 0.0)
