"""The page that brings data in: it shows what a file would do, and then does it; and the list with the way back."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from detectors.layer_import.forms import BringForm, not_chosen
from detectors.layer_import.office import told
from hypervision.lib.errors import Refusal
from hypervision.lib.reading import ReadOnlyAdmin
from maps.layers import columns, opening, places, taking_back
from maps.layers.bringing import Plan, bring_in, plan
from maps.layers.places import Undeclared
from maps.layers.plain import Source, Verdict
from maps.layers.targets.base import Target
from maps.models import LayerImport

TITLES = {
    "title": gettext_lazy("title"),
    "kind": gettext_lazy("kind of street"),
    "traffic": gettext_lazy("direction of traffic"),
    "name": gettext_lazy("name"),
}
SHOWN_ROWS = 200
SHOWN_GONE = 20
SAMPLE = 400
"""Places that the map of the page shows."""


@admin.register(LayerImport)
class LayerImportAdmin(ReadOnlyAdmin):
    change_list_template = "admin/layer_list.html"
    change_form_template = "admin/layer_import.html"
    list_display = ("file", "target", "layer", "at", "by", "happened", "taken_back_at")
    list_filter = ("target",)
    list_per_page = 50
    fields = (
        "file",
        "target",
        "layer",
        "crs",
        "read_as",
        "happened",
        "at",
        "by",
        "sha256",
        "taken_back_at",
        "taken_back_by",
    )
    readonly_fields = ("read_as", "happened")

    @admin.display(description=gettext_lazy("what happened"))
    def happened(self, one: LayerImport) -> str:
        words = [(one.counts.get(verdict.name.lower(), 0), _(str(verdict))) for verdict in Verdict]
        words.append((one.counts.get("removed", 0), _("removed")))
        return ", ".join(f"{count} {word}" for count, word in words if count)

    @admin.display(description=gettext_lazy("columns"))
    def read_as(self, one: LayerImport) -> str:
        return ", ".join(f"{name} = {column}" for name, column in one.columns.items() if column)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("bring/", view(self.bring), name="maps_layerimport_bring"),
            path("<uuid:pk>/take-back/", view(require_POST(self.take_back)), name="maps_layerimport_take_back"),
            *super().get_urls(),
        ]

    def take_back(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        self._check(request)
        brought = get_object_or_404(LayerImport, pk=pk)
        try:
            taking_back.take_back(brought, str(request.user), told)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect("admin:maps_layerimport_change", pk)
        messages.success(request, _("%(what)s is taken back.") % {"what": brought})
        return redirect("admin:maps_layerimport_changelist")

    def bring(self, request: HttpRequest) -> HttpResponse:
        self._check(request)
        form = BringForm(request.POST or None, request.FILES or None)
        if request.method != "POST" or not form.is_valid():
            return self._page(request, form)
        source: Source | None = None
        try:
            source = form.source()
            if "take_in" in request.POST:
                return self._bring_in(request, form, source)
            return self._page(request, form, source=source, made=plan(source, form.target_chosen, form.wish(source)))
        except Refusal as refusal:
            return self._page(request, form, source=source, refusal=refusal)

    def _bring_in(self, request: HttpRequest, form: BringForm, source: Source) -> HttpResponse:
        given = form.cleaned_data
        brought = bring_in(
            source,
            form.target_chosen,
            form.wish(source),
            str(request.user),
            leave_out=given["leave_out"],
            remove_gone=given["remove_gone"],
            told=told,
        )
        messages.success(request, _("%(what)s is brought in: %(counts)s.") % self._words(brought))
        done = redirect("admin:maps_layerimport_change", brought.pk)
        if "X-Step" not in request.headers:
            return done
        return HttpResponse(headers={"X-Next": done.url})  # a script that followed would read the message itself

    def _words(self, brought: LayerImport) -> dict[str, str]:
        return {"what": str(brought), "counts": self.happened(brought)}

    def _page(
        self,
        request: HttpRequest,
        form: BringForm,
        source: Source | None = None,
        made: Plan | None = None,
        refusal: Refusal | None = None,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Bring data in"),
            "opts": self.opts,
            "form": form,
            "source": source,
            "most_bytes": opening.MOST_MB * opening.MB,
            "refused": not_chosen(refusal) if refusal else None,
            **(_asked(form, source, made, refusal) if source else {}),
            **(_planned(made) if made else {}),
        }
        return TemplateResponse(request, "admin/layer_bring.html", context)

    def _check(self, request: HttpRequest) -> None:
        if not request.user.has_perm("maps.add_layerimport"):
            raise PermissionDenied


def _asked(form: BringForm, source: Source, made: Plan | None, refusal: Refusal | None) -> dict[str, Any]:
    """The columns to choose, and where the shapes would lie in each of the systems that are proposed."""
    target = form.target_chosen
    wish = form.wish(source)
    chosen = made.columns if made else wish.columns or columns.guessed(source, target.said, target.fits)
    proposed = refusal.proposals if isinstance(refusal, Undeclared) else ()
    systems = [made.crs] if made else [one.crs for one in proposed]
    return {
        "read_for": form.asked_for(source),
        "asked": [(name, _title(target, name), name in target.needed, chosen.get(name, "")) for name in target.said],
        "key": made.key if made else wish.key if wish.key is not None else columns.key(source),
        "samples": {crs: places.sample(source, crs, SAMPLE) for crs in systems},
    }


def _title(target: Target, name: str) -> str:
    if name in TITLES:
        return str(TITLES[name])
    return str(target.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _planned(made: Plan) -> dict[str, Any]:
    counts = [(_(str(verdict)), count) for verdict in Verdict if (count := made.count(verdict))]
    order = {Verdict.WRONG: 0, Verdict.CHANGED: 1, Verdict.NEW: 2, Verdict.SAME: 3}
    steps = sorted(made.steps, key=lambda step: (order[step.verdict], step.number))
    return {
        "made": made,
        "counts": counts,
        "wrong": made.count(Verdict.WRONG),
        "useful": made.count(Verdict.NEW) + made.count(Verdict.CHANGED),
        "judged": steps[:SHOWN_ROWS],
        "more": max(0, len(steps) - SHOWN_ROWS),
        "gone_count": made.gone.count(),
        "gone": [str(row) or f"#{row.pk}" for row in made.gone[:SHOWN_GONE]],
    }
