"""What a watch can say of itself: is it seeing, how often, how late. Written by the loop, read by the office."""

import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.utils.translation import gettext_lazy as _

from detectors.models import Watch
from detectors.said import said_lazily
from detectors.vision.sources.latest import Feed, FeedStatus
from hypervision.lib.languages import Text

WINDOW = 100
"""Frames over which rate and age are taken."""
PATIENCE_S = 30.0
"""Seconds without a picture during which a camera counts as reconnecting; afterwards it is not watched, and says so."""

GAP_S = PATIENCE_S / 3
"""Seconds from one picture to the next after which another series begins: the camera was away, or a clock was set."""

FROZEN = _("The camera has sent one and the same picture for too long.")
CONNECTING = _("The camera is being connected.")
QUIET = _("Pictures come, but none could be analysed.")
BUSY = _("More pictures come than this worker can analyse: fewer a second are looked at than are wanted.")

BUSY_SHARE, CALM_SHARE = 0.2, 0.05
"""Of the pictures that are due, those that are dropped: from which share it is said, and below which no more."""
BUSY_REPORTS = 15
"""Reports over which that share is taken: half a minute."""


@dataclass(frozen=True, slots=True)
class Report:
    """analysed, dropped: since the last report. rate: frames a second. age_ms: 95th percentile, capture to analysis.

    looked_share: of the frames that were analysed, those that the network looked at; in the others nothing had moved.
    """

    state: Watch.State
    reason: Text
    analysed: int
    dropped: int
    rate: float
    age_ms: float | None
    looked_share: float | None = None


class Vitals:
    """now: monotonic seconds, given by the caller, so that a test can say what time it is."""

    def __init__(self, now: float) -> None:
        self._lock = threading.Lock()
        self._captured: deque[float] = deque(maxlen=WINDOW)
        self._ages: deque[float] = deque(maxlen=WINDOW)
        self._looked: deque[bool] = deque(maxlen=WINDOW)
        self._seen_at = now
        self._analysed = 0
        self._dropped = 0
        self._dropped_by_feed = 0
        self._due: deque[tuple[int, int]] = deque(maxlen=BUSY_REPORTS)
        self._is_busy = False
        self._feed: FeedStatus | None = None
        self._failure: Text = ""
        self._note: Text = ""

    def feed_is(self, status: FeedStatus) -> None:
        with self._lock:
            self._dropped += max(0, status.dropped - self._dropped_by_feed)
            self._dropped_by_feed = status.dropped
            self._feed = status

    def feed_begins(self) -> None:
        """A new feed counts from nought, and what it delivers is another series."""
        with self._lock:
            self._dropped_by_feed = 0
            self._captured.clear()
            self._due.clear()
            self._is_busy = False
            self._ages.clear()
            self._looked.clear()
            self._feed = None
            self._note = ""

    def saw(self, captured_at: datetime, age_s: float, now: float, looked: bool = True) -> None:
        with self._lock:
            at = captured_at.timestamp()
            if self._captured and not 0 <= at - self._captured[-1] <= GAP_S:
                self._captured.clear()
            self._captured.append(at)
            self._ages.append(age_s)
            self._looked.append(looked)
            self._seen_at = now
            self._analysed += 1
            self._failure = ""

    def failed(self, sentence: Text) -> None:
        with self._lock:
            self._failure = sentence

    def notes(self, sentence: Text) -> None:
        """What is worth saying while all is well."""
        with self._lock:
            self._note = sentence

    def report(self, now: float) -> Report:
        """What happened since the last report. Give it back with ``keep`` when it could not be written."""
        with self._lock:
            self._weigh()
            state, reason = self._state(now)
            seeing = state == Watch.State.WATCHING
            report = Report(
                *(state, reason, self._analysed, self._dropped),
                rate=self._rate() if seeing else 0.0,
                age_ms=self._age() * 1000 if seeing and self._ages else None,
                looked_share=sum(self._looked) / len(self._looked) if seeing and self._looked else None,
            )
            self._analysed = self._dropped = 0
            return report

    def keep(self, report: Report) -> None:
        with self._lock:
            self._analysed += report.analysed
            self._dropped += report.dropped

    def _weigh(self) -> None:
        """Whether too much is dropped; over so many reports, so that it is not said and taken back all the time."""
        self._due.append((self._analysed, self._dropped))
        analysed, dropped = (sum(column) for column in zip(*self._due, strict=True))
        share = dropped / max(1, analysed + dropped)
        if len(self._due) == BUSY_REPORTS:
            self._is_busy = share > (CALM_SHARE if self._is_busy else BUSY_SHARE)

    def _state(self, now: float) -> tuple[Watch.State, Text]:
        blind_s = now - self._seen_at
        if self._failure:
            return Watch.State.NOT_WATCHING, self._failure
        if self._feed is not None and self._feed.feed is Feed.FROZEN:
            return Watch.State.NOT_WATCHING, FROZEN
        if self._feed is not None and self._feed.feed is Feed.STREAMING:
            seeing = self._captured and blind_s <= GAP_S
            if not seeing:
                return Watch.State.NOT_WATCHING, QUIET
            return Watch.State.WATCHING, BUSY if self._is_busy else self._note
        sentence = said_lazily(self._feed.sentence) if self._feed and self._feed.sentence else CONNECTING
        return (Watch.State.RECONNECTING if blind_s <= PATIENCE_S else Watch.State.NOT_WATCHING), sentence

    def _rate(self) -> float:
        if len(self._captured) < 2 or self._captured[-1] <= self._captured[0]:
            return 0.0
        return (len(self._captured) - 1) / (self._captured[-1] - self._captured[0])

    def _age(self) -> float:
        return sorted(self._ages)[ceil(0.95 * len(self._ages)) - 1]
