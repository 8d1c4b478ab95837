"""The order of people on call, in the administration."""

from django.contrib import admin
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest

from hypervision.law import log
from hypervision.oncall.models import OnCall


@admin.register(OnCall)
class OnCallAdmin(admin.ModelAdmin[OnCall]):
    list_display = ("rank", "person", "patience")
    list_display_links = ("person",)
    fields = ("rank", "person", "patience")

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: OnCall, form: ModelForm[OnCall], change: bool) -> None:
        super().save_model(request, obj, form, change)
        log.write(str(request.user), "oncall.save", str(obj.person), rank=obj.rank, patience=str(obj.patience))

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: OnCall) -> None:
        log.write(str(request.user), "oncall.remove", str(obj.person), rank=obj.rank)
        super().delete_model(request, obj)

    actions = None  # taken away one by one, so that each is written to the log
