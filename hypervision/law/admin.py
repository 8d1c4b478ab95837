"""Authorisations, stops and the log in the administration."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law import authorisations, people_admin, recipients  # noqa: F401 - the administration finds what it registers
from hypervision.law.models import Authorisation, LogEntry, Stop
from hypervision.law.regimes import regimes
from hypervision.lib.reading import ReadOnlyAdmin
from hypervision.lib.widgets import MOMENTS, AreaField


class AuthorisationForm(forms.ModelForm[Authorisation]):
    """The kinds and the network are choices of whoever knows them (``detectors.forms``)."""

    regime = forms.ChoiceField(
        label=_("regime"), choices=lambda: [(name, f"{name}: {one.title}") for name, one in regimes().items()]
    )
    perimeter = AreaField(
        label=_("perimeter"),
        help_text=_("The cameras inside are covered. Click corner after corner, close at the first."),
    )

    early = forms.ModelMultipleChoiceField(
        label=_("recipients of unreviewed alerts"),
        queryset=User.objects.filter(role=Role.SYSTEM, is_active=True).order_by("username"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "City systems that may be told, by webhook or MQTT, of an alert before a person has confirmed it. Choose "
            "one only where the order names it. None chosen: nobody."
        ),
    )

    class Meta:
        model = Authorisation
        fields = (
            "regime",
            "controller",
            "kinds",
            "reasons",
            "perimeter",
            "notice",
            "starts_at",
            "ends_at",
            "order_reference",
            "order_sha256",
            "model_hash",
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        regime, early = self.cleaned_data.get("regime", ""), self.cleaned_data.get("early", ())
        try:
            recipients.check(Authorisation(regime=regime), early)
        except ValidationError as error:
            self.add_error("early", error.messages)
        return cleaned


class AuthorisationAdmin(admin.ModelAdmin[Authorisation]):
    """An authorisation is granted and revoked, never changed: what ran under it must stay readable.

    Registered by the detectors, who know the kinds and networks that its form offers.
    """

    form = AuthorisationForm
    formfield_overrides = MOMENTS
    list_display = ("order_reference", "regime", "starts_at", "ends_at", "revoked_at")
    list_filter = ("regime",)
    actions = ("revoke",)

    def has_change_permission(self, request: HttpRequest, obj: Authorisation | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Authorisation | None = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Authorisation, form: ModelForm[Authorisation], change: bool
    ) -> None:
        authorisations.grant(obj, _person(request), early=form.cleaned_data.get("early", ()))

    @admin.action(description=_("Revoke: what runs under it stops within a minute"), permissions=["view"])
    def revoke(self, request: HttpRequest, chosen: QuerySet[Authorisation]) -> None:
        for one in chosen:
            authorisations.revoke(one, _person(request))


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


@admin.register(Stop)
class StopAdmin(ReadOnlyAdmin):
    list_display = ("reason", "camera_id", "kind", "at", "by", "lifted_at", "lifted_by")


@admin.register(LogEntry)
class LogAdmin(ReadOnlyAdmin):
    list_display = ("number", "at", "actor", "action", "subject")
    list_filter = ("action",)
    search_fields = ("actor", "subject")
    ordering = ("-number",)
