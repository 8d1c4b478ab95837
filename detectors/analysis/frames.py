"""Where the frames come from: a recording or folder, each frame in order, or a camera, the newest frame at a time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from detectors.analysis.errors import AnalysisError
from detectors.vision.sources.address import PORTS, redacted
from detectors.vision.sources.container import ContainerReader
from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.sources.file import FileSource
from detectors.vision.sources.folder import SUFFIXES, FolderSource
from detectors.vision.sources.latest import Feed, FeedStatus, LatestFrame
from detectors.vision.sources.registry import SourceSpec, open_source
from detectors.vision.sources.source import Source, in_order
from detectors.vision.types import Frame

START = datetime(2000, 1, 1, tzinfo=UTC)
"""Capture time of the first frame of a recording that does not say when it was made: the same each time, so that two
runs over one recording give the same numbers to the last digit."""

FOLDER_RATE = 2.0
TAKE_S = 0.5
"""Longest wait for a frame of a camera: how soon Ctrl-C is noticed."""


class Frames(Protocol):
    """Read once. name: what a sentence calls it.

    live: it has no end of its own, so that stopping it is the way to end it well. total: frames, where it is known.
    dropped: frames that came too late to be looked at, so far. stopped: a person ended it.
    notes: what happened on the way, in sentences.
    """

    name: str
    live: bool
    total: int | None
    dropped: int
    stopped: bool
    notes: list[str]

    def __iter__(self) -> Iterator[Frame]:
        """Raises AnalysisError, a sentence with the name in it."""

    def stop(self) -> None:
        """Ends the reading after the present frame; from a signal handler or another thread."""


class InOrder:
    """Every frame once, in order, none left out; with a rate, frame n is captured n / rate seconds after the start."""

    def __init__(self, name: str, source: Source, *, live: bool, total: int | None = None) -> None:
        self.name, self.live, self.total = name, live, total
        self.dropped = 0
        self.notes: list[str] = []
        self._source = source
        self.stopped = False

    def __iter__(self) -> Iterator[Frame]:
        read = 0
        try:
            for frame in in_order(self._source):
                if self.stopped:
                    return
                yield frame
                read += 1
        except SourceError as error:
            if self.stopped and error.reason is Reason.STOPPED:
                return
            if not (self.live and read):
                raise AnalysisError(_cannot_be_read(self.name, str(error), read)) from error
            self.notes.append(f"The stream ended after {read} frames: {error}")

    def stop(self) -> None:
        self.stopped = True
        self._source.interrupt()


class Newest:
    """What a camera shows, as fast as it is taken: late frames are dropped and counted, a lost camera comes back."""

    def __init__(self, name: str, spec: SourceSpec) -> None:
        self.name, self.live = name, True
        self.total: int | None = None
        self.dropped = 0
        self.notes: list[str] = []
        self._spec = spec
        self.stopped = False
        self._lost = False

    def __iter__(self) -> Iterator[Frame]:
        with LatestFrame(lambda: open_source(self._spec), name="analyse") as feed:
            while not self.stopped:
                frame = feed.take(TAKE_S)
                status = feed.status
                self.dropped = status.dropped
                if frame is not None:
                    self._lost = False
                    yield frame
                elif status.feed in (Feed.ENDED, Feed.RECONNECTING) and not status.read:
                    raise AnalysisError(_cannot_be_read(self.name, str(status.sentence or "It ended at once."), 0))
                elif status.feed is Feed.ENDED:
                    return
                else:
                    self._note(status)

    def stop(self) -> None:
        self.stopped = True

    def _note(self, status: FeedStatus) -> None:
        """Once for each time that the camera was lost."""
        if not self._lost and status.feed in (Feed.RECONNECTING, Feed.FROZEN):
            self._lost = True
            why = status.sentence or "It sent one and the same picture for too long."
            self.notes.append(f"Nothing came after frame {status.read}: {why}")


class Retimed:
    """The frames of a stream at a declared rate: its own capture times are not used."""

    def __init__(self, frames: InOrder, rate: float, start: datetime) -> None:
        self._frames, self._rate, self._start = frames, rate, start
        self.name, self.live, self.total = frames.name, frames.live, frames.total
        self.dropped, self.stopped = 0, False
        self.notes = frames.notes

    def __iter__(self) -> Iterator[Frame]:
        for number, frame in zip(count(), self._frames, strict=False):
            yield replace(frame, at=self._start + timedelta(seconds=number / self._rate))

    def stop(self) -> None:
        self.stopped = True
        self._frames.stop()


def open_frames(what: str, rate: float | None, start: datetime = START) -> Frames:
    """what: a file, a folder of pictures, or an address (rtsp, rtsps, http, https).

    rate: the true frames a second; every frame then comes in order, also those of a stream. None: a recording goes by
    its time stamps, a folder by ``FOLDER_RATE``, a stream is a camera. Raises AnalysisError.
    """
    if urlsplit(what).scheme in PORTS:
        return _stream(what, rate, start)
    path = Path(what)
    if path.is_dir():
        source: Source = FolderSource(path, rate=rate or FOLDER_RATE, paced=False, start=start)
        return InOrder(str(path), source, live=False, total=sum(p.suffix.lower() in SUFFIXES for p in path.iterdir()))
    source = FileSource(path, rate=rate, paced=False, start=start)
    return InOrder(str(path), source, live=False, total=_frames_in(path))


def _stream(address: str, rate: float | None, start: datetime) -> Frames:
    name, spec = redacted(address), SourceSpec(address, rate=rate)
    if rate is None:
        return Newest(name, spec)
    try:
        return Retimed(InOrder(name, open_source(spec), live=True), rate, start)
    except SourceError as error:
        raise AnalysisError(_cannot_be_read(name, str(error), 0)) from error


def _frames_in(path: Path) -> int | None:
    """As the header has it, for the progress alone; None where it says nothing. What is wrong is said on reading."""
    try:
        with path.open("rb") as file:
            reader = ContainerReader(file)
            frames = reader.frames
            reader.close()
            return frames
    except (OSError, SourceError):
        return None


def _cannot_be_read(name: str, reason: str, read: int) -> str:
    where = f" after frame {read}" if read else ""
    return f"{name} cannot be read{where}: {reason}"
