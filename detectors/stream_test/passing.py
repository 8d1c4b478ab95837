"""What passes through the broker: an answer for who asked, which runs out by itself."""

from uuid import UUID

from django.conf import settings
from redis import Redis

ANSWER_S = 600
TAKEN_S = 20
"""By then a worker has begun, or none is free."""
PATIENCE_S = 2.0


def key_of(person: int, question: UUID) -> str:
    return f"hypervision:stream-test:{person}:{question}"


def broker_of() -> "Redis":
    return Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE_S, socket_connect_timeout=PATIENCE_S)
