"""A clock that a test sets; it begins at noon."""

from collections.abc import Callable
from datetime import datetime

import pytest

from hypervision.lib import clock
from tests.factories import NOON

SetClock = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    def set_clock(now: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: now)

    set_clock(NOON)
    return set_clock
