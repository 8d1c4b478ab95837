"""The eyes' part of pictures in motion: the one just analysed, masked once for those who look and for the ring."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from detectors.build import Plan
from detectors.clips.cutter import cutter
from detectors.liveview.viewfinder import Lens, viewfinder
from detectors.office import Office
from detectors.sighting import Sighting
from detectors.vision.film import h264
from detectors.vision.film.reel import Order, Reel
from detectors.vision.pipeline import Analysis, Pipeline
from detectors.vision.sentences import SentenceError
from detectors.vision.types import SceneEvent
from hypervision.lib import clock

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Screen:
    """Of one camera. lens: for those who look at it now. reel: its last ten seconds, for clips."""

    lens: Lens
    reel: Reel

    def film(self, office: Office, plan: Plan, sighting: Sighting, event: SceneEvent, analysis: Analysis) -> None:
        """An event fired on this frame, before it is shown: a clip of it is wanted, where pictures are."""
        ruling = office.ruling(event.kind)
        if ruling is None or not (ruling.pictures and office.may_show()):
            return
        self.reel.looks_at(analysis.view)
        rule = next(rule for rule in plan.config.every_rule if rule.id == event.rule_id)
        height, width = analysis.frame.image.shape[:2]
        order = Order(sighting.id, event, tuple(rule.shape.points), sighting.erase_at)
        self.reel.begin(order, analysis.tracks, (width, height))

    def show(self, office: Office, pipeline: Pipeline, analysis: Analysis) -> None:
        """Where nothing had moved the network did not look at this very frame: then no picture is made, for it would
        have to look now; who looks on is told that the last one still holds, and so is the ring.
        """
        if not (analysis.analysed and office.may_show()):
            self.reel.forget()
            return
        self.reel.looks_at(analysis.view)
        began = time.monotonic()
        is_looked_at, is_wanted = self.lens.is_due(began), self.reel.is_due(began)
        if not analysis.looked:
            self.reel.holds(analysis.frame.at)
            if is_looked_at:
                self.lens.nothing_moved(analysis.frame.at, _name_of(analysis))
        elif is_looked_at or is_wanted:
            self._show(pipeline, analysis, is_looked_at, is_wanted, began)

    def wait(self) -> None:
        """Called now and then, also while no picture comes."""
        self.reel.close_due(clock.now())

    def _show(self, pipeline: Pipeline, analysis: Analysis, is_looked_at: bool, is_wanted: bool, began: float) -> None:
        try:
            image = pipeline.masked(analysis, self.reel.things)
        except SentenceError as error:
            if not self.lens.is_failing:
                logger.error("No picture is shown until it can be masked: %s", error)
            self.lens.is_failing = True
            self.reel.forget()
            return
        self.lens.is_failing = False
        at, now = analysis.frame.at, time.monotonic()
        if is_looked_at:
            self.lens.show(image, at, _name_of(analysis), now - began)
        if is_wanted:
            self.reel.add(image, at, analysis.tracks, now, now - began)


@contextmanager
def open_screen(camera_id: UUID) -> Iterator[Screen]:
    """For as long as the camera is watched here by one plan. What was filmed until then is cut, and says so."""
    runs = h264.is_there()
    if not runs:
        logger.warning("No clips are made of this camera's events. Install %s and start the worker anew.", h264.PACKAGE)
    reel = Reel(cutter.accept, runs=runs)
    try:
        with viewfinder.open(camera_id) as lens:
            yield Screen(lens, reel)
    finally:
        reel.forget()


def _name_of(analysis: Analysis) -> str:
    preset = analysis.view.preset if analysis.view else None
    return preset.name if preset else ""
