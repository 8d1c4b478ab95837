"""Web processes that are killed (SIGKILL) at the worst moment: who listens misses nothing and hears nothing twice."""

import http.client
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from websockets.exceptions import ConnectionClosed

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from hypervision.alerts.models import Alert
from hypervision.live.models import JournalEntry
from hypervision.live.reading import in_thread
from maps.models import Camera
from tests import factories
from tests.children import LOOK_AGAIN_S, Child, child
from tests.live.browsers import log_in, say
from tests.live.test_server import dial, numbers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def web(port: int, application: str = "hypervision.asgi") -> Iterator[Child]:
    """A uvicorn of its own that listens when this is entered."""
    options = ["--port", str(port), "--log-level", "error", "--ws-per-message-deflate", "false"]
    with child("uvicorn", f"{application}:application", *options) as process:
        while not _listens(port):
            assert process.outlives(LOOK_AGAIN_S), "The web process ended before it listened."
        yield process


def _listens(port: int) -> bool:
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    return False


def claim(port: int, alert: Alert, token: str) -> None:
    address = f"http://127.0.0.1:{port}/api/v1/alerts/{alert.pk}/claim/"
    request = urllib.request.Request(address, b"{}", {"Authorization": f"Token {token}"})
    request.add_header("Content-Type", "application/json")
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20).close()


def journalled(since: int) -> list[int]:
    return list(JournalEntry.objects.filter(number__gt=since).order_by("number").values_list("number", flat=True))


async def test_a_web_process_that_is_killed_between_commit_and_hint_loses_nothing(
    operator: User, camera: Camera
) -> None:
    """The operator's claim is committed, its process dies before anybody is told; a browser elsewhere hears of it."""
    cookie = await in_thread(log_in, operator)
    alert = await in_thread(factories.make_alert, camera)
    token = await in_thread(factories.make_token, operator, Scope.ALERTS_VERDICT)
    dying, living = free_port(), free_port()
    start = await in_thread(say, "start")
    with web(living), web(dying, "tests.live.dying_web") as killed:
        async with dial(living, cookie, f"?since={start}") as browser:
            before = await in_thread(say, "before")
            assert await numbers(browser, before) == [before]
            with pytest.raises((http.client.HTTPException, OSError)):
                await in_thread(claim, dying, alert, token)
            assert killed.killed
            [claimed] = await in_thread(journalled, before)
            assert await numbers(browser, claimed) == [claimed]
            after = await in_thread(say, "after")
            assert await numbers(browser, after) == [after]
    assert (await in_thread(Alert.objects.get)).state == Alert.State.CLAIMED


async def test_whoever_listened_to_a_killed_web_process_misses_nothing_at_the_next(operator: User) -> None:
    cookie = await in_thread(log_in, operator)
    start, port = await in_thread(say, "start"), free_port()
    with web(port) as first:
        async with dial(port, cookie, f"?since={start}") as browser:
            said = [await in_thread(say, word) for word in "abc"]
            heard = await numbers(browser, said[1])
            first.kill()
            with pytest.raises(ConnectionClosed):
                heard += await numbers(browser, said[-1] + 1)
    await in_thread(say, "while nobody serves")
    with web(port):
        async with dial(port, cookie, f"?since={heard[-1]}") as browser:
            last = await in_thread(say, "again")
            heard += await numbers(browser, last)
    assert heard == await in_thread(journalled, start)
