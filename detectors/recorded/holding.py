"""One recording at a time in the whole installation: who hands one in holds the place until its answer is there."""

from uuid import UUID

from redis import Redis

from detectors.recorded.passing import BUSY, STILL_S


def take(broker: "Redis", recording: UUID) -> bool:
    """False while somebody else holds it."""
    return bool(broker.set(BUSY, str(recording), nx=True, ex=STILL_S))


def hold(broker: "Redis", recording: UUID) -> None:
    """For a while longer; who says nothing for that long loses it."""
    if _is_mine(broker, recording):
        broker.expire(BUSY, STILL_S)


def let_go(broker: "Redis", recording: UUID) -> None:
    if _is_mine(broker, recording):
        broker.delete(BUSY)


def _is_mine(broker: "Redis", recording: UUID) -> bool:
    return broker.get(BUSY) == str(recording).encode()
