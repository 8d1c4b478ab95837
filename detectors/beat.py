"""Beat's sign of life: a key of the broker that beat renews whenever it has sent for a round of handing out.

Beat itself writes it, not the task that it sends, so a dead beat and a dead worker for jobs are told apart. It runs out
by itself: whoever is dead cannot take it away.
"""

import logging

from redis.exceptions import RedisError

from hypervision.lib.broker import open_broker

logger = logging.getLogger(__name__)

SIGN = "hypervision:beat"
LIVES_S = 15
"""Seven rounds: a machine under load may skip some."""


def say_alive() -> None:
    """Never raises: without a broker beat has nobody to send to, and health says so of the broker."""
    try:
        with open_broker(1) as broker:
            broker.set(SIGN, 1, ex=LIVES_S)
    except RedisError as error:
        logger.warning("Beat cannot leave its sign of life: %s", error)


def is_alive() -> bool:
    """Raises RedisError while the broker is away."""
    with open_broker(1) as broker:
        return bool(broker.exists(SIGN))
