"""Scenes before the product's own pipeline, and what its rules said."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from detectors.analysis.networks import NoPictures, shipped
from detectors.evaluation.catalogue import Showing
from detectors.evaluation.judging import Fired
from detectors.evaluation.made_up import MadeUpNetwork
from detectors.scenes.compose import START, compose
from detectors.scenes.scene import Scene
from detectors.scenes.studio import Studio, open_studio
from detectors.vision.detect.registry import Detector, Further, open_detector
from detectors.vision.pipeline import Pipeline
from detectors.vision.types import Label, SceneEvent

_parts: list[tuple[Studio, Detector]] = []
"""Of a process that plays scenes: opened once."""


def play_all(showings: Sequence[Showing], weights: Path, clip: Path) -> Iterator[tuple[Scene, list[Fired]]]:
    """Each scene with its alerts, in order, on all cores. Raises what ``play`` does."""
    cores = min(len(os.sched_getaffinity(0)), len(showings)) or 1
    with ProcessPoolExecutor(cores, get_context("spawn"), initializer=_open, initargs=(weights, clip)) as pool:
        yield from zip((one.scene() for one in showings), pool.map(_play, showings), strict=True)


def _open(weights: Path, clip: Path) -> None:
    _parts.append((open_studio(clip), open_detector(shipped(weights, ("objects",))["objects"])))


def _play(showing: Showing) -> list[Fired]:
    return play(showing.scene(), *_parts[0])


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
