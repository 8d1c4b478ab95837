"""Which kind is on trial on which camera, how it has done there, and whether somebody has signed that (R-43)."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from detectors import attested, build
from detectors.attested import Networks
from detectors.models import Rule
from detectors.said import kind_name
from detectors.vision.scene import registry
from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.alerts.models import Alert
from hypervision.alerts.selectors import Precision, past_precision
from hypervision.law import validations
from hypervision.law.models import SiteValidation
from hypervision.law.validations import Tried
from hypervision.lib.errors import Refusal
from maps.models import Camera
from maps.selectors import visible_cameras


@dataclass(frozen=True, slots=True)
class Row:
    """One kind on one camera. network: in use, by its hash. validation: that stands. holds: for that network."""

    camera: Camera
    kind: str
    title: str
    network: str
    past: Precision
    validation: SiteValidation | None
    holds: bool


def rows(person: User) -> Iterator[Row]:
    """Each kind of alert that a rule looks for on a camera in sight; on trial first."""
    networks, standing = build.networks_in_use(), validations.all_standing()
    seen = can_see(person).q("camera__location", kind="kind")
    rules = Rule.objects.filter(seen, enabled=True, kind__in=registry.ALERTS)
    pairs = {(rule.camera, rule.kind) for rule in rules.select_related("camera")}
    found = [_row(camera, kind, standing.get((camera.pk, kind)), networks) for camera, kind in pairs]
    yield from sorted(found, key=lambda row: (row.holds, row.camera.name, row.title))


def row_of(camera: Camera, kind: str) -> Row:
    return _row(camera, kind, validations.standing(camera.pk, kind), build.networks_in_use())


def _row(camera: Camera, kind: str, stands: SiteValidation | None, networks: Networks) -> Row:
    network = _hash(kind, networks)
    holds = validations.holds(stands, network)
    return Row(camera, kind, kind_name(kind), network, past_precision(camera.pk, kind), stands, holds)


def _hash(kind: str, networks: Networks) -> str:
    network = attested.network_for(kind, networks)
    return network.sha256 if network else ""


def tried(person: User, camera_id: UUID, kind: str) -> Tried:
    """What stands to be signed now. Raises Refusal for what this person does not see or nobody looks for."""
    camera = visible_cameras(person).filter(pk=camera_id).first()
    rules = Rule.objects.filter(camera=camera, kind=kind, enabled=True)
    is_known = kind in registry.ALERTS and can_see(person).knows(kind)
    if camera is None or not is_known or not rules.exists():
        raise Refusal(_("No rule that is switched on looks for this on that camera."), code="no_rule")
    past = past_precision(camera.pk, kind)
    first = Alert.objects.filter(event__camera=camera, event__kind=kind).order_by("event__captured_at").first()
    return Tried(
        camera.pk,
        camera.location,
        kind,
        _hash(kind, build.networks_in_use()),
        first.event.captured_at if first else None,
        past.judged,
        past.confirmed,
        past.missed,
    )


def in_sight(person: User, pk: str) -> SiteValidation:
    """Raises Refusal: what a person does not see does not stand for them."""
    standing = {str(one.pk): one for one in validations.all_standing().values()}
    one = standing.get(pk)
    sight = can_see(person)
    if one is None or not sight.knows(one.kind) or not visible_cameras(person).filter(pk=one.camera_id).exists():
        raise Refusal(_("This validation does not stand any more."), code="unknown")
    return one
