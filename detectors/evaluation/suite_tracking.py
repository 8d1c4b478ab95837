"""The suite ``tracking``: the network's detections, followed through scenes in which it is known who is who."""

from collections.abc import Iterator

import numpy as np

from detectors.analysis.networks import NoPictures
from detectors.evaluation import tracking
from detectors.evaluation.catalogue import scenes_of
from detectors.evaluation.measure import Asked, Measure, Say
from detectors.evaluation.suite_scenes import open_parts
from detectors.scenes.compose import compose
from detectors.scenes.scene import Composed, Scene
from detectors.scenes.studio import Studio
from detectors.vision.detect.registry import Detector
from detectors.vision.pipeline import Pipeline
from detectors.vision.quality.hota import Seen
from detectors.vision.scene.registry import ALERTS
from detectors.vision.types import Label

LEAST_PERSONS = 3
LEAST_VISIBLE = 0.25
"""Share of a person that must be seen, so that it counts as there."""


def all_scenes(asked: Asked, say: Say) -> Iterator[Measure]:
    studio, detector, _ = open_parts(asked)
    for scene in (scene for kind in sorted(ALERTS) for scene in scenes_of(kind, "tuned")):
        persons = sum(actor.label is Label.PERSON for actor in scene.actors)
        if persons >= LEAST_PERSONS and (not asked.only or scene.name in asked.only or scene.kind in asked.only):
            say(f"{scene.name}: {persons} persons")
            yield from _scene(scene, studio, detector)


def _scene(scene: Scene, studio: Studio, detector: Detector) -> Iterator[Measure]:
    pipeline = Pipeline(scene.config(studio.stage(scene.stage)), detector, NoPictures(), always=True)
    truth, found = [], []
    for composed in compose(scene, studio):
        truth.append(_true(composed))
        found.append(tracking.seen(pipeline.analyse(composed.frame, lambda kind, at: True).tracks, Label.PERSON))
    yield from tracking.measures("tracking", scene.name, truth, found)


def _true(composed: Composed) -> Seen:
    there = [each for each in composed.truth if each.label is Label.PERSON and each.visible >= LEAST_VISIBLE]
    boxes = np.array([each.box for each in there], np.float64).reshape(-1, 4)
    return Seen(np.array([each.id for each in there], np.int64), boxes)
