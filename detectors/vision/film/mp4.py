"""Masked pictures as a film that every browser plays: H.264 in MP4, each picture at its true time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO

import av
import cv2
import numpy as np

from detectors.vision.film.h264 import Encoder, FilmError
from detectors.vision.sentences import gettext_noop
from detectors.vision.types import Image

MILLISECOND = Fraction(1, 1000)
MOST_BYTES = 4_000_000
SHRINK = 0.75
"""Factor on both sides while a film is too large, as pictures do."""
LEAST_SIDE = 64
INDEX_BYTES, INDEX_BYTES_EACH = 4000, 48
"""Room for the index, which stands in front so that a browser plays from the first bytes."""


@dataclass(frozen=True, slots=True)
class Film:
    """mp4: the file. width, height: of its pictures."""

    mp4: bytes
    width: int
    height: int


def film(jpegs: Sequence[bytes], times: Sequence[int], lasts: int, most_bytes: int = MOST_BYTES) -> Film:
    """times: milliseconds from its beginning at which each picture stands, rising from nought; lasts: of the whole.

    Raises FilmError.
    """
    images = [_decoded(jpeg) for jpeg in jpegs]
    height, width = images[0].shape[:2]
    while min(width, height) >= LEAST_SIDE:
        width, height = width - width % 2, height - height % 2
        mp4 = _filmed(_sized(images, width, height), times, lasts, (width, height))
        if len(mp4) <= most_bytes:
            return Film(mp4, width, height)
        width, height = int(width * SHRINK), int(height * SHRINK)
    raise FilmError(gettext_noop("No film of these pictures fits into %(bytes)s bytes."), bytes=most_bytes)


def _decoded(jpeg: bytes) -> Image:
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise FilmError(gettext_noop("A picture of the clip cannot be read."))
    return np.asarray(image, np.uint8)


def _sized(images: Sequence[Image], width: int, height: int) -> Iterator[Image]:
    for image in images:
        same = image.shape[:2] == (height, width)
        yield image if same else np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _filmed(images: Iterator[Image], times: Sequence[int], lasts: int, size: tuple[int, int]) -> bytes:
    with Encoder(*size) as encoder:
        coded = [encoder.encode(image, at) for image, at in zip(images, times, strict=True)]
    target = BytesIO()
    room = str(INDEX_BYTES + INDEX_BYTES_EACH * len(coded))
    with (
        av.open(BytesIO(coded[0][0]), format="h264") as template,
        av.open(target, "w", format="mp4", options={"moov_size": room}) as container,
    ):
        stream = container.add_stream_from_template(template.streams.video[0])
        stream.time_base = MILLISECOND
        for (data, is_key), at, until in zip(coded, times, [*times[1:], lasts], strict=True):
            packet = av.Packet(data)
            packet.stream, packet.time_base = stream, MILLISECOND
            packet.pts = packet.dts = at
            packet.duration, packet.is_keyframe = max(1, until - at), is_key
            container.mux(packet)
    return target.getvalue()
