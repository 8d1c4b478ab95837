"""A watch that nobody vouches for is not watching: on snapshots, on the API, and in browsers that are open already."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from asgiref.testing import ApplicationCommunicator
from django.db import DatabaseError
from django.db.models.functions import Now
from django.test import Client

from detectors import leases, states, vouching
from detectors.cards import camera_card
from detectors.models import Watch
from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from hypervision.asgi import application
from hypervision.pages.snapshot import snapshot
from maps.models import Camera
from tests import factories
from tests.live.worlds import assert_told, heard


@pytest.fixture
def watched(camera: Camera) -> Camera:
    """A camera with an address, watched under a lease, of which the browsers have heard."""
    Camera.objects.update(address="rtsp://127.0.0.1:1/a")
    states.ensure_rows()
    token = leases.take(camera.id, "one")
    states.settle(camera.id, Watch.State.WATCHING, token=token)
    return camera


def fall_silent(seconds: float) -> None:
    """All workers and beat died so long ago that the lease ran out this many seconds before now."""
    Watch.objects.update(expires_at=Now() - timedelta(seconds=seconds))


LONG = leases.GRACE.total_seconds() + 1


def test_while_the_lease_lasts_the_camera_watches(watched: Camera, operator: User) -> None:
    assert [card["state"] for card in snapshot(operator)["cameras"]] == ["watching"]


def test_a_snapshot_judges_by_the_lease_when_nobody_is_left_to_say_so(watched: Camera, operator: User) -> None:
    fall_silent(LONG)
    (card,) = snapshot(operator)["cameras"]
    assert (card["state"], card.get("rate")) == ("not_watching", 0.0)
    assert card["reason"]["en"].startswith("Nobody watches this camera")


def test_the_api_judges_by_the_lease(watched: Camera, client: Client, city_system: User) -> None:
    fall_silent(LONG)
    headers = {"Authorization": f"Token {factories.make_token(city_system, Scope.CAMERAS_READ)}"}
    (listed,) = client.get("/api/v1/cameras/", headers=headers).json()["results"]
    alone = client.get(f"/api/v1/cameras/{watched.id}/", headers=headers).json()
    assert [listed["state"], alone["state"]] == ["not_watching", "not_watching"]


def test_a_card_is_judged_also_without_its_parts_read_beforehand(watched: Camera) -> None:
    fall_silent(LONG)
    assert camera_card(Camera.objects.get())["state"] == "not_watching"


def test_the_open_browsers_are_told_once(watched: Camera, operator: User) -> None:
    then = snapshot(operator)
    fall_silent(LONG)
    assert [states.let_lapse(), states.let_lapse()] == [1, 0]
    (frame,) = heard(operator, then["number"])
    assert frame["card"]["state"] == "not_watching"
    assert_told(then, operator)


def test_whoever_hands_watches_out_has_a_moment_to_say_it_better(watched: Camera) -> None:
    fall_silent(LONG - 2)
    assert states.let_lapse() == 0


def test_a_lease_that_lives_is_left_alone(watched: Camera) -> None:
    assert states.let_lapse() == 0


def test_what_a_person_stopped_stays_stopped(watched: Camera) -> None:
    Watch.objects.update(state=Watch.State.STOPPED, expires_at=None)
    assert states.let_lapse() == 0


def test_a_watch_that_comes_back_says_so_with_its_next_heartbeat(watched: Camera) -> None:
    fall_silent(LONG)
    states.let_lapse()
    token = Watch.objects.get().token
    assert leases.renew(watched.id, token)
    assert states.settle(watched.id, Watch.State.WATCHING, token=token)


# --- the web process --------------------------------------------------------------------------------------------------


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], int]], asyncio.Event]:
    """Lets the web process look without a pause; the event is set by its second look."""

    def replace(look: Callable[[], int]) -> asyncio.Event:
        looked, loop, count = asyncio.Event(), asyncio.get_running_loop(), iter(range(10**6))

        def counted() -> int:
            if next(count) == 1:
                loop.call_soon_threadsafe(looked.set)
            return look()

        monkeypatch.setattr(states, "let_lapse", counted)
        monkeypatch.setattr(vouching, "LOOK_S", 0.001)
        return looked

    return replace


def away() -> int:
    raise DatabaseError("gone")


@pytest.mark.parametrize("look", [lambda: 0, lambda: 1, away], ids=["all well", "one silent", "database away"])
async def test_a_web_process_judges_from_its_start_to_its_end(
    looks: Callable[[Callable[[], int]], asyncio.Event], look: Callable[[], int]
) -> None:
    looked = looks(look)
    web = ApplicationCommunicator(application, {"type": "lifespan"})
    await web.send_input({"type": "lifespan.startup"})
    assert await web.receive_output() == {"type": "lifespan.startup.complete"}
    async with asyncio.timeout(10):
        await looked.wait()
    await web.send_input({"type": "lifespan.shutdown"})
    assert await web.receive_output() == {"type": "lifespan.shutdown.complete"}
    await web.wait()


async def test_the_web_process_stops_judging_when_it_is_told_to_end(
    looks: Callable[[Callable[[], int]], asyncio.Event],
) -> None:
    looks(lambda: 0)
    before = asyncio.all_tasks()
    web = ApplicationCommunicator(application, {"type": "lifespan"})
    await web.send_input({"type": "lifespan.startup"})
    await web.receive_output()
    await web.send_input({"type": "lifespan.shutdown"})
    await web.receive_output()
    await web.wait()
    await asyncio.gather(*(asyncio.all_tasks() - before), return_exceptions=True)
    assert asyncio.all_tasks() == before
