"""The page that takes a table in: what it would do first, line by line; then, if a person says so, all of it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from detectors.camera_lists import judging, reading
from detectors.camera_lists.judging import JudgedCamera
from detectors.camera_lists.reading import Table, UnreadableError
from maps.layers.plain import Verdict

MOST_BYTES = 2 * 2**20
"""Django takes in so much text of a form, and the lines come back as text."""


class TableForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("CSV file"), required=False, allow_empty_file=True)
    text = forms.CharField(
        label=gettext_lazy("or the lines themselves"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "table-form__lines"}),
    )
    leave_out = forms.BooleanField(label=gettext_lazy("Leave out the lines that are wrong"), required=False)

    def clean(self) -> dict[str, Any]:
        """A file that was just chosen counts more than the lines of the one before."""
        given = self.cleaned_data
        file = given.get("file")
        if file is not None and file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB. Cut the table into parts."))
        try:
            given["text"] = reading.decoded(file.read()) if file is not None else given.get("text", "")
            given["table"] = reading.read(given["text"])
        except UnreadableError as error:
            raise forms.ValidationError(str(error)) from error
        return given


class CameraTableAdmin(admin.ModelAdmin[Any]):
    change_list_template = "admin/camera_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.table)
        return [path("table/", view, name="maps_camera_table"), *super().get_urls()]

    def table(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = TableForm(request.POST or None, request.FILES or None)
        if request.method != "POST" or not form.is_valid():
            return self._page(request, form)
        if "take_in" in request.POST:
            with judging.alone():
                return self._judged(request, form)
        return self._judged(request, form)

    def _judged(self, request: HttpRequest, form: TableForm) -> HttpResponse:
        table: Table = form.cleaned_data["table"]
        judged = judging.judge(table)
        wrong = sum(one.verdict == Verdict.WRONG for one in judged)
        if "take_in" in request.POST and (not wrong or form.cleaned_data["leave_out"]):
            count = judging.take_in(judged, str(request.user))
            words = ngettext("%(count)d camera is taken in.", "%(count)d cameras are taken in.", count)
            messages.success(request, words % {"count": count})
            return redirect("admin:maps_camera_changelist")
        if "take_in" in request.POST:
            messages.error(request, _("Nothing is taken in while a line is wrong. Mend the lines, or leave them out."))
        return self._page(request, _shown(form), table, judged)

    def _page(
        self,
        request: HttpRequest,
        form: forms.Form,
        table: Table | None = None,
        judged: list[JudgedCamera] | None = None,
    ) -> HttpResponse:
        counts = {verdict: sum(one.verdict == verdict for one in judged or ()) for verdict in Verdict}
        context = {
            **self.admin_site.each_context(request),
            "title": _("Cameras from a table"),
            "opts": self.opts,
            "form": form,
            "table": table,
            "judged": judged,
            "counts": [(_(str(verdict)), count) for verdict, count in counts.items() if count],
            "wrong": counts[Verdict.WRONG],
            "useful": counts[Verdict.NEW] + counts[Verdict.CHANGED],
            "columns": [(name, ", ".join(said)) for name, said in reading.COLUMNS.items()],
            "needed": reading.NEEDED,
        }
        return TemplateResponse(request, "admin/camera_table.html", context)


def _shown(form: TableForm) -> TableForm:
    """The lines of the file stand in the page, so that they can be mended there and taken in."""
    given = form.cleaned_data
    return TableForm({"text": given["text"], "leave_out": "on" if given["leave_out"] else ""})
