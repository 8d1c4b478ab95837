"""Where a recording lies while it is looked at: enciphered, in a folder that only the product's account may open.

Its key is made with it and stands in the broker's memory for as long as it is used. So what a crash leaves on the disk
nobody can read, and the sweep takes it away.
"""

import io
import os
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast
from uuid import UUID

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

FORGOTTEN_S = 120.0
"""A recording that nobody has touched for so long belongs to nobody any more."""
_BLOCK = 16
_BUFFER = 2**20


class OutOfStepError(Exception):
    """A part does not continue what is there."""


def new_key() -> bytes:
    """Of one recording alone: AES-256 in counter mode begins at nought in each."""
    return secrets.token_bytes(32)


def has_room(size: int) -> bool:
    """Whether the disk keeps as much again free when so many bytes lie on it."""
    return shutil.disk_usage(_folder()).free > 2 * size


def append(recording: UUID, key: bytes, at: int, part: bytes) -> int:
    """How many bytes are there then. Raises OutOfStepError, OSError."""
    descriptor = os.open(_path(recording), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "ab") as file:
        if file.tell() != at:
            raise OutOfStepError
        file.write(_crypt(key, at, part))
    return at + len(part)


def size(recording: UUID) -> int:
    """Bytes that are there."""
    try:
        return _path(recording).stat().st_size
    except FileNotFoundError:
        return 0


def open_reading(recording: UUID, key: bytes) -> BinaryIO:
    """Deciphered as it is read, wherever it is read. Raises OSError."""
    return cast(BinaryIO, io.BufferedReader(_Deciphered(_path(recording).open("rb", buffering=0), key), _BUFFER))


def touch(recording: UUID) -> None:
    """Somebody still needs it."""
    with suppress(FileNotFoundError):
        os.utime(_path(recording))


def remove(recording: UUID) -> None:
    _path(recording).unlink(missing_ok=True)


def sweep() -> int:
    """Takes away what belongs to nobody any more; how many those were."""
    forgotten = [path for path in _folder().iterdir() if _age(path) > FORGOTTEN_S]
    for path in forgotten:
        path.unlink(missing_ok=True)
    return len(forgotten)


class _Deciphered(io.RawIOBase):
    def __init__(self, file: io.FileIO, key: bytes) -> None:
        self._file = file
        self._key = key

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # of any buffer
        at = self._file.tell()
        plain = _crypt(self._key, at, self._file.read(len(buffer)))
        buffer[: len(plain)] = plain
        return len(plain)

    def close(self) -> None:
        self._file.close()
        super().close()


def _crypt(key: bytes, at: int, data: bytes) -> bytes:
    """There and back. at: where in the recording the data begin."""
    cipher = Cipher(algorithms.AES(key), modes.CTR((at // _BLOCK).to_bytes(_BLOCK, "big"))).encryptor()
    cipher.update(bytes(at % _BLOCK))
    return cipher.update(data)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _path(recording: UUID) -> Path:
    return _folder() / str(recording)


def _folder() -> Path:
    folder: Path = settings.SCRATCH_DIR
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
