"""What a camera at a place might do, before there is one: what the gate would say of it now, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.utils.translation import gettext as _

from detectors import attested, build, duty
from detectors.said import kind_name
from detectors.vision.scene import registry
from hypervision.law import gate
from hypervision.law.gate import CameraFacts, Ruling
from hypervision.law.reasons import REASONS
from hypervision.lib import clock


@dataclass(frozen=True, slots=True)
class Cover:
    """alerts, sums: names of the kinds that may be looked for. words: a sentence that says so, or why nothing may."""

    alerts: tuple[str, ...]
    sums: tuple[str, ...]
    words: str

    @property
    def is_covered(self) -> bool:
        return bool(self.alerts or self.sums)


def at(lon: float, lat: float) -> Cover:
    """In the language that is active now."""
    networks = build.networks_in_use()
    if not attested.is_complete(networks):
        return Cover((), (), _not_watching([str(duty.NO_NETWORK)]))
    camera, now = CameraFacts(uuid4(), lon, lat, is_demo=False), clock.now()
    found = {kind: network for kind in registry.KINDS if (network := attested.network_for(kind, networks))}
    rulings = {kind: gate.may_run(camera, kind, network.sha256, now) for kind, network in found.items()}
    alerts = _named(kind for kind, ruling in rulings.items() if kind in registry.ALERTS and ruling.pictures)
    sums = _named(kind for kind, ruling in rulings.items() if kind in registry.STATISTICS and ruling.allowed)
    if not (alerts or sums):
        return Cover((), (), _not_watching(_reasons(rulings.values())))
    return Cover(alerts, sums, _may(alerts, sums))


def _named(kinds: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(map(kind_name, kinds)))


def _reasons(rulings: Iterable[Ruling]) -> list[str]:
    """Each once. That a kind is not covered says less than why the authorisation that covers it does not hold."""
    codes = list(dict.fromkeys(ruling.reason for ruling in rulings))
    nearer = [code for code in codes if code not in ("other_kind", "no_authorisation")]
    return [str(REASONS.get(code, code)) for code in nearer or codes]


def _not_watching(reasons: Sequence[str]) -> str:
    return _("Not watching: %(reasons)s The camera can be saved all the same, and stands on the map.") % {
        "reasons": " ".join(reasons)
    }


def _may(alerts: Sequence[str], sums: Sequence[str]) -> str:
    told = []
    if alerts:
        told.append(_("It may raise alerts for: %(kinds)s.") % {"kinds": ", ".join(alerts)})
    if sums:
        told.append(_("It may sum up: %(kinds)s.") % {"kinds": ", ".join(sums)})
    told.append(_("It watches as soon as it has an address, a zone and a rule."))
    return " ".join(told)
