"""One masked picture of a stream, for who enters a camera where an authorisation already allows pictures of it.

As of everything that is shown: analysed first, masked by the same masker, and not at all where it cannot be masked.
"""

import time
from uuid import uuid4

from django.utils.translation import gettext_noop

from detectors import attested, build
from detectors.attested import Networks
from detectors.vision.config import PipelineConfig
from detectors.vision.pipeline import Pipeline
from detectors.vision.scene import registry
from detectors.vision.sentences import SentenceError
from detectors.vision.sources.registry import SourceSpec, open_source
from hypervision.law import gate
from hypervision.law.gate import CameraFacts
from hypervision.lib import clock

LOOK_S = 2.0
"""So long it looks before the picture that it shows: what moves is masked better than what was seen once."""
STEP_S = 0.3

NOT_ALLOWED = gettext_noop("No authorisation allows pictures of a camera at this place, so none is taken.")


def is_allowed(lon: float, lat: float, networks: Networks) -> bool:
    """Whether the gate allows any kind of alert at this place, now: under sums alone there are no pictures."""
    if not attested.is_complete(networks):
        return False
    camera, now = CameraFacts(uuid4(), lon, lat, is_demo=False), clock.now()
    found = {kind: network for kind in registry.ALERTS if (network := attested.network_for(kind, networks))}
    return any(gate.may_run(camera, kind, network.sha256, now).pictures for kind, network in found.items())


def take(spec: SourceSpec, lon: float, lat: float) -> bytes:
    """JPEG. Raises SentenceError where it is not allowed, no picture comes, or it cannot be masked."""
    networks = build.networks_in_use()
    if not is_allowed(lon, lat, networks):
        raise SentenceError(NOT_ALLOWED)
    pipeline = Pipeline(PipelineConfig(), *build.open_eyes(networks), always=True)
    source = open_source(spec)
    try:
        source.connect()
        analysis = pipeline.analyse(source.read().frame(), lambda kind, at: False)
        began = looked = time.monotonic()
        while looked - began < LOOK_S:
            picture = source.read()
            if time.monotonic() - looked >= STEP_S:
                analysis = pipeline.analyse(picture.frame(), lambda kind, at: False)
                looked = time.monotonic()
    finally:
        source.close()
    return pipeline.picture(analysis)
