"""Shares the cameras out evenly among the workers that live: one camera at a time, and never to and fro.

Handing out alone does not do it: a worker that took over from a dead one would keep everything, and the one that came
back would idle. What keeps it calm:
* a camera moves only when that makes the loads more even: from n + 2 or more to n;
* only to a worker that has lived for a while, and only when its own watch has lasted for a while;
* only when it is well watched, and only when the other worker has a picture of it in hand (``watching``).
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from detectors.models import Lease, Watch

SETTLED_S = 60.0
"""How long a worker has lived, and a watch has lasted, before a camera moves to or from it."""
UNEVEN = 2


@dataclass(frozen=True, slots=True)
class Worker:
    """up_s: seconds since it began. places: how many cameras it can watch at once."""

    name: str
    up_s: float
    places: int


@dataclass(frozen=True, slots=True)
class Move:
    """The camera goes to the worker if the lease with this token still holds then."""

    camera_id: UUID
    token: int
    worker: str


def next_move(workers: Collection[Worker]) -> Move | None:
    """None when the loads are even, or nothing may move yet. workers: those that answer now."""
    held = Counter(Watch.objects.filter(expires_at__gt=Now()).values_list("worker", flat=True))
    free = [worker for worker in workers if worker.up_s >= SETTLED_S and held[worker.name] < worker.places]
    if not free or not held:
        return None
    idlest = min(free, key=lambda worker: (held[worker.name], worker.name))
    busiest, most = max(held.items(), key=lambda item: (item[1], item[0]))
    if most - held[idlest.name] < UNEVEN:
        return None
    return _any_settled(busiest, idlest.name)


def _any_settled(holder: str, to: str) -> Move | None:
    """Any, not the first: one that the other worker cannot reach must not stand before all others for ever."""
    before = Now() - timedelta(seconds=SETTLED_S)
    settled = Lease.objects.filter(camera=OuterRef("camera"), token=OuterRef("token"), taken_at__lt=before)
    watches = Watch.objects.filter(
        Exists(settled), worker=holder, state=Watch.State.WATCHING, expires_at__gt=Now()
    ).order_by("?")
    found = watches.values_list("camera_id", "token").first()
    return Move(*found, to) if found else None
