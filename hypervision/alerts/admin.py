"""Deadlines in the administration."""

from datetime import timedelta

from django.contrib import admin
from django.db import transaction
from django.db.models import Case, When
from django.forms import ModelForm
from django.http import HttpRequest

from hypervision.alerts.models import Deadline
from hypervision.law import log


def _span(length: timedelta) -> str:
    """ "8 h", "1 min 30 s": the units are the same in both languages."""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "min"), (seconds, "s"))
    return " ".join(f"{count}\u00a0{unit}" for count, unit in parts if count)


@admin.register(Deadline)
class DeadlineAdmin(admin.ModelAdmin[Deadline]):
    """One for each severity: they are changed, never added or taken away."""

    list_display = ("severity", "escalated", "expired")
    # (The stubs know only names.)
    ordering = (Case(When(severity="high", then=0), When(severity="medium", then=1), default=2),)  # type: ignore[assignment]
    fields = ("severity", "escalate_after", "expire_after")
    readonly_fields = ("severity",)

    @admin.display(description=Deadline._meta.get_field("escalate_after").verbose_name)
    def escalated(self, deadline: Deadline) -> str:
        return _span(deadline.escalate_after)

    @admin.display(description=Deadline._meta.get_field("expire_after").verbose_name)
    def expired(self, deadline: Deadline) -> str:
        return _span(deadline.expire_after)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Deadline | None = None) -> bool:
        return False

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Deadline, form: ModelForm[Deadline], change: bool) -> None:
        super().save_model(request, obj, form, change)
        facts = {"escalate_after": str(obj.escalate_after), "expire_after": str(obj.expire_after)}
        log.write(str(request.user), "deadline.save", obj.severity, **facts)
