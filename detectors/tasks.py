"""The tasks of this room. Celery hands work out; the leases see to it that a camera is watched once."""

import logging
from typing import Any
from uuid import UUID

from celery import Task, shared_task
from celery.signals import after_task_publish, worker_shutting_down

from detectors import assignment, beat, erasure, watching
from hypervision.lib import clock

logger = logging.getLogger(__name__)

OFFER_S = 4
"""How long an offer to watch a camera counts: the next one comes two seconds later and says the same."""


@shared_task
def assign_watches() -> None:
    assignment.assign(_offer)


def _offer(camera_id: UUID) -> None:
    watch_camera.apply_async((str(camera_id),), expires=OFFER_S)


@shared_task(bind=True, acks_late=False)
def watch_camera(self: "Task[..., None]", camera_id: str) -> None:
    """Long: as long as the camera is watched. Acknowledged when it begins: a lost camera is offered again by beat."""
    watching.watch(UUID(camera_id), f"{self.request.hostname}")


@shared_task
def erase_due() -> None:
    erased = erasure.erase_due(clock.now())
    if erased:
        logger.info("Erased at the end of its retention: %s.", erased)


@worker_shutting_down.connect
def _end_watches(**_: Any) -> None:
    """Threads cannot be ended from outside: each watch looks at this flag."""
    watching.stopping.set()


@after_task_publish.connect(sender=assign_watches.name)
def _beat_lives(**_: Any) -> None:
    """Runs in the process that sent the task, which is beat."""
    beat.say_alive()
