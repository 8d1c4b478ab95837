"""Pictures as JPEG files of a bounded size."""

import cv2

from detectors.vision.sentences import SentenceError, gettext_noop
from detectors.vision.types import Image

QUALITIES = (85, 70, 55)
SHRINK = 0.75
"""Factor on both sides when the lowest quality is still too large: a smaller picture reads better than a smear."""


class EncodeError(SentenceError):
    """A picture does not become a JPEG file of the size that was asked for."""


def encode(image: Image, max_bytes: int = 60_000) -> bytes:
    """A JPEG file of at most ``max_bytes``: lower quality first, then a smaller picture.

    The picture has to be masked already. Raises EncodeError when not even one pixel fits.
    """
    while True:
        for quality in QUALITIES:
            data = _encode(image, quality)
            if len(data) <= max_bytes:
                return data
        height, width = image.shape[:2]
        if height == width == 1:
            raise EncodeError(gettext_noop("No JPEG file fits into %(bytes)s bytes."), bytes=max_bytes)
        size = (max(1, int(width * SHRINK)), max(1, int(height * SHRINK)))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)


LIVE_QUALITY = 70
LIVE_LONGEST = 960
"""Pixels of the longer side: a wall shows sixteen of them, a large view is still sharp."""


def encode_once(image: Image) -> bytes:
    """A JPEG file at one go, for pictures that follow one another: what does not fit exactly is gone in a moment.

    The picture has to be masked already.
    """
    height, width = image.shape[:2]
    shrink = LIVE_LONGEST / max(height, width)
    if shrink < 1:
        size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return _encode(image, LIVE_QUALITY)


def _encode(image: Image, quality: int) -> bytes:
    done, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise EncodeError(gettext_noop("The picture %(shape)s cannot be encoded."), shape=list(image.shape))
    return bytes(data)
