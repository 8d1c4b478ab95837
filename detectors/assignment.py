"""Handing out watches: a few queries and the gate, every two seconds."""

import logging
from collections.abc import Callable
from uuid import UUID

from django.db.models import Prefetch

from detectors import build, duty, states
from detectors.leases import FREE
from detectors.models import Rule, Watch
from hypervision.lib import clock
from hypervision.lib.languages import Text, in_every_language

logger = logging.getLogger(__name__)


def assign(hand_out: Callable[[UUID], None]) -> int:
    """Hands out each camera that should be watched and that nobody watches; says of the others why. How many it was.

    A camera is handed out again and again until somebody has taken its lease, so an offer that gets lost costs two
    seconds; two workers that have the same offer find one lease.
    """
    states.ensure_rows()
    networks = build.networks_in_use()
    enabled = Prefetch("camera__rules", Rule.objects.filter(enabled=True), to_attr="enabled_rules")
    # Most cameras of a city may have no stream: those of which that is said already are not looked at again.
    free = Watch.objects.filter(FREE).exclude(camera__address="", reason=in_every_language(duty.NO_ADDRESS))
    handed_out = 0
    for watch in free.select_related("camera").prefetch_related(enabled):
        kinds = {rule.kind for rule in watch.camera.enabled_rules}  # type: ignore[attr-defined] # by the Prefetch
        wanted = duty.of(watch.camera, kinds, networks, clock.now())
        if wanted.state is None:
            _settle(watch, Watch.State.NOT_WATCHING, duty.WAITING)
            hand_out(watch.camera_id)
            handed_out += 1
        else:
            _settle(watch, wanted.state, wanted.reason)
    return handed_out


def _settle(watch: Watch, state: Watch.State, reason: Text) -> None:
    if (watch.state, watch.reason) != (state, in_every_language(reason)):
        states.settle(watch.camera_id, state, reason)
