"""The worker's side of live view: nothing is masked or sent while nobody looks, and one picture serves all who do."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import cv2
import numpy as np
import pytest

from detectors import configuration, watching
from detectors.liveview import viewfinder as module
from detectors.liveview.passing import KEPT_S, MOST_KEPT, WISH_S, Shown, pictures_of, wish_of
from detectors.liveview.viewfinder import FASTEST_S, Lens, Viewfinder
from detectors.vision.detect.motion import MotionGate
from detectors.vision.film.reel import Reel
from detectors.vision.mask.doubt import Doubt
from detectors.vision.mask.jpeg import LIVE_LONGEST
from detectors.vision.mask.masker import MaskError
from detectors.vision.types import Image
from hypervision.lib import clock
from maps.models import Event
from tests import factories
from tests.detectors.conftest import eyes
from tests.detectors.watched import Eyes, watched_camera
from tests.factories import NOON
from tests.liveview.cameras import broker

__all__ = ["eyes"]

GREY = np.full((720, 1280, 3), 90, np.uint8)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ASK_S", 0.02)
    monkeypatch.setattr(module, "UNMOVED_S", 0.0)


@pytest.fixture
def camera_id() -> Iterator[UUID]:
    camera = uuid4()
    yield camera
    with broker() as here:
        here.delete(wish_of(camera), pictures_of(camera))


def wish(camera: UUID) -> None:
    with broker() as here:
        here.set(wish_of(camera), 1, ex=WISH_S)


def sent(camera: UUID) -> list[Shown]:
    with broker() as here:
        return [Shown.read(camera, fields) for _, fields in here.xrange(pictures_of(camera))]


def until(holds: Any) -> None:
    """Looks again until something holds; a thread of its own brings it about."""
    tries = threading.Event()
    for _ in range(200):
        if holds():
            return
        tries.wait(0.02)
    raise AssertionError("It never came.")


def noted(monkeypatch: pytest.MonkeyPatch, eyes: Eyes, name: str) -> list[tuple[Any, ...]]:
    """The calls of what these eyes do."""
    calls: list[tuple[Any, ...]] = []
    does = getattr(eyes, name)

    def note(*given: Any) -> Any:
        calls.append(given)
        return does(*given)

    monkeypatch.setattr(eyes, name, note)
    return calls


def test_a_camera_that_nobody_looks_at_is_not_wanted_and_one_that_somebody_does_is(camera_id: UUID) -> None:
    finder = Viewfinder()
    with finder.open(uuid4()) as other, finder.open(camera_id) as lens:
        wish(camera_id)
        until(lambda: lens.wanted)
        assert not other.wanted
        with broker() as here:
            here.delete(wish_of(camera_id))
        until(lambda: not lens.wanted)


def test_a_picture_is_sent_once_smaller_and_is_gone_after_two_seconds(camera_id: UUID) -> None:
    wish(camera_id)
    with Viewfinder().open(camera_id) as lens:
        until(lambda: lens.wanted)
        lens.show(GREY, NOON, "Yard")
        until(lambda: sent(camera_id))
    [shown] = sent(camera_id)
    assert (shown.at, shown.view) == (int(NOON.timestamp() * 1000), "Yard")
    picture = cv2.imdecode(np.frombuffer(shown.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape[1] == LIVE_LONGEST
    with broker() as here:
        assert 0 < here.pttl(pictures_of(camera_id)) <= KEPT_S * 1000


def test_the_broker_never_holds_more_than_the_newest(camera_id: UUID) -> None:
    wish(camera_id)
    with Viewfinder().open(camera_id) as lens:
        until(lambda: lens.wanted)
        for number in range(MOST_KEPT + 2):
            at = NOON + timedelta(seconds=number)
            lens.show(GREY, at, "")
            until(lambda at=at: sent(camera_id) and sent(camera_id)[-1].at == int(at.timestamp() * 1000))
        assert len(sent(camera_id)) == MOST_KEPT


def test_that_nothing_moved_is_said_only_after_a_picture(camera_id: UUID) -> None:
    wish(camera_id)
    with Viewfinder().open(camera_id) as lens:
        until(lambda: lens.wanted)
        lens.nothing_moved(NOON, "")
        lens.show(GREY, NOON, "")
        until(lambda: len(sent(camera_id)) == 1)
        lens.nothing_moved(NOON + timedelta(seconds=1), "")
        until(lambda: len(sent(camera_id)) == 2)
    assert [bool(shown.jpeg) for shown in sent(camera_id)] == [True, False]


def test_no_more_than_ten_pictures_a_second_are_due(camera_id: UUID) -> None:
    lens = Lens(camera_id, threading.Condition())
    assert not lens.is_due(0)
    lens.wish(True)
    assert lens.is_due(0)
    lens.show(GREY, NOON, "")
    assert not lens.is_due(lens._put_at + FASTEST_S / 2)
    assert lens.is_due(lens._put_at + 2 * FASTEST_S)


def test_masking_for_those_who_look_takes_a_quarter_of_a_cameras_time_at_most(camera_id: UUID) -> None:
    lens = Lens(camera_id, threading.Condition())
    lens.wish(True)
    lens.show(GREY, NOON, "", seconds=0.2)
    assert not lens.is_due(lens._put_at + 0.5)
    assert lens.is_due(lens._put_at + 0.7)


def test_without_a_broker_nothing_is_wanted_and_the_eyes_go_on(camera_id: UUID, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with Viewfinder().open(camera_id) as lens:
        lens.wish(True)
        lens.show(GREY, NOON, "")
        until(lambda: not lens.wanted)


def test_its_thread_ends_with_the_last_camera(camera_id: UUID) -> None:
    finder = Viewfinder()
    with finder.open(camera_id):
        thread = finder._thread
        assert thread is not None
    thread.join(5)
    assert not thread.is_alive()
    with finder.open(camera_id):
        assert finder._thread is not thread


class TestOfAWatch:
    """From the first frame on somebody looks. Nothing is masked for clips."""

    pytestmark = pytest.mark.django_db(transaction=True)

    @pytest.fixture(autouse=True)
    def looked_at(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Lens, "is_due", lambda lens, now: True)
        monkeypatch.setattr(Reel, "is_due", lambda *_: False)

    @pytest.fixture
    def shown(self, monkeypatch: pytest.MonkeyPatch) -> list[Image]:
        pictures: list[Image] = []
        monkeypatch.setattr(Lens, "show", lambda lens, image, *_: pictures.append(image))
        return pictures

    def test_each_picture_that_was_analysed_is_shown_masked(self, eyes: Eyes, shown: list[Image]) -> None:
        watching.watch(watched_camera().id, "one")
        assert len(shown) == eyes.feed.pictures
        assert not any(picture.any() for picture in shown), "the mask of these eyes is black"

    def test_where_nothing_moved_the_network_does_not_look_for_those_who_look_on(
        self, eyes: Eyes, shown: list[Image], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        still: list[object] = []
        monkeypatch.setattr(Lens, "nothing_moved", lambda lens, at, view: still.append(at))
        opens = iter([True, *[False] * 20])
        monkeypatch.setattr(MotionGate, "opens", lambda *_: next(opens))
        looks = noted(monkeypatch, eyes, "detect")
        monkeypatch.setattr(watching, "_hand_in", lambda *_: eyes.feed.seen.release())
        watching.watch(watched_camera().id, "one")
        assert len(looks) == len(shown) == 1
        assert still

    def test_under_statistics_nothing_is_shown(self, eyes: Eyes, shown: list[Image]) -> None:
        camera = watched_camera(regime="FR-STATS", kinds=["occupancy"])
        factories.make_rule(camera, kind="occupancy")
        watching.watch(camera.id, "one")
        assert eyes.feed.sent
        assert not shown

    def test_where_pictures_are_off_nothing_is_shown(
        self, eyes: Eyes, shown: list[Image], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        camera = watched_camera()
        camera.pictures = False
        configuration.save_camera(camera, "administrator")
        watching.watch(camera.id, "one")
        assert not shown

    def test_where_masks_are_doubtful_nothing_is_shown(
        self, eyes: Eyes, shown: list[Image], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Doubt, "look", lambda doubt, *_: setattr(doubt, "share", 0.5))
        watching.watch(watched_camera().id, "one")
        assert not shown

    def test_what_cannot_be_masked_is_not_shown_and_the_watch_goes_on(
        self, eyes: Eyes, shown: list[Image], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> Image:
            raise MaskError("no mask")

        monkeypatch.setattr(eyes, "mask", fail)
        camera = watched_camera()
        watching.watch(camera.id, "one")
        assert not shown
        assert Event.objects.exists()

    def test_without_anybody_who_looks_no_mask_is_made_for_them(
        self, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Lens, "is_due", lambda lens, now: lens.wanted)
        masks = noted(monkeypatch, eyes, "mask")
        watching.watch(watched_camera().id, "one")
        assert len(masks) == 2, "the picture of the event and the one of the camera's page"


def test_a_frame_names_camera_capture_and_view() -> None:
    shown = Shown.captured(UUID(int=7), clock.from_epoch(1.5), "Cour", b"jpeg")
    assert shown.frame() == bytes(15) + b"\x07" + bytes(6) + b"\x05\xdc" + b"\x04Cour" + b"jpeg"
