"""A watch makes clips of its events: masked, where pictures are allowed, and nothing where they are not."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import av
import pytest

from detectors import configuration, watching
from detectors.clips import cutter as module
from detectors.liveview import showing
from detectors.office import Office
from detectors.vision.film import h264
from detectors.vision.film.reel import Reel
from detectors.vision.mask.doubt import Doubt
from detectors.vision.mask.masker import MaskError
from detectors.vision.types import Image
from maps.models import Clip, Event
from tests import factories
from tests.detectors.conftest import eyes
from tests.detectors.watched import Eyes, watched_camera

__all__ = ["eyes"]

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not h264.is_there(), reason=f"{h264.PACKAGE} is not installed"),
]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AGAIN_S", 0.02)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """After each picture, how many the ring holds."""
    counts: list[int] = []
    show = showing.Screen.show

    def noted(screen: showing.Screen, *given: Any) -> None:
        show(screen, *given)
        counts.append(len(screen.reel._ring))

    monkeypatch.setattr(showing.Screen, "show", noted)
    return counts


def test_the_clip_of_an_event_is_masked_and_says_what_it_shows(eyes: Eyes) -> None:
    watching.watch(watched_camera().id, "one")
    clip = Clip.objects.get()
    event = clip.event
    with av.open(BytesIO(bytes(clip.mp4))) as film:
        pictures = [picture.to_ndarray(format="gray") for picture in film.decode(video=0)]
    assert len(pictures) == len(clip.track["times"]) >= 2
    assert max(picture.max() for picture in pictures) <= 20, "the mask of these eyes is black"
    assert clip.starts_at <= event.captured_at <= clip.ends_at < event.captured_at + timedelta(seconds=5), "it ended"
    assert any(clip.track["boxes"])
    assert clip.erase_at == event.picture.erase_at - (event.captured_at - clip.starts_at)


def forbids_statistics(_: pytest.MonkeyPatch, __: Eyes) -> Any:
    camera = watched_camera(regime="FR-STATS", kinds=["occupancy"])
    factories.make_rule(camera, kind="occupancy")
    return camera


def forbids_the_administrator(_: pytest.MonkeyPatch, __: Eyes) -> Any:
    camera = watched_camera()
    camera.pictures = False
    configuration.save_camera(camera, "administrator")
    return camera


def forbids_a_doubtful_mask(monkeypatch: pytest.MonkeyPatch, _: Eyes) -> Any:
    monkeypatch.setattr(Doubt, "look", lambda doubt, *_: setattr(doubt, "share", 0.5))
    return watched_camera()


def forbids_no_authorisation(monkeypatch: pytest.MonkeyPatch, eyes: Eyes) -> Any:
    """Nobody takes its pictures, so the feed drops each after a while: two say as much as twelve."""
    eyes.feed.pictures = 2
    monkeypatch.setattr(Office, "ruling", lambda *_: None)
    return watched_camera()


@pytest.mark.parametrize(
    "forbids",
    [forbids_statistics, forbids_the_administrator, forbids_a_doubtful_mask, forbids_no_authorisation],
    ids=lambda forbids: forbids.__name__,
)
def test_where_pictures_are_not_allowed_nothing_is_kept_even_in_memory(
    forbids: Callable[..., Any], eyes: Eyes, kept: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    watching.watch(forbids(monkeypatch, eyes).id, "one")
    assert kept
    assert set(kept[1:]) == {0}
    assert not Clip.objects.exists()


def test_what_cannot_be_masked_is_not_kept(eyes: Eyes, kept: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Image:
        raise MaskError("no mask")

    monkeypatch.setattr(eyes, "mask", fail)
    watching.watch(watched_camera().id, "one")
    assert set(kept) == {0}
    assert Event.objects.exists()
    assert not Clip.objects.exists()


def test_a_mask_that_begins_to_fail_empties_the_ring(
    eyes: Eyes, kept: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    works, mask = iter([True] * 3), eyes.mask

    def fails_later(*given: Any) -> Image:
        if not next(works, False):
            raise MaskError("no mask")
        return mask(*given)

    monkeypatch.setattr(Reel, "is_due", lambda *_: True)
    monkeypatch.setattr(eyes, "mask", fails_later)
    watching.watch(watched_camera().id, "one")
    assert max(kept) > 0
    assert kept[-1] == 0


def test_a_camera_that_looks_nowhere_known_forgets(eyes: Eyes, monkeypatch: pytest.MonkeyPatch) -> None:
    forgot: list[object] = []
    monkeypatch.setattr(Reel, "forget", lambda reel: forgot.append(reel))
    monkeypatch.setattr("detectors.vision.views.Views.look", lambda *_: eyes.feed.seen.release())
    monkeypatch.setattr(Office, "may_show", lambda _: True)
    watching.watch(watched_camera().id, "one")
    assert len(forgot) > 1, "each picture, and the end of the watch"


def test_where_no_film_can_be_made_nothing_is_masked_for_it(
    eyes: Eyes, kept: list[int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(h264, "is_there", lambda: False)
    watching.watch(watched_camera().id, "one")
    assert "Install libopenh264-8" in caplog.text
    assert set(kept) == {0}
    assert Event.objects.exists()
    assert not Clip.objects.exists()
