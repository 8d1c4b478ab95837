"""Listens to the broker for hints that there is news: one subscription a process."""

import asyncio
import logging

from django.conf import settings
from redis.asyncio import Redis
from redis.exceptions import RedisError

from hypervision.live.journal import NEWS

logger = logging.getLogger(__name__)

RETRY_SECONDS = 2.0


async def listen(news: asyncio.Event) -> None:
    """Sets the event at each hint, without end. While the broker is away it tries again every other second."""
    away = False
    while True:
        try:
            async with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2) as broker, broker.pubsub() as hints:
                await hints.subscribe(NEWS)
                if away:
                    logger.info("The broker is back.")
                away = False
                async for _ in hints.listen():  # the first is the answer to subscribe: what came before is looked for
                    news.set()
        except (RedisError, OSError) as error:
            if not away:
                logger.warning("The broker is away; the journal is read once a second until it is back: %s", error)
            away = True
        await asyncio.sleep(RETRY_SECONDS)
