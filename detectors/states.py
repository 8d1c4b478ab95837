"""The state of a watch as people see it. It is said to the browsers only when it really changes."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from detectors.cards import camera_card
from detectors.leases import FREE
from detectors.models import Watch
from hypervision.accounts.rights import Right
from hypervision.lib.languages import Text, in_every_language
from hypervision.live import journal
from hypervision.live.messages import CameraPut
from maps.models import Camera

@transaction.atomic
def settle(camera_id: UUID, state: Watch.State, reason: Text = "", token: int | None = None) -> bool:
    """Writes state and reason, in every language, and tells the browsers; whether anything changed.

    token: of the lease that says so; who has lost the lease changes nothing. None: for whoever hands watches out, who
    changes nothing while somebody holds the lease.
    """
    said = in_every_language(reason)
    entitled = FREE if token is None else Q(token=token)
    news = ~Q(state=state, reason=said)
    changed = Watch.objects.filter(entitled, news, camera_id=camera_id).update(
        state=state, reason=said, since=Now(), **({} if state == Watch.State.WATCHING else _NOTHING)
    )
    if changed:
        camera = Camera.objects.select_related("watch").get(id=camera_id)
        journal.append(CameraPut(camera_card(camera)), right=Right.SEE_MAP, place=camera.location)
    return bool(changed)


_NOTHING = {"rate": 0.0, "frame_age_ms": None}
"""R-68: who does not watch has no rate."""


def ensure_rows() -> None:
    """Every camera has a watch, also one that nobody has watched yet."""
    missing = Camera.objects.filter(watch=None).values_list("id", flat=True)
    Watch.objects.bulk_create([Watch(camera_id=camera, since=Now()) for camera in missing], ignore_conflicts=True)
