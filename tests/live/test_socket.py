"""The socket of the control room: who is let in, what they hear, and why they are sent away."""

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right, Role
from hypervision.lib import clock
from hypervision.live import hub
from hypervision.live.closing import Closing
from hypervision.live.flood import LIMIT
from hypervision.live.reading import in_thread
from maps.models import Camera
from tests.factories import SQUARE, area
from tests.live.browsers import Browser, browser, listening, log_in, say

pytestmark = pytest.mark.django_db(transaction=True)


def _change(person: User, **values: Any) -> None:
    User.objects.filter(pk=person.pk).update(**values)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rights are read again at every turn, and a turn is taken ten times a second."""
    monkeypatch.setattr(hub, "RIGHTS_SECONDS", 0.0)
    monkeypatch.setattr(hub, "UPTO_SECONDS", 0.0)
    monkeypatch.setattr(hub, "LOOK_SECONDS", 0.1)


async def test_nobody_is_told_to_log_in() -> None:
    async with browser(None) as stranger:
        assert await stranger.close_code() == Closing.NOT_LOGGED_IN


async def test_the_official_has_no_right_to_listen(official: User) -> None:
    async with browser(official) as here:
        assert await here.close_code() == Closing.NO_RIGHT


async def test_a_page_of_another_site_is_not_even_accepted(operator: User) -> None:
    assert not await Browser(await in_thread(log_in, operator), origin="https://elsewhere.example").is_accepted()


async def test_a_client_without_origin_is_not_accepted(operator: User) -> None:
    assert not await Browser(await in_thread(log_in, operator), origin="").is_accepted()


async def test_there_is_no_other_socket(operator: User) -> None:
    assert not await Browser(await in_thread(log_in, operator), path="/live/other/").is_accepted()


async def test_hello_names_the_newest_number_and_the_time_of_the_server(operator: User) -> None:
    number = await in_thread(say, "before")
    async with listening(operator) as here:
        assert here.hello["newest"] == number
        assert "server_time" in here.hello


async def test_what_is_said_arrives_with_its_number(operator: User, camera: Camera) -> None:
    async with listening(operator) as here:
        number = await in_thread(say, "now", camera)
        assert await here.frame() == {"n": number, "kind": "camera_gone", "id": "now"}


async def test_what_a_foreign_camera_saw_never_arrives_but_its_number_is_closed(
    outsider: User, camera: Camera, quick: None
) -> None:
    async with listening(outsider) as here:
        number = await in_thread(say, "secret", camera)
        assert await here.upto() == number


async def test_a_message_needs_its_right(operator: User, quick: None) -> None:
    async with listening(operator) as here:
        number = await in_thread(say, "figures", None, Right.READ_LOG)
        assert await here.upto() == number


async def test_the_past_of_a_foreign_camera_never_arrives_either(outsider: User, camera: Camera) -> None:
    first = await in_thread(say, "all")
    number = await in_thread(say, "secret", camera)
    async with listening(outsider, f"since={first}") as here:
        assert await here.upto() == number


async def test_a_ping_is_answered(operator: User) -> None:
    async with listening(operator) as here:
        await here.send('{"ping":12.5}')
        assert await here.frame() == {"pong": 12.5}


async def test_anything_but_a_ping_ends_the_stream(operator: User) -> None:
    async with listening(operator) as here:
        await here.send("hello")
        assert await here.close_code() == Closing.UNREADABLE


async def test_a_flood_is_cut_off(operator: User) -> None:
    async with listening(operator) as here:
        for _ in range(LIMIT + 1):
            await here.send('{"ping":1}')
        assert await here.close_code() == Closing.FLOOD


async def test_a_right_withdrawn_ends_the_stream(operator: User, quick: None) -> None:
    async with listening(operator) as here:
        await in_thread(_change, operator, role=Role.OFFICIAL)
        assert await here.close_code() == Closing.NO_RIGHT


async def test_an_account_that_is_closed_ends_the_stream(operator: User, quick: None) -> None:
    async with listening(operator) as here:
        await in_thread(_change, operator, is_active=False)
        assert await here.close_code() == Closing.NOT_LOGGED_IN


async def test_a_session_that_ends_ends_the_stream(operator: User, quick: None) -> None:
    async with listening(operator) as here:
        await in_thread(Session.objects.all().delete)
        assert await here.close_code() == Closing.NOT_LOGGED_IN


async def test_a_session_whose_time_is_over_ends_the_stream(operator: User, quick: None) -> None:
    async with listening(operator) as here:
        await in_thread(lambda: Session.objects.update(expire_date=clock.now()))
        assert await here.close_code() == Closing.NOT_LOGGED_IN


async def test_a_new_password_ends_the_old_streams(operator: User, quick: None) -> None:
    async with listening(operator) as here:
        await in_thread(_change, operator, password=make_password("another one, quite long"))
        assert await here.close_code() == Closing.NOT_LOGGED_IN


async def test_other_kinds_ask_for_a_new_snapshot(operator: User, quick: None) -> None:
    async with listening(operator) as here:
        await in_thread(_change, operator, kinds=["fire"])
        assert await here.close_code() == Closing.NEW_SNAPSHOT


async def test_a_kind_that_is_not_given_never_arrives_but_its_number_is_closed(
    operator: User, camera: Camera, quick: None
) -> None:
    await in_thread(_change, operator, kinds=["fire"])
    async with listening(operator) as here:
        number = await in_thread(say, "secret", camera, event_kind="intrusion")
        assert await here.upto() == number
        number = await in_thread(say, "burning", camera, event_kind="fire")
        assert await here.frame() == {"n": number, "kind": "camera_gone", "id": "burning"}


async def test_a_new_perimeter_asks_for_a_new_snapshot(outsider: User, quick: None) -> None:
    async with listening(outsider) as here:
        await in_thread(_change, outsider, perimeter=area(*SQUARE))
        assert await here.close_code() == Closing.NEW_SNAPSHOT
