"""Passwords of the demo's cameras: the side that asks (Basic, or Digest as RFC 2617 has it for RTSP)."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

REALM = "camera"
_PAIR = re.compile(r'(\w+)="?([^",]*)"?')


@dataclass(frozen=True, slots=True)
class Guard:
    """user and password that a client must have; digest: ask for Digest rather than Basic."""

    user: str
    password: str = field(repr=False)
    digest: bool = True
    nonce: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)

    def challenges(self) -> list[str]:
        """Header lines of a 401."""
        if self.digest:
            return [f'WWW-Authenticate: Digest realm="{REALM}", nonce="{self.nonce}"']
        return [f'WWW-Authenticate: Basic realm="{REALM}"']

    def lets_in(self, method: str, headers: Mapping[str, str]) -> bool:
        kind, _, answer = headers.get("authorization", "").partition(" ")
        if self.digest:
            return kind == "Digest" and self._is_right(dict(_PAIR.findall(answer)), method)
        expected = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return kind == "Basic" and hmac.compare_digest(answer.encode(), expected.encode())

    def _is_right(self, given: Mapping[str, str], method: str) -> bool:
        secret = _md5(f"{self.user}:{REALM}:{self.password}")
        request = _md5(f"{method}:{given.get('uri', '')}")
        expected = _md5(f"{secret}:{self.nonce}:{request}")
        return hmac.compare_digest(given.get("response", "").encode(), expected.encode())


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()  # noqa: S324 - RFC 2617 knows nothing else
