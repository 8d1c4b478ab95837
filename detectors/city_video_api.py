"""REST: the way from an alert to the city's own video system, at the moment of its event."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from detectors.clips import looking
from hypervision.accounts.api import person_of
from hypervision.accounts.rights import Right
from hypervision.alerts.refusals import Unknown
from hypervision.law import log
from maps import video_link

NO_LINK = _("Nobody has said where the city's own video system shows this camera: an administrator can, on its page.")


class CityVideo(APIView):
    """Leads to the city's own video system at the moment of the event: not masked there, and each use is logged."""

    right = Right.OPEN_CITY_VIDEO

    @extend_schema(operation_id="alerts_city_video", responses={302: OpenApiResponse(None, "To the address there.")})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        person = person_of(request)
        event = looking.event_of(pk, person)
        try:
            address = video_link.filled(event.camera, event.captured_at) if event.camera else ""
        except ValidationError:
            address = ""  # it was allowed when it was written, and is not any more
        if not address:
            raise Unknown(str(NO_LINK), code="no_link")
        log.write(str(person), "city_video.open", f"event {event.pk}", camera=str(event.camera_id))
        # Not Django's redirect, which knows the schemes of the web alone.
        return HttpResponse(status=302, headers={"Location": address, "Cache-Control": "no-store"})
