"""Who may come in, in the administration: what is made, changed or taken away there is written to the log (R-22, R-33).

A row is written with the change, in one transaction: which fields, what they were and what they are. Secrets are not.
"""

from typing import Any

from axes.models import AccessAttempt
from django.contrib import admin, messages
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.http.response import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hypervision.accounts import tokens
from hypervision.accounts.admin import FailedLoginAdmin, PersonAdmin, TokenAdmin
from hypervision.accounts.models import ApiToken
from hypervision.law import log

SECRET = frozenset({"password", "digest", "token_key"})
BY_ITSELF = frozenset({"last_login", "last_used_at"})


def facts(row: Model) -> dict[str, Any]:
    """What of a row is told: plain values, an area as text, no secret."""
    fields = (field for field in row._meta.concrete_fields if field.name not in SECRET | BY_ITSELF)
    return {field.name: _plain(getattr(row, field.attname)) for field in fields if not field.primary_key}


def _plain(value: Any) -> Any:
    if isinstance(value, GEOSGeometry):
        return value.wkt
    return value if isinstance(value, bool | int | str | list | None) else str(value)


class Logged(admin.ModelAdmin[Any]):
    """room: the first word of its actions in the log."""

    room = ""

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        before = facts(type(obj).objects.get(pk=obj.pk)) if change else {}
        super().save_model(request, obj, form, change)
        after = facts(obj)
        now = {name: value for name, value in after.items() if before.get(name, ...) != value}
        was = {name: before[name] for name in now if name in before}
        if now:
            self._say(request, "change" if change else "create", obj, now=now, **({"was": was} if change else {}))

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._say(request, "remove", obj, was=facts(obj))
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for obj in queryset:
            self._say(request, "remove", obj, was=facts(obj))
        super().delete_queryset(request, queryset)

    def _say(self, request: HttpRequest, verb: str, obj: Model, **said: Any) -> None:
        log.write(str(request.user), f"{self.room}.{verb}", str(obj), **said)


class LoggedPersonAdmin(Logged, PersonAdmin):
    """Registered by the detectors, who know the kinds that its form offers."""

    room = "account"

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        answer = super().user_change_password(request, id, form_url)
        person = self.get_object(request, id)
        if request.method == "POST" and answer.status_code == 302 and person is not None:
            self._say(request, "password", person)
        return answer


@admin.register(ApiToken)
class LoggedTokenAdmin(Logged, TokenAdmin):
    room = "token"
    actions = ("renew",)

    @admin.action(description=gettext_lazy("Renew: a new token; the old one holds for a day more"))
    @transaction.atomic
    def renew(self, request: HttpRequest, queryset: QuerySet[ApiToken]) -> None:
        for old in queryset.select_related("user"):
            new, secret = tokens.renewed(old)
            self._say(request, "renew", new, old_until=str(old.expiry))
            facts = {"name": new.name, "secret": secret}
            sentence = _("The new token of %(name)s is %(secret)s. It is shown this once: keep it now.") % facts
            messages.warning(request, sentence)


@admin.register(AccessAttempt)
class LoggedFailedLoginAdmin(Logged, FailedLoginAdmin):
    room = "lock"
