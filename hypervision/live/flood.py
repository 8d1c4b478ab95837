"""A browser has next to nothing to say; one that talks on is cut off."""

from collections import deque

LIMIT = 20
SECONDS = 10.0


class FloodGuard:
    """At most ``limit`` messages in any SECONDS."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._times: deque[float] = deque(maxlen=limit)

    def too_many(self, now: float) -> bool:
        """Counts one more message, at this moment of a monotonic clock in seconds."""
        flooded = len(self._times) == self._times.maxlen and now - self._times[0] < SECONDS
        self._times.append(now)
        return flooded
