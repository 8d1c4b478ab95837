"""Should this camera be watched now, and if not, why? One answer for who hands watches out and for who watches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from detectors.models import Watch
from hypervision.law import gate
from hypervision.law.gate import CameraFacts, Ruling
from hypervision.law.models import Stop
from hypervision.law.reasons import REASONS
from maps.models import Camera

NO_ADDRESS = "The camera has no stream address; enter one in the administration."
WAITING = "No worker watches this camera at the moment; one is being looked for."
NO_RULE = "No rule is enabled for this camera; add one in the administration."
NO_NETWORK = "The networks that find and mask are not registered; run manage.py fetch_models."


@dataclass(frozen=True, slots=True)
class Duty:
    """state: None when the camera is to be watched, else what it is instead, with the reason as a sentence."""

    state: Watch.State | None
    reason: str = ""
    rulings: Mapping[str, Ruling] | None = None


def facts_of(camera: Camera) -> CameraFacts:
    return CameraFacts(camera.id, camera.location.x, camera.location.y, camera.is_demo)


def of(camera: Camera, kinds: Iterable[str], model_hash: str | None, at: datetime) -> Duty:
    """kinds: those of its enabled rules; model_hash: of the network in use, None when there is none."""
    wanted = sorted(set(kinds))
    if not camera.address:
        return Duty(Watch.State.NOT_WATCHING, NO_ADDRESS)
    if not wanted:
        return Duty(Watch.State.NOT_WATCHING, NO_RULE)
    if model_hash is None:
        return Duty(Watch.State.NOT_WATCHING, NO_NETWORK)
    facts = facts_of(camera)
    rulings = {kind: gate.may_run(facts, kind, model_hash, at) for kind in wanted}
    if any(ruling.allowed for ruling in rulings.values()):
        return Duty(None, "", rulings)
    return _refused(facts, wanted, rulings, at)


def _refused(facts: CameraFacts, kinds: list[str], rulings: Mapping[str, Ruling], at: datetime) -> Duty:
    stops = [stop for kind in kinds if (stop := _stop(facts, kind, at))]
    if stops:
        return Duty(Watch.State.STOPPED, f"{stops[0].by}: {stops[0].reason}", rulings)
    reasons = dict.fromkeys(str(REASONS.get(ruling.reason, ruling.reason)) for ruling in rulings.values())
    return Duty(Watch.State.NOT_AUTHORISED, " ".join(reasons), rulings)


def _stop(facts: CameraFacts, kind: str, at: datetime) -> Stop | None:
    return gate.standing_at(facts.id, kind, at).select_related("by").first()
