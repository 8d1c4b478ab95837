"""A projector that does not let a test wait."""

import pytest

from detectors.liveview import projector


@pytest.fixture(autouse=True)
def quick_wishes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projector, "RENEW_S", 0.1)
