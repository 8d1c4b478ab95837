"""/healthz: a line per part, 503 when one is down, and never a wait."""

import threading

import pytest
from django.test import Client

from hypervision.pages import health

WELL = (True, "")


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    parts: dict[str, object] = {name: lambda: WELL for name in ("database", "broker", "workers", "watches")}
    monkeypatch.setattr(health, "CHECKS", parts)
    return parts


def test_each_part_has_a_line_and_all_well_is_200(client: Client, parts: dict[str, object]) -> None:
    parts["watches"] = lambda: (True, "38 of 41 cameras watched")
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.content.decode().splitlines() == [
        *("database: ok", "broker: ok", "workers: ok", "watches: ok, 38 of 41 cameras watched"),
    ]


def test_one_part_that_is_down_is_503(client: Client, parts: dict[str, object]) -> None:
    parts["broker"] = lambda: (False, "no connection")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "broker: DOWN, no connection" in answer.content.decode()


def test_a_part_that_hangs_is_down_and_holds_nobody_up(
    client: Client, parts: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    monkeypatch.setattr(health, "PART_S", 0.01)
    parts["database"] = lambda: (release.wait(10), "")
    answer = client.get("/healthz")
    release.set()
    assert answer.status_code == 503
    assert "database: DOWN, no answer within" in answer.content.decode()
