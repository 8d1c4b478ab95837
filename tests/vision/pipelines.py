"""A pipeline in a world of 1000 x 500, with hand-built eyes and a mask of one colour.

The eyes see whatever the test puts before them, and remember which pictures they were shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from detectors.vision.config import CalibrationConfig, PipelineConfig, Points, RuleConfig, ShapeConfig
from detectors.vision.mask.empty_scene import Novelty
from detectors.vision.pipeline import Analysis, Pipeline
from detectors.vision.types import Detections, Frame, Image, SceneEvent, Tracks
from tests.vision.worlds import HEIGHT, WIDTH, at, box, see

LEFT_HALF: Points = ((0, 0), (0.5, 0), (0.5, 1), (0, 1))
GREY, COVER = 120, (0, 0, 255)

INTRUSION = RuleConfig("r1", 1, "intrusion", ShapeConfig("z1", "Gate", LEFT_HALF), {"dwell_seconds": 1})
LINE_COUNT = RuleConfig("r2", 1, "line_count", ShapeConfig("z2", "Way", ((0.5, 1), (0.5, 0))))

FROM_ABOVE = CalibrationConfig(1, WIDTH, HEIGHT, (0.05, 0, -25, 0, -0.05, 25, 0, 0, 1), rmse=0.3)
"""5 centimetres to the pixel; the anchor lies below the middle of the lower edge."""


@dataclass
class Eyes:
    sees: Detections = field(default_factory=Detections.none)
    shown: list[Image] = field(default_factory=list)

    def detect(self, image: Image) -> Detections:
        self.shown.append(image)
        return self.sees


@dataclass
class RedMask:
    """Covers everything, so that whatever is not red was drawn afterwards."""

    works: bool = True
    given: Tracks = field(default_factory=Tracks.none)
    detected: Detections = field(default_factory=Detections.none)

    def mask(self, image: Image, detections: Detections, tracks: Tracks, novelty: Novelty | None = None) -> Image:
        if not self.works:
            raise RuntimeError("no mask")
        self.given, self.detected = tracks, detections
        return np.full_like(image, COVER)


@dataclass
class Camera:
    """A pipeline with its eyes, fed frame by frame."""

    pipeline: Pipeline
    eyes: Eyes

    def frame(
        self,
        seconds: float,
        *feet: tuple[float, float],
        allowed: Sequence[str] = ("intrusion", "line_count"),
        size: tuple[int, int] = (WIDTH, HEIGHT),
    ) -> Analysis:
        self.eyes.sees = see(box(*foot) for foot in feet)
        picture = np.full((size[1], size[0], 3), GREY, np.uint8)
        return self.pipeline.analyse(Frame(picture, at(seconds)), lambda kind, _: kind in allowed)


def camera(
    *rules: RuleConfig,
    private: tuple[ShapeConfig, ...] = (),
    calibration: CalibrationConfig | None = None,
    masker: RedMask | None = None,
) -> Camera:
    eyes = Eyes()
    config = PipelineConfig(rules or (INTRUSION,), private, calibration)
    return Camera(Pipeline(config, eyes, masker or RedMask()), eyes)


def intruded(subject: Camera) -> tuple[Analysis, SceneEvent]:
    """The frame that fires, and its event."""
    for seconds in (0, 0.5, 1, 1.5):
        analysis = subject.frame(seconds, (200, 300))
    [event] = analysis.observations
    assert isinstance(event, SceneEvent)
    return analysis, event
