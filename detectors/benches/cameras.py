"""Eight cameras in one process, more than it can carry: does each fall behind its wanted rate by the same share?"""

import threading
from collections.abc import Iterator
from itertools import cycle, islice
from time import monotonic, sleep

from detectors.analysis.networks import NoPictures, shipped
from detectors.benches import clips, walkers
from detectors.vision.config import PipelineConfig
from detectors.vision.detect.registry import open_detector
from detectors.vision.pipeline import Pipeline
from detectors.vision.sources.file import FileSource
from detectors.vision.sources.source import in_order
from detectors.vision.turns import Turns
from detectors.vision.types import Frame, Image
from hypervision.lib.bench import Figure, Say, at_least

RATES = (12.0, 12.0, 8.0, 8.0, 8.0, 4.0, 4.0, 4.0)
"""Sixty pictures a second, which takes three cores and more."""
SECONDS, FULL_SECONDS = 60.0, 180.0
GOAL = 0.9


class Watching:
    """One camera: a picture is there whenever one is due; who comes late finds the newest, the others are dropped."""

    def __init__(self, rate: float, images: list[Image], turns: Turns) -> None:
        self.rate, self.done = rate, 0
        self._images, self._turns = cycle(images), turns
        network = shipped(clips.WEIGHTS, ["objects"])["objects"]
        self._pipeline = Pipeline(PipelineConfig(walkers.rules()), open_detector(network), NoPictures())
        self._due = 0.0

    def watch(self, until: float) -> None:
        with self._turns.join(self.rate) as claim:
            while monotonic() < until:
                sleep(max(0.0, self._due - monotonic()))
                with self._turns.turn(claim, self._has_picture):
                    self._look()

    def _has_picture(self) -> bool:
        return monotonic() >= self._due

    def _look(self) -> None:
        self._due = max(self._due + 1 / self.rate, monotonic())
        self._pipeline.analyse(Frame(next(self._images), walkers.at(self.done)), lambda kind, at: True)
        self.done += 1


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    images = [frame.image for frame in islice(in_order(FileSource(clips.street(say), paced=False)), 30)]
    turns, seconds = Turns(), FULL_SECONDS if full else SECONDS
    cameras = [Watching(rate, images, turns) for rate in RATES]
    say(f"{len(RATES)} cameras that want {sum(RATES):g} pictures a second in all, for {seconds:g} s.")
    until = monotonic() + seconds
    threads = [threading.Thread(target=camera.watch, args=(until,)) for camera in cameras]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The first picture of each comes at once, whatever its rate.
    shares = [(camera.done - 1) / seconds / camera.rate for camera in cameras]
    said = ", ".join(f"{camera.rate:g}: {share:.1%}" for camera, share in zip(cameras, shares, strict=True))
    say(f"Share of the wanted rate, by rate: {said}.")
    if max(shares) > GOAL:
        say("This machine carries nearly all of it, so that little can be said of overload.")
    yield at_least("smallest share of a wanted rate, of the largest", min(shares) / max(shares), "", GOAL)
