"""Secrets at rest: encrypted with a key that lies outside the database (``CREDENTIALS_KEY_FILE``)."""

from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@lru_cache(maxsize=4)
def _fernet(path: Path) -> Fernet:
    if not path.is_file():
        raise ImproperlyConfigured(f"The key of the camera credentials, {path}, is missing. bin/up makes one.")
    return Fernet(path.read_bytes().strip())


def encrypt(text: str) -> bytes:
    return _fernet(settings.CREDENTIALS_KEY_FILE).encrypt(text.encode())


def decrypt(secret: bytes) -> str:
    """Raises ImproperlyConfigured when the key is not the one that encrypted."""
    try:
        return _fernet(settings.CREDENTIALS_KEY_FILE).decrypt(bytes(secret)).decode()
    except InvalidToken as error:
        raise ImproperlyConfigured(
            f"The credentials were encrypted with another key than {settings.CREDENTIALS_KEY_FILE}. Enter them again."
        ) from error
