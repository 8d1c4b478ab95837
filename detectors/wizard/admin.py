"""The page of the steps, and what it asks while a person goes through them. Nothing is saved before the last."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from detectors import configuration
from detectors.wizard import covering
from detectors.wizard.form import STEPS, SteppedForm
from maps.models import Camera


class WizardAdmin(admin.ModelAdmin[Any]):
    change_list_template = "admin/camera_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("wizard/", view(self.wizard), name="maps_camera_wizard"),
            path("wizard/check/", view(require_POST(self.wizard_check)), name="maps_camera_wizard_check"),
            path("wizard/cover/", view(require_GET(self.wizard_cover)), name="maps_camera_wizard_cover"),
            *super().get_urls(),
        ]

    def wizard(self, request: HttpRequest) -> HttpResponse:
        self._check(request)
        form = SteppedForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self._saved(request, form)
        context = {
            **self.admin_site.each_context(request),
            "title": _("A camera step by step"),
            "opts": self.opts,
            "form": form,
            "steps": [(name, title) for name, (title, _names) in STEPS.items()],
            "begins": form.first_wrong if form.is_bound else next(iter(STEPS)),
            "media": form.media,
        }
        return TemplateResponse(request, "admin/camera_wizard.html", context)

    def wizard_check(self, request: HttpRequest) -> HttpResponse:
        """What is wrong in one step, by field, as the whole form will judge it."""
        self._check(request)
        step = STEPS.get(request.GET.get("step", ""))
        if step is None:
            return HttpResponseBadRequest()
        return JsonResponse({"errors": SteppedForm(request.POST).wrong(step[1])})

    def wizard_cover(self, request: HttpRequest) -> HttpResponse:
        """What the law lets a camera do at a place."""
        self._check(request)
        try:
            lon, lat = (float(request.GET.get(name, "")) for name in ("lon", "lat"))
        except ValueError:
            return HttpResponseBadRequest()
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            return HttpResponseBadRequest()
        cover = covering.at(lon, lat)
        return JsonResponse({"is_covered": cover.is_covered, "pictures": bool(cover.alerts), "words": cover.words})

    def _check(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied

    def _saved(self, request: HttpRequest, form: SteppedForm) -> HttpResponse:
        camera: Camera = form.save(commit=False)
        form.seal_credentials()
        configuration.save_camera(camera, str(request.user))
        messages.success(request, _("“%(name)s” is saved.") % {"name": camera.name})
        if "calibrate" in request.POST:
            return redirect("calibration", camera.pk)
        if "zone" in request.POST:
            return redirect(f"{reverse('admin:maps_zone_add')}?camera={camera.pk}")
        return redirect("admin:maps_camera_change", camera.pk)
