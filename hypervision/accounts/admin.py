"""Accounts and tokens in the administration; registered where what they change is logged (``law.people_admin``)."""

from typing import Any

from axes.models import AccessLog
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.forms import ModelForm
from django.http import HttpRequest
from django.http.response import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hypervision.accounts.models import ApiToken, User
from hypervision.accounts.rights import RIGHTS, Right, Scope
from hypervision.lib.reading import ReadOnlyAdmin
from hypervision.lib.widgets import MOMENTS, AreaField

admin.site.unregister(Group)  # roles decide; groups would be a second, silent way to rights


class UserForm(UserChangeForm[User]):
    """Shows no hash of a password; a new password is set on a page of its own. The kinds are choices of whoever knows
    them (``detectors.people_admin``).
    """

    perimeter = AreaField(required=False, help_text=gettext_lazy("Click corner after corner; close at the first one."))

    class Meta:
        model = User
        fields = "__all__"


class PersonAdmin(UserAdmin[User]):
    """Registered by the detectors, who know the kinds that its form offers."""

    form = UserForm
    list_display = ("username", "role", "everywhere", "is_active", "last_login")
    list_filter = ("role", "is_active")
    fieldsets = (
        (None, {"fields": ("username", "password", "is_active")}),
        (gettext_lazy("Person"), {"fields": ("first_name", "last_name", "email", "designation", "language")}),
        (gettext_lazy("What this account sees"), {"fields": ("role", "everywhere", "perimeter", "kinds")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "role", "everywhere", "password1", "password2")}),
    )

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool) -> None:
        obj.is_staff = Right.CONFIGURE in RIGHTS[obj.role]  # whoever may configure may open these pages
        super().save_model(request, obj, form, change)


class TokenForm(forms.ModelForm[ApiToken]):
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("scopes"),
        choices=[(str(scope), str(scope)) for scope in Scope],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What the token may be used for; never more than its account may."),
    )

    class Meta:
        model = ApiToken
        fields = ("name", "user", "scopes", "expiry")


class TokenAdmin(admin.ModelAdmin[ApiToken]):
    form = TokenForm
    formfield_overrides = MOMENTS
    list_display = ("name", "user", "token_key", "created", "expiry", "last_used_at")
    list_select_related = ("user",)

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False  # a token is made and taken away, never changed

    def save_model(self, request: HttpRequest, obj: ApiToken, form: ModelForm[ApiToken], change: bool) -> None:
        made, secret = ApiToken.objects.create(
            user=obj.user, name=obj.name, scopes=form.cleaned_data["scopes"], expiry=None
        )
        if obj.expiry:
            made.expiry = obj.expiry
            made.save(update_fields=["expiry"])
        obj.pk = made.pk
        sentence = _("The token is %(secret)s. It is shown this once: keep it now.") % {"secret": secret}
        messages.warning(request, sentence)


class FailedLoginAdmin(ReadOnlyAdmin):
    """Who deletes an entry lets its person try again before the lock opens by itself."""

    list_display = ("attempt_time", "username", "ip_address", "failures_since_start")
    search_fields = ("username", "ip_address")
    fields = ("attempt_time", "username", "ip_address", "user_agent", "failures_since_start")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"list_name": _("Failed log-ins")})


@admin.register(AccessLog)
class LoginAdmin(ReadOnlyAdmin):
    list_display = ("attempt_time", "username", "ip_address", "logout_time")
    search_fields = ("username", "ip_address")
    fields = ("attempt_time", "username", "ip_address", "user_agent", "logout_time")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"list_name": _("Log-ins")})
