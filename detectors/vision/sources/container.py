"""Pictures out of a container format (MP4, Matroska, AVI, MPEG-TS, FLV): only its video is demuxed (R-13)."""

from typing import IO

import av

from detectors.vision.sentences import gettext_noop
from detectors.vision.sources.decoder import MAX_PIXELS
from detectors.vision.sources.errors import Reason, SourceError

FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,mpegvideo,h264,hevc,mjpeg,jpeg_pipe,asf,ogg"
"""No playlist and no list format: those open further addresses."""
UNREADABLE = (av.FFmpegError, OSError, ValueError)
"""What damaged bytes raise: libav's own errors, and those of the file that a wrong header seeks out of bounds."""
LIVE = {"analyzeduration": "200000", "probesize": "200000", "fpsprobesize": "0"}


class ContainerReader:
    """stream: a binary file, opened by the caller, so that libav itself never opens an address."""

    def __init__(self, stream: IO[bytes] | object, *, live: bool = False) -> None:
        self._live = live
        options = {"format_whitelist": FORMATS, "protocol_whitelist": "none", "max_pixels": str(MAX_PIXELS)}
        try:
            self._container = av.open(stream, "r", options=options | (LIVE if live else {}))
        except UNREADABLE as error:
            raise SourceError(
                Reason.BROKEN_STREAM, gettext_noop("This is no video that can be read; it may be damaged.")
            ) from error
        if not self._container.streams.video:
            self.close()
            raise SourceError(Reason.NO_VIDEO, gettext_noop("There is no video in it."))
        self._stream = self._container.streams.video[0]
        if self._stream.codec_context is None:
            self.close()
            raise SourceError(
                Reason.UNSUPPORTED_CODEC, gettext_noop("Its video is in a format that cannot be decoded.")
            )
        self._stream.codec_context.thread_count = 1
        self._frames = self._container.decode(self._stream)

    @property
    def rate(self) -> float:
        """Frames a second as the header has it, 25 where it says nothing; headers can be wrong."""
        return float(self._stream.average_rate or 25)

    @property
    def frames(self) -> int | None:
        """How many there are, as the header has it; None where it says nothing."""
        return self._stream.frames or None

    @property
    def time_base(self) -> float:
        return float(self._stream.time_base)

    def read(self) -> av.VideoFrame:
        """The next picture; at the end ``SourceError`` with ENDED (LOST when live), BROKEN_STREAM on damage."""
        try:
            return next(self._frames)
        except StopIteration:
            if self._live:
                raise SourceError(Reason.LOST, gettext_noop("The camera closed the connection.")) from None
            raise SourceError(Reason.ENDED, gettext_noop("The recording is over.")) from None
        except UNREADABLE as error:
            raise SourceError(Reason.BROKEN_STREAM, gettext_noop("The video is damaged at this place.")) from error

    def close(self) -> None:
        self._container.close()
