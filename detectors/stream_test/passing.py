"""What passes through the broker: a question to who watches, and an answer for who asked, which runs out.

A question that is not taken in time is thrown away by the worker that finds it later.
"""

from functools import cache
from uuid import UUID

from celery import Celery

ANSWER_S = 600
TAKEN_S = 20
"""By then a worker has begun, or none is free."""
PATIENCE_S = 2.0
TASK = "detectors.tasks.try_stream"
PICTURE_TASK = "detectors.tasks.take_picture"
PICTURE_S = 60
"""A picture that nobody fetched by then is gone."""


def key_of(person: int, question: UUID) -> str:
    return f"hypervision:stream-test:{person}:{question}"


def picture_of(person: int, question: UUID) -> str:
    return f"{key_of(person, question)}:picture"


def send(person: int, question: UUID, address: str, sealed: str) -> None:
    """To those who watch: they are where the cameras can be reached. Raises kombu's OperationalError."""
    _sender().send_task(TASK, (person, str(question), address, sealed), expires=TAKEN_S, retry=False)


def send_for_picture(person: int, place: tuple[float, float], question: UUID, address: str, sealed: str) -> None:
    """As ``send``. place: longitude and latitude of the camera."""
    given = (person, str(question), address, sealed, *place)
    _sender().send_task(PICTURE_TASK, given, expires=TAKEN_S, retry=False)


@cache
def _sender() -> Celery:
    """The web process runs no tasks, so it has no Celery application of its own; this one only sends."""
    app = Celery(set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    return app
