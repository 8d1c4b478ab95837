"""Specification of the pictures that a watch keeps: masked, or none at all."""

from datetime import timedelta

import pytest

from detectors import configuration, leases, watching
from detectors.models import Watch
from detectors.office import Office, StillPicture
from detectors.vision.detect.motion import MotionGate
from detectors.vision.detect.session import NetworkError
from detectors.vision.locate.background import Background
from detectors.vision.mask.doubt import Doubt
from detectors.vision.mask.empty_scene import Novelty
from detectors.vision.mask.masker import MaskError
from detectors.vision.types import Detections, Image
from hypervision.law.regimes import regime
from hypervision.lib import clock
from maps.models import Event, Preset, Still
from tests.detectors.watched import Eyes, watched_camera

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_camera_keeps_a_masked_still_picture(eyes: Eyes) -> None:
    camera = watched_camera()
    watching.watch(camera.id, "one")
    still = Still.objects.get(camera=camera)
    assert bytes(still.jpeg).startswith(b"\xff\xd8")
    assert still.erase_at == still.captured_at + timedelta(days=regime("EU-OTHER").retention_days)


def test_a_still_keeps_the_edges_of_its_background(eyes: Eyes) -> None:
    camera = watched_camera()
    watching.watch(camera.id, "one")
    edges = Still.objects.get(camera=camera).background
    assert edges is not None
    assert Background.load(bytes(edges)).edges.shape == (144, 192)


def test_a_picture_of_a_view_that_is_forgotten_on_its_way_is_not_kept(eyes: Eyes) -> None:
    camera, now = watched_camera(), clock.now()
    yard = Preset.objects.create(camera=camera, name="Yard", forgotten_at=now)
    with Office(camera.id, leases.take(camera.id, "one") or 0) as office:
        office.keep_still(StillPicture(b"masked", now, "EU-OTHER", b"edges", yard.pk))
    assert not Still.objects.exists()


@pytest.mark.parametrize("error", [MaskError("no mask"), NetworkError("no faces")])
def test_an_event_whose_picture_cannot_be_masked_comes_without_one(
    eyes: Eyes, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def mask(*_: object) -> Image:
        raise error

    monkeypatch.setattr(eyes, "mask", mask)
    camera = watched_camera()
    watching.watch(camera.id, "one")
    assert not hasattr(Event.objects.get(), "picture")
    assert not Still.objects.exists()


def test_a_camera_whose_pictures_are_off_raises_events_without_any(eyes: Eyes, monkeypatch: pytest.MonkeyPatch) -> None:
    def mask(*_: object) -> Image:
        raise AssertionError("a picture was made")

    monkeypatch.setattr(eyes, "mask", mask)
    monkeypatch.setattr(MotionGate, "opens", lambda *_: True)
    camera = watched_camera()
    camera.pictures = False
    configuration.save_camera(camera, "administrator")
    watching.watch(camera.id, "one")
    assert not hasattr(Event.objects.get(), "picture")
    assert not Still.objects.exists()


def test_whoever_switches_pictures_off_erases_the_one_that_is_kept(eyes: Eyes) -> None:
    camera = watched_camera()
    watching.watch(camera.id, "one")
    assert Still.objects.exists()
    camera.pictures = False
    configuration.save_camera(camera, "administrator")
    assert not Still.objects.exists()


@pytest.mark.parametrize(("share", "written"), [(0.7, 0.7), (None, 0.4)])
def test_the_doubt_about_the_masks_is_written_down_as_soon_as_there_is_one(
    eyes: Eyes, monkeypatch: pytest.MonkeyPatch, share: float | None, written: float
) -> None:
    camera = watched_camera()
    Watch.objects.update(unexplained=0.4)
    monkeypatch.setattr(Doubt, "look", lambda doubt, *_: setattr(doubt, "share", share))
    with Office(camera.id, leases.take(camera.id, "one") or 0) as office:
        office.doubt.look(Novelty.unknown((64, 64)), Detections.none())
        office._report()
    assert Watch.objects.get().unexplained == written


def test_each_picture_that_is_kept_is_looked_at_for_it(eyes: Eyes, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Detections] = []
    monkeypatch.setattr(Doubt, "look", lambda _, __, detections: looks.append(detections))
    watching.watch(watched_camera().id, "one")
    assert [len(detections) for detections in looks] == [1]
