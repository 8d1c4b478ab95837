"""What passes through the broker for a recording: what is asked of it and its key, how far it is, and the answer.

All of it runs out by itself, and nobody but who asked finds it.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from celery import Celery

from detectors.tryout.passing import Outcome, Question, dump_answer

STILL_S = 60
"""An upload, or a look at a recording, that says nothing for so long is given up."""
TAKEN_S = 30
"""By then a worker has begun, or none is free."""
ANSWER_S = 600
PATIENCE_S = 2.0
TASK = "detectors.tasks.try_recording"
BUSY = "hypervision:recording:busy"
"""Whose recording is handed in or looked at: one at a time, because it takes half of those who do the short tasks."""


def state_of(person: int, recording: UUID) -> str:
    return f"hypervision:recording:state:{person}:{recording}"


def order_of(person: int, recording: UUID) -> str:
    return f"hypervision:recording:order:{person}:{recording}"


@dataclass(frozen=True, slots=True)
class Order:
    """question: what is asked, under the recording's number. key: of its cipher. size: bytes that were announced.

    start: when it was made, as the person says. Without a key it is about what was seen of it before.
    """

    question: Question
    key: bytes
    size: int
    start: datetime

    @property
    def is_again(self) -> bool:
        return not self.key

    def dump(self) -> str:
        facts = {"key": self.key.hex(), "size": self.size, "start": self.start.isoformat()}
        return json.dumps({"question": self.question.dump(), **facts})

    @classmethod
    def load(cls, text: bytes | str) -> "Order":
        given = json.loads(text)
        question, start = Question.load(given["question"]), datetime.fromisoformat(given["start"])
        return cls(question, bytes.fromhex(given["key"]), int(given["size"]), start)


def dump_state(state: str, **facts: object) -> str:
    """state: receiving, waiting, working or failed."""
    return json.dumps({"state": state, **facts})


def dump_done(outcomes: tuple[Outcome, ...], start: datetime) -> str:
    return json.dumps({**json.loads(dump_answer("done", outcomes)), "start": start.isoformat()})


def send(person: int, recording: UUID) -> None:
    """Raises kombu's OperationalError."""
    _sender().send_task(TASK, (person, str(recording)), expires=TAKEN_S, retry=False)


@cache
def _sender() -> Celery:
    """As in ``stream_test.passing``: the web process has no Celery application of its own."""
    app = Celery(set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    return app
