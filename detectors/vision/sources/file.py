"""A recording, played at its own or a declared rate, once or in a loop; without pacing for work in order."""

from datetime import datetime, timedelta
from pathlib import Path

import av

from detectors.vision.sentences import gettext_noop
from detectors.vision.sources.clock import Clock
from detectors.vision.sources.container import ContainerReader
from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.sources.pace import Pacer
from detectors.vision.sources.source import Picture


class FileSource:
    """Capture time = start + time in the recording.

    rate: frames a second where the header is wrong (vtest.avi says 10 and is 7); None plays by its time stamps.
    start: capture time of the first picture, aware; None is now.
    paced: False hands pictures on as fast as they are read.
    """

    def __init__(
        self,
        path: Path,
        *,
        rate: float | None = None,
        loop: bool = False,
        paced: bool = True,
        start: datetime | None = None,
        clock: Clock | None = None,
    ) -> None:
        if rate is not None and not rate > 0:
            raise SourceError(
                Reason.BAD_ADDRESS, gettext_noop("The rate of a recording must be more than 0 pictures a second.")
            )
        self._path = path
        self._rate = rate
        self._loop = loop
        self._start = start
        self._clock = clock or Clock()
        self._pacer = Pacer(rate or 1.0, self._clock) if paced else None
        self._reader: ContainerReader | None = None
        self._offset = 0.0
        self._base = 0.0
        self._read_any = False
        self._stopped = False

    def connect(self) -> None:
        self._start = self._start or self._clock.wall()
        self._open()

    def read(self) -> Picture:
        video = self._next()
        offset = self._offset
        if self._pacer:
            self._pacer.wait_until(offset)
        if self._start is None or self._stopped:
            raise SourceError(Reason.STOPPED, gettext_noop("Stopped."))
        return Picture(video, self._start + timedelta(seconds=offset))

    def interrupt(self) -> None:
        self._stopped = True
        if self._pacer:
            self._pacer.interrupt()

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._file.close()
            self._reader = None

    def _open(self) -> None:
        self.close()
        try:
            self._file = self._path.open("rb")
        except OSError as error:
            raise SourceError(
                Reason.UNREACHABLE,
                gettext_noop("%(file)s cannot be opened; check path and rights."),
                file=self._path.name,
            ) from error
        try:
            self._reader = ContainerReader(self._file)
        except SourceError:
            self._file.close()
            raise
        self._origin: float | None = None
        self._count = 0

    def _next(self) -> av.VideoFrame:
        """The next picture, from the beginning again in a loop; sets ``_offset``, seconds since the first of all."""
        if self._reader is None:
            raise SourceError(Reason.STOPPED, gettext_noop("The source is not connected."))
        try:
            video = self._reader.read()
        except SourceError as error:
            if error.reason is not Reason.ENDED or not self._loop or not self._read_any:
                raise
            self._base = self._offset + 1 / (self._rate or self._reader.rate)
            self._open()
            video = self._reader.read()
        self._read_any = True
        self._offset = self._base + self._within(video, self._reader)
        self._count += 1
        return video

    def _within(self, video: av.VideoFrame, reader: ContainerReader) -> float:
        if self._rate:
            return self._count / self._rate
        if video.pts is None:
            return self._count / reader.rate
        moment: float = video.pts * reader.time_base
        if self._origin is None:
            self._origin = moment
        return max(moment - self._origin, self._count and self._offset - self._base)
