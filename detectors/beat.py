"""Beat's sign of life: a key of the broker that beat renews whenever it has sent for a round of handing out.

Beat itself writes it, not the task that it sends, so a dead beat and a dead worker for jobs are told apart. It runs out
by itself: whoever is dead cannot take it away.
"""

import logging

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

SIGN = "hypervision:beat"
LIVES_S = 15
"""Seven rounds: a machine under load may skip some."""


def say_alive() -> None:
    """Never raises: without a broker beat has nobody to send to, and health says so of the broker."""
    try:
        with _broker() as broker:
            broker.set(SIGN, 1, ex=LIVES_S)
    except RedisError as error:
        logger.warning("Beat cannot leave its sign of life: %s", error)


def is_alive() -> bool:
    """Raises RedisError while the broker is away."""
    with _broker() as broker:
        return bool(broker.exists(SIGN))


def _broker() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
