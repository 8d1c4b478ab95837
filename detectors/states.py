"""The state of a watch as people see it. It is said to the browsers only when it really changes."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from detectors import leases
from detectors.cards import NOBODY, camera_card, with_card_parts
from detectors.leases import FREE
from detectors.models import Watch
from hypervision.accounts.rights import Right
from hypervision.lib.languages import Text, in_every_language
from hypervision.live import journal
from hypervision.live.journal import Told
from hypervision.live.messages import CameraPut
from maps.models import Camera


def settle(camera_id: UUID, state: Watch.State, reason: Text = "", token: int | None = None) -> bool:
    """Writes state and reason, in every language, and tells the browsers; whether anything changed.

    token: of the lease that says so; who has lost the lease changes nothing. None: for whoever hands watches out, who
    changes nothing while somebody holds the lease.
    """
    return _write(camera_id, FREE if token is None else Q(token=token), state, reason)


def let_lapse() -> int:
    """Says of each watch that nobody vouches for any more that nobody watches; of how many.

    Any process may call it at any time, also where beat and all workers are dead: of many that do, one finds each.
    """
    silent = list(Watch.objects.filter(leases.lapsed()).values_list("camera_id", flat=True))
    return sum(_write(camera, leases.lapsed(), Watch.State.NOT_WATCHING, NOBODY) for camera in silent)


@transaction.atomic
def _write(camera_id: UUID, entitled: Q, state: Watch.State, reason: Text) -> bool:
    said = in_every_language(reason)
    news = ~Q(state=state, reason=said)
    changed = Watch.objects.filter(entitled, news, camera_id=camera_id).update(
        state=state, reason=said, since=Now(), **({} if state == Watch.State.WATCHING else _NOTHING)
    )
    if changed:
        tell([camera_id])
    return bool(changed)


_NOTHING = {"rate": 0.0, "frame_age_ms": None, "looked_share": None}
"""R-68: who does not watch has no rate."""


@transaction.atomic
def ensure_rows() -> None:
    """Every camera has a watch, also one that nobody has watched yet; of a camera that had none the browsers hear."""
    tell(make_rows())


def make_rows() -> list[UUID]:
    """The cameras that had no watch and have one now."""
    missing = list(Camera.objects.filter(watch=None).values_list("id", flat=True))
    Watch.objects.bulk_create([Watch(camera_id=camera, since=Now()) for camera in missing], ignore_conflicts=True)
    return missing


def tell(camera_ids: Collection[UUID]) -> None:
    """Journals the present state of cameras. Last in the transaction."""
    if not camera_ids:
        return
    journal.lock()  # before reading: a card may hold what others change at this moment
    cameras = with_card_parts(Camera.objects.filter(id__in=camera_ids))
    journal.append_all([Told(CameraPut(camera_card(one)), Right.SEE_MAP, one.location) for one in cameras])
