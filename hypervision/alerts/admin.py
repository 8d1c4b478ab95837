"""Deadlines in the administration."""

from django.contrib import admin
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest

from hypervision.alerts.models import Deadline
from hypervision.law import log


@admin.register(Deadline)
class DeadlineAdmin(admin.ModelAdmin[Deadline]):
    """One for each severity: they are changed, never added or taken away."""

    list_display = ("severity", "escalate_after", "expire_after")
    fields = ("severity", "escalate_after", "expire_after")
    readonly_fields = ("severity",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Deadline | None = None) -> bool:
        return False

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Deadline, form: ModelForm[Deadline], change: bool) -> None:
        super().save_model(request, obj, form, change)
        facts = {"escalate_after": str(obj.escalate_after), "expire_after": str(obj.expire_after)}
        log.write(str(request.user), "deadline.save", obj.severity, **facts)
