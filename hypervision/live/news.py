"""Listens to the broker for hints that there is news: one subscription a process."""

import asyncio
import logging

from django.conf import settings
from redis.asyncio import Redis
from redis.exceptions import RedisError

from hypervision.live.journal import NEWS

logger = logging.getLogger(__name__)

RETRY_SECONDS = 2.0
ANSWER_SECONDS = 1.0


async def listen(news: asyncio.Event) -> None:
    """Sets the event at each hint until it is cancelled. While the broker is away it tries again every other second."""
    away = False
    while not is_cancelled():
        try:
            async with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2) as broker, broker.pubsub() as hints:
                await hints.subscribe(NEWS)
                if away:
                    logger.info("The broker is back.")
                away = False
                while not is_cancelled():
                    # The first answer is that of subscribe: what came before it is looked for too.
                    if await hints.get_message(timeout=ANSWER_SECONDS) is not None:
                        news.set()
        except (RedisError, OSError) as error:
            if not away:
                logger.warning("The broker is away; the journal is read once a second until it is back: %s", error)
            away = True
            await asyncio.sleep(RETRY_SECONDS)


def is_cancelled() -> bool:
    """The broker's client can swallow a cancellation while it connects; then this still tells."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
