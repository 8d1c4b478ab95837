"""One client's queue, its talk, and the order of what it is sent. No database here."""

import asyncio
from typing import Any

import pytest

from hypervision.accounts.permissions import NOTHING
from hypervision.accounts.rights import Right
from hypervision.live import hub
from hypervision.live.client import CAPACITY, Client, frame
from hypervision.live.closing import Closing
from hypervision.live.consumers import ping_of
from hypervision.live.flood import LIMIT, SECONDS, FloodGuard
from hypervision.live.hub import Audience
from hypervision.live.reading import Entry
from hypervision.live.viewers import Ticket, Viewer

VIEWER = Viewer(frozenset({Right.SEE_MAP}), everywhere=False, area=None, kinds=frozenset(), sight=NOTHING)
FOR_ALL = Right.SEE_MAP
FOR_FEW = Right.READ_LOG


def client() -> Client:
    return Client(Ticket(1, "session", "seal"), VIEWER, entered_at=0)


async def test_a_full_queue_closes_the_slow_reader_and_keeps_nothing() -> None:
    slow = client()
    for number in range(CAPACITY):
        slow.put(frame({"n": number}))
    assert slow.closing is None
    slow.put(frame({"n": CAPACITY}))
    assert slow.closing == Closing.TOO_SLOW
    assert slow.closed.is_set()
    assert slow.waiting == 0


async def test_the_first_reason_to_close_counts() -> None:
    here = client()
    here.close(Closing.NO_RIGHT)
    here.close(Closing.TOO_SLOW)
    assert here.closing == Closing.NO_RIGHT


async def sent(audience: Audience, *entries: Entry) -> list[str]:
    """The texts that reach the one client of an audience."""
    here, texts, done = client(), [], asyncio.Event()

    async def send(message: Any) -> None:
        texts.append(message["text"])
        if here.waiting == 0:
            done.set()

    audience.clients.add(here)
    for entry in entries:
        audience.hear(VIEWER, entry)
    audience.settle()
    pump = asyncio.create_task(here.pump(send))
    await done.wait()
    pump.cancel()
    return texts


async def test_upto_is_said_once_for_all_that_was_passed_over_last() -> None:
    entries = [Entry(1, "one", FOR_ALL, None), Entry(2, "two", FOR_FEW, None), Entry(3, "three", FOR_FEW, None)]
    assert await sent(Audience(), *entries) == ["one", '{"upto":3}']


async def test_a_later_message_closes_the_gap_by_itself() -> None:
    assert await sent(Audience(), Entry(1, "one", FOR_FEW, None), Entry(2, "two", FOR_ALL, None)) == ["two"]


async def test_what_a_foreign_camera_saw_is_passed_over() -> None:
    assert await sent(Audience(), Entry(1, "secret", FOR_ALL, (24.94, 60.17))) == ['{"upto":1}']


@pytest.mark.parametrize("text", [None, "", "ping", "[1]", '{"ping":"x"}', '{"say":1}', '{"ping":1,"x":2}', "9" * 200])
def test_only_a_ping_is_readable(text: str | None) -> None:
    assert ping_of(text) is None


def test_a_flood_is_more_than_the_limit_within_its_seconds() -> None:
    guard = FloodGuard()
    assert [guard.too_many(0.0) for _ in range(LIMIT + 1)] == [False] * LIMIT + [True]


def test_a_calm_talker_is_no_flood() -> None:
    guard = FloodGuard()
    assert not any(guard.too_many(step * SECONDS / LIMIT) for step in range(10 * LIMIT))


def test_rights_are_read_again_well_within_five_seconds() -> None:
    assert hub.RIGHTS_SECONDS + hub.LOOK_SECONDS < 4
