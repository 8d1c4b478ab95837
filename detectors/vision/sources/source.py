"""What every kind of feed has in common: a source is connected, read picture by picture, interrupted, closed."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import av
import numpy as np

from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.types import Frame

SAMPLE_STEP = 8
"""Each how manieth row of the picture goes into its fingerprint."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture that is not yet converted: most pictures of a camera are dropped, and then it need not be.

    at: capture time, aware UTC.
    """

    video: av.VideoFrame
    at: datetime

    def frame(self) -> Frame:
        """Converted by the thread that asks: left to itself, PyAV starts a thread a core for every single picture."""
        return Frame(np.ascontiguousarray(self.video.to_ndarray(format="bgr24", threads=1)), self.at)

    def fingerprint(self) -> int:
        """A number of some rows of the first plane (luma): equal for equal pictures. 0.05 ms at 768 x 576."""
        plane = self.video.planes[0]
        rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[::SAMPLE_STEP]
        return zlib.crc32(rows.tobytes())


class Source(Protocol):
    """One feed, used once: connect, read until ``SourceError``, close; ``interrupt`` from any thread."""

    def connect(self) -> None:
        """Opens the feed; raises ``SourceError``."""

    def read(self) -> Picture:
        """Waits for the next picture; raises ``SourceError``, with ``Reason.ENDED`` where a recording is over."""

    def interrupt(self) -> None:
        """Makes a waiting ``connect`` or ``read`` end in well under a second, with ``Reason.STOPPED``."""

    def close(self) -> None:
        """Gives back what is held; may be called twice."""


def in_order(source: Source) -> Iterator[Frame]:
    """Every frame of a source to its end, none dropped: for benches, tests and recordings analysed afterwards."""
    try:
        source.connect()
        while True:
            try:
                picture = source.read()
            except SourceError as error:
                if error.reason is Reason.ENDED:
                    return
                raise
            yield picture.frame()
    finally:
        source.close()
