"""What the city watches and why, for everybody and without a login (R-51), where the city switches it on.

It holds what the authorisations in force say themselves, how many cameras work under each, and figures told as to an
elected official: in fives, of days that are over. No picture, no alert, no name of a person.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.generic import TemplateView

from detectors.forms import MATURITIES
from detectors.said import kind_name
from detectors.vision.scene.registry import KINDS
from hypervision.accounts.permissions import Sight
from hypervision.board import sentences
from hypervision.board.detectors import Work, work
from hypervision.board.events import Scope
from hypervision.board.figures import Figures, figures_in
from hypervision.board.query import Chosen
from hypervision.board.telling import IN_FIVES
from hypervision.law.models import Authorisation
from hypervision.law.regimes import Regime, regimes
from hypervision.lib import clock
from hypervision.pages.dashboard import at_work
from maps.exporters.cameras import own_cameras
from maps.models import Camera, City

EVERYTHING = Sight(everywhere=True, area=None)
LAST_QUARTER = Chosen(span="quarter", compared="none")
LISTS_KEPT_S, FIGURES_KEPT_S = 60, 3600
"""Whoever asks costs the database nothing in between: nobody has to log in here."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class InForce:
    """One authorisation as the public reads it. cameras: those that look for one of its kinds now.

    published: names and places of those among them that OpenStreetMap shows already.
    """

    facts: Mapping[str, Any]
    regime: Regime
    kinds: Sequence[str]
    cameras: int
    published: Sequence[tuple[str, float, float]]


class TransparencyPage(TemplateView):
    template_name = "transparency.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.TRANSPARENCY_PAGE:
            raise Http404("This city does not publish this page here. TRANSPARENCY_PAGE=true switches it on.")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        in_force = _kept("transparency.in_force", _in_force, LISTS_KEPT_S)
        shown, found = _kept("transparency.figures", _figures, FIGURES_KEPT_S)
        return super().get_context_data(
            city=City.objects.first(),
            in_force=[_said(one) for one in in_force],
            first_day=shown.period.start,
            last_day=shown.period.end - timedelta(seconds=1),
            availability=sentences.availability(shown),
            contact=settings.TRANSPARENCY_CONTACT,
            **at_work(found),
            **kwargs,
        )


def _kept(name: str, read: Callable[[], Value], seconds: int) -> Value:
    found: Value | None = cache.get(name)
    if found is None:
        found = read()
        cache.set(name, found, seconds)
    return found


def _figures() -> tuple[Figures, Work]:
    """Of the last quarter, as an elected official reads them."""
    scope = Scope.of(EVERYTHING, LAST_QUARTER.period(clock.now(), IN_FIVES), LAST_QUARTER, IN_FIVES)
    shown = figures_in(scope)
    return shown, work(scope, shown)


def _in_force() -> list[InForce]:
    now = clock.now()
    rows = Authorisation.objects.filter(
        Q(revoked_at=None) | Q(revoked_at__gt=now), starts_at__lte=now, ends_at__gt=now
    ).order_by("order_reference", "starts_at")
    return [_read(one, regime) for one in rows for regime in [_regime(one, now)] if regime]


def _regime(one: Authorisation, now: datetime) -> Regime | None:
    """None where the law itself is over: then nothing runs under it."""
    regime = regimes().get(one.regime)
    return regime if regime and regime.in_force(now) else None


def _read(one: Authorisation, regime: Regime) -> InForce:
    looking = Camera.objects.filter(
        location__coveredby=one.perimeter, rules__enabled=True, rules__kind__in=one.kinds
    ).exclude(address="")
    if regime.demo_only:
        looking = looking.filter(origin=Camera.Origin.DEMO)
    known = own_cameras(EVERYTHING).filter(pk__in=looking.values("pk")).exclude(osm_id=None)
    return InForce(
        facts={
            "order": one.order_reference,
            "controller": one.controller,
            "reasons": one.reasons,
            "notice": one.notice,
            "starts": one.starts_at,
            "ends": one.ends_at,
        },
        regime=regime,
        kinds=sorted(one.kinds),
        cameras=looking.distinct().count(),
        published=[(each.name, each.location.y, each.location.x) for each in known],
    )


def _said(one: InForce) -> dict[str, Any]:
    """In the reader's language."""
    return {
        **one.facts,
        "regime": one.regime,
        "kinds": [{"name": kind_name(kind), "maturity": MATURITIES[KINDS[kind].maturity]} for kind in one.kinds],
        "cameras": one.cameras,
        "published": one.published,
    }
