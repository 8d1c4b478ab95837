"""A camera under watch that remembers who stood in its zone, and drafts of its rule."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from detectors import build
from detectors.build import Plan
from detectors.models import Rule
from detectors.tryout.desk import Notebook
from detectors.tryout.passing import Pair
from detectors.tryout.trying import Watched
from detectors.vision.pipeline import Analysis
from detectors.vision.recall import Moment, Recall
from detectors.vision.types import Detections, Evidence, Frame, Tracks
from detectors.vision.views import Views
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


@dataclass
class Office:
    may: bool = True

    def may_remember(self) -> bool:
        return self.may


def plan_of(camera: Camera) -> Plan:
    return build.plan_of(camera.pk, clock.now())[0]


def analysed(plan: Plan, ago: float = 60, *, looked_at: bool = True) -> Analysis:
    """Somebody stood in the zone, so many seconds ago."""
    frame = Frame(np.zeros((480, 640, 3), np.uint8), clock.now() - timedelta(seconds=ago))
    tracks, none = people(IN_THE_ZONE), Tracks.none()
    view = next(iter(Views(plan.config)))
    return Analysis(frame, looked_at, Detections.none(), tracks, none, (), {}, view=view, evidence=Evidence.none())


def noted(notebook: Notebook, plan: Plan, *frames: Analysis, may: bool = True) -> int:
    """How many moments are remembered then."""
    for frame in frames:
        notebook.note(Office(may), plan, frame)  # type: ignore[arg-type]  # of an office, only this is asked
    assert notebook.watched is not None
    return len(notebook.watched.recall.moments())
