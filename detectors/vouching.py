"""Beside each web process: says that nobody watches when nobody is left who would say it.

States are changed by workers, and by beat through a task. When all of them are dead, the web process is what stands
between a browser and a camera that seems to watch for ever.
"""

import asyncio
import logging

from django.db import DatabaseError, InterfaceError

from detectors import states
from hypervision.live.reading import in_thread

logger = logging.getLogger(__name__)

LOOK_S = 3.0


async def keep_judging() -> None:
    """Until it is cancelled. While the database is away nobody can judge; the browsers' connections say so."""
    is_away = False
    while True:
        try:
            silent = await in_thread(states.let_lapse)
            is_away = False
            if silent:
                logger.warning("Nobody vouches for %d watches any more; the browsers are told.", silent)
        except (DatabaseError, InterfaceError) as error:
            if not is_away:
                logger.warning("The database is away; which cameras are watched is not known: %s", error)
            is_away = True
        await asyncio.sleep(LOOK_S)
