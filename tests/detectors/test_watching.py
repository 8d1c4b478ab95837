"""One watch from its first frame to the lease that it gives back."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db.models import Sum

from detectors import build, duty, watching
from detectors.models import Lease, Watch
from detectors.vision.detect.registry import open_detector
from detectors.vision.detect.session import NetworkError
from detectors.vision.locate.background import Background
from detectors.vision.locate.lookout import Lookout
from detectors.vision.types import Detections, Image
from detectors.vitals import Vitals
from hypervision.alerts.models import Alert
from hypervision.law.models import Authorisation
from hypervision.lib import clock
from hypervision.live.models import JournalEntry
from maps.models import CountBin, Event, Picture, Preset, Still, Zone
from tests import factories
from tests.detectors.watched import Eyes, watched_camera
from tests.vision.detect import networks

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_person_who_stays_in_the_zone_becomes_one_event(eyes: Eyes) -> None:
    camera = watched_camera()
    assert watching.watch(camera.id, "one")
    event = Event.objects.get()
    assert (event.kind, event.camera_id, event.place_source) == ("intrusion", camera.id, "camera")
    assert bytes(event.picture.jpeg).startswith(b"\xff\xd8")


def test_under_statistics_sums_are_all_that_is_left(eyes: Eyes, settings: Any) -> None:
    """R-06: the same person, and a rule that would fire; yet no event, no alert, no picture and no file."""
    camera = watched_camera(regime="FR-STATS", kinds=["intrusion", "occupancy", "dwell", "queue"])
    zone = Zone.objects.get()
    for kind in ("occupancy", "dwell", "queue"):
        factories.make_rule(camera, zone=zone, kind=kind)
    watching.watch(camera.id, "one")
    assert set(CountBin.objects.values_list("kind", flat=True)) == {"occupancy", "queue"}
    assert CountBin.objects.filter(measure="present", label="person").aggregate(Sum("total"))["total__sum"] > 0.5
    for left in (Event, Alert, Picture, Still):
        assert not left.objects.exists(), left
    assert not [path for path in settings.SPOOL_DIR.rglob("*") if path.suffix in {".entry", ".jpg"}]
    assert not JournalEntry.objects.exclude(kind="camera").exists()


def test_a_watch_that_ends_gives_its_lease_back(eyes: Eyes) -> None:
    camera = watched_camera()
    watching.watch(camera.id, "one")
    watch = Watch.objects.get()
    assert (watch.expires_at, watch.state, watch.reason["en"]) == (None, Watch.State.NOT_WATCHING, duty.WAITING)
    assert Lease.objects.get().ended_at is not None


def test_who_finds_the_camera_held_goes_away_at_once(eyes: Eyes) -> None:
    camera = watched_camera()
    Watch.objects.update(expires_at=clock.now() + timedelta(minutes=1))
    assert not watching.watch(camera.id, "two")
    assert eyes.feed.sent == 0


def test_without_authorisation_no_picture_is_looked_at(eyes: Eyes) -> None:
    camera = watched_camera()
    Authorisation.objects.all().delete()
    watching.watch(camera.id, "one")
    assert eyes.feed.sent == 0
    assert Watch.objects.get().state == Watch.State.NOT_AUTHORISED


def test_a_camera_that_was_deleted_ends_its_watch(eyes: Eyes, monkeypatch: pytest.MonkeyPatch) -> None:
    camera = watched_camera()

    def gone(*_: object) -> None:
        raise build.CameraGoneError

    monkeypatch.setattr(build, "plan_of", gone)
    assert watching.watch(camera.id, "one")
    assert eyes.feed.sent == 0


def test_eyes_that_fail_are_said_and_not_hidden(eyes: Eyes, monkeypatch: pytest.MonkeyPatch) -> None:
    camera = watched_camera()
    eyes.fails = True
    said: list[str] = []
    monkeypatch.setattr(Vitals, "failed", lambda _, sentence: said.append(sentence))
    watching.watch(camera.id, "one")
    assert said == ["The analysis failed (ValueError); the log of the worker says more."]
    assert not Event.objects.exists()


@pytest.mark.slow
def test_a_network_that_answers_no_numbers_is_named_and_is_no_quiet_street(
    eyes: Eyes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = networks.nanodet_answers()
    answers["scores_16"][0, 0, 0] = np.nan
    nonsense = open_detector(networks.write(tmp_path, answers, [1, networks.SIDE, networks.SIDE, 3]))
    monkeypatch.setattr(build, "open_eyes", lambda _: (nonsense, eyes))
    said: list[str] = []

    def failed(_: Vitals, sentence: object) -> None:
        said.append(str(sentence))
        watching.stopping.set()

    monkeypatch.setattr(Vitals, "failed", failed)
    camera = watched_camera()
    watching.watch(camera.id, "one")
    assert said == [
        "The analysis failed: The network network.onnx gave values that are not numbers in its output scores_16."
    ]
    assert not Event.objects.exists()


@pytest.mark.slow
def test_after_a_failure_the_watch_goes_on(eyes: Eyes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first picture fails, the others do not; the feed waits for the second attempt."""
    right, calls = eyes.detect, iter(range(100))

    def detect(image: Image) -> Detections:
        if next(calls) == 0:
            eyes.feed.seen.release()
            raise NetworkError("It stumbled.")
        return right(image)

    monkeypatch.setattr(eyes, "detect", detect)
    monkeypatch.setattr(watching, "_wait", lambda *_: None)
    camera = watched_camera()
    watching.watch(camera.id, "one")
    assert Event.objects.get().camera_id == camera.id


def test_a_camera_that_looks_elsewhere_is_said_to_and_raises_nothing(
    eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def update(*_: object) -> None:
        eyes.feed.seen.release()

    monkeypatch.setattr(Lookout, "update", update)
    said: list[str] = []
    monkeypatch.setattr(Vitals, "failed", lambda _, sentence: said.append(str(sentence)))
    camera = watched_camera()
    Preset.objects.create(
        camera=camera, background=Background.of(np.zeros((64, 64, 3), np.uint8)).dump(), taken_at=clock.now()
    )
    watching.watch(camera.id, "one")
    assert set(said) == {
        "The camera looks elsewhere than its zones were drawn for. Turn it back, or forget the kept view on its page "
        "of calibration and draw its zones anew."
    }
    assert not Event.objects.exists()
    assert not Still.objects.exists()
