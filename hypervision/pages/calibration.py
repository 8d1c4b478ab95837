"""The page on which an administrator ties a camera's picture to the map."""

from typing import Any, cast

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.pages.views import RoomPage
from maps.models import Camera, Zone
from maps.selectors import visible_cameras


class CalibrationPage(RoomPage):
    template_name = "calibration.html"
    right = Right.CONFIGURE

    def refusal_sentence(self) -> str:
        return _("Your account does not calibrate cameras. Ask an administrator.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = cast(User, self.request.user)
        camera = get_object_or_404(visible_cameras(person), pk=self.kwargs["pk"])
        return super().get_context_data(camera=camera, facts=_facts(camera), **kwargs)


def _facts(camera: Camera) -> dict[str, Any]:
    """What the page's script begins with."""
    zones = Zone.objects.filter(camera=camera).exclude(purpose=Zone.Purpose.PRIVATE)
    drawn = zones.values("name", "purpose", "points", "preset")
    return {
        "id": str(camera.pk),
        "lon": camera.location.x,
        "lat": camera.location.y,
        "time_zone": settings.TIME_ZONE,
        "zones": [{**zone, "preset": str(zone["preset"]) if zone["preset"] else None} for zone in drawn],
    }
