"""What one camera costs a process that watches it: CPU milliseconds of each part, megabytes of memory.

CPU time, not time on the clock: whoever else wants the processor lengthens the wait, not the work (though shared caches
make the work slower, and that is meant to be in it). It is that of the whole process: libraries start threads.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from pathlib import Path
from statistics import median
from time import monotonic, process_time

import numpy as np

from detectors.vision.config import PipelineConfig, Points, RuleConfig, ShapeConfig
from detectors.vision.detect.registry import Detector, open_detector
from detectors.vision.detect.session import NetworkFile
from detectors.vision.mask.jpeg import encode
from detectors.vision.mask.registry import open_masker
from detectors.vision.pipeline import Analysis, Masker, Pipeline
from detectors.vision.sources.file import FileSource
from detectors.vision.sources.source import Picture, in_order
from detectors.vision.types import Detections, Frame, Image

OBJECTS = 10
"""Persons in the street with which tracker, rules and masks are measured, and how many frames they walk."""
STEPS = 40
CAMERAS = 4
"""Cameras that are opened to see how much memory one more takes."""
START = datetime(2026, 1, 1, tzinfo=UTC)
LEAST = 3
"""Measurements of a part, however slow it is."""

LEFT: Points = ((0, 0.2), (0.5, 0.2), (0.5, 1), (0, 1))
RIGHT: Points = ((0.5, 0.2), (1, 0.2), (1, 1), (0.5, 1))
RULES = (
    RuleConfig("1", 1, "intrusion", ShapeConfig("1", "Left", LEFT)),
    RuleConfig("2", 1, "wrong_direction", ShapeConfig("2", "Right", RIGHT)),
    RuleConfig("3", 1, "density", ShapeConfig("3", "Right", RIGHT)),
    RuleConfig("4", 1, "line_count", ShapeConfig("4", "Middle", ((0.5, 1), (0.5, 0)))),
)


class Street:
    """In place of a network: persons who walk to and fro, the same each time."""

    def __init__(self, width: int, height: int) -> None:
        self._steps = cycle([_walkers(step, width, height) for step in [*range(STEPS), *range(STEPS, 0, -1)]])
        self.last = Detections.none()

    def detect(self, image: Image) -> Detections:
        self.last = next(self._steps)
        return self.last


def _walkers(step: int, width: int, height: int) -> Detections:
    tall = height / 6
    left = width * (0.05 + 0.08 * np.arange(OBJECTS)) + step * width / 400
    top = height * (0.25 + 0.05 * np.arange(OBJECTS))
    boxes = np.stack([left, top, left + tall / 2.4, top + tall], axis=1).astype(np.float32)
    return Detections(boxes, np.full(OBJECTS, 0.8, np.float32), np.zeros(OBJECTS, np.int64))


class _Reading:
    """A clip that begins again at its end, as the thread of a camera reads it: decoded, and looked at for a freeze."""

    def __init__(self, clip: Path) -> None:
        self._clip = clip
        self._source = self._opened()
        self.picture: Picture | None = None

    def read(self) -> None:
        try:
            self.picture = self._source.read()
        except ValueError:  # its end
            self._source.close()
            self._source = self._opened()
            self.picture = self._source.read()
        self.picture.fingerprint()

    def convert(self) -> None:
        if self.picture is None:
            self.read()
        else:
            self.picture.frame()

    def _opened(self) -> FileSource:
        source = FileSource(self._clip, paced=False, start=START)
        source.connect()
        return source


def costs(clip: Path, networks: Mapping[str, NetworkFile], seconds: float) -> dict[str, float]:
    """CPU milliseconds a frame of each part. seconds: on the clock, for each part, the network's gets twice that."""
    images = [frame.image for frame in in_order(FileSource(clip, paced=False, start=START))]
    height, width = images[0].shape[:2]
    detector, masker, street = open_detector(networks["objects"]), _masker(networks), Street(width, height)
    reading, turn = _Reading(clip), cycle(images)
    pipeline, numbers = Pipeline(PipelineConfig(RULES), street, masker), count()

    def follow() -> Analysis:
        at = START + timedelta(seconds=next(numbers) / 5)
        return pipeline.analyse(Frame(images[0], at), lambda kind, at: True)

    analysis = follow()
    return {
        "read": _cost(reading.read, seconds),
        "convert": _cost(reading.convert, seconds / 2),
        "detect": _cost(lambda: detector.detect(next(turn)), 2 * seconds),
        "follow": _cost(follow, seconds / 2),
        "mask": _cost(lambda: encode(masker.mask(next(turn), analysis.detections, analysis.tracks)), seconds),
    }


def memory(clip: Path, networks: Mapping[str, NetworkFile]) -> dict[str, float]:
    """Megabytes of this process as it is, with its networks warm, and of one more camera in it."""
    masker = _masker(networks)
    warm = _Watched(clip, networks, masker)
    warm.look()
    before = proportional_mb()
    watched = [_Watched(clip, networks, masker) for _ in range(CAMERAS)]
    for each in watched:
        each.look()
    return {"process": before, "camera": max(0.0, proportional_mb() - before) / CAMERAS}


class _Watched:
    """What a process holds of one camera: a decoder, its last picture, a detector's buffers, a pipeline."""

    def __init__(self, clip: Path, networks: Mapping[str, NetworkFile], masker: Masker) -> None:
        self._reading = _Reading(clip)
        detector: Detector = open_detector(networks["objects"])
        self._pipeline = Pipeline(PipelineConfig(RULES), detector, masker)
        self._kept: Analysis | None = None

    def look(self, frames: int = 5) -> None:
        for number in range(frames):
            self._reading.read()
            picture = self._reading.picture
            if picture is not None:
                frame = Frame(picture.frame().image, START + timedelta(seconds=number))
                self._kept = self._pipeline.analyse(frame, lambda kind, at: True)
        if self._kept is not None:
            self._pipeline.picture(self._kept)


def proportional_mb() -> float:
    """Memory of this process in megabytes; what processes share counts once among them (PSS)."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise OSError("The kernel does not say how much memory this process has.")


def _masker(networks: Mapping[str, NetworkFile]) -> Masker:
    return open_masker(networks["faces"], networks["plates"])


def _cost(work: Callable[[], object], seconds: float) -> float:
    """Median CPU milliseconds of one call, after one that does not count."""
    work()
    taken: list[float] = []
    until = monotonic() + seconds
    while len(taken) < LEAST or monotonic() < until:
        start = process_time()
        work()
        taken.append(1000 * (process_time() - start))
    return median(_blocks(taken))


def _blocks(taken: Sequence[float]) -> list[float]:
    """Means of runs of ten calls: the clock of a process is too coarse for a single short call."""
    size = max(1, min(10, len(taken) // LEAST))
    return [sum(taken[at : at + size]) / size for at in range(0, len(taken) - size + 1, size)]
