"""A thread a camera that reads without end and keeps only the newest frame: late frames are dropped, never queued."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from detectors.vision.sentences import Sentence, gettext_noop
from detectors.vision.sources.backoff import Backoff
from detectors.vision.sources.clock import Clock
from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.sources.frozen import FrozenWatch
from detectors.vision.sources.rate import RateGate
from detectors.vision.sources.source import Picture, Source
from detectors.vision.types import Frame

log = logging.getLogger(__name__)

FROZEN_AFTER = 10.0
"""Seconds of one and the same picture."""
STEADY = 5.0
"""Seconds of pictures after which a connection counts as good again, so that a flapping camera is still backed off."""


class Feed(StrEnum):
    """What a feed is doing. Only ``STREAMING`` is watching."""

    CONNECTING = "connecting"
    STREAMING = "streaming"
    RECONNECTING = "reconnecting"
    FROZEN = "frozen"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """reason, sentence: why it is reconnecting or has ended. since: when this state began, aware UTC.

    read = all pictures that came. skipped = not due at the wanted rate. dropped = due, but the taker was too slow.
    withheld = came while the picture was frozen.
    """

    feed: Feed
    since: datetime
    reason: Reason | None = None
    sentence: Sentence | None = None
    read: int = 0
    skipped: int = 0
    dropped: int = 0
    withheld: int = 0
    reconnections: int = 0
    last_at: datetime | None = None
    size: tuple[int, int] | None = None


class LatestFrame:
    """``start``, then ``take`` again and again, then ``stop``; or a ``with`` block.

    make: opens a fresh source for each connection (``lambda: open_source(spec)``). rate: frames a second that are
    wanted, None for all; what is not due is never converted. wait: waits for the seconds of a backoff, True when
    stopped; tests give their own, as they give clock and backoff.
    """

    def __init__(
        self,
        make: Callable[[], Source],
        *,
        rate: float | None = None,
        frozen_after: float | None = FROZEN_AFTER,
        clock: Clock | None = None,
        backoff: Backoff | None = None,
        wait: Callable[[float], bool] | None = None,
        name: str = "source",
    ) -> None:
        self._make = make
        self._frozen_after = frozen_after
        self._clock = clock or Clock()
        self._backoff = backoff or Backoff()
        self._stopping = threading.Event()
        self._wait = wait or self._stopping.wait
        self._gate = RateGate(rate)
        self._news = threading.Condition()
        self._picture: Picture | None = None
        self._source: Source | None = None
        self._status = FeedStatus(Feed.CONNECTING, self._clock.wall())
        self._thread = threading.Thread(target=self._run, name=f"read-{name}", daemon=True)

    def start(self) -> "LatestFrame":
        self._thread.start()
        return self

    def __enter__(self) -> "LatestFrame":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def take(self, timeout: float) -> Frame | None:
        """The newest frame that was not taken yet; None when none came in ``timeout`` seconds, or none will come."""
        with self._news:
            self._news.wait_for(lambda: self._picture is not None or self._status.feed is Feed.ENDED, timeout)
            picture, self._picture = self._picture, None
        return picture.frame() if picture else None  # converted outside the lock: the reader goes on meanwhile

    def has_picture(self) -> bool:
        """Whether ``take`` would give one at once."""
        with self._news:
            return self._picture is not None

    def wait_for_picture(self, timeout: float) -> bool:
        """Whether there is one to take within ``timeout`` seconds; it is not taken, and a newer one takes its place."""
        with self._news:
            self._news.wait_for(lambda: self._picture is not None or self._status.feed is Feed.ENDED, timeout)
            return self._picture is not None

    @property
    def status(self) -> FeedStatus:
        with self._news:
            return self._status

    @property
    def is_stopped(self) -> bool:
        return self._stopping.is_set()

    def wait_for(self, condition: Callable[[FeedStatus], bool], timeout: float) -> bool:
        """Waits until the status is as wished; False when it was not in ``timeout`` seconds."""
        with self._news:
            return self._news.wait_for(lambda: condition(self._status), timeout)

    def stop(self, timeout: float = 2.0) -> bool:
        """Ends the reading, whatever it waits for; True when the thread is gone (only a name server can hold it up)."""
        with self._news:
            self._stopping.set()
            if self._source is not None:
                self._source.interrupt()
            self._news.notify_all()
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            error = self._read_one_connection()
            if error.reason in (Reason.STOPPED, Reason.ENDED):
                self._enter(Feed.ENDED, error)
                return
            self._enter(Feed.RECONNECTING, error)
            if self._wait(self._backoff.next(error.reason)):
                break
        self._enter(Feed.ENDED, SourceError(Reason.STOPPED, gettext_noop("Stopped.")))

    def _read_one_connection(self) -> SourceError:
        """Reads until it breaks; says why it did."""
        try:
            source = self._make()
        except SourceError as error:
            return error
        try:
            self._hold(source)
            source.connect()
            return self._read_pictures(source)
        except SourceError as error:
            return error
        except Exception:
            # Whatever bytes a camera sends must not end its thread: a feed that died must say so and come back.
            log.exception("The source failed in a way that was not foreseen.")
            return SourceError(
                Reason.BROKEN_STREAM, gettext_noop("The stream could not be read; the log of this machine says more.")
            )
        finally:
            self._hold(None)
            source.close()

    def _hold(self, source: Source | None) -> None:
        with self._news:
            self._source = source
            if source is not None and self._stopping.is_set():
                source.interrupt()

    def _read_pictures(self, source: Source) -> SourceError:
        frozen = FrozenWatch(self._frozen_after) if self._frozen_after else None
        first_at: float | None = None
        while not self._stopping.is_set():
            picture = source.read()
            now = self._clock.monotonic()
            first_at = now if first_at is None else first_at
            if now - first_at > STEADY:
                self._backoff.reset()
            self._keep(picture, frozen is not None and frozen.see(picture.fingerprint(), now))
        return SourceError(Reason.STOPPED, gettext_noop("Stopped."))

    def _keep(self, picture: Picture, frozen: bool) -> None:
        with self._news:
            status = self._moved(Feed.FROZEN if frozen else Feed.STREAMING, None)
            status = replace(
                status, read=status.read + 1, last_at=picture.at, size=(picture.video.width, picture.video.height)
            )
            if frozen:
                self._picture = None
                status = replace(status, withheld=status.withheld + 1)
            elif not self._gate.due(picture.at):
                status = replace(status, skipped=status.skipped + 1)
            else:
                status = replace(status, dropped=status.dropped + (self._picture is not None))
                self._picture = picture
            self._status = status
            self._news.notify_all()

    def _enter(self, feed: Feed, error: SourceError) -> None:
        with self._news:
            again = feed is Feed.RECONNECTING
            if again:
                self._picture = None  # what was seen before the break is late by now
            status = self._moved(feed, error)
            self._status = replace(status, reconnections=status.reconnections + again)
            self._news.notify_all()

    def _moved(self, feed: Feed, error: SourceError | None) -> FeedStatus:
        reason, sentence = (error.reason, error.sentence) if error else (None, None)
        if (self._status.feed, self._status.reason) == (feed, reason):
            return self._status
        return replace(self._status, feed=feed, reason=reason, sentence=sentence, since=self._clock.wall())
