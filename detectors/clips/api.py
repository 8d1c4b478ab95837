"""REST: the clip of an alert, whole or in parts, and what is drawn over it."""

from uuid import UUID

from django.db.models import BinaryField, F, Func, IntegerField, Value
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from detectors.clips import looking, ranges
from detectors.clips.ranges import OutsideError, Part
from hypervision.accounts.api import person_of
from hypervision.accounts.rights import Right
from hypervision.lib.errors import Refusal
from maps.models import Clip

_KEPT_NOWHERE = {"Cache-Control": "private, no-store"}
_MP4 = OpenApiResponse(OpenApiTypes.BINARY, "H.264 in MP4. Masked: no head, face or plate can be seen.")


class AlertClip(APIView):
    """The masked clip of an alert, 10 s before and after its event. Each look is logged (R-33)."""

    right = Right.SEE_PICTURES

    @extend_schema(
        operation_id="alerts_clip",
        parameters=[OpenApiParameter("Range", str, OpenApiParameter.HEADER, description="One range of bytes.")],
        responses={(200, "video/mp4"): _MP4, (206, "video/mp4"): _MP4},
    )
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        person = person_of(request)
        event = looking.event_of(pk, person)
        looking.clip_of(event)
        size = _octets(event.pk)
        try:
            part = ranges.part_of(request.headers.get("Range", ""), size)
        except OutsideError:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        looking.note(person, event, from_the_start=part is None or part.first == 0)
        return _film(event.pk, part, size)


class ClipTrack(APIView):
    """Times of a clip's pictures, and the box of what its event is about in each: fractions, or null.

    Where there is no clip, or not yet, state and words say why: that is an answer, and no fault of whoever asks.
    """

    right = Right.SEE_PICTURES

    @extend_schema(operation_id="alerts_clip_track", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, pk: UUID) -> Response:
        event = looking.event_of(pk, person_of(request))
        try:
            clip = looking.clip_of(event)
        except Refusal as why:
            return Response({"state": why.code, "words": why.sentence}, headers=_KEPT_NOWHERE)
        return Response(
            {
                "state": "there",
                "words": "",
                "starts_at": clip.starts_at.isoformat(),
                "captured_at": event.captured_at.isoformat(),
                "ends_at": clip.ends_at.isoformat(),
                "width": clip.width,
                "height": clip.height,
                **clip.track,
            },
            headers=_KEPT_NOWHERE,
        )


def _octets(event_id: UUID) -> int:
    size = Func(F("mp4"), function="octet_length", output_field=IntegerField())
    return int(Clip.objects.filter(pk=event_id).values_list(size, flat=True).get())


def _film(event_id: UUID, part: Part | None, size: int) -> HttpResponse:
    """Only the part is read: the film lies uncompressed in its row."""
    wanted = part or Part(0, size - 1)
    piece = Func(
        *(F("mp4"), Value(wanted.first + 1), Value(wanted.length)), function="substr", output_field=BinaryField()
    )
    data = bytes(Clip.objects.filter(pk=event_id).values_list(piece, flat=True).get())
    headers = {"Accept-Ranges": "bytes", **_KEPT_NOWHERE}
    if part is not None:
        headers["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    return HttpResponse(data, status=206 if part else 200, content_type="video/mp4", headers=headers)
