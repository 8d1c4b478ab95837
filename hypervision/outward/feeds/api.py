"""Feeds of confirmed alerts of the last day, by token or session: what ``can_see`` shows, no word of a person."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from hypervision.accounts.api import person_of
from hypervision.accounts.rights import Right, Scope
from hypervision.alerts.cards import alert_card, is_note
from hypervision.alerts.models import Alert
from hypervision.alerts.workflow import State
from hypervision.lib import clock
from hypervision.lib.negotiation import OwnForm
from hypervision.outward import saying
from hypervision.outward.feeds import atom, cap, geojson, selectors
from hypervision.outward.messages import AlertData

Get = TypeVar("Get", bound=Callable[..., HttpResponse])
ATOM, GEOJSON = "application/atom+xml", "application/geo+json"


def _documented(name: str, form: str) -> Callable[[Get], Get]:
    decorate: Callable[[Get], Get] = extend_schema(
        operation_id=name, responses={(200, form): OpenApiResponse(OpenApiTypes.STR)}
    )
    return decorate


class Feed(APIView):
    right = Right.SEE_ALERTS
    scope = Scope.ALERTS_READ
    content_negotiation_class = OwnForm


class AtomFeed(Feed):
    """Alerts that a person confirmed, as Atom, newest first."""

    @_documented("feeds_atom", ATOM)
    def get(self, request: Request) -> HttpResponse:
        alerts = _data(selectors.confirmed(person_of(request), clock.now()))
        return _atom(request, alerts, _("Confirmed alerts"))


class GeoFeed(Feed):
    """Alerts that a person confirmed, as GeoJSON, newest first."""

    @_documented("feeds_geojson", GEOJSON)
    def get(self, request: Request) -> HttpResponse:
        alerts = _data(selectors.confirmed(person_of(request), clock.now()))
        return HttpResponse(geojson.collection(alerts), content_type=GEOJSON)


class CapFeed(Feed):
    """An Atom feed whose entries lead to CAP messages; what was refuted afterwards leads to its Cancel."""

    @_documented("feeds_cap", ATOM)
    def get(self, request: Request) -> HttpResponse:
        alerts = _data(selectors.ever_confirmed(person_of(request), clock.now()))
        return _atom(request, alerts, _("Confirmed alerts (CAP 1.2)"))


class CapMessage(Feed):
    """One alert as a CAP 1.2 message."""

    @_documented("feeds_cap_message", cap.CONTENT_TYPE)
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        alert = selectors.one(person_of(request), pk, clock.now())
        if alert is None:
            raise Http404
        body = cap.message(saying.alert_data(alert_card(alert)), _confirmed_at(alert))
        return HttpResponse(body, content_type=cap.CONTENT_TYPE)


def _data(alerts: list[Alert]) -> list[AlertData]:
    return [saying.alert_data(alert_card(alert)) for alert in alerts]


def _confirmed_at(alert: Alert) -> datetime:
    """The last time: a refutation may have lain between."""
    steps = [step for step in alert.steps.all() if step.to_state == State.CONFIRMED and not is_note(step)]
    return steps[-1].at


def _atom(request: Request, alerts: list[AlertData], title: str) -> HttpResponse:
    def link(alert: AlertData) -> str:
        return request.build_absolute_uri(reverse("feed-cap-message", args=[alert.id]))

    body = atom.feed(alerts, title, request.build_absolute_uri(), link)
    return HttpResponse(body, content_type=ATOM)
