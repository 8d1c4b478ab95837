"""A camera as it is shown and sent: where it stands, what it sees, and what its watch last said."""

from typing import cast

from django.contrib.gis.geos import Polygon
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from detectors.models import Watch
from hypervision.lib.languages import Said, in_every_language
from hypervision.live.messages import CameraCard, CameraState
from maps.models import Calibration, Camera

NO_STREAM = _("This camera has no stream address.")
NOT_STARTED = _("No worker has taken this camera yet.")


def with_card_parts(cameras: QuerySet[Camera]) -> QuerySet[Camera]:
    """All that ``camera_card`` reads, however many cameras there are."""
    newest = Calibration.objects.order_by("camera_id", "-version").distinct("camera_id")
    return cameras.select_related("watch").prefetch_related(Prefetch("calibrations", queryset=newest))


def camera_card(camera: Camera) -> CameraCard:
    """Costs no query when the camera comes from ``with_card_parts``."""
    watch = _watch(camera)
    return {
        "id": str(camera.pk),
        "name": camera.name,
        "lon": camera.location.x,
        "lat": camera.location.y,
        "bearing": camera.bearing,
        "field_angle": camera.field_angle,
        "state": cast(CameraState, str(watch.state if watch else Watch.State.NOT_WATCHING)),
        "reason": _reason(camera, watch),
        "since": watch.since.isoformat() if watch else "",
        "view": _view(camera),
        "demo": camera.is_demo,
        "stream": bool(camera.address),
        "rate": round(watch.rate, 1) if watch else 0.0,
        "wanted_rate": camera.wanted_rate,
    }


def _watch(camera: Camera) -> Watch | None:
    try:
        return camera.watch
    except ObjectDoesNotExist:
        return None


def _reason(camera: Camera, watch: Watch | None) -> Said:
    """R-68: a camera that is not watched says why, also when no watch has ever said a word."""
    if watch and (watch.reason or watch.state != Watch.State.NOT_WATCHING):
        said: Said = watch.reason
        return said
    return in_every_language(NOT_STARTED if camera.address else NO_STREAM)


def _view(camera: Camera) -> list[list[float]] | None:
    """The outer ring of the newest calibration's ground polygon. Both orders of ``all()`` put the newest first."""
    newest = next(iter(camera.calibrations.all()), None)
    if newest is None or not isinstance(newest.view, Polygon):
        return None
    return [[x, y] for x, y in newest.view.exterior_ring.coords]
