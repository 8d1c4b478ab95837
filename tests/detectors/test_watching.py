"""One watch from its first frame to the lease that it gives back, with hand-made frames, eyes and authorisation."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from django.db.models import Sum

from detectors import attested, build, configuration, duty, leases, states, watching
from detectors.models import Lease, Watch
from detectors.takeover import Ready
from detectors.vision.detect.motion import MotionGate
from detectors.vision.detect.registry import open_detector
from detectors.vision.detect.session import NetworkError
from detectors.vision.locate.background import Background
from detectors.vision.locate.lookout import Lookout
from detectors.vision.mask.empty_scene import Novelty
from detectors.vision.mask.masker import MaskError
from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.sources.source import Picture as Shot
from detectors.vision.types import Detections, Image, Tracks
from detectors.vitals import Vitals
from hypervision.alerts.models import Alert
from hypervision.law.models import Authorisation
from hypervision.law.regimes import regime
from hypervision.lib import clock
from hypervision.live.models import JournalEntry
from maps.models import Camera, CountBin, Event, Picture, Preset, Still, Zone
from tests import factories
from tests.vision.detect import networks

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_S = 10.0


@dataclass
class Feed:
    """A camera of five pictures a second whose next picture comes when the one before was looked at, then stops all."""

    pictures: int
    seen: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(1))
    sent: int = 0
    begins: datetime = field(default_factory=clock.now)

    def connect(self) -> None:
        """The event, after a second and two pictures, is captured just after the lease was taken."""
        self.begins = clock.now() - timedelta(seconds=1.35)

    def interrupt(self) -> None: ...
    def close(self) -> None: ...

    def read(self) -> Shot:
        self.seen.acquire(timeout=PATIENCE_S)
        if self.sent == self.pictures:
            watching.stopping.set()
            raise SourceError(Reason.ENDED, "The film is over.")
        restless = np.random.default_rng(self.sent).integers(0, 256, (64, 64, 3), np.uint8)  # the motion gate opens
        video = av.VideoFrame.from_ndarray(restless, format="bgr24")
        self.sent += 1
        return Shot(video, self.begins + timedelta(seconds=self.sent / 5))


@dataclass
class Eyes:
    """See one person who stands in the lower right quarter, in every picture."""

    feed: Feed
    fails: bool = False

    def detect(self, image: Image) -> Detections:
        self.feed.seen.release()
        if self.fails:
            watching.stopping.set()
            raise ValueError("the network gave nonsense")
        box = np.array([[40, 30, 50, 60]], np.float32)
        return Detections(box, np.array([0.9], np.float32), np.array([0], np.int64))

    def mask(self, image: Image, detections: Detections, tracks: Tracks, novelty: Novelty | None = None) -> Image:
        return np.zeros_like(image)


@pytest.fixture(autouse=True)
def nothing_stops() -> Iterator[None]:
    watching.stopping.clear()
    yield
    watching.stopping.clear()


@pytest.fixture
def eyes(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Eyes:
    settings.SPOOL_DIR = tmp_path
    eyes = Eyes(Feed(pictures=12))
    monkeypatch.setattr(watching, "open_source", lambda spec: eyes.feed)
    monkeypatch.setattr(build, "open_eyes", lambda networks: (eyes, eyes))
    return eyes


def watched_camera(**authorisation: Any) -> Camera:
    camera = factories.make_camera(address="rtsp://127.0.0.1:1/a", wanted_rate=30)
    factories.make_rule(camera, parameters={"dwell_seconds": 1})
    for purpose, digit in zip(attested.NEEDED, "abc", strict=True):
        factories.make_network(name=purpose, purpose=purpose, sha256=digit * 64)
    now = clock.now()
    factories.make_authorisation(
        **{"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=1)} | authorisation
    )
    states.ensure_rows()
    return camera


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


def test_the_camera_keeps_a_masked_still_picture(eyes: Eyes) -> None:
    camera = watched_camera()
    watching.watch(camera.id, "one")
    still = Still.objects.get(camera=camera)
    assert bytes(still.jpeg).startswith(b"\xff\xd8")
    assert still.erase_at == still.captured_at + timedelta(days=regime("EU-OTHER").retention_days)


def test_eyes_that_fail_are_said_and_not_hidden(eyes: Eyes, monkeypatch: pytest.MonkeyPatch) -> None:
    camera = watched_camera()
    eyes.fails = True
    said: list[str] = []
    monkeypatch.setattr(Vitals, "failed", lambda _, sentence: said.append(sentence))
    watching.watch(camera.id, "one")
    assert said == ["The analysis failed (ValueError); the log of the worker says more."]
    assert not Event.objects.exists()


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


def test_a_camera_is_taken_over_from_a_worker_that_watches_it(eyes: Eyes) -> None:
    camera = watched_camera()
    first = leases.take(camera.id, "one")
    assert first is not None
    eyes.feed.seen.release()  # its first picture is looked at by nobody: it only shows that the camera is in reach
    assert watching.watch(camera.id, "two", over=first)
    assert [(lease.token, lease.worker) for lease in Lease.objects.order_by("token")] == [(1, "one"), (2, "two")]
    assert not leases.renew(camera.id, first)
    assert Event.objects.count() == 1


def test_between_the_two_leases_of_a_camera_that_was_taken_over_no_instant_is_missing(eyes: Eyes) -> None:
    camera = watched_camera()
    eyes.feed.seen.release()
    watching.watch(camera.id, "two", over=leases.take(camera.id, "one"))
    before, after = Lease.objects.order_by("token")
    assert before.ended_at == after.taken_at


def test_a_feed_that_was_opened_by_an_older_plan_is_stopped_and_not_used(
    eyes: Eyes,
) -> None:
    camera = watched_camera()
    plan, _ = build.plan_of(camera.id, clock.now())
    opened = watching._open_feed(plan).start()
    with watching._feed_of(replace(plan, rate=plan.rate / 2), Ready(plan, opened)) as feed:
        assert opened.is_stopped
        assert feed is not opened
    assert feed.is_stopped


def test_a_worker_that_gets_no_picture_leaves_the_camera_where_it_is(
    eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = watched_camera()
    first = leases.take(camera.id, "one")
    assert first is not None
    eyes.feed.pictures = 0
    assert not watching.watch(camera.id, "two", over=first)
    assert leases.renew(camera.id, first)
    assert Lease.objects.count() == 1


def test_a_camera_that_may_not_be_watched_is_not_even_opened_for_a_takeover(eyes: Eyes) -> None:
    camera = watched_camera()
    first = leases.take(camera.id, "one")
    Authorisation.objects.all().delete()
    assert not watching.watch(camera.id, "two", over=first)
    assert eyes.feed.sent == 0


def test_a_lease_that_has_changed_hands_meanwhile_is_not_taken_over(eyes: Eyes) -> None:
    camera = watched_camera()
    first = leases.take(camera.id, "one")
    second = leases.take(camera.id, "three", over=first)
    assert second is not None
    assert not watching.watch(camera.id, "two", over=first)
    assert leases.renew(camera.id, second)


def test_a_camera_that_looks_elsewhere_is_said_to_and_raises_nothing(
    eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def update(*_: object) -> bool:
        eyes.feed.seen.release()
        return True

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


def test_a_still_keeps_the_edges_of_its_background(eyes: Eyes) -> None:
    camera = watched_camera()
    watching.watch(camera.id, "one")
    edges = Still.objects.get(camera=camera).background
    assert edges is not None
    assert Background.load(bytes(edges)).edges.shape == (144, 192)
