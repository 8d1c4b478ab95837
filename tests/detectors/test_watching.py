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
from maps.models import Calibration, Camera, CountBin, Event, Picture, Preset, Still, Zone
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
        name="Square",
        camera=camera,
        background=Background.of(np.zeros((64, 64, 3), np.uint8)).dump(),
        taken_at=clock.now(),
    )
    watching.watch(camera.id, "one")
    assert set(said) == {
        "The camera looks elsewhere than its zones were drawn for. Turn it back, or forget the kept view on its page "
        "of calibration and draw its zones anew."
    }
    assert not Event.objects.exists()
    assert not Still.objects.exists()


def turned(monkeypatch: pytest.MonkeyPatch, eyes: Eyes, looks: list[int | None]) -> None:
    """The lookout says this of one picture after the other, and the last of all that follow."""
    told = iter(looks)

    def update(*_: object) -> int | None:
        seen = next(told, looks[-1])
        if seen is None:
            eyes.feed.seen.release()  # else the detector does
        return seen

    monkeypatch.setattr(Lookout, "update", update)


def views_of(camera: Camera, *names: str) -> list[Preset]:
    edges = Background.of(np.zeros((64, 64, 3), np.uint8)).dump()
    values = {"camera": camera, "background": edges, "taken_at": clock.now()}
    return [Preset.objects.create(name=name, **values) for name in names]


def test_at_which_of_its_views_a_camera_looks_is_said_and_at_none_its_analysis_pauses(
    eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the square to the yard to nowhere and back."""
    eyes.feed.pictures = 4
    turned(monkeypatch, eyes, [0, 1, None, 0])
    said: list[str] = []
    for name in ("failed", "notes"):
        monkeypatch.setattr(Vitals, name, lambda _, sentence: said.append(str(sentence)))
    camera = watched_camera()
    views_of(camera, "Square", "Yard")
    watching.watch(camera.id, "one")
    at_none = (
        "The camera looks at none of its views (Square, Yard), or it is too dark to tell. Turn it back to one of them, "
        "or add this view on its page of calibration."
    )
    assert said == ["The camera looks at “Square”.", "The camera looks at “Yard”.", at_none, said[0]]


def test_a_view_in_which_no_zone_lies_says_that_nothing_is_watched_there_and_keeps_a_picture_to_draw_them_on(
    eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned(monkeypatch, eyes, [1])
    said: list[str] = []
    monkeypatch.setattr(Vitals, "failed", lambda _, sentence: said.append(str(sentence)))
    camera = watched_camera()
    square, yard = views_of(camera, "Square", "Yard")
    Zone.objects.update(preset=square)
    watching.watch(camera.id, "one")
    assert set(said) == {"The camera looks at “Yard”, where no rule watches anything. Draw zones in this view."}
    assert not Event.objects.exists()
    assert Still.objects.get().preset == yard


def test_an_event_names_the_calibration_of_the_view_in_which_it_was_seen(
    eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned(monkeypatch, eyes, [1])
    camera = watched_camera()
    for version, preset in enumerate(views_of(camera, "Square", "Yard"), 1):
        values = {"width": 64, "height": 64, "rmse": 0.1, "homography": [0.1, 0, 0, 0, -0.1, 9, 0, 0, 1]}
        Calibration.objects.create(camera=camera, preset=preset, version=version, **values)
    watching.watch(camera.id, "one")
    assert (Event.objects.get().calibration_version, Event.objects.get().place_source) == (2, "calibration")
