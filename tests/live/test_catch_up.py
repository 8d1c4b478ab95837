"""By number: no gap, nothing twice, whatever dies or writes meanwhile."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, transaction
from pytest_django.fixtures import Settings
from redis import Redis

from hypervision.accounts.models import User
from hypervision.lib import clock
from hypervision.live import hub, journal, news
from hypervision.live.closing import Closing
from hypervision.live.models import JournalEntry
from hypervision.live.reading import in_thread
from hypervision.live.retention import forget
from tests.live.browsers import browser, listening, say

pytestmark = pytest.mark.django_db(transaction=True)

DEAD_BROKER = "redis://127.0.0.1:1/0"


async def test_what_was_missed_comes_first_and_in_order(operator: User) -> None:
    seen = await in_thread(say, "seen")
    missed = [await in_thread(say, word) for word in ("a", "b")]
    async with listening(operator, f"since={seen}") as here:
        assert [await here.frame() for _ in range(3)] == [
            {"n": missed[0], "kind": "camera_gone", "id": "a"},
            {"n": missed[1], "kind": "camera_gone", "id": "b"},
            {"upto": missed[1]},
        ]
        await in_thread(say, "c")
        assert await here.word() == "c"


async def test_an_empty_journal_leads_on_from_zero(operator: User) -> None:
    async with listening(operator, "since=0") as here:
        assert await here.upto() == 0


async def test_an_entry_that_nobody_hinted_at_arrives_all_the_same(
    operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a kill -9 between commit and publish."""
    monkeypatch.setattr(journal, "_tell", lambda number: None)
    async with listening(operator) as here:
        await in_thread(say, "orphan")
        assert await here.word() == "orphan"


@pytest.mark.slow
async def test_without_a_broker_the_stream_goes_on(operator: User, settings: Settings) -> None:
    settings.REDIS_URL = DEAD_BROKER
    async with listening(operator) as here:
        await in_thread(say, "quiet")
        assert await here.word() == "quiet"


async def test_a_broker_that_comes_back_is_heard_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    alive, settings.REDIS_URL = settings.REDIS_URL, DEAD_BROKER
    monkeypatch.setattr(news, "RETRY_SECONDS", 0.01)
    heard = asyncio.Event()
    listener = asyncio.create_task(news.listen(heard))
    await asyncio.sleep(0)
    settings.REDIS_URL = alive
    await asyncio.wait_for(heard.wait(), 8)  # the answer to subscribe
    heard.clear()
    with Redis.from_url(alive) as broker:
        broker.publish(journal.NEWS, 1)
    await asyncio.wait_for(heard.wait(), 8)
    listener.cancel()
    await asyncio.gather(listener, return_exceptions=True)


async def test_a_number_that_never_was_asks_for_a_new_snapshot(operator: User) -> None:
    await in_thread(say, "only")
    for since in ("999999999", "-1", "x", "1" * 30):
        async with browser(operator, f"since={since}") as here:
            assert await here.close_code() == Closing.NEW_SNAPSHOT, since


async def test_a_number_older_than_the_journal_asks_for_a_new_snapshot(operator: User) -> None:
    first, *_, newest = [await in_thread(say, word) for word in "abcd"]
    await in_thread(forget, clock.now())
    async with browser(operator, f"since={first}") as here:
        assert await here.close_code() == Closing.NEW_SNAPSHOT
    async with listening(operator, f"since={newest}") as here:
        assert await here.upto() == newest


def test_forgetting_spares_what_is_young_and_the_newest() -> None:
    old, young = say("old"), say("young")
    JournalEntry.objects.filter(number=old).update(at=clock.now() - timedelta(days=9))
    assert forget(clock.now() - timedelta(days=7)) == 1
    assert forget(clock.now() + timedelta(days=1)) == 0
    assert journal.newest() == young


async def test_a_snapshot_newer_than_the_hub_is_no_stranger(operator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The snapshot came from the table a moment ago; the hub has not looked since."""
    monkeypatch.setattr(journal, "_tell", lambda number: None)
    monkeypatch.setattr(hub, "LOOK_SECONDS", 60.0)
    async with listening(operator):
        number = await in_thread(say, "unread")
        async with listening(operator, f"since={number}") as here:
            assert await here.upto() == number


async def test_numbers_are_given_in_commit_order(operator: User) -> None:
    """Whoever got the number first commits first, so nobody reads past a number that is still on its way."""
    holds, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            say("slow")
            holds.set()
            may_commit.wait(8)
        connection.close()

    def fast() -> None:
        say("fast")
        connection.close()

    async with listening(operator) as here:
        writers = [threading.Thread(target=slow), threading.Thread(target=fast)]
        writers[0].start()
        assert await asyncio.to_thread(holds.wait, 8)
        writers[1].start()
        assert await in_thread(journal.newest) == here.hello["newest"]  # neither can be read yet
        may_commit.set()
        assert [await here.word(), await here.word()] == ["slow", "fast"]
        for writer in writers:
            await asyncio.to_thread(writer.join)


@pytest.mark.slow
async def test_browsers_that_come_while_many_write_miss_nothing_and_hear_nothing_twice(operator: User) -> None:
    start = await in_thread(say, "start")
    writers, each = 3, 40

    def write() -> None:
        for _ in range(each):
            say("word")
        connection.close()

    async def numbers() -> list[int]:
        heard: list[int] = []
        async with listening(operator, f"since={start}") as here:
            while len(heard) < writers * each:
                frame = await here.frame()
                heard += [frame["n"]] if "n" in frame else []
        return heard

    threads = [threading.Thread(target=write) for _ in range(writers)]
    for thread in threads:
        thread.start()
    everybody = await asyncio.gather(*[_later(start + index * 15, numbers) for index in range(6)])
    for thread in threads:
        await asyncio.to_thread(thread.join)
    rows = await in_thread(lambda: list(JournalEntry.objects.filter(number__gt=start).values_list("number", flat=True)))
    assert len(rows) == writers * each
    assert everybody == [rows] * 6


async def _later(number: int, numbers: Callable[[], Awaitable[list[int]]]) -> list[int]:
    """Comes in after some of the writing, so that the browsers meet the writers at different moments."""
    while await in_thread(journal.newest) < number:
        pass
    return await numbers()


async def test_the_hub_rests_when_the_last_browser_has_left(operator: User) -> None:
    async with listening(operator), listening(operator):
        assert len(hub.hub().clients()) == 2
        assert hub.hub().is_running
    assert not hub.hub().is_running


@pytest.mark.slow
async def test_a_subscription_that_ends_late_does_not_look_like_a_hub_that_broke(
    operator: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The broker's client can swallow the cancellation; the task then returns as if it had come to an end."""

    async def stubborn(hints: asyncio.Event) -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()

    monkeypatch.setattr(news, "listen", stubborn)
    async with listening(operator):
        pass
    async with listening(operator) as here:
        await in_thread(say, "hello")
        assert await here.word() == "hello"
    assert "broke" not in caplog.text
