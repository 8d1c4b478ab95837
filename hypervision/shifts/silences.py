"""Which cameras fell silent, and when they came back. Beat looks at the watches: what they say of themselves is gone
with the next word, and a logbook must tell it later.
"""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from detectors.models import Watch
from hypervision.accounts.permissions import Sight
from hypervision.shifts.models import Silence

SILENT_FOR = timedelta(minutes=1)
"""Shorter ones, such as the start of a worker, are nobody's concern; the map shows them all the same."""

_HEARD = (Watch.State.WATCHING, Watch.State.STOPPED)
"""Who stopped a camera stands in the logbook by itself."""


def look(now: datetime) -> None:
    """Opens a silence for each camera that has just fallen silent, and ends those of the cameras that came back."""
    watches = {watch.camera_id: watch for watch in Watch.objects.exclude(camera__address="").select_related("camera")}
    silent = {silence.camera_id: silence for silence in Silence.objects.filter(ended_at=None)}
    fallen = [_of(watch) for key, watch in watches.items() if key not in silent and watch.state not in _HEARD]
    Silence.objects.bulk_create(fallen, ignore_conflicts=True)
    for camera_id, silence in silent.items():
        watch = watches.get(camera_id)
        if watch is None:
            _end(silence, now, "gone")
        elif watch.state in _HEARD:
            _end(silence, max(watch.since, silence.began_at), watch.state)


def told(sight: Sight, now: datetime) -> QuerySet[Silence]:
    """Those in sight that are long enough to be told."""
    return Silence.objects.filter(sight.q("place"), Q(ended_at__isnull=False) | Q(began_at__lte=now - SILENT_FOR))


def _of(watch: Watch) -> Silence:
    camera = watch.camera
    return Silence(
        camera_id=camera.pk,
        camera_name=camera.name,
        place=camera.location,
        reason=watch.reason,
        began_at=watch.since,
    )


def _end(silence: Silence, at: datetime, state: str) -> None:
    still = Silence.objects.filter(pk=silence.pk, ended_at=None)
    if at - silence.began_at < SILENT_FOR:
        still.delete()
    else:
        still.update(ended_at=at, ended_as=state)
