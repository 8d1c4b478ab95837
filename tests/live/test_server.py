"""A real server and a foreign client: what no stand-in shows."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from hypervision.accounts.models import User
from hypervision.live import client
from hypervision.live.closing import Closing
from hypervision.live.reading import in_thread
from tests.live.browsers import log_in, say, server

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "x" * 100_000
SECONDS = 20


def dial(port: int, cookie: str, query: str = "", origin: str = "http://127.0.0.1", **options: Any) -> connect:
    return connect(
        f"ws://127.0.0.1:{port}/live/ws/{query}",
        origin=origin,  # type: ignore[arg-type]
        additional_headers={"Cookie": cookie},
        **options,
    )


async def numbers(socket: ClientConnection, until: int) -> list[int]:
    """Reads up to this number, or to where the server closes."""
    read: list[int] = []
    while not read or read[-1] < until:
        frame = json.loads(await asyncio.wait_for(socket.recv(), SECONDS))
        read += [frame["n"]] if "n" in frame else []
    return read


async def everything(socket: ClientConnection) -> AsyncIterator[str]:
    """All texts up to where the server closes."""
    try:
        while True:
            yield str(await asyncio.wait_for(socket.recv(), SECONDS))
    except ConnectionClosed:
        return


async def test_a_real_browser_is_let_in_by_its_cookie_and_hears(operator: User) -> None:
    cookie = await in_thread(log_in, operator)
    with server() as port:
        async with dial(port, cookie) as socket:
            assert "hello" in json.loads(await socket.recv())
            number = await in_thread(say, "real")
            assert await numbers(socket, number) == [number]


async def test_without_a_cookie_the_close_code_says_why() -> None:
    with server() as port:
        async with dial(port, "") as socket:
            with pytest.raises(ConnectionClosed) as closed:
                await socket.recv()
            assert closed.value.rcvd
            assert closed.value.rcvd.code == Closing.NOT_LOGGED_IN


async def test_another_site_gets_a_403(operator: User) -> None:
    cookie = await in_thread(log_in, operator)
    with server() as port:
        with pytest.raises(InvalidStatus) as refused:
            async with dial(port, cookie, origin="https://elsewhere.example"):
                pass
        assert refused.value.response.status_code == 403


@pytest.mark.slow
async def test_a_slow_reader_is_closed_and_comes_back_by_number(
    operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "CAPACITY", 10)
    cookie = await in_thread(log_in, operator)
    with server() as port:
        async with dial(port, cookie, "?since=0", max_queue=1, compression=None) as slow:
            await slow.recv()
            said = await in_thread(lambda: [say(LONG) for _ in range(150)])
            heard = [json.loads(text)["n"] async for text in everything(slow) if '"n"' in text]
            assert slow.close_code == Closing.TOO_SLOW
        assert heard == said[: len(heard)]
        assert len(heard) < len(said)
        since = heard[-1] if heard else 0  # a close may overtake everything that still waited
        async with dial(port, cookie, f"?since={since}") as again:
            assert heard + await numbers(again, said[-1]) == said
