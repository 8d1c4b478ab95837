"""Webhooks in the administration: who is told, what became of each message, and what a person can do about it."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hypervision.lib import deeds
from hypervision.lib.reading import ReadOnlyAdmin
from hypervision.outward import actions
from hypervision.outward.forms import AgainForm, WebhookForm
from hypervision.outward.models import Delivery, Webhook


@admin.register(Webhook)
class WebhookAdmin(admin.ModelAdmin[Webhook]):
    form = WebhookForm
    fields = ("name", "owner", "url", "kinds")
    change_form_template = "admin/webhook_form.html"
    list_display = ("name", "owner", "url", "how_it_is", "succeeded_at", "waiting", "dead_ends")
    list_select_related = ("owner",)
    actions = None  # taken away one by one, so that each is written to the log

    def get_queryset(self, request: HttpRequest) -> QuerySet[Webhook]:
        of_state = {
            "count_waiting": Count("deliveries", filter=Q(deliveries__state=Delivery.State.WAITING)),
            "count_dead": Count("deliveries", filter=Q(deliveries__state=Delivery.State.DEAD)),
        }
        return super().get_queryset(request).annotate(**of_state)

    def get_readonly_fields(self, request: HttpRequest, obj: Webhook | None = None) -> tuple[str, ...]:
        return ("owner",) if obj else ()  # another account would hear what this one was told

    @admin.display(description=gettext_lazy("state"))
    def how_it_is(self, webhook: Webhook) -> str:
        if webhook.stopped:
            return webhook.get_stopped_display()
        return _("failing") if webhook.failing_since else _("runs")

    @admin.display(description=gettext_lazy("waiting"))
    def waiting(self, webhook: Webhook) -> str:
        return _deliveries(webhook, Delivery.State.WAITING, webhook.count_waiting)  # type: ignore[attr-defined]  # annotated

    @admin.display(description=gettext_lazy("dead ends"))
    def dead_ends(self, webhook: Webhook) -> str:
        return _deliveries(webhook, Delivery.State.DEAD, webhook.count_dead)  # type: ignore[attr-defined]  # annotated

    def save_model(self, request: HttpRequest, obj: Webhook, form: ModelForm[Webhook], change: bool) -> None:
        if change:
            actions.change(obj, str(request.user))
        else:
            _show_secret(request, actions.make(obj, str(request.user)))

    def delete_model(self, request: HttpRequest, obj: Webhook) -> None:
        actions.remove(obj, str(request.user))

    def get_urls(self) -> list[URLPattern]:
        ours = {
            "test": self._test,
            "renew": self._renew,
            "stop": self._stop,
            "start": self._start,
            "again": self._again,
        }
        return [*deeds.addresses(self, ours), *super().get_urls()]

    def _test(self, request: HttpRequest, pk: UUID) -> None:
        actions.try_out(pk, str(request.user))
        messages.info(request, _("A test is on its way. Its answer stands among the deliveries in a few seconds."))

    def _renew(self, request: HttpRequest, pk: UUID) -> None:
        _show_secret(request, actions.renew(pk, str(request.user)))
        messages.info(request, _("The old secret signs beside it for a day."))

    def _stop(self, request: HttpRequest, pk: UUID) -> None:
        actions.stop(pk, str(request.user))
        messages.info(request, _("Stopped. What happens meanwhile waits for three days."))

    def _start(self, request: HttpRequest, pk: UUID) -> None:
        actions.start(pk, str(request.user))
        messages.info(request, _("It runs again. What waited goes out now."))

    def _again(self, request: HttpRequest, pk: UUID) -> None:
        form = AgainForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Say from when on messages are to be sent again."))
            return
        _say_how_many(request, actions.send_again(pk, form.cleaned_data["since"], str(request.user)))


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ("made_at", "kind", "webhook", "state", "attempts", "problem", "status", "answer", "next_try")
    list_filter = ("state", "webhook", "kind", "problem")
    list_select_related = ("webhook",)
    list_per_page = 50
    show_full_result_count = False
    fields = (
        *("webhook", "kind", "state", "made_at", "attempts", "problem", "status", "answer", "next_try", "ended_at"),
        *("alert", "body"),
    )
    actions = ("send_again",)

    @admin.display(description=gettext_lazy("next attempt"))
    def next_try(self, delivery: Delivery) -> Any:
        return delivery.next_at if delivery.state == Delivery.State.WAITING else None

    @admin.action(description=gettext_lazy("Send again"), permissions=["view"])
    def send_again(self, request: HttpRequest, rows: QuerySet[Delivery]) -> None:
        _say_how_many(request, sum(actions.send_one_again(row, str(request.user)) for row in rows))


def _show_secret(request: HttpRequest, secret: str) -> None:
    sentence = _("The secret is %(secret)s. It is shown this once: give it to the receiver now.")
    messages.warning(request, sentence % {"secret": secret})


def _say_how_many(request: HttpRequest, count: int) -> None:
    said = ngettext("%(count)d message goes again.", "%(count)d messages go again.", count) % {"count": count}
    messages.info(request, said if count else _("There is nothing to send again."))


def _deliveries(webhook: Webhook, state: str, count: int) -> str:
    if not count:
        return "0"
    address = reverse("admin:outward_delivery_changelist", query={"webhook__id__exact": webhook.pk, "state": state})
    return format_html('<a href="{}">{}</a>', address, count)
