"""The doors: a recording comes in beside the form of a rule or a zone, part by part; nothing of the form is saved."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_POST

from detectors.recorded import asking
from detectors.tryout.admin import TryoutAdmin
from hypervision.lib.errors import Refusal


class RecordingTryout(TryoutAdmin):
    """Stands before ``RuleTryout`` or ``ZoneTryout``, which know what is tried."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_recording"
        view = self.admin_site.admin_view
        number = "recording/<uuid:recording>/"
        return [
            path("recording/", view(require_POST(self.recording)), name=name),
            path("<uuid:pk>/recording/", view(require_POST(self.recording)), name=f"{name}_of"),
            path(number, view(require_GET(self.recording_answer)), name=f"{name}_answer"),
            path(f"{number}again/", view(require_POST(self.recording_again)), name=f"{name}_again"),
            path(f"<uuid:pk>/{number}again/", view(require_POST(self.recording_again)), name=f"{name}_again_of"),
            path(f"{number}part/", view(require_POST(self.recording_part)), name=f"{name}_part"),
            path(f"{number}start/", view(require_POST(self.recording_start)), name=f"{name}_start"),
            path(f"{number}cancel/", view(require_POST(self.recording_cancel)), name=f"{name}_cancel"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context |= {
            "recording_limits": asking.limits(),
            "recording_most": asking.MOST_MB * asking.MB,
            "recording_part": asking.PART_BYTES,
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def recording(self, request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
        """202 and the number under which its parts come; 400 and the errors of the fields; 409 and why none may."""
        size, at = request.GET.get("size", ""), request.GET.get("recorded", "")
        begin = partial(asking.begin, size=int(size) if size.isdecimal() else 0, recorded_at=_moment(at))
        return self.asked(request, pk, begin)

    def recording_again(self, request: HttpRequest, recording: UUID, pk: UUID | None = None) -> HttpResponse:
        """As ``recording``, for what was seen of one before."""
        return self.asked(request, pk, partial(asking.again, recording=recording))

    def recording_part(self, request: HttpRequest, recording: UUID) -> HttpResponse:
        """The bytes are the body."""
        self._check(request)
        at = request.GET.get("at", "")
        try:
            there = asking.take_part(request.user, recording, int(at) if at.isdecimal() else 0, request.body)  # type: ignore[arg-type]  # of admin_view
        except Refusal as refusal:
            return JsonResponse({"errors": [refusal.sentence]}, status=409)
        return JsonResponse({"there": there})

    def recording_start(self, request: HttpRequest, recording: UUID) -> HttpResponse:
        self._check(request)
        try:
            asking.start(request.user, recording)  # type: ignore[arg-type]  # of admin_view
        except Refusal as refusal:
            return JsonResponse({"errors": [refusal.sentence]}, status=409)
        return JsonResponse({"question": str(recording)}, status=202)

    def recording_cancel(self, request: HttpRequest, recording: UUID) -> HttpResponse:
        self._check(request)
        try:
            asking.cancel(request.user, recording)  # type: ignore[arg-type]  # of admin_view
        except Refusal as refusal:
            return JsonResponse({"errors": [refusal.sentence]}, status=409)
        return JsonResponse({})

    def recording_answer(self, request: HttpRequest, recording: UUID) -> HttpResponse:
        self._check(request)
        return JsonResponse(asking.answer(request.user, recording))  # type: ignore[arg-type]  # of admin_view

    def _check(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied


def _moment(text: str) -> datetime | None:
    """By the city's clocks; None for what is none."""
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return timezone.make_aware(at) if at is not None and timezone.is_naive(at) else at
