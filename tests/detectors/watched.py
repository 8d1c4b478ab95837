"""A camera under watch, with hand-made frames, eyes and authorisation."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import av
import numpy as np

from detectors import attested, states, watching
from detectors.vision.mask.empty_scene import Novelty
from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.sources.source import Picture as Shot
from detectors.vision.types import Detections, Image, Tracks
from hypervision.lib import clock
from maps.models import Camera
from tests import factories

DROPPED_AFTER_S = 1.0
"""A picture that nobody has looked at for so long was overtaken or belonged to a feed that was closed."""


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
        self.seen.acquire(timeout=DROPPED_AFTER_S)
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
