"""The way to the broker, for who asks it in a thread; each says how long it waits."""

from django.conf import settings
from redis import Redis


def open_broker(patience_s: float) -> "Redis":
    """For a ``with``. patience_s: seconds to connect, and for each answer. Asking may raise RedisError or OSError."""
    return Redis.from_url(settings.REDIS_URL, socket_timeout=patience_s, socket_connect_timeout=patience_s)
