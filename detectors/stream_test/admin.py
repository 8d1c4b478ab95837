"""The door: beside the form of a camera, which sends what is filled in and saves nothing."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST

from detectors.forms import CameraForm
from detectors.stream_test import asking
from hypervision.accounts.models import User
from hypervision.lib.errors import Refusal
from maps.models import Camera

Ask = Callable[[User, Camera], UUID]
"""Takes a question on; its number. Raises Refusal."""


class StreamTestAdmin(admin.ModelAdmin[Any]):
    change_form_template = "admin/camera_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("stream/", view(require_POST(self.stream)), name="maps_camera_stream"),
            path("stream/picture/", view(require_POST(self.stream_picture)), name="maps_camera_stream_picture"),
            path(
                "stream/<uuid:question>/picture/",
                view(require_GET(self.stream_pixels)),
                name="maps_camera_stream_pixels",
            ),
            path("stream/<uuid:question>/", view(require_GET(self.stream_answer)), name="maps_camera_stream_answer"),
            path("<uuid:pk>/stream/", view(require_POST(self.stream)), name="maps_camera_stream_of"),
            *super().get_urls(),
        ]

    def stream(self, request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
        """202 and the number of the question; 400 and what is wrong with the address; 409 and why nobody can try it."""
        return self._asked(request, pk, ("address", "user", "password"), asking.ask)

    def stream_picture(self, request: HttpRequest) -> HttpResponse:
        """As ``stream``, for one masked picture of a camera that is being entered."""
        return self._asked(request, None, ("address", "user", "password", "location"), asking.ask_for_picture)

    def stream_pixels(self, request: HttpRequest, question: UUID) -> HttpResponse:
        """The picture, once."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        jpeg = asking.fetch(request.user, question)  # type: ignore[arg-type]  # of admin_view
        if jpeg is None:
            raise Http404
        return HttpResponse(jpeg, content_type="image/jpeg", headers={"Cache-Control": "no-store"})

    def _asked(self, request: HttpRequest, pk: UUID | None, names: Sequence[str], ask: Ask) -> HttpResponse:
        obj = self.get_object(request, str(pk)) if pk else None
        may = self.has_change_permission(request, obj) if pk else self.has_add_permission(request)
        if not may or (pk and obj is None):
            raise PermissionDenied
        stands = obj.address if obj else ""  # the form writes into the row that it is given
        form = CameraForm(request.POST, instance=obj)
        form.is_valid()  # a camera whose name is still missing may have a stream all the same
        wrong = [str(error) for name in names for error in form.errors.get(name, ())]
        if wrong:
            return JsonResponse({"errors": wrong}, status=400)
        address = form.cleaned_data["address"]
        if urlsplit(address).netloc != urlsplit(stands).netloc:
            form.instance.credentials = None  # what is stored for one host is sent to no other
        form.seal_credentials()
        form.instance.address = address
        if "location" in names:
            form.instance.location = form.cleaned_data["location"]
        try:
            question = ask(request.user, form.instance)  # type: ignore[arg-type]  # of admin_view
        except Refusal as refusal:
            return JsonResponse({"errors": [refusal.sentence]}, status=409)
        return JsonResponse({"question": str(question)}, status=202)

    def stream_answer(self, request: HttpRequest, question: UUID) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return JsonResponse(asking.answer(request.user, question))  # type: ignore[arg-type]  # of admin_view
