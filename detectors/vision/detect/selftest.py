"""Which engine serves a network best on this machine: each is tried on a few pictures, beside the plain one.

An engine may be used that finds what the plain one finds, and nothing else: of the sure boxes of both, at least 99 %
must have their like in the other. Of those that may, the fastest is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from time import process_time

import numpy as np

from detectors.vision.detect.engines import Engine, installed
from detectors.vision.detect.registry import Detector, open_detector
from detectors.vision.detect.session import NetworkError, NetworkFile, close_network
from detectors.vision.track.match import overlap
from detectors.vision.types import Detections, Image

LEAST_AGREEMENT = 0.99
SURE = 0.42
SAME = 0.5
"""Intersection over union of two boxes of one object."""


@dataclass(frozen=True, slots=True)
class Trial:
    """milliseconds: CPU time a picture of the whole process, median. agreement: 0 to 1. boxes: sure ones of both.

    trouble: why it could not be tried; it is then no choice.
    """

    engine: Engine
    milliseconds: float = float("inf")
    agreement: float = 0.0
    boxes: int = 0
    trouble: str = ""

    @property
    def may_serve(self) -> bool:
        return self.engine is Engine.PLAIN or (self.agreement >= LEAST_AGREEMENT and self.boxes > 0)


def tried(file: NetworkFile, pictures: Sequence[Image], rounds: int = 1) -> list[Trial]:
    """One trial for each engine that is installed, the plain one first. Raises NetworkError when even that fails.

    The engines take turns, so that a neighbour who comes and goes is a burden to all alike.
    """
    plain = open_detector(replace(file, engine=Engine.PLAIN))
    detectors: dict[Engine, Detector] = {Engine.PLAIN: plain}
    troubles: list[Trial] = []
    for engine in installed(has_int8=file.int8 is not None)[1:]:
        try:
            detectors[engine] = open_detector(replace(file, engine=engine))
            detectors[engine].detect(pictures[0])
        except NetworkError as error:
            detectors.pop(engine, None)
            troubles.append(Trial(engine, trouble=str(error)))
    plain.detect(pictures[0])
    seconds: dict[Engine, list[float]] = {engine: [] for engine in detectors}
    seen: dict[Engine, list[Detections]] = {engine: [] for engine in detectors}
    for number in range(rounds):
        for picture in pictures:
            for engine, detector in detectors.items():
                start = process_time()
                found = detector.detect(picture)
                seconds[engine].append(process_time() - start)
                if number == 0:
                    seen[engine].append(found)
    trials = [
        Trial(engine, 1000 * median(seconds[engine]), *agreement(seen[Engine.PLAIN], seen[engine]))
        for engine in detectors
    ]
    return [*trials, *troubles]


def fastest(trials: Sequence[Trial]) -> Trial:
    return min((trial for trial in trials if trial.may_serve), key=lambda trial: trial.milliseconds)


def close_others(file: NetworkFile) -> None:
    """Lets go of the engines that were tried and not chosen."""
    for engine in Engine:
        if engine is not file.engine:
            close_network(replace(file, engine=engine))


def agreement(ones: Sequence[Detections], others: Sequence[Detections]) -> tuple[float, int]:
    """Share of the sure boxes of both that the other has as well, as sure and of the same label; and how many boxes."""
    total = found = 0
    for one, other in [*zip(ones, others, strict=True), *zip(others, ones, strict=True)]:
        asked, there = _sure(one), _sure(other)
        total += len(asked)
        if len(asked) and len(there):
            same = overlap(asked.boxes.astype(np.float64), there.boxes.astype(np.float64))
            found += int(((same >= SAME) & (asked.labels[:, None] == there.labels)).any(axis=1).sum())
    return (found / total if total else 0.0), total


def _sure(seen: Detections) -> Detections:
    return seen.chosen(seen.scores >= SURE)
