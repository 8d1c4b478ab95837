"""Signatures of Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over id, time and body."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def message_id(delivery: UUID) -> str:
    """The same at each attempt: a receiver that knows it already has the message."""
    return f"msg_{delivery.hex}"


def sign(secret: str, message: str, seconds: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, f"{message}.{seconds}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def headers(delivery: UUID, at: datetime, body: bytes, known: Iterable[str]) -> Mapping[str, str]:
    """known: the secrets that hold, newest first; while two hold there are two signatures."""
    message, seconds = message_id(delivery), int(at.timestamp())
    return {
        "Content-Type": "application/json",
        "User-Agent": "Hypervision-Webhooks/1",
        "webhook-id": message,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(sign(secret, message, seconds, body) for secret in known),
    }
