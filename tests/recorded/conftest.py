"""A folder of its own for recordings, eyes that see a person, and nobody who holds the place."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detectors.recorded import passing, working
from hypervision.lib.broker import open_broker
from maps.models import Camera
from tests.detectors.watched import watched_camera
from tests.recorded.worlds import Standing


@pytest.fixture(autouse=True)
def scratch_folder(settings: Any, tmp_path: Path) -> Path:
    settings.SCRATCH_DIR = tmp_path / "scratch"
    return tmp_path / "scratch"


@pytest.fixture(autouse=True)
def place() -> Iterator[None]:
    yield
    with open_broker(1) as broker:
        for key in broker.scan_iter("hypervision:recording:*"):
            broker.delete(key)


@pytest.fixture
def eyes(monkeypatch: pytest.MonkeyPatch) -> Standing:
    eyes = Standing()
    monkeypatch.setattr(working, "open_detector", lambda file: eyes)
    return eyes


@pytest.fixture
def camera(db: None) -> Camera:
    return watched_camera()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What goes to a worker that never answers."""
    messages: list[Any] = []
    monkeypatch.setattr(passing, "send", lambda *given: messages.append(given))
    return messages


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch, eyes: Standing) -> Standing:
    """The worker is this very process."""
    monkeypatch.setattr(passing, "send", working.work)
    return eyes
