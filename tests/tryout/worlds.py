"""A camera under watch that remembers who stood in its zone, and drafts of its rule."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np

from detectors import build
from detectors.models import Rule
from detectors.tryout.passing import Pair
from detectors.tryout.trying import Watched
from detectors.vision.recall import Moment, Recall
from detectors.vision.types import Evidence
from hypervision.lib import clock
from maps.models import Camera
from tests.vision.scene.rules import people

SIZE = (640, 480)
IN_THE_ZONE = (400.0, 200.0, 420.0, 300.0)
"""The feet stand in the lower right quarter, which ``factories.make_zone`` draws."""


def visit(recall: Recall, begins: datetime, seconds: float, evidence: Evidence | None = None, view: str = "") -> None:
    """Somebody stands in the zone for so long, seen four times a second; then nobody for six seconds."""
    for second in np.arange(0, seconds + 6, 0.25):
        tracks = people(IN_THE_ZONE) if second <= seconds else people()
        now = begins + timedelta(seconds=float(second))
        recall.remember(Moment(now, view, SIZE, tracks, evidence or Evidence.none()))


def watched(camera: Camera, *visits: tuple[float, float], evidence: Evidence | None = None) -> Watched:
    """visits: how many minutes ago somebody came, and for how many seconds."""
    recall = Recall()
    for minutes, seconds in visits:
        visit(recall, clock.now() - timedelta(minutes=minutes), seconds, evidence)
    plan, _duty = build.plan_of(camera.pk, clock.now())
    return Watched(plan, recall)


def drafted(rule: Rule, **values: Any) -> Pair:
    """values: what the draft has otherwise."""
    present = build.rule_config(rule)
    for name, value in values.items():
        setattr(rule, name, value)
    return Pair(build.rule_config(rule), present, None)
