"""Of one process that watches: which of its cameras somebody looks at, and the way of their pictures to the broker.

One thread for all cameras of the process. Twice a second it asks the broker for their wishes, all at once; the pictures
that the eyes put down it encodes and sends, the newest of each camera only. The eyes never wait for it.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from redis import Redis
from redis.exceptions import RedisError

from detectors.liveview.passing import KEPT_S, MOST_KEPT, Shown, pictures_of, wish_of
from detectors.vision.mask.jpeg import EncodeError, encode_once
from detectors.vision.types import Image
from hypervision.lib.broker import open_broker

logger = logging.getLogger(__name__)

ASK_S = 0.5
PATIENCE_S = 1.0
FASTEST_S = 0.09
"""Between two pictures of a camera: more than ten a second tell a person nothing more."""
SHARE = 1 / 4
"""Of a camera's time that masking for those who look may take: on a busy machine they see fewer, not the rules."""
UNMOVED_S = 0.4
"""Between two words that nothing has moved."""

Waiting = tuple[datetime, str, Image | None]


class Lens:
    """What the eyes of one camera ask and say. wanted: somebody looks. is_failing: the last picture was not masked."""

    def __init__(self, camera: UUID, news: threading.Condition) -> None:
        self.camera = camera
        self.wanted = self.is_failing = False
        self._news = news
        self._waiting: Waiting | None = None
        self._put_at = self._due = float("-inf")
        self._has_shown = False

    def is_due(self, now: float) -> bool:
        """Whether another picture is wanted at this moment of a monotonic clock."""
        return self.wanted and now >= self._due

    def show(self, image: Image, at: datetime, view: str, seconds: float = 0.0) -> None:
        """image: masked, which took so many seconds."""
        self._put((at, view, image))
        self._due = self._put_at + max(FASTEST_S, seconds * (1 / SHARE - 1))
        self._has_shown = True

    def nothing_moved(self, at: datetime, view: str) -> None:
        """The picture that was shown last still holds."""
        if self._has_shown and time.monotonic() - self._put_at >= UNMOVED_S:
            self._put((at, view, None))

    def wish(self, wanted: bool) -> None:
        """Who comes anew has seen nothing yet."""
        self._has_shown = self._has_shown and wanted
        self.wanted = wanted

    @property
    def has_picture(self) -> bool:
        return self._waiting is not None

    def take(self) -> Waiting | None:
        waiting, self._waiting = self._waiting, None
        return waiting

    def _put(self, waiting: Waiting) -> None:
        self._put_at = time.monotonic()
        with self._news:
            self._waiting = waiting
            self._news.notify()


class Viewfinder:
    def __init__(self) -> None:
        self._news = threading.Condition()
        self._lenses: list[Lens] = []
        self._thread: threading.Thread | None = None
        self._is_away = False

    @contextmanager
    def open(self, camera: UUID) -> Iterator[Lens]:
        """For as long as the camera is watched here."""
        lens = Lens(camera, self._news)
        with self._news:
            self._lenses.append(lens)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="viewfinder", daemon=True)
                self._thread.start()
        try:
            yield lens
        finally:
            lens.wish(False)
            with self._news:
                lens.take()
                self._lenses.remove(lens)
                self._news.notify()

    def _run(self) -> None:
        """Until the last camera is gone."""
        with open_broker(PATIENCE_S) as broker:
            due = 0.0
            while lenses := self._present():
                try:
                    if time.monotonic() >= due:
                        due = time.monotonic() + ASK_S
                        self._ask(broker, lenses)
                    self._send(broker, lenses)
                    self._is_away = False
                except (RedisError, OSError) as error:
                    self._note_away(error, lenses)
                with self._news:
                    if not any(lens.has_picture for lens in self._lenses):
                        self._news.wait(max(0.0, due - time.monotonic()))

    def _present(self) -> list[Lens]:
        with self._news:
            if not self._lenses:
                self._thread = None
            return list(self._lenses)

    def _ask(self, broker: "Redis", lenses: list[Lens]) -> None:
        wishes = broker.mget([wish_of(lens.camera) for lens in lenses])
        for lens, wish in zip(lenses, wishes, strict=True):
            lens.wish(wish is not None)

    def _send(self, broker: "Redis", lenses: list[Lens]) -> None:
        for lens in lenses:
            waiting = lens.take()
            if waiting is not None and (shown := _encoded(lens.camera, *waiting)) is not None:
                key = pictures_of(lens.camera)
                with broker.pipeline(transaction=True) as steps:
                    steps.xadd(key, shown.fields(), maxlen=MOST_KEPT, approximate=False)
                    steps.expire(key, KEPT_S)
                    steps.execute()

    def _note_away(self, error: Exception, lenses: list[Lens]) -> None:
        """Without a broker nobody can look, so nothing is masked for them either."""
        for lens in lenses:
            lens.wish(False)
        if not self._is_away:
            logger.warning("The broker is away; nobody can look at the cameras of this process: %s", error)
        self._is_away = True


def _encoded(camera: UUID, at: datetime, view: str, image: Image | None) -> Shown | None:
    if image is None:
        return Shown.captured(camera, at, view)
    try:
        return Shown.captured(camera, at, view, encode_once(image))
    except EncodeError as error:
        logger.error("No picture is shown: %s", error)
        return None


viewfinder = Viewfinder()
"""Of this process."""
