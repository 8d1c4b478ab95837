"""The masked recording: every analysed picture, heads, faces and plates covered, with what was seen drawn over it.

There is no switch that takes the masks away: a picture that cannot be masked ends the run.
"""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from detectors.analysis.errors import AnalysisError
from detectors.analysis.overlay import Overlay
from detectors.analysis.run import Seen, Stages
from detectors.analysis.whole import WholeFile
from detectors.vision.pipeline import Pipeline
from detectors.vision.types import Image

FORMATS = {".mp4": "mp4", ".mkv": "matroska"}
CODEC = "libx264"
OPTIONS = {"preset": "veryfast", "crf": "23"}
TIME_BASE = Fraction(1, 90_000)
"""Seconds of a tick: pictures keep their own times, whatever the rate is and however it changes."""

USUAL_RATE = 25


class VideoFile:
    def __init__(self, path: Path, pipeline: Pipeline) -> None:
        """Raises AnalysisError for a name that says another format, or where the encoder lacks."""
        if path.suffix.lower() not in FORMATS:
            raise AnalysisError(f"{path} must end with one of {', '.join(FORMATS)}: those are what is written.")
        if CODEC not in av.codecs_available:
            raise AnalysisError(f"The package av here cannot write H.264 ({CODEC}); install its wheel.")
        self.name = str(path)
        self._pipeline = pipeline
        self._overlay = Overlay(pipeline.config)
        self._out = WholeFile(path)
        self._format = FORMATS[path.suffix.lower()]
        self._container: Any = None
        self._stream: Any = None
        self._tick = -1

    def add(self, seen: Seen, stages: Stages) -> None:
        """Raises MaskError where a picture cannot be masked."""
        with stages.timed("mask"):
            image = self._pipeline.masked(seen.analysis)
        with stages.timed("draw"):
            self._overlay.draw(image, seen)
        with stages.timed("encode"):
            self._encode(image, seen.seconds)

    def finish(self) -> None:
        if self._container is not None:
            self._mux(None)
            self._close()
        self._out.keep()

    def abandon(self) -> None:
        try:
            self._close()
        except (av.FFmpegError, OSError):
            pass  # what does not fit on the disk is thrown away here
        finally:
            self._out.abandon()

    def _encode(self, image: Image, seconds: float) -> None:
        if self._container is None:
            self._open(image)
        frame = av.VideoFrame.from_ndarray(_even(image), format="bgr24")
        frame = frame.reformat(self._stream.width, self._stream.height, "yuv420p", threads=1)
        self._tick = max(self._tick + 1, round(seconds / TIME_BASE))
        frame.pts, frame.time_base = self._tick, TIME_BASE
        self._mux(frame)

    def _open(self, image: Image) -> None:
        """The first picture decides the size; later ones of another size are brought to it."""
        self._container = av.open(self._out.file, "w", format=self._format)
        self._stream = self._container.add_stream(CODEC, rate=USUAL_RATE, options=OPTIONS)
        self._stream.height, self._stream.width = _even(image).shape[:2]
        self._stream.pix_fmt = "yuv420p"
        self._stream.time_base = self._stream.codec_context.time_base = TIME_BASE

    def _mux(self, frame: Any) -> None:
        self._container.mux(self._stream.encode(frame))

    def _close(self) -> None:
        container, self._container = self._container, None
        if container is not None:
            container.close()


def _even(image: Image) -> Image:
    """H.264 halves the colours in both directions: an odd last row or column is left out."""
    height, width = image.shape[0] // 2 * 2, image.shape[1] // 2 * 2
    if height < 2 or width < 2:
        raise AnalysisError("The picture is too small for a video.")
    return image[:height, :width]
