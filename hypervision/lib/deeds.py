"""Buttons of a form in the administration: what a person can do with a row, besides changing it."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from hypervision.lib.errors import Refusal

Deed = Callable[[HttpRequest, UUID], None]
"""Does it and leaves a message. Raises Refusal."""


def addresses(form: ModelAdmin[Any], deeds: Mapping[str, Deed]) -> list[URLPattern]:
    """``<id>/NAME/`` for each, to be posted to by who may change the row; then back to the form, with a sentence."""
    row = f"{form.opts.app_label}_{form.opts.model_name}"

    def address(name: str, deed: Deed) -> URLPattern:
        def view(request: HttpRequest, pk: UUID) -> HttpResponse:
            if not form.has_change_permission(request):
                raise PermissionDenied
            get_object_or_404(form.model, pk=pk)
            try:
                deed(request, pk)
            except Refusal as refusal:
                messages.error(request, refusal.sentence)
            return redirect(f"admin:{row}_change", pk)

        return path(f"<uuid:pk>/{name}/", form.admin_site.admin_view(require_POST(view)), name=f"{row}_{name}")

    return [address(name, deed) for name, deed in deeds.items()]
