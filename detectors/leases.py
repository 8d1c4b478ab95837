"""Leases: one worker watches one camera at a time, with a fencing token that grows each time the lease changes hands.

Only the database's clock counts, so the clocks of the hosts may differ. While the database is away nobody can take a
lease, so whoever holds it goes on; when it is back, the holder renews, unless another was quicker.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from detectors.models import Lease, Watch

HEARTBEAT_S = 2.0
EXPIRY = timedelta(seconds=10)

FREE = Q(expires_at=None) | Q(expires_at__lt=Now())
"""The watches whose lease nobody holds now."""

GRACE = timedelta(seconds=5)
"""How long whoever hands watches out has, after an expiry, to say what is; then every reader judges for itself."""


def lapsed(watch: str = "") -> Q:
    """The watches that are said to watch while nobody has vouched for it since ``GRACE``.

    watch: the way to the watch from the model that is asked, e.g. ``"watch__"``.
    """
    claims = Q(**{f"{watch}state__in": [Watch.State.WATCHING, Watch.State.RECONNECTING]})
    return claims & (Q(**{f"{watch}expires_at": None}) | Q(**{f"{watch}expires_at__lt": Now() - GRACE}))


@transaction.atomic
def take(camera_id: UUID, worker: str, over: int | None = None) -> int | None:
    """The token of the new lease; None when another holds it or the camera is gone. Of two that try, one gets it.

    over: the token of a lease that may be taken from its holder while it lasts, to share the cameras out evenly.
    """
    takeable = FREE if over is None else FREE | Q(token=over)
    taken = Watch.objects.filter(takeable, camera_id=camera_id).update(
        token=F("token") + 1, worker=worker, heartbeat_at=Now(), expires_at=Now() + EXPIRY
    )
    if not taken:
        return None
    token: int
    token, at = Watch.objects.values_list("token", "heartbeat_at").get(camera_id=camera_id)
    # The one before held on until now: nobody else watched in between, so what it saw until now is not doubled.
    Lease.objects.filter(camera_id=camera_id, ended_at=None).update(ended_at=at)
    Lease.objects.create(camera_id=camera_id, token=token, worker=worker, taken_at=at or Now())
    return token


def renew(camera_id: UUID, token: int) -> bool:
    """Whether the lease still holds. A lease that ran out and that nobody took holds again."""
    mine = Watch.objects.filter(camera_id=camera_id, token=token).exclude(expires_at=None)
    return bool(mine.update(heartbeat_at=Now(), expires_at=Now() + EXPIRY))


@transaction.atomic
def release(camera_id: UUID, token: int) -> None:
    """Gives the lease back, so that another takes over at once. Of a lease that was lost nothing changes."""
    Watch.objects.filter(camera_id=camera_id, token=token).update(worker="", expires_at=None)
    Lease.objects.filter(camera_id=camera_id, token=token, ended_at=None).update(ended_at=Now())


def holder_at(camera_id: UUID, at: datetime) -> int | None:
    """The token that held the camera at a time, None when none did."""
    held = Lease.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), camera_id=camera_id, taken_at__lte=at)
    return held.order_by("-token").values_list("token", flat=True).first()
