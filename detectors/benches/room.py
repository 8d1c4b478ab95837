"""A control room in a real browser, and when it shows each alert."""

import os
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict

from detectors.benches.installation import Account
from hypervision.lib.errors import Refusal

CHROMIUM = "/usr/bin/chromium"
OPEN_MS = 60_000

NOTE_WHEN_SHOWN = """
  window.shownAt = {};
  new MutationObserver(() => {
    for (const { dataset } of document.querySelectorAll("[data-alert]")) window.shownAt[dataset.alert] ??= Date.now();
  }).observe(document, { childList: true, subtree: true });
"""
"""Queue and map are drawn from the same message in the same turn; the map is a canvas, so the queue's card is timed."""

READ_OUT = """
  async () => ({ shown: window.shownAt, alerts: (await (await fetch("/live/snapshot/")).json()).alerts })
"""


class Seen(TypedDict):
    """shown: milliseconds since the epoch by alert. alerts: the cards of the snapshot."""

    shown: dict[str, float]
    alerts: list[dict[str, Any]]


def delays(address: str, account: Account, seconds: float) -> list[float]:
    """Seconds from the capture of the picture that fired to the alert's card in the room, for alerts of this time.

    Not for the main thread of a Django command: Playwright runs an event loop in the thread that calls it.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise Refusal(
            "Playwright is not installed, so no browser can look on. "
            "Run .venv/bin/pip install -r requirements-dev.txt, then measure again."
        ) from None
    try:
        with sync_playwright() as playwright:
            return _look_on(playwright, address, account, seconds)
    except Error as error:
        raise Refusal(f"The browser failed: {error.message.splitlines()[0]} It needs Debian's chromium.") from error


def _look_on(playwright: Any, address: str, account: Account, seconds: float) -> list[float]:
    # Without the mark by which bin/processes.py knows the product's processes: the browser is not one of them.
    plain = {name: value for name, value in os.environ.items() if name != "HYPERVISION_HOME"}
    drawing = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    arguments = [*drawing, "--no-sandbox"] if os.geteuid() == 0 else drawing
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments, env=plain)
    try:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(OPEN_MS)
        page.add_init_script(NOTE_WHEN_SHOWN)
        page.goto(f"{address}/login/?next=/map/")
        page.fill("input[name=username]", account.name)
        page.fill("input[name=password]", account.password)
        with page.expect_event("websocket") as socket:
            page.press("input[name=password]", "Enter")
        socket.value.wait_for_event("framereceived")
        opened_at = time.time()
        page.wait_for_timeout(seconds * 1000)
        return since(opened_at, page.evaluate(READ_OUT))
    finally:
        browser.close()


def since(opened_at: float, seen: Seen) -> list[float]:
    """Of the alerts that were captured while the room was open and are shown. opened_at: seconds since the epoch."""
    captured = {card["id"]: datetime.fromisoformat(card["captured_at"]).timestamp() for card in seen["alerts"]}
    return [_delay(alert, captured, seen["shown"]) for alert in seen["shown"] if captured.get(alert, 0) >= opened_at]


def _delay(alert: str, captured: Mapping[str, float], shown: Mapping[str, float]) -> float:
    return shown[alert] / 1000 - captured[alert]
