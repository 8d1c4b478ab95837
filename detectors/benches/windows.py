"""Windows of a real browser, in a thread of their own: Playwright runs an event loop there, which Django refuses."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from detectors.benches.room import CHROMIUM
from hypervision.lib.errors import Refusal

T = TypeVar("T")

SIZE = {"width": 1440, "height": 900}
PATIENCE_MS = 180_000
"""A page under load may draw for minutes what came in seconds; that is measured, and no fault."""
TICK = os.sysconf("SC_CLK_TCK")
DRAWING = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--enable-precise-memory-info")
"""Without a graphics card: the drawing takes time of the same processor, on both sides of each comparison."""


class Window:
    """One page of a browser that nobody else uses: its cache is empty. Each call waits for its end."""

    def __init__(self, browser: "Browser", context: Any, page: Any) -> None:
        self._browser, self._context, self._page = browser, context, page
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def go(self, address: str) -> None:
        self._browser.do(lambda: self._page.goto(address))

    def ask(self, script: str, *arguments: object) -> Any:
        """What a function of JavaScript returns, or what its promise holds in the end."""
        return self._browser.do(lambda: self._page.evaluate(script, *arguments))

    def until(self, script: str, *arguments: object) -> None:
        """Waits until an expression of JavaScript is true."""
        self._browser.do(lambda: self._page.wait_for_function(script, arg=next(iter(arguments), None), polling="raf"))

    def heap(self) -> int:
        """Bytes of its JavaScript, after the garbage was collected."""
        return self._browser.do(self._heap)

    def close(self) -> None:
        self._browser.do(self._context.close)

    def _heap(self) -> int:
        session = self._context.new_cdp_session(self._page)
        for _ in range(2):
            session.send("HeapProfiler.collectGarbage")
        used = session.send("Runtime.getHeapUsage")
        session.detach()
        return int(used["usedSize"])


class Browser:
    def __init__(self, thread: ThreadPoolExecutor, chromium: Any) -> None:
        self._thread, self._chromium = thread, chromium

    def do(self, work: Callable[[], T]) -> T:
        return self._thread.submit(_told, work).result()

    def cpu_seconds(self) -> float:
        """User and system time of all its processes so far: of the page, and of what draws for it."""
        return sum(_cpu_seconds(pid) for pid in _descendants(os.getpid()) if "chrom" in _name(pid))

    def window(self, address: str, cookie: tuple[str, str], pages: dict[str, str] | None = None) -> Window:
        """A window that is logged in. pages: further pages of the same origin, by path, as HTML."""
        return self.do(lambda: self._window(address, cookie, pages or {}))

    def _window(self, address: str, cookie: tuple[str, str], pages: dict[str, str]) -> Window:
        context = self._chromium.new_context(viewport=SIZE, base_url=address)
        context.set_default_timeout(PATIENCE_MS)
        name, value = cookie
        context.add_cookies([{"name": name, "value": value, "url": address}])
        for path, html in pages.items():
            context.route(address + path, partial(_fulfil, html))
        return Window(self, context, context.new_page())


@contextmanager
def browser() -> Iterator[Browser]:
    """Raises Refusal, with a sentence, where there is no browser."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise Refusal(
            "Playwright is not installed, so no browser can look on. "
            "Run .venv/bin/pip install -r requirements-dev.txt, then measure again."
        ) from None
    arguments = [*DRAWING, "--no-sandbox"] if os.geteuid() == 0 else list(DRAWING)
    # Without the mark by which bin/processes.py knows the product's processes: the browser is not one of them.
    plain: dict[str, str | float | bool] = {
        name: value for name, value in os.environ.items() if name != "HYPERVISION_HOME"
    }
    with ThreadPoolExecutor(1) as thread:
        playwright = thread.submit(sync_playwright().start).result()
        try:
            launch = playwright.chromium.launch
            started = thread.submit(_told, lambda: launch(executable_path=CHROMIUM, args=arguments, env=plain)).result()
            try:
                yield Browser(thread, started)
            finally:
                thread.submit(started.close).result()
        finally:
            thread.submit(playwright.stop).result()


def _fulfil(html: str, route: Any) -> None:
    route.fulfill(body=html, content_type="text/html")


def _told(work: Callable[[], T]) -> T:
    from playwright.sync_api import Error

    try:
        return work()
    except Error as error:
        raise Refusal(f"The browser failed: {error.message.splitlines()[0]} It needs Debian's chromium.") from error


def _descendants(root: int) -> set[int]:
    """Processes that this one started, and those that they started."""
    parents = {int(path.name): _parent(path) for path in Path("/proc").iterdir() if path.name.isdecimal()}
    found, size = {root}, 0
    while len(found) > size:
        size = len(found)
        found |= {pid for pid, parent in parents.items() if parent in found}
    return found - {root}


def _parent(process: Path) -> int:
    return int((_fields(process) or ["", "0"])[1])


def _cpu_seconds(pid: int) -> float:
    fields = _fields(Path(f"/proc/{pid}"))
    return (int(fields[11]) + int(fields[12])) / TICK if fields else 0.0


def _fields(process: Path) -> list[str]:
    """From the state on (proc(5), field 3); none of a process that has just ended."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text()
    except OSError:
        return ""
