"""Specification of what a window is sent: pictures as they were made, the newest first, and words."""

import json
from datetime import timedelta
from typing import Any

import pytest

from hypervision.accounts.models import User
from hypervision.lib import clock
from hypervision.live.closing import Closing
from hypervision.live.reading import in_thread
from maps.models import Camera
from tests.liveview.cameras import PICTURE, ids, looking, send, window

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


async def test_a_picture_arrives_as_it_was_sent_with_its_capture_and_its_view(operator: User, camera: Camera) -> None:
    async with looking(operator, camera) as here:
        sent = await in_thread(send, camera, PICTURE, "Cour d’école")
        assert await here.picture() == sent


async def test_a_word_that_nothing_moved_arrives_without_a_picture(operator: User, camera: Camera) -> None:
    async with looking(operator, camera) as here:
        sent = await in_thread(send, camera, b"")
        assert (await here.picture()) == sent


async def test_who_comes_later_sees_at_once_what_others_see(operator: User, supervisor: User, camera: Camera) -> None:
    async with looking(operator, camera) as here:
        sent = await in_thread(send, camera)
        await here.picture()
        async with looking(supervisor, camera) as there:
            assert await there.picture() == sent


async def test_a_slow_window_skips_pictures_and_goes_on_with_the_newest(operator: User, camera: Camera) -> None:
    async with looking(operator, camera) as here:
        for _ in range(2):
            await in_thread(send, camera)
            await here.picture()
        for number in range(6):
            newest = await in_thread(send, camera, PICTURE + bytes([number]))
        assert await here.hears_nothing()
        await here.send('{"got": 2}')
        assert await here.picture() == newest


@pytest.mark.parametrize(
    "words",
    ["", "hello", "[]", '{"show": 1}', '{"show": ["A"]}', '{"show": [], "got": 1}', '{"got": "all"}', '{"show": [[]]}'],
)
async def test_anything_else_than_its_two_words_ends_the_stream(operator: User, words: str) -> None:
    async with window(operator) as here:
        await here.words()
        await here.send(words)
        assert await here.close_code() == Closing.UNREADABLE


async def test_who_talks_without_end_is_cut_off(operator: User) -> None:
    async with window(operator) as here:
        for _ in range(302):
            await here.send('{"got": 0}')
        assert await here.close_code() == Closing.FLOOD


async def test_a_ping_is_answered(operator: User) -> None:
    async with window(operator) as here:
        await here.words()
        await here.send('{"ping": 12.5}')
        assert await here.words() == {"pong": 12.5}


async def test_without_a_broker_the_window_is_sent_away_to_come_back(
    operator: User, camera: Camera, settings: Any
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    async with window(operator) as here:
        await here.send(json.dumps({"show": ids([camera])}))
        assert await here.close_code() == Closing.TRY_LATER


async def test_no_word_of_an_old_picture_hides_a_new_one(operator: User, camera: Camera) -> None:
    """The picture waits for a slow window; that nothing moved since then does not take its place."""
    async with looking(operator, camera) as here:
        for _ in range(2):
            await in_thread(send, camera)
            await here.picture()
        waiting = await in_thread(send, camera, at=clock.now() - timedelta(seconds=1))
        await in_thread(send, camera, b"")
        assert await here.hears_nothing()
        await here.send('{"got": 2}')
        assert await here.picture() == waiting
