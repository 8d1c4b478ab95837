"""Taking a camera over from a worker that watches it well: not before a picture of it is in hand.

So a worker that cannot reach the camera, or has no networks, leaves it where it is, and the other way costs the camera
no more than the moment between two pictures. Nothing is analysed, shown or kept before the lease is taken.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from detectors import build
from detectors.build import CameraGoneError, Plan
from detectors.vision.sources.latest import LatestFrame
from hypervision.lib import clock

logger = logging.getLogger(__name__)

FIRST_PICTURE_S = 8.0
LOOK_S = 0.5


@dataclass(frozen=True, slots=True)
class Ready:
    """A feed that delivers, and the plan that it was opened by."""

    plan: Plan
    feed: LatestFrame


@contextmanager
def ready(
    camera_id: UUID, open_feed: Callable[[Plan], LatestFrame], give_up: Callable[[], bool]
) -> Iterator[Ready | None]:
    """None when there is nothing to watch or no picture comes. At the end the feed is stopped."""
    plan = _plan(camera_id)
    if plan is None:
        yield None
        return
    with open_feed(plan) as feed:
        if _delivers(feed, give_up):
            yield Ready(plan, feed)
        else:
            logger.warning("The camera stays where it is: no picture of it came here in %.0f s.", FIRST_PICTURE_S)
            yield None


def _plan(camera_id: UUID) -> Plan | None:
    try:
        plan, wanted = build.plan_of(camera_id, clock.now())
    except CameraGoneError:
        return None
    finally:
        connection.close()  # the wait for a picture may be long
    if wanted.state is not None:
        return None
    build.open_more(plan.networks)
    build.open_eyes(plan.networks)  # loads what this process has not loaded yet
    return plan


def _delivers(feed: LatestFrame, give_up: Callable[[], bool]) -> bool:
    until = time.monotonic() + FIRST_PICTURE_S
    while time.monotonic() < until and not give_up():
        if feed.take(LOOK_S) is not None:
            return True
    return False
