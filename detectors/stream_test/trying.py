"""Opens a stream as the watch would, counts what comes, and closes it. No picture leaves this function."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.sources.registry import SourceSpec, open_source
from detectors.vision.sources.rtsp import RtspSource

COUNT_S = 3.0
"""How long pictures are counted."""
ENOUGH = 100
CODECS = {"h264": "H.264", "hevc": "H.265"}


@dataclass(frozen=True, slots=True)
class Found:
    """width, height: pixels. rate: pictures a second. first_s: seconds until the first one came.

    codec: as people call it; empty where the source does not tell.
    """

    width: int
    height: int
    rate: float
    first_s: float
    codec: str = ""


def look(spec: SourceSpec, seconds: float = COUNT_S) -> Found:
    """Raises SourceError, a sentence, where no picture comes."""
    source = open_source(spec)
    began = time.monotonic()
    try:
        source.connect()
        video = source.read().video
        first = time.monotonic()
        count = _count(source.read, first + seconds)
        lasted = time.monotonic() - first
    finally:
        source.close()
    codec = CODECS.get(source.codec, "") if isinstance(source, RtspSource) else ""
    return Found(video.width, video.height, count / lasted if count else 0.0, first - began, codec)


def _count(read: Callable[[], object], until: float) -> int:
    """How many more pictures come by then; a recording may end before."""
    count = 0
    while time.monotonic() < until and count < ENOUGH:
        try:
            read()
        except SourceError as error:
            if error.reason is Reason.ENDED:
                break
            raise
        count += 1
    return count
