"""The socket of live view: who may look at which camera, and what ends it."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError

from detectors.liveview import admission, projector
from detectors.liveview.places import MOST
from detectors.models import Watch
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law import stops
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from hypervision.lib.languages import in_every_language
from hypervision.live.closing import Closing
from hypervision.live.reading import in_thread
from maps.models import Camera
from tests import factories
from tests.detectors.watched import watched_camera
from tests.live.browsers import TIMEOUT, log_in
from tests.liveview.cameras import Window, ids, looking, send, window

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rights are read again ten times a second."""
    monkeypatch.setattr(projector, "RIGHTS_S", 0.1)


def _change(person: User, **values: Any) -> None:
    User.objects.filter(pk=person.pk).update(**values)


def _openings(camera: Camera) -> list[str]:
    entries = LogEntry.objects.filter(action="view.open", subject=f"camera {camera.id}")
    return list(entries.values_list("actor", flat=True))


async def test_nobody_is_told_to_log_in() -> None:
    async with window(None) as stranger:
        assert await _code(stranger) == Closing.NOT_LOGGED_IN


LOOKERS = {Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.INSPECTOR}


@pytest.mark.parametrize("role", sorted(set(Role) - LOOKERS))
async def test_who_may_not_see_pictures_is_sent_away(role: Role) -> None:
    person = await in_thread(factories.make_user, role)
    async with window(person) as here:
        assert await _code(here) == Closing.NO_RIGHT


@pytest.mark.parametrize("role", sorted(LOOKERS))
async def test_who_may_see_pictures_looks(role: Role, camera: Camera) -> None:
    async with looking(await in_thread(factories.make_user, role), camera) as here:
        sent = await in_thread(send, camera)
        assert await here.picture() == sent


@pytest.mark.parametrize("origin", ["https://elsewhere.example", ""])
async def test_a_page_of_another_site_is_not_even_accepted(operator: User, origin: str) -> None:
    cookie = await in_thread(log_in, operator)
    assert not await Window(cookie, origin=origin, path="/live/view/").is_accepted()


async def test_the_outsider_does_not_learn_whether_there_is_such_a_camera(outsider: User, camera: Camera) -> None:
    async with window(outsider) as here:
        await here.words()
        foreign = await here.show(camera)
        nowhere = await here.show(Camera(id=uuid4()))
    assert foreign["shows"] == nowhere["shows"] == []
    assert [*foreign["refused"].values()] == [*nowhere["refused"].values()]
    assert not await in_thread(_openings, camera)


async def test_the_outsider_gets_no_picture_while_others_look(operator: User, outsider: User, camera: Camera) -> None:
    async with looking(operator, camera) as here, window(outsider) as there:
        await there.words()
        await there.show(camera)
        await in_thread(send, camera)
        await here.picture()
        assert await there.hears_nothing()


async def test_each_opening_of_a_camera_is_one_entry_of_the_log(operator: User, camera: Camera) -> None:
    other = await in_thread(factories.make_camera)
    async with looking(operator, camera) as here:
        await here.show(camera, other)
        await here.send(json.dumps({"show": ids([camera, other])}))
        await here.show(other)
        await here.show(camera, other)
    assert await in_thread(_openings, camera) == ["operator", "operator"]
    assert await in_thread(_openings, other) == ["operator"]


async def test_a_perimeter_that_is_withdrawn_ends_the_view_of_its_cameras_only(
    operator: User, camera: Camera, quick: None
) -> None:
    harbour = await in_thread(factories.make_camera, factories.ELSEWHERE)
    async with looking(operator, camera, harbour) as here:
        await in_thread(_change, operator, everywhere=False, perimeter=factories.area(*factories.ELSEWHERE))
        said = await here.words()
        assert (said["shows"], [*said["refused"]]) == (ids([harbour]), ids([camera]))
        await in_thread(send, camera)
        sent = await in_thread(send, harbour)
        assert await here.picture() == sent


async def test_a_right_that_is_withdrawn_ends_the_stream(operator: User, camera: Camera, quick: None) -> None:
    async with looking(operator, camera) as here:
        await in_thread(_change, operator, role=Role.OFFICIAL)
        assert await _code(here) == Closing.NO_RIGHT


async def test_an_account_that_is_closed_ends_the_stream(operator: User, camera: Camera, quick: None) -> None:
    async with looking(operator, camera) as here:
        await in_thread(_change, operator, is_active=False)
        assert await _code(here) == Closing.NOT_LOGGED_IN


@pytest.mark.parametrize("whole", [True, False])
async def test_a_stop_ends_the_view_also_where_the_worker_goes_on(
    operator: User, supervisor: User, camera: Camera, quick: None, whole: bool
) -> None:
    async with looking(operator, camera) as here:
        where: dict[str, Any] = {} if whole else {"camera_id": camera.id, "place": camera.location}
        await in_thread(stops.stop, supervisor, reason="Works", **where)
        assert [*(await here.words())["refused"].values()] == [
            {"en": "Stopped by a person.", "fr": "Arrêtée par une personne."}
        ]
        await in_thread(send, camera)
        assert await here.hears_nothing()


async def test_a_stop_of_another_camera_ends_nothing(
    operator: User, supervisor: User, camera: Camera, quick: None
) -> None:
    other = await in_thread(factories.make_camera)
    await in_thread(stops.stop, supervisor, reason="Works", camera_id=other.id, place=other.location)
    async with looking(operator, camera) as here:
        sent = await in_thread(send, camera)
        assert await here.picture() == sent


async def test_a_camera_whose_pictures_are_off_shows_none(operator: User) -> None:
    camera = await in_thread(factories.make_camera, pictures=False)
    async with window(operator) as here:
        await here.words()
        assert "switched off" in (await here.show(camera))["refused"][str(camera.id)]["en"]


async def test_a_camera_whose_masks_are_doubtful_shows_none(operator: User, camera: Camera) -> None:
    await in_thread(Watch.objects.create, camera=camera, since=clock.now(), unexplained=0.6)
    async with window(operator) as here:
        await here.words()
        assert "doubtful" in (await here.show(camera))["refused"][str(camera.id)]["en"]


@pytest.mark.parametrize(("regime", "refused"), [("FR-STATS", True), ("EU-OTHER", False)])
async def test_a_camera_under_statistics_says_why_it_shows_nothing(operator: User, regime: str, refused: bool) -> None:
    def under_statistics() -> Camera:
        camera = watched_camera(regime=regime, kinds=["intrusion", "occupancy"])
        factories.make_rule(camera, kind="occupancy")
        Watch.objects.update(state=Watch.State.WATCHING)
        return camera

    camera = await in_thread(under_statistics)
    async with window(operator) as here:
        await here.words()
        said = await here.show(camera)
    assert said["refused"] == ({str(camera.id): _in_all(admission.SUMS_ONLY)} if refused else {})


async def test_a_person_looks_at_sixteen_cameras_and_reads_why_not_at_more(operator: User) -> None:
    cameras = [await in_thread(factories.make_camera) for _ in range(MOST + 1)]
    async with window(operator) as here, window(operator) as there:
        await here.words(), await there.words()
        first = await here.show(*cameras)
        assert (first["shows"], [*first["refused"]]) == (ids(cameras[:MOST]), ids(cameras[MOST:]))
        assert (await there.show(cameras[0], cameras[MOST]))["shows"] == ids(cameras[:1])
        await here.show(*cameras[1:MOST])
        assert (await there.show(cameras[MOST]))["shows"] == ids(cameras[MOST:])


async def test_while_rights_cannot_be_read_no_picture_is_shown_and_then_the_newest(
    operator: User, camera: Camera, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up = admission.look_up

    def away(*_: object) -> None:
        raise OperationalError("the database is away")

    async with looking(operator, camera) as here:
        monkeypatch.setattr(admission, "look_up", away)
        await _until_blind(True)
        await in_thread(send, camera)
        assert await here.hears_nothing()
        monkeypatch.setattr(admission, "look_up", look_up)
        await _until_blind(False)
        sent = await in_thread(send, camera)
        assert await here.picture() == sent


def _in_all(words: Any) -> dict[str, str]:
    return in_every_language(words)


async def _code(here: Window) -> int:
    return await here.close_code()


async def _until_blind(blind: bool) -> None:
    async with asyncio.timeout(TIMEOUT):
        while projector.projector()._is_blind != blind:
            await asyncio.sleep(0.02)
