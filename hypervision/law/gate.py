"""The gate asks one question: may this kind of analytics run on this camera, with this network, at this time?

The answer is no unless an authorisation says yes (R-01). It is asked before a rule runs and before an event is taken
in, both as of capture time. Plain values only: law knows no camera, no network and no rule.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db.models import Q, QuerySet

from hypervision.law.models import Authorisation, Stop
from hypervision.law.regimes import regimes


@dataclass(frozen=True, slots=True)
class CameraFacts:
    """What the law needs to know of a camera: which, where (degrees), and whether it is one of the demonstration."""

    id: UUID
    lon: float
    lat: float
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Ruling:
    """The gate's answer. reason: a code of ``REASONS``, empty when allowed."""

    allowed: bool
    reason: str = ""
    regime: str = ""
    authorisation_id: UUID | None = None
    aggregates_only: bool = False

    @property
    def pictures(self) -> bool:
        return self.allowed and not self.aggregates_only


STOPPED = Ruling(False, "stopped")
NO_AUTHORISATION = Ruling(False, "no_authorisation")


def may_run(camera: CameraFacts, kind: str, model_hash: str, at: datetime) -> Ruling:
    """Default deny. Among several authorisations one that allows events is preferred to one for sums only."""
    if standing_at(camera.id, kind, at).exists():
        return STOPPED
    return _best(_covering(camera), camera, kind, model_hash, at)


def allowed_among(camera: CameraFacts, kind: str, model_hash: str, times: Set[datetime]) -> set[datetime]:
    """Those of many times at which ``may_run`` says yes, with two questions to the database however many they are."""
    if not times:
        return set()
    covering = list(_covering(camera))
    stops = list(_stops_of(camera.id, kind).values_list("at", "lifted_at"))
    return {
        at
        for at in times
        if not any(begun <= at and (lifted is None or at < lifted) for begun, lifted in stops)
        and _best(covering, camera, kind, model_hash, at).allowed
    }


def _covering(camera: CameraFacts) -> QuerySet[Authorisation]:
    return Authorisation.objects.filter(perimeter__covers=Point(camera.lon, camera.lat, srid=4326))


def _best(covering: Iterable[Authorisation], camera: CameraFacts, kind: str, model_hash: str, at: datetime) -> Ruling:
    rulings = [_judge(one, camera, kind, model_hash, at) for one in covering]
    return min(rulings, key=_preference, default=NO_AUTHORISATION)


def standing_at(camera_id: UUID, kind: str, at: datetime) -> QuerySet[Stop]:
    """The stops of a person that hold for this camera and kind at that time."""
    return _stops_of(camera_id, kind).filter(Q(lifted_at=None) | Q(lifted_at__gt=at), at__lte=at)


def _stops_of(camera_id: UUID, kind: str) -> QuerySet[Stop]:
    return Stop.objects.filter(Q(camera_id=None) | Q(camera_id=camera_id), Q(kind="") | Q(kind=kind))


_ORDER = ("", "other_network", "other_kind", "not_yet", "ended", "revoked", "regime_ended", "demo_only", "incomplete")


def _preference(ruling: Ruling) -> tuple[int, bool]:
    """Allowed first, events before sums; then the refusal that lies nearest to a yes, which helps most to read."""
    return _ORDER.index(ruling.reason), ruling.aggregates_only


def _judge(one: Authorisation, camera: CameraFacts, kind: str, model_hash: str, at: datetime) -> Ruling:
    regime = regimes().get(one.regime)
    if regime is None or not _is_complete(one):
        return Ruling(False, "incomplete")
    if regime.demo_only and not camera.is_demo:
        return Ruling(False, "demo_only")
    if not regime.in_force(at):
        return Ruling(False, "regime_ended")
    if one.revoked_at is not None and one.revoked_at <= at:
        return Ruling(False, "revoked")
    if at >= one.ends_at:
        return Ruling(False, "ended")
    if at < one.starts_at:
        return Ruling(False, "not_yet")
    if kind not in one.kinds or not regime.allows_kind(kind):
        return Ruling(False, "other_kind")
    if model_hash != one.model_hash:
        return Ruling(False, "other_network")
    return Ruling(True, "", one.regime, one.id, regime.aggregates_only)


def _is_complete(one: Authorisation) -> bool:
    """R-04: an authorisation with a missing field allows nothing."""
    return all(
        (one.controller, one.kinds, one.reasons, one.notice, one.order_reference, one.order_sha256, one.model_hash)
    )
