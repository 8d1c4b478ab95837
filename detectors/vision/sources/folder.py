"""A folder of pictures, in the order of their names, at a rate."""

from datetime import datetime, timedelta
from pathlib import Path

import av

from detectors.vision.sentences import gettext_noop
from detectors.vision.sources.clock import Clock
from detectors.vision.sources.decoder import decode_still
from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.sources.pace import Pacer
from detectors.vision.sources.source import Picture

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp"})


class FolderSource:
    """Capture time = start + position / rate. A damaged picture is an error that names it."""

    def __init__(
        self,
        path: Path,
        *,
        rate: float = 2.0,
        loop: bool = False,
        paced: bool = True,
        start: datetime | None = None,
        clock: Clock | None = None,
    ) -> None:
        if not rate > 0:
            raise SourceError(
                Reason.BAD_ADDRESS, gettext_noop("The rate of a folder must be more than 0 pictures a second.")
            )
        self._path = path
        self._rate = rate
        self._loop = loop
        self._start = start
        self._clock = clock or Clock()
        self._pacer = Pacer(rate, self._clock) if paced else None
        self._pictures: list[Path] = []
        self._count = 0

    def connect(self) -> None:
        try:
            self._pictures = sorted(p for p in self._path.iterdir() if p.suffix.lower() in SUFFIXES)
        except OSError as error:
            raise SourceError(
                Reason.UNREACHABLE, gettext_noop("%(file)s is no folder that can be read."), file=self._path.name
            ) from error
        if not self._pictures:
            raise SourceError(Reason.NO_VIDEO, gettext_noop("There is no picture in %(file)s."), file=self._path.name)
        self._start = self._start or self._clock.wall()

    def read(self) -> Picture:
        if self._start is None:
            raise SourceError(Reason.STOPPED, gettext_noop("The source is not connected."))
        if self._count >= len(self._pictures) and not self._loop:
            raise SourceError(Reason.ENDED, gettext_noop("All pictures have been shown."))
        if self._pacer:
            self._pacer.wait()
        path = self._pictures[self._count % len(self._pictures)]
        at = self._start + timedelta(seconds=self._count / self._rate)
        self._count += 1
        return Picture(_load(path), at)

    def interrupt(self) -> None:
        if self._pacer:
            self._pacer.interrupt()

    def close(self) -> None:
        self._pictures = []


def _load(path: Path) -> av.VideoFrame:
    try:
        return decode_still(path.read_bytes())
    except OSError as error:
        raise SourceError(Reason.UNREACHABLE, gettext_noop("%(file)s cannot be read."), file=path.name) from error
    except SourceError as error:
        raise SourceError(error.reason, gettext_noop("%(file)s: %(reason)s"), file=path.name, reason=error) from error
