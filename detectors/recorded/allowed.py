"""What the law lets a draft see of a recording: what it would let it see of the camera itself, as of now.

A recording has no time of capture that could be trusted. The gate is asked again every few seconds, so that a stop or
the end of an authorisation ends the look at a long recording, too.
"""

import time
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from detectors import attested, duty
from detectors.attested import Networks
from detectors.tryout.trying import NO_ALERTS
from detectors.vision.scene import registry
from hypervision.law import gate
from hypervision.law.gate import Ruling
from hypervision.law.reasons import REASONS
from hypervision.lib import clock
from hypervision.lib.languages import Text
from maps.models import Camera

ASK_AGAIN_S = 5.0
SUMS_ONLY = _("The authorisation allows sums only, so nothing that would raise an alert is tried.")


class Allowed:
    """For one camera. networks: those in use."""

    def __init__(self, camera: Camera, networks: Networks) -> None:
        self._facts = duty.facts_of(camera)
        self._networks = networks
        self._rulings: dict[str, tuple[float, Ruling]] = {}

    def may_run(self, kind: str, at: datetime) -> bool:
        return self.refusal(kind) is None

    def refusal(self, kind: str) -> Text | None:
        """Why a draft of this kind sees nothing; None where it may look."""
        if kind in registry.STATISTICS:
            return NO_ALERTS
        if not attested.is_complete(self._networks):
            return duty.NO_NETWORK
        network = attested.network_for(kind, self._networks)
        if network is None:
            return duty.lacks([kind])
        ruling = self._ruling(kind, network.sha256)
        if not ruling.allowed:
            return REASONS.get(ruling.reason, ruling.reason)
        return SUMS_ONLY if ruling.aggregates_only else None

    def _ruling(self, kind: str, model_hash: str) -> Ruling:
        asked, ruling = self._rulings.get(kind, (0.0, None))
        now = time.monotonic()
        if ruling is None or now - asked >= ASK_AGAIN_S:
            ruling = gate.may_run(self._facts, kind, model_hash, clock.now())
            self._rulings[kind] = now, ruling
        return ruling
