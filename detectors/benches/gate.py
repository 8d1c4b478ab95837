"""The motion gate on a quiet scene: what it costs, how many looks of the network it spares, and what that changes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from statistics import median
from time import thread_time

import cv2
import numpy as np

from detectors.analysis.networks import NoPictures, shipped
from detectors.benches import clips
from detectors.scenes.actors import Path, Person
from detectors.scenes.compose import compose
from detectors.scenes.effects import Compression, LightChange, Noise
from detectors.scenes.scene import Scene, Watch
from detectors.scenes.studio import open_studio
from detectors.vision.detect.motion import MotionGate
from detectors.vision.detect.registry import Detector, open_detector
from detectors.vision.pipeline import Pipeline
from detectors.vision.types import Detections, Frame, Image, LineCount, Observation
from hypervision.lib.bench import Figure, Say, at_most, at_most_of

COST_GOAL, LOOKS_GOAL, LATE_GOAL = 0.03, 50.0, 200.0

COURT = ((-3.0, 18.0), (3.0, 18.0), (3.0, 23.0), (-3.0, 23.0))

QUIET = Scene(
    "a quiet quarter",
    "motion gate",
    "An empty square by changing light; one person walks across, later another comes, stands for 14 s and goes on.",
    (
        Watch("intrusion", "court", COURT, {"dwell_seconds": 1, "zone_cool_down_seconds": 5}),
        Watch("intrusion", "court for longer", COURT, {"dwell_seconds": 9, "zone_cool_down_seconds": 5}),
        Watch("line_count", "middle", ((0.0, 16.0), (0.0, 25.0))),
    ),
    (
        Person("walker", "left-1", Path.of((2, -7, 20), (16, 7, 20))),
        Person("waiter", "right-2", Path.of((32, -7, 19), (38, -1, 19), (52, -1, 19), (60, 7, 19))),
    ),
    effects=(LightChange(20, 0.85, 12, 10), Noise(), Compression()),
    seconds=76,
)


class Remembered:
    """In place of the network: what it saw in this frame, so that both pipelines are given the same."""

    def __init__(self) -> None:
        self.seen = Detections.none()
        self.looks = 0

    def detect(self, image: Image) -> Detections:
        self.looks += 1
        return self.seen


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    """1. The network looks at each frame once. 2. A pipeline with the gate and one without it are fed with that."""
    studio = open_studio(clips.recording(say))
    config = QUIET.config(studio.stage(QUIET.stage))
    detector: Detector = open_detector(shipped(clips.WEIGHTS, ["objects"])["objects"])
    always, gated = Remembered(), Remembered()
    with_gate = replace(config, motion_gate=True)
    plain, sparing = Pipeline(config, always, NoPictures()), Pipeline(with_gate, gated, NoPictures())
    say(f"{QUIET.story} {QUIET.seconds:g} s at {QUIET.rate:g} frames a second, made in memory.")
    clock, before, after = _Clock(), list[Observation](), list[Observation]()
    for frame in (composed.frame for composed in compose(QUIET, studio)):
        always.seen = gated.seen = clock.look(detector, frame)
        before += plain.analyse(frame, lambda kind, at: True).observations
        after += sparing.analyse(frame, lambda kind, at: True).observations
    yield at_most_of("gate against the network, a frame", clock.gate, clock.network, "ms", COST_GOAL)
    yield at_most("frames that the network looked at", 100 * gated.looks / always.looks, "%", LOOKS_GOAL)
    lost, late = _compared(before, after)
    say(f"Without the gate there were {len(before)} events and counts, with it {len(after)}.")
    yield at_most("events and counts lost or added", lost, "", 0)
    yield at_most("events and counts, most that one came later", late, "ms", LATE_GOAL)


class _Clock:
    """CPU milliseconds of the network, and of the gate on the same frames as a camera of 1280 x 720 sends them."""

    def __init__(self) -> None:
        self._gate = MotionGate()
        self._network: list[float] = []
        self._gates: list[float] = []

    def look(self, detector: Detector, frame: Frame) -> Detections:
        wide = np.asarray(cv2.resize(frame.image, clips.SIZE), np.uint8)
        start = thread_time()
        self._gate.opens(wide, frame.at)
        self._gates.append(thread_time() - start)
        start = thread_time()
        seen = detector.detect(frame.image)
        self._network.append(thread_time() - start)
        self._gate.saw(seen, frame.at)
        return seen

    @property
    def gate(self) -> float:
        return 1000 * median(self._gates)

    @property
    def network(self) -> float:
        return 1000 * median(self._network)


def _compared(before: Sequence[Observation], after: Sequence[Observation]) -> tuple[int, float]:
    """How many have no counterpart, and by how many milliseconds the latest is later."""
    once, again = _times(before), _times(after)
    lost = sum(abs(len(once.get(key, [])) - len(again.get(key, []))) for key in once.keys() | again.keys())
    shifts = [
        (later - sooner).total_seconds()
        for key in once.keys() & again.keys()
        for sooner, later in zip(once[key], again[key], strict=False)
    ]
    return lost, 1000 * max([0.0, *shifts])


def _times(observations: Sequence[Observation]) -> dict[tuple[str, bool], list[datetime]]:
    """By rule (and direction of a count): when they came."""
    times: dict[tuple[str, bool], list[datetime]] = {}
    for each in observations:
        key = (each.rule_id, isinstance(each, LineCount) and each.forward)
        times.setdefault(key, []).append(each.at)
    return times
