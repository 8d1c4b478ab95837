"""H.264 by openh264 (Cisco, BSD 2-Clause), the library of the system: a binding of the few calls that a clip needs.

PyAV's wheel encodes H.264 with libx264 (GPL) or with special hardware alone, so that nothing of it is called here
(docs/decisions.md). Layouts and numbers are those of ``codec_app_def.h`` of openh264 2.6, whose library is ``.so.8``.
"""

import ctypes
from ctypes import POINTER, Structure, byref, c_bool, c_float, c_int, c_longlong, c_ubyte, c_void_p
from functools import cache
from types import TracebackType

import cv2
import numpy as np

from detectors.vision.sentences import SentenceError, gettext_noop
from detectors.vision.types import Image

LIBRARY = "libopenh264.so.8"
PACKAGE = "libopenh264-8"

KEY_EACH = 12
"""Pictures from one that stands alone to the next: what has to be decoded to show any one of them."""

_MOST_LAYERS = 128
_I420, _CAMERA, _CONSTANT_QUALITY, _IDR, _QUIET = 23, 0, -1, 1, 0
_OPTION_KEY_EACH, _OPTION_TRACE = 1, 25
_RATE = 10.0
"""Pictures a second at most; of no effect where quality is constant, but for the level that players are told."""


class FilmError(SentenceError):
    """Pictures do not become a film."""


class _Wanted(Structure):
    _fields_ = (
        *(("usage", c_int), ("width", c_int), ("height", c_int)),
        *(("bitrate", c_int), ("control", c_int), ("rate", c_float)),
    )


class _Picture(Structure):
    _fields_ = (
        *(("format", c_int), ("strides", c_int * 4), ("planes", c_void_p * 4)),
        *(("width", c_int), ("height", c_int), ("at", c_longlong), ("psnr", c_bool * 3)),
    )


class _Layer(Structure):
    _fields_ = (
        *(("temporal", c_ubyte), ("spatial", c_ubyte), ("quality", c_ubyte), ("type", c_int), ("kind", c_ubyte)),
        *(("sub", c_int), ("count", c_int), ("lengths", POINTER(c_int)), ("bits", c_void_p), ("psnr", c_float * 3)),
    )


class _Coded(Structure):
    _fields_ = (
        *(("count", c_int), ("layers", _Layer * _MOST_LAYERS)),
        *(("type", c_int), ("size", c_int), ("at", c_longlong)),
    )


def _call(*arguments: type) -> type:
    return ctypes.CFUNCTYPE(c_int, c_void_p, *arguments)


class _Calls(Structure):
    """The table of an encoder's methods, in the order of ``ISVCEncoderVtbl``."""

    _fields_ = (
        *(("initialise", _call(POINTER(_Wanted))), ("initialise_more", _call(c_void_p)), ("defaults", _call(c_void_p))),
        *(("end", _call()), ("encode", _call(POINTER(_Picture), POINTER(_Coded))), ("parameters", _call(c_void_p))),
        *(("key", _call(c_bool)), ("set", _call(c_int, c_void_p)), ("get", _call(c_int, c_void_p))),
    )


@cache
def _library() -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(LIBRARY)
    except OSError:
        return None


def is_there() -> bool:
    """Whether this system can make films."""
    return _library() is not None


class Encoder:
    """``with Encoder(width, height) as encoder``: both even. One film, from one thread.

    Quality is constant, so that no picture is left out to keep a rate: every one of them is evidence.
    """

    def __init__(self, width: int, height: int) -> None:
        """Raises FilmError."""
        library = _library()
        if library is None:
            raise FilmError(gettext_noop("No clip can be made: install %(package)s."), package=PACKAGE)
        self._size = width, height
        self._library = library
        self._encoder = c_void_p()
        if library.WelsCreateSVCEncoder(byref(self._encoder)) or not self._encoder:
            raise FilmError(gettext_noop("The encoder of clips does not start."))
        table = ctypes.cast(self._encoder, POINTER(c_void_p))[0]
        self._calls = ctypes.cast(table, POINTER(_Calls))[0]
        self._set(_OPTION_TRACE, _QUIET)
        wanted = _Wanted(_CAMERA, width, height, 1, _CONSTANT_QUALITY, _RATE)
        if self._calls.initialise(self._encoder, byref(wanted)):
            self._destroy()
            raise FilmError(gettext_noop("Pictures of %(size)s cannot be encoded."), size=f"{width} × {height}")
        self._set(_OPTION_KEY_EACH, KEY_EACH)

    def __enter__(self) -> "Encoder":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._calls.end(self._encoder)
        self._destroy()

    def encode(self, image: Image, milliseconds: int) -> tuple[bytes, bool]:
        """The picture as H.264 (Annex B), and whether it stands alone. Raises FilmError."""
        width, height = self._size
        planes = np.ascontiguousarray(cv2.cvtColor(image, cv2.COLOR_BGR2YUV_I420))
        luma = planes.ctypes.data
        chroma = luma + width * height
        picture = _Picture(
            _I420,
            (c_int * 4)(width, width // 2, width // 2, 0),
            (c_void_p * 4)(luma, chroma, chroma + width * height // 4, None),
            *(width, height, milliseconds),
        )
        coded = _Coded()
        if self._calls.encode(self._encoder, byref(picture), byref(coded)):
            raise FilmError(gettext_noop("The encoder of clips refuses a picture."))
        data = b"".join(_bits(coded.layers[index]) for index in range(coded.count))
        if not data:
            raise FilmError(gettext_noop("The encoder of clips left a picture out."))
        return data, coded.type == _IDR

    def _set(self, option: int, value: int) -> None:
        self._calls.set(self._encoder, option, byref(c_int(value)))

    def _destroy(self) -> None:
        self._library.WelsDestroySVCEncoder(self._encoder)


def _bits(layer: _Layer) -> bytes:
    return ctypes.string_at(layer.bits, sum(layer.lengths[index] for index in range(layer.count)))
