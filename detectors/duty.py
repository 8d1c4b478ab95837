"""Should this camera be watched now, and if not, why? One answer for who hands watches out and for who watches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, gettext_noop
from django.utils.translation import gettext_lazy as _

from detectors import attested
from detectors.attested import Networks
from detectors.models import Watch
from detectors.said import said_lazily
from detectors.vision.scene.registry import KINDS
from detectors.vision.sentences import Sentence
from hypervision.law import gate
from hypervision.law.gate import CameraFacts, Ruling
from hypervision.law.models import Stop
from hypervision.law.reasons import REASONS
from hypervision.lib.languages import Text
from maps.models import Camera

NO_ADDRESS = _("The camera has no stream address; enter one in the administration.")
WAITING = _("No worker watches this camera at the moment; one is being looked for.")
NO_RULE = _("No rule is enabled for this camera; add one in the administration.")
NO_NETWORK = _("The networks that find and mask are not registered; run manage.py fetch_models.")
LACKS = _("No network in use finds what this kind is about: {}. Bring one with manage.py add_network.")


@dataclass(frozen=True, slots=True)
class Duty:
    """state: None when the camera is to be watched, else what it is instead, with the reason as a sentence."""

    state: Watch.State | None
    reason: Text = ""
    rulings: Mapping[str, Ruling] | None = None


def facts_of(camera: Camera) -> CameraFacts:
    return CameraFacts(camera.id, camera.location.x, camera.location.y, camera.is_demo)


def of(camera: Camera, kinds: Iterable[str], networks: Networks, at: datetime) -> Duty:
    """kinds: those of its enabled rules. One without a network does not run; the others do."""
    wanted = sorted(set(kinds))
    if not camera.address:
        return Duty(Watch.State.NOT_WATCHING, NO_ADDRESS)
    if not wanted:
        return Duty(Watch.State.NOT_WATCHING, NO_RULE)
    if not attested.is_complete(networks):
        return Duty(Watch.State.NOT_WATCHING, NO_NETWORK)
    found = {kind: network for kind in wanted if (network := attested.network_for(kind, networks))}
    if not found:
        return Duty(Watch.State.NOT_WATCHING, lacks(wanted))
    facts = facts_of(camera)
    rulings = {kind: gate.may_run(facts, kind, network.sha256, at) for kind, network in found.items()}
    if any(ruling.allowed for ruling in rulings.values()):
        return Duty(None, "", rulings)
    return _refused(facts, sorted(found), rulings, at)


def lacks(kinds: Iterable[str]) -> Text:
    """That these kinds have no network, in words."""
    titles = [gettext_lazy(KINDS[kind].title) for kind in kinds]
    return format_lazy(LACKS, format_lazy(", ".join(["{}"] * len(titles)), *titles))


def _refused(facts: CameraFacts, kinds: list[str], rulings: Mapping[str, Ruling], at: datetime) -> Duty:
    stops = [stop for kind in kinds if (stop := _stop(facts, kind, at))]
    if stops:
        return Duty(Watch.State.STOPPED, said_lazily(_words(stops[0])), rulings)
    reasons = [REASONS.get(code, code) for code in dict.fromkeys(ruling.reason for ruling in rulings.values())]
    return Duty(Watch.State.NOT_AUTHORISED, format_lazy(" ".join(["{}"] * len(reasons)), *reasons), rulings)


def _words(stop: Stop) -> Sentence:
    return Sentence(gettext_noop("%(by)s: %(reason)s"), {"by": str(stop.by or "Hypervision"), "reason": stop.reason})


def _stop(facts: CameraFacts, kind: str, at: datetime) -> Stop | None:
    return gate.standing_at(facts.id, kind, at).select_related("by").first()
