"""Brokers in the administration: how each is, what came and went, what is read there, and what a person can do."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hypervision.alerts.kinds import BY_OTHERS
from hypervision.lib import clock, deeds
from hypervision.mqtt import actions, states
from hypervision.mqtt.forms import BrokerForm, SubscriptionForm
from hypervision.mqtt.models import Broker, Outgoing, Subscription, Tally
from hypervision.mqtt.reading import Reason

Way = Tally.Way


@admin.register(Broker)
class BrokerAdmin(admin.ModelAdmin[Broker]):
    form = BrokerForm
    fieldsets = (
        (None, {"fields": ("name", "owner")}),
        (
            gettext_lazy("Connection"),
            {"fields": ("host", "port", "tls", "ca", "transport", "path", "username", "password", "protocol")},
        ),
        (
            gettext_lazy("Our certificate"),
            {
                "fields": ("certificate", "certificate_file", "key", "key_file"),
                "description": gettext_lazy("Only where the broker asks for one (mutual TLS). Paste it, or bring it."),
            },
        ),
        (gettext_lazy("What it is told"), {"fields": ("layout", "prefix", "kinds")}),
    )
    change_form_template = "admin/mqtt_broker_form.html"
    list_display = ("name", "owner", "address", "how_it_is", "sent", "waiting", "taken", "dropped")
    list_select_related = ("owner",)
    actions = None  # taken away one by one, so that each is written to the log

    def get_queryset(self, request: HttpRequest) -> QuerySet[Broker]:
        waiting = Outgoing.objects.filter(broker=OuterRef("pk")).order_by().values("broker")
        counts = {
            "count_sent": _summed(Way.SENT),
            "count_taken": _summed(Way.TAKEN),
            "count_dropped": _summed(Way.DROPPED),
            "count_waiting": Coalesce(Subquery(waiting.annotate(count=Count("pk")).values("count")), 0),
        }
        return super().get_queryset(request).annotate(**counts)

    def get_readonly_fields(self, request: HttpRequest, obj: Broker | None = None) -> tuple[str, ...]:
        return ("owner",) if obj else ()  # another account would hear what this one was told

    @admin.display(description=gettext_lazy("address"))
    def address(self, broker: Broker) -> str:
        return f"{broker.host}:{broker.port}"

    @admin.display(description=gettext_lazy("state"))
    def how_it_is(self, broker: Broker) -> str:
        return states.sentence(broker, clock.now())

    @admin.display(description=gettext_lazy("sent"))
    def sent(self, broker: Broker) -> int:
        return int(broker.count_sent)  # type: ignore[attr-defined]  # annotated

    @admin.display(description=gettext_lazy("waiting"))
    def waiting(self, broker: Broker) -> int:
        return int(broker.count_waiting)  # type: ignore[attr-defined]  # annotated

    @admin.display(description=gettext_lazy("taken in"))
    def taken(self, broker: Broker) -> int:
        return int(broker.count_taken)  # type: ignore[attr-defined]  # annotated

    @admin.display(description=gettext_lazy("dropped"))
    def dropped(self, broker: Broker) -> int:
        return int(broker.count_dropped)  # type: ignore[attr-defined]  # annotated

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        broker = self.get_object(request, object_id)
        more = {"state": states.sentence(broker, clock.now()), "counts": counted(broker)} if broker else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    def save_model(self, request: HttpRequest, obj: Broker, form: ModelForm[Broker], change: bool) -> None:
        deed = actions.change if change else actions.make
        deed(obj, str(request.user), form.cleaned_data["password"], form.cleaned_data["key"])

    def delete_model(self, request: HttpRequest, obj: Broker) -> None:
        actions.remove(obj, str(request.user))

    def get_urls(self) -> list[URLPattern]:
        ours = {"test": self._test, "stop": self._stop, "start": self._start}
        return [*deeds.addresses(self, ours), *super().get_urls()]

    def _test(self, request: HttpRequest, pk: UUID) -> None:
        actions.try_out(pk, str(request.user))
        messages.info(request, _("A test is on its way. Once the broker has it, it counts as sent."))

    def _stop(self, request: HttpRequest, pk: UUID) -> None:
        actions.stop(pk, str(request.user))
        messages.info(request, _("Stopped. What happens meanwhile waits for three days."))

    def _start(self, request: HttpRequest, pk: UUID) -> None:
        actions.start(pk, str(request.user))
        messages.info(request, _("It runs again. What waited goes out now."))


@admin.register(Subscription)
class SubscriptionAdmin(admin.ModelAdmin[Subscription]):
    form = SubscriptionForm
    fieldsets = (
        (None, {"fields": ("broker", "topic", "source", "severity", "places")}),
        (
            gettext_lazy("Of a reading"),
            {
                "fields": (
                    *("kind", "value_path", "unit", "id_path", "time_path", "lon_path", "lat_path"),
                    *("threshold", "back", "falling", "only_crossings"),
                ),
                "description": gettext_lazy(
                    "Without a path of the value the whole message is the number. With a threshold, a verdict is asked "
                    "for each time that a topic crosses it; without one, for each reading."
                ),
            },
        ),
        (gettext_lazy("Of Frigate"), {"fields": ("labels", "least_score")}),
    )
    list_display = ("topic", "broker", "source", "becomes", "severity", "last_refusal", "refused_at")
    list_filter = ("broker", "source")
    list_select_related = ("broker",)
    actions = None

    @admin.display(description=gettext_lazy("kind"))
    def becomes(self, one: Subscription) -> str:
        kinds = sorted(set(one.labels.values())) if one.source == Subscription.Source.FRIGATE else [one.kind]
        return ", ".join(str(BY_OTHERS.get(kind, kind)) for kind in kinds)

    @admin.display(description=gettext_lazy("last refusal"))
    def last_refusal(self, one: Subscription) -> str:
        return states.refusal(one)

    def get_readonly_fields(self, request: HttpRequest, obj: Subscription | None = None) -> tuple[str, ...]:
        return ("broker",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Subscription, form: ModelForm[Subscription], change: bool) -> None:
        if change:
            fields = [name for name in form.cleaned_data if name != "broker"]
            actions.change_subscription(obj, str(request.user), fields)
        else:
            actions.make_subscription(obj, str(request.user))

    def delete_model(self, request: HttpRequest, obj: Subscription) -> None:
        actions.remove_subscription(obj, str(request.user))


def counted(broker: Broker) -> list[tuple[str, str, int]]:
    """What went which way, why, and how often."""
    order = list(Way.values)
    rows = sorted(broker.tallies.all(), key=lambda row: (order.index(row.way), -row.count, row.name))
    return [(row.get_way_display(), _why(row), row.count) for row in rows]


def _why(row: Tally) -> str:
    return str(Reason(row.name).label) if row.way == Way.DROPPED else row.name


def _summed(way: str) -> Any:
    rows = Tally.objects.filter(broker=OuterRef("pk"), way=way).order_by().values("broker")
    return Coalesce(Subquery(rows.annotate(sum=Sum("count")).values("sum")), 0)
