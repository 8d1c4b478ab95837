"""A scene before the product's own pipeline, and what its rules said."""

from detectors.analysis.networks import NoPictures
from detectors.evaluation.judging import Fired
from detectors.evaluation.made_up import MadeUpNetwork
from detectors.scenes.compose import START, compose
from detectors.scenes.scene import Scene
from detectors.scenes.studio import Studio
from detectors.vision.detect.registry import Detector, Further
from detectors.vision.pipeline import Pipeline
from detectors.vision.types import Label, SceneEvent


def play(scene: Scene, studio: Studio, detector: Detector) -> list[Fired]:
    """The alerts of the scene's rules, each frame analysed in order, as a camera's worker would."""
    made_up = MadeUpNetwork(scene.seed)
    further = Further(made_up, frozenset({Label.WEAPON})) if scene.made_up else None
    pipeline = Pipeline(scene.config(studio.stage(scene.stage)), detector, NoPictures(), further=further)
    fired: list[Fired] = []
    for composed in compose(scene, studio):
        made_up.truth = composed.truth
        analysis = pipeline.analyse(composed.frame, lambda kind, at: True)
        events = (seen for seen in analysis.observations if isinstance(seen, SceneEvent))
        fired += (Fired(event.kind, event.zone_id, (event.at - START).total_seconds()) for event in events)
    return fired
