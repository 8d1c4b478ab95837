"""What only the broker knows: queues, beat's sign of life, who listens. While it is away, that is all that is said."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from prometheus_client.core import Metric
from redis.exceptions import RedisError

from detectors import beat
from hypervision.lib.broker import open_broker
from hypervision.live.journal import NEWS
from hypervision.metrics.families import gauge, one_gauge

PATIENCE_S = 1.0


@dataclass(frozen=True, slots=True)
class Said:
    """queues: messages that wait, by name. turn_age: seconds since beat's last turn; None when it is too long ago.

    listening: web processes that have a browser connected.
    """

    queues: dict[str, int]
    turn_age: float | None
    listening: int


def families() -> Iterator[Metric]:
    said = _ask()
    yield one_gauge("broker_up", "Whether the broker answers.", float(said is not None))
    if said is not None:
        waiting = [((name,), count) for name, count in said.queues.items()]
        yield gauge("queue_messages", "Messages that wait for a worker.", ("queue",), waiting)
        yield one_gauge("beat_alive", "Whether beat took a turn lately.", float(said.turn_age is not None))
        yield one_gauge("beat_turn_age_seconds", "Since beat's last turn; nothing when it is dead.", said.turn_age)
        yield one_gauge("web_processes_listening", "Web processes that have a browser connected.", said.listening)


def _ask() -> Said | None:
    names = queue_names()
    try:
        with open_broker(PATIENCE_S) as broker, broker.pipeline(transaction=False) as questions:
            for name in names:
                questions.llen(name)
            questions.pttl(beat.SIGN)
            questions.pubsub_numsub(NEWS)
            *lengths, left_ms, listeners = questions.execute()
    except (RedisError, OSError):
        return None
    age = beat.LIVES_S - left_ms / 1000 if left_ms > 0 else None
    return Said(dict(zip(names, lengths, strict=True)), age, listeners[0][1])


def queue_names() -> list[str]:
    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    return sorted({settings.CELERY_TASK_DEFAULT_QUEUE, *routed})
