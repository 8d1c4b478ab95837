"""A camera as it is shown and sent: where it stands, what it sees, and what its watch last said."""

from datetime import datetime
from typing import cast

from django.contrib.gis.geos import Polygon
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import BooleanField, Case, F, Prefetch, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from detectors import leases
from detectors.models import Watch
from hypervision.lib.languages import Said, in_every_language
from hypervision.live.cards import CameraCard, CameraState
from maps.models import Calibration, Camera

NO_STREAM = _("This camera has no stream address.")
NOT_STARTED = _("No worker has taken this camera yet.")
NOBODY = _("Nobody watches this camera: its worker has fallen silent.")


def with_card_parts(cameras: QuerySet[Camera]) -> QuerySet[Camera]:
    """All that ``camera_card`` reads, however many cameras there are."""
    counts = Q(preset=None) | Q(preset__forgotten_at=None)
    # Only the newest picture tells where a camera with several views looks.
    seen = Q(preset=None) | Q(camera__still__preset=None) | Q(preset=F("camera__still__preset"))
    newest = Calibration.objects.filter(counts, seen).order_by("camera_id", "-version").distinct("camera_id")
    lapsed = Case(When(leases.lapsed("watch__"), then=Value(True)), default=Value(False), output_field=BooleanField())
    return (
        cameras.select_related("watch")
        .prefetch_related(Prefetch("calibrations", queryset=newest))
        .annotate(watch_lapsed=lapsed)
    )


def camera_card(camera: Camera) -> CameraCard:
    """Costs no query when the camera comes from ``with_card_parts``."""
    watch = _watch(camera)
    state, reason, since = _said(camera, watch)
    return {
        "id": str(camera.pk),
        "name": camera.name,
        "lon": camera.location.x,
        "lat": camera.location.y,
        "bearing": camera.bearing,
        "field_angle": camera.field_angle,
        "state": cast(CameraState, str(state)),
        "reason": reason,
        "since": since.isoformat() if since else "",
        "view": _view(camera),
        "demo": camera.is_demo,
        "stream": bool(camera.address),
        "rate": round(watch.rate, 1) if watch and state == Watch.State.WATCHING else 0.0,
        "wanted_rate": camera.wanted_rate,
        "video_link": bool(camera.video_link),
    }


def _watch(camera: Camera) -> Watch | None:
    try:
        return camera.watch
    except ObjectDoesNotExist:
        return None


def _said(camera: Camera, watch: Watch | None) -> tuple[str, Said, datetime | None]:
    """State, reason and since when. R-68: a camera that is not watched says why, also when no watch ever said a word.

    What a watch says of itself counts only for as long as somebody holds its lease: the dead say nothing more.
    """
    if watch is None or (watch.state == Watch.State.NOT_WATCHING and not watch.reason):
        silence = in_every_language(NOT_STARTED if camera.address else NO_STREAM)
        return Watch.State.NOT_WATCHING, silence, watch.since if watch else None
    if _has_lapsed(camera):
        return Watch.State.NOT_WATCHING, in_every_language(NOBODY), watch.expires_at or watch.since
    return watch.state, watch.reason, watch.since


def _has_lapsed(camera: Camera) -> bool:
    known: bool | None = getattr(camera, "watch_lapsed", None)
    return Watch.objects.filter(leases.lapsed(), camera=camera).exists() if known is None else known


def _view(camera: Camera) -> list[list[float]] | None:
    """The outer ring of the ground of the newest calibration. Both orders of ``all()`` put the newest first."""
    newest = next(iter(camera.calibrations.all()), None)
    if newest is None or not isinstance(newest.view, Polygon):
        return None
    return [[x, y] for x, y in newest.view.exterior_ring.coords]
