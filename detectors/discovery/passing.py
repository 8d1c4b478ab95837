"""What passes through the broker: two kinds of questions to who watches, and their answers, which run out."""

import json
from dataclasses import asdict
from functools import cache
from uuid import UUID

from celery import Celery

from detectors.discovery.probe import Device
from hypervision.lib.languages import Said

ANSWER_S = 600
TAKEN_S = 20
"""By then a worker has begun, or none is free."""
PATIENCE_S = 2.0
SEARCH = "detectors.tasks.search_cameras"
ASK = "detectors.tasks.ask_camera"


def key_of(person: int, question: UUID) -> str:
    return f"hypervision:discovery:{person}:{question}"


def dump(
    state: str, words: Said | None = None, devices: list[Device] | tuple[Device, ...] = (), address: str = ""
) -> str:
    """state: waiting, done or failed. address: of the stream that was asked for."""
    told = {"state": state, "words": words or {}, "devices": [asdict(one) for one in devices], "address": address}
    return json.dumps(told)


def send(task: str, *given: object) -> None:
    """To those who watch: they are where the cameras can be reached. Raises kombu's OperationalError."""
    _sender().send_task(task, given, expires=TAKEN_S, retry=False)


@cache
def _sender() -> Celery:
    """As in ``stream_test.passing``: the web process has no Celery application of its own."""
    app = Celery(set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    return app
