"""The doors of the search: beside the steps of a new camera."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST

from detectors.discovery import asking
from hypervision.lib.errors import Refusal


class DiscoveryAdmin(admin.ModelAdmin[Any]):
    def get_urls(self) -> list[URLPattern]:
        view, number = self.admin_site.admin_view, "discovery/<uuid:question>/"
        return [
            path("discovery/", view(require_POST(self.discovery)), name="maps_camera_discovery"),
            path(number, view(require_GET(self.discovery_answer)), name="maps_camera_discovery_answer"),
            path(f"{number}<int:number>/", view(require_POST(self.discovery_ask)), name="maps_camera_discovery_ask"),
            *super().get_urls(),
        ]

    def discovery(self, request: HttpRequest) -> HttpResponse:
        """202 and the number of the question; 409 and why nobody can search."""
        self._may_add(request)
        try:
            question = asking.search(request.user)  # type: ignore[arg-type]  # of admin_view
        except Refusal as refusal:
            return JsonResponse({"errors": [refusal.sentence]}, status=409)
        return JsonResponse({"question": str(question)}, status=202)

    def discovery_ask(self, request: HttpRequest, question: UUID, number: int) -> HttpResponse:
        """As ``discovery``, for the stream of one that answered."""
        self._may_add(request)
        user, password = (request.POST.get(name, "").strip() for name in ("user", "password"))
        try:
            asked = asking.ask(request.user, question, number, user, password)  # type: ignore[arg-type]  # of admin_view
        except Refusal as refusal:
            return JsonResponse({"errors": [refusal.sentence]}, status=409)
        return JsonResponse({"question": str(asked)}, status=202)

    def discovery_answer(self, request: HttpRequest, question: UUID) -> HttpResponse:
        self._may_add(request)
        return JsonResponse(asking.answer(request.user, question))  # type: ignore[arg-type]  # of admin_view

    def _may_add(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied
