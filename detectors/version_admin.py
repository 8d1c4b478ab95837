"""The page of versions of a rule or a zone: who changed what, when and why, and the way back."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from detectors import configuration, versions
from detectors.models import Version
from detectors.version_words import as_form, keep, query


class VersionedAdmin(admin.ModelAdmin[Any]):
    """Saves by ``configuration``, and shows its versions where Django shows a history of its own."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_take_back"
        view = self.admin_site.admin_view(require_POST(self.take_back))
        return [path("<uuid:pk>/versions/<int:number>/", view, name=name), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        keep(obj, str(request.user), created=not change, reason=form.cleaned_data.get("reason", ""))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        configuration.remove(obj, str(request.user))

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for one in queryset:
            configuration.remove(one, str(request.user))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Versions: %(name)s") % {"name": obj},
            "opts": self.opts,
            "object": obj,
            "versions": versions.of(obj),
            "may_change": self.has_change_permission(request, obj),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/versions.html", context)

    @transaction.atomic
    def take_back(self, request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
        """Sets what an earlier version was, as a new version. The form judges it: what it named may be gone."""
        obj = self.get_object(request, str(pk))
        if obj is None or not self.has_change_permission(request, obj):
            raise PermissionDenied
        try:
            row = versions.find(obj, number)
        except Version.DoesNotExist as error:
            raise Http404 from error
        reason = request.POST.get("reason", "").strip() or _("Taken back to version %(number)d") % {"number": number}
        given = as_form(obj, row.values) | {"reason": reason, "base": request.POST.get("base", "")}
        form = self.get_form(request, obj, change=True)(query(given), instance=obj)
        if form.is_valid():
            keep(form.save(commit=False), str(request.user), created=False, reason=reason)
            messages.success(request, _("It is again what it was as version %(number)d.") % {"number": number})
        else:
            for errors in form.errors.values():
                for sentence in errors:
                    messages.error(request, str(sentence))
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_history"
        return HttpResponseRedirect(reverse(name, args=[pk]))
