"""The administration by task: what belongs together stands together, whichever room it lives in."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Lists = dict[str, str | Promise]
"""Model to one sentence about what its list is for."""

SECTIONS: tuple[tuple[str | Promise, Lists], ...] = (
    (
        _("Watching"),
        {
            "maps.Camera": _("Where each camera stands, and its stream."),
            "maps.Zone": _("Areas and lines in a camera's picture: watched, counted, or blanked."),
            "detectors.Rule": _("What is looked for in which zone."),
            "detectors.Schedule": _("When rules watch: hours of the week, public holidays, single days."),
            "detectors.Watch": _("Which camera is watched now, and if not, why."),
            "alerts.Deadline": _("How long an alert waits before the supervisor is asked, and before it expires."),
        },
    ),
    (
        _("Law"),
        {
            "law.Authorisation": _("Without one that covers it, nothing is analysed."),
            "law.Stop": _("Who stopped the analysis, when and why."),
            "law.LogEntry": _("Who opened, decided and changed what. Nobody can change it."),
        },
    ),
    (
        _("People and systems"),
        {
            "accounts.User": _("Who may log in, with role and perimeter."),
            "oncall.OnCall": _("Who is asked, in which order, when nobody present may take an alert."),
            "accounts.ApiToken": _("Keys of other systems of the city."),
            "outward.Webhook": _("Systems that are told by HTTP what happens."),
            "outward.Delivery": _("What became of each message to them."),
            "mqtt.Broker": _("MQTT brokers: what is told there, and how each connection is."),
            "mqtt.Subscription": _("What is read there, and what becomes of it."),
            "axes.AccessAttempt": _("Delete an entry to let the person try again at once."),
            "axes.AccessLog": _("Who logged in, when, from where."),
        },
    ),
    (
        _("City and networks"),
        {
            "maps.City": _("The map that was imported."),
            "maps.District": _("The districts by which places are named."),
            "maps.LayerImport": _(
                "Limits, districts, streets, cameras and layers from files of others, and the way back."
            ),
            "detectors.Network": _("The networks that find and mask, with hash and licence."),
        },
    ),
)

NAMES: dict[str, str | Promise] = {"axes.AccessAttempt": _("Failed log-ins"), "axes.AccessLog": _("Log-ins")}
"""Lists of a library, in plain words."""


class Administration(AdminSite):
    site_header = "Hypervision"
    site_title = "Hypervision"
    index_title = _("Administration")
    empty_value_display = "–"

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one log-in for all pages; who is in and may not administer reads why not."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        wanted = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return redirect(reverse("login", query={REDIRECT_FIELD_NAME: wanted}))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Sections instead of rooms; what a person may not see is left out."""
        if app_label is not None:
            return super().get_app_list(request, app_label)
        known = {_name(model): model for app in super().get_app_list(request) for model in app["models"]}
        return list(_sections(known))


class Config(AdminConfig):
    default_site = "hypervision.pages.administration.Administration"

    def ready(self) -> None:
        """What a list shows brings half of the house along, which a process without pages never needs."""
        if settings.SHOWS_PAGES:
            super().ready()


def _name(model: dict[str, Any]) -> str:
    label: str = model["model"]._meta.label
    return label


def _sections(known: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for title, lists in SECTIONS:
        models = [
            known[label] | {"name": NAMES.get(label, known[label]["name"]), "sentence": sentence}
            for label, sentence in lists.items()
            if label in known
        ]
        if models:
            yield {"name": title, "models": models}
