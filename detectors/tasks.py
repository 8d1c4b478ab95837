"""The tasks of this room. Celery hands work out; the leases see to it that a camera is watched once."""

import logging
from typing import Any
from uuid import UUID

from celery import Task, current_app, shared_task
from celery.signals import after_task_publish, worker_init, worker_shutting_down
from celery.utils.nodenames import worker_direct
from django.db import DatabaseError, connection

from detectors import assignment, balance, beat, build, engines, erasure, watching
from detectors.balance import Worker
from detectors.discovery import answering as discovery
from detectors.models import Network
from detectors.recorded import scratch, working
from detectors.stream_test import answering
from hypervision.lib import clock

logger = logging.getLogger(__name__)

OFFER_S = 4
"""How long an offer to watch a camera counts: the next one comes two seconds later and says the same."""
ANSWER_S = 1.0
"""How long workers have to say that they live."""


@shared_task
def assign_watches() -> None:
    assignment.assign(_offer)


def _offer(camera_id: UUID) -> None:
    watch_camera.apply_async((str(camera_id),), expires=OFFER_S)


@shared_task(bind=True, acks_late=False)
def watch_camera(self: "Task[..., None]", camera_id: str, over: int | None = None) -> None:
    """Long: as long as the camera is watched. Acknowledged when it begins: a lost camera is offered again by beat.

    over: the token of the lease that this worker is to take over.
    """
    watching.watch(UUID(camera_id), f"{self.request.hostname}", over)


@shared_task
def share_out() -> None:
    """Moves at most one camera from the busiest worker to the idlest, by an offer that only that one hears."""
    move = balance.next_move(living_workers())
    if move is not None:
        logger.info("Camera %s is offered to %s, to share the cameras out evenly.", move.camera_id, move.worker)
        address = worker_direct(move.worker)
        watch_camera.apply_async((str(move.camera_id), move.token), expires=OFFER_S, queue=address)


def living_workers() -> list[Worker]:
    """The workers that watch and answer now, in Celery's own words."""
    answers = current_app.control.inspect(timeout=ANSWER_S).stats() or {}
    return [
        Worker(name, float(said["uptime"]), int(said["pool"]["max-concurrency"]))
        for name, said in answers.items()
        if name.startswith("watch")
    ]


@shared_task(acks_late=False)
def try_stream(person: int, question: str, address: str, sealed: str) -> None:
    """In the queue of those who watch: they are where the cameras can be reached."""
    answering.work(person, UUID(question), address, sealed)


@shared_task(acks_late=False)
def take_picture(person: int, question: str, address: str, sealed: str, lon: float, lat: float) -> None:
    """Of a stream that is being entered, masked; in the same queue."""
    answering.take(person, UUID(question), address, sealed, lon, lat)


@shared_task(acks_late=False)
def search_cameras(person: int, question: str) -> None:
    """In the queue of those who watch, like the next one."""
    discovery.search(person, UUID(question))


@shared_task(acks_late=False)
def ask_camera(person: int, question: str, device: dict[str, str], sealed: str) -> None:
    discovery.ask(person, UUID(question), device, sealed)


@shared_task(acks_late=False)
def try_recording(person: int, recording: str) -> None:
    """Minutes: one at a time, so that another process is left for the short tasks."""
    working.work_aside(person, UUID(recording))


@shared_task
def erase_due() -> None:
    if swept := scratch.sweep():
        logger.info("Swept away: %d recordings that nobody went on with.", swept)
    erased = erasure.erase_due(clock.now())
    if erased:
        logger.info("Erased at the end of its retention: %s.", erased)


@worker_init.connect
def _try_engines(sender: Any, **_: Any) -> None:
    """Before the first camera: which engine serves the network best on this machine."""
    if f"{sender}".startswith("watch"):
        try:
            files = build.networks_in_use()
            if Network.Purpose.OBJECTS in files:
                engines.settle_at_start(files[Network.Purpose.OBJECTS])
        except DatabaseError as error:
            logger.warning("The engines were not tried, the database is away: %s", error)
        finally:
            connection.close()


@worker_shutting_down.connect
def _end_watches(**_: Any) -> None:
    """Threads cannot be ended from outside: each watch looks at this flag."""
    watching.stopping.set()


@after_task_publish.connect(sender=assign_watches.name)
def _beat_lives(**_: Any) -> None:
    """Runs in the process that sent the task, which is beat."""
    beat.say_alive()
