"""The door of the try-out: beside the form of a rule or a zone, which sends what is filled in and saves nothing."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST

from detectors import build
from detectors.models import Rule
from detectors.tryout import asking
from detectors.tryout.passing import Pair
from detectors.version_forms import VersionedForm
from detectors.vision.scene import registry
from hypervision.accounts.models import User
from hypervision.lib.errors import Refusal
from maps.models import Camera, Zone

Ask = Callable[[User, Camera, Sequence[Pair]], UUID]
"""Takes a question on; its number. Raises Refusal."""


class TryoutAdmin(admin.ModelAdmin[Any]):
    """For a model whose draft can be tried; its form stays the judge of what is filled in."""

    change_form_template = "admin/tryout_form.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_tryout"
        view = self.admin_site.admin_view
        return [
            path("tryout/", view(require_POST(self.tryout)), name=name),
            path("tryout/<uuid:question>/", view(require_GET(self.tryout_answer)), name=f"{name}_answer"),
            path("<uuid:pk>/tryout/", view(require_POST(self.tryout)), name=f"{name}_of"),
            *super().get_urls(),
        ]

    def tryout(self, request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
        """202 and the number of the question; 400 and the errors of the fields; 409 and why nobody could answer."""
        return self.asked(request, pk, asking.ask)

    def asked(self, request: HttpRequest, pk: UUID | None, ask: Ask) -> HttpResponse:
        """What is filled in, judged by its form and asked."""
        obj = self.get_object(request, str(pk)) if pk else None
        may = self.has_change_permission(request, obj) if pk else self.has_add_permission(request)
        if not may or (pk and obj is None):
            raise PermissionDenied
        form = self.get_form(request, obj, change=obj is not None)(self.data(request), instance=obj)
        if isinstance(form, VersionedForm):
            form.is_draft = True
        if not form.is_valid():
            return JsonResponse({"errors": _errors(form)}, status=400)
        draft = form.save(commit=False)
        try:
            question = ask(request.user, draft.camera, self.pairs(draft))  # type: ignore[arg-type]  # of admin_view
        except Refusal as refusal:
            return JsonResponse({"errors": [str(refusal)], "code": refusal.code}, status=409)
        return JsonResponse({"question": str(question)}, status=202)

    def tryout_answer(self, request: HttpRequest, question: UUID) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return JsonResponse(asking.answer(request.user, question))  # type: ignore[arg-type]  # of admin_view

    def data(self, request: HttpRequest) -> QueryDict:
        """What is filled in, as it is to be judged."""
        return request.POST

    def pairs(self, draft: Any) -> Sequence[Pair]:
        """What is tried, and beside what."""
        raise NotImplementedError


class RuleTryout(TryoutAdmin):
    def data(self, request: HttpRequest) -> QueryDict:
        """Whether the draft is switched on does not matter, so what holds a rule back from that is not asked."""
        given = request.POST.copy()
        given.pop("enabled", None)
        return given

    def pairs(self, draft: Rule) -> Sequence[Pair]:
        stands = Rule.objects.select_related("zone").filter(pk=draft.pk, enabled=True).first()
        return [_pair(draft, stands)]


class ZoneTryout(TryoutAdmin):
    def pairs(self, draft: Zone) -> Sequence[Pair]:
        """Each rule that watches the zone, with the zone as it is drawn now."""
        stand = Rule.objects.select_related("zone").filter(zone_id=draft.pk, enabled=True).order_by("kind", "id")
        return [_pair(_with_zone(rule, draft), rule) for rule in stand if rule.kind not in registry.STATISTICS]


def _with_zone(rule: Rule, zone: Zone) -> Rule:
    drawn = Rule.objects.select_related("zone").get(pk=rule.pk)
    drawn.zone = zone
    return drawn


def _pair(draft: Rule, stands: Rule | None) -> Pair:
    present = build.rule_config(stands) if stands else None
    return Pair(build.rule_config(draft), present, str(draft.zone.preset_id) if draft.zone.preset_id else None)


def _errors(form: Any) -> list[str]:
    """Each with the name of its field, as the form says it when it is saved."""
    return [
        f"{form.fields[name].label}: {error}" if name in form.fields else str(error)
        for name, errors in form.errors.items()
        for error in errors
    ]
