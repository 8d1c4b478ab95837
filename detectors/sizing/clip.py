"""A few seconds of what a camera sends: the codec and the size that are asked about, and a scene that moves."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import cycle, islice
from pathlib import Path

import av
import cv2
import numpy as np

from detectors.vision.sources.file import FileSource
from detectors.vision.sources.source import in_order
from detectors.vision.types import Image

ENCODERS = {"h264": "libx264", "hevc": "libx265", "mjpeg": "mjpeg"}
"""By the name of the codec. H.264 and HEVC as cameras send them: a key frame each two seconds, no B-frames."""

OPTIONS = {
    "libx264": {"preset": "veryfast", "crf": "23"},
    "libx265": {"preset": "ultrafast", "crf": "26", "x265-params": "bframes=0:log-level=none"},
    "mjpeg": {"qmin": "4", "qmax": "4"},
}
SECONDS = 2
SCENE_FRAMES = 50


class EncoderMissingError(Exception):
    """This machine's av cannot write the codec; the message is a sentence."""


def write(path: Path, codec: str, size: tuple[int, int], rate: int, scene: Path | None) -> Path:
    """scene: a recording whose pictures are brought to the size; None draws a moving scene of its own.

    Raises EncoderMissingError.
    """
    encoder = ENCODERS[codec]
    if encoder not in av.codecs_available:
        raise EncoderMissingError(f"The package av here cannot write {codec} ({encoder}); ask about another codec.")
    width, height = size
    with av.open(str(path), "w") as container:
        stream = container.add_stream(encoder, rate=rate, options=OPTIONS[encoder])
        stream.width, stream.height = width, height
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        stream.codec_context.gop_size = 1 if codec == "mjpeg" else SECONDS * rate
        stream.codec_context.max_b_frames = 0
        for number, image in enumerate(islice(cycle(pictures(size, scene)), SECONDS * rate)):
            frame = av.VideoFrame.from_ndarray(image, format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def pictures(size: tuple[int, int], scene: Path | None) -> Iterator[Image]:
    """Fifty pictures of this width and height that follow one another."""
    if scene is None:
        yield from (_drawn(number, *size) for number in range(SCENE_FRAMES))
    else:
        frames = islice(in_order(FileSource(scene, paced=False)), SCENE_FRAMES)
        yield from (np.asarray(cv2.resize(frame.image, size), np.uint8) for frame in frames)


def _drawn(number: int, width: int, height: int) -> Image:
    """Ground with a texture, the noise of a sensor, and ten blocks that move: as hard to pack as a street."""
    ground = np.random.default_rng(1).integers(70, 150, (height // 4 + 1, width // 4 + 1, 3), np.uint8)
    image = np.asarray(cv2.resize(ground, (width, height)), np.uint8)
    for block in range(10):
        x = round((block * 97 + 6 * number) % width)
        y = round(height * (0.2 + 0.07 * block))
        cv2.rectangle(image, (x, y), (x + width // 30, y + height // 8), (20 * block, 255 - 20 * block, 90), -1)
    noise = np.random.default_rng(number).integers(0, 6, image.shape, np.uint8)
    return np.asarray(cv2.add(image, noise), np.uint8)
