"""How long to wait before the next attempt: longer each time, and never all cameras at the same moment."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from detectors.vision.sources.errors import Reason

PERSISTENT = frozenset(
    {Reason.WRONG_PASSWORD, Reason.BAD_ADDRESS, Reason.NO_VIDEO, Reason.UNSUPPORTED_CODEC, Reason.REFUSED}
)
"""Reasons that only a person changes; knocking on with a wrong password would make the camera lock the account."""


@dataclass(slots=True)
class Backoff:
    """Exponential with jitter: between half and all of ``first * 2 ** attempts``, at most ``longest`` seconds."""

    first: float = 0.5
    longest: float = 30.0
    chance: Callable[[], float] = random.random
    _attempts: int = 0

    def next(self, reason: Reason) -> float:
        delay = self.longest if reason in PERSISTENT else min(self.longest, self.first * 2.0 ** min(self._attempts, 30))
        self._attempts += 1
        return delay * (0.5 + 0.5 * self.chance())

    def reset(self) -> None:
        self._attempts = 0
