"""Compressed pictures to pictures, one decoder a stream, without delay and without trust in what comes in."""

from contextlib import suppress

import av

from detectors.vision.sentences import gettext_noop
from detectors.vision.sources.errors import Reason, SourceError

MAX_PIXELS = 8192 * 8192
"""A header of a few bytes can claim a picture that fills the memory; no camera makes one as large as this."""
PATIENCE = 3
"""Access units that fail in a row before the decoder is opened anew."""

_STILLS = ((b"\xff\xd8", "mjpeg"), (b"\x89PNG", "png"), (b"RIFF", "webp"), (b"BM", "bmp"))


class Decoder:
    """Decodes whole access units. A resolution change inside the stream needs nothing; after errors it starts anew."""

    def __init__(self, codec: str, parameter_sets: bytes = b"") -> None:
        self.failures = 0
        self._codec = codec
        self._parameter_sets = parameter_sets
        self._context = _context(codec, parameter_sets)

    def decode(self, data: bytes, pts: int) -> list[av.VideoFrame]:
        """The pictures that this access unit completes; none where it cannot be decoded (see ``failures``)."""
        packet = av.Packet(data)
        packet.pts = pts
        try:
            frames: list[av.VideoFrame] = self._context.decode(packet)
        except av.FFmpegError:
            self.failures += 1
            if self.failures % PATIENCE == 0:
                self._context = _context(self._codec, self._parameter_sets)
            return []
        if frames:
            self.failures = 0
        return frames


def decode_still(data: bytes) -> av.VideoFrame:
    """One JPEG, PNG, WebP or BMP; raises ``SourceError(BROKEN_STREAM)``."""
    codec = next((name for magic, name in _STILLS if data.startswith(magic)), None)
    if codec is None:
        raise SourceError(Reason.BROKEN_STREAM, gettext_noop("This is no picture (JPEG, PNG, WebP and BMP are read)."))
    context = _context(codec)
    frames: list[av.VideoFrame] = []
    with suppress(av.FFmpegError):  # said below, in our words
        frames = [*context.decode(av.Packet(data)), *context.decode(None)]
    if not frames:
        raise SourceError(Reason.BROKEN_STREAM, gettext_noop("The picture is damaged and cannot be read."))
    return frames[0]


def _context(codec: str, extradata: bytes = b"") -> av.VideoCodecContext:
    context = av.CodecContext.create(codec, "r")
    context.thread_count = 1  # many cameras share the machine; frame threads would also add delay
    context.flags |= av.codec.context.Flags.low_delay
    context.options = {"max_pixels": str(MAX_PIXELS)}
    if extradata:
        context.extradata = extradata
    return context
