"""Basic and Digest authentication, as RTSP (RFC 2326) and HTTP (RFC 7235, 7616) share them."""

import base64
import hashlib
import re
import secrets
from collections.abc import Sequence

from detectors.vision.sources.address import Credentials

HASHES = {"MD5": "md5", "SHA-256": "sha256"}
_PAIR = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))')


class Authenticator:
    """Answers challenges with one user's credentials. Digest is preferred, so the password stays off the wire."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._digest: dict[str, str] | None = None
        self._basic = False
        self._count = 0

    def learn(self, challenges: Sequence[str]) -> bool:
        """Takes the ``WWW-Authenticate`` lines; False when none is of a kind that is known here."""
        digests = [dict(_pairs(c)) for c in challenges if c.lower().startswith("digest")]
        known = [d for d in digests if d.get("algorithm", "MD5").upper() in HASHES and "nonce" in d]
        self._digest = known[0] if known else None
        self._basic = any(c.lower().startswith("basic") for c in challenges)
        self._count = 0
        return self._digest is not None or self._basic

    def header(self, method: str, uri: str) -> str | None:
        """Value of ``Authorization`` for one request, None before any challenge."""
        if self._digest is not None:
            return self._answer(self._digest, method, uri)
        if self._basic:
            pair = f"{self._credentials.user}:{self._credentials.password}".encode()
            return "Basic " + base64.b64encode(pair).decode()
        return None

    def _answer(self, challenge: dict[str, str], method: str, uri: str) -> str:
        algorithm = challenge.get("algorithm", "MD5").upper()
        realm, nonce, user = challenge.get("realm", ""), challenge["nonce"], self._credentials.user
        secret = _hash(algorithm, f"{user}:{realm}:{self._credentials.password}")
        request = _hash(algorithm, f"{method}:{uri}")
        fields = {"username": user, "realm": realm, "nonce": nonce, "uri": uri}
        plain = {"algorithm": algorithm} if "algorithm" in challenge else {}
        if "auth" in [q.strip() for q in challenge.get("qop", "").split(",")]:
            self._count += 1
            fields["cnonce"] = secrets.token_hex(8)
            plain |= {"qop": "auth", "nc": f"{self._count:08x}"}
            fields["response"] = _hash(algorithm, f"{secret}:{nonce}:{plain['nc']}:{fields['cnonce']}:auth:{request}")
        else:
            fields["response"] = _hash(algorithm, f"{secret}:{nonce}:{request}")
        if "opaque" in challenge:
            fields["opaque"] = challenge["opaque"]
        quoted = [f'{k}="{v}"' for k, v in fields.items()]
        return "Digest " + ", ".join(quoted + [f"{k}={v}" for k, v in plain.items()])


def _pairs(challenge: str) -> list[tuple[str, str]]:
    return [(m[1].lower(), m[2] if m[2] is not None else m[3]) for m in _PAIR.finditer(challenge)]


def _hash(algorithm: str, text: str) -> str:
    return hashlib.new(HASHES[algorithm], text.encode()).hexdigest()
