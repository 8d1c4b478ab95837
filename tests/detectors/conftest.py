"""The eyes of a watch, and the feed that it opens."""

from collections.abc import Iterator
from typing import Any

import pytest

from detectors import build, watching
from tests.detectors.watched import Eyes, Feed


@pytest.fixture
def eyes(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Iterator[Eyes]:
    """The watch ends when their feed is over."""
    settings.SPOOL_DIR = tmp_path
    eyes = Eyes(Feed(pictures=12))
    monkeypatch.setattr(watching, "open_source", lambda spec: eyes.feed)
    monkeypatch.setattr(build, "open_eyes", lambda networks: (eyes, eyes))
    watching.stopping.clear()
    yield eyes
    watching.stopping.clear()
