"""The whole pipeline on a camera of 1280 x 720: what it adds to decoding and to the network, against supervision and
trackers; and what a second process brings.

It runs the network without the classes that count for nothing; the peers run it as it is published. So each figure is
told twice: for the network that runs, and for the published one, which looks at the same pictures in the same run.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import process_time
from typing import NamedTuple

import numpy as np

from detectors.analysis.networks import NoPictures, shipped
from detectors.benches import clips, processes, walkers
from detectors.benches.peers import PIPELINE, Worker
from detectors.vision.config import PipelineConfig
from detectors.vision.detect.engines import Engine, Session
from detectors.vision.detect.registry import Detector, open_detector
from detectors.vision.detect.session import open_network
from detectors.vision.pipeline import Pipeline
from detectors.vision.sources.file import FileSource
from detectors.vision.types import Detections, Floats, Frame, Image, SceneEvent
from hypervision.lib.bench import Figure, Say, at_least, at_least_of, at_most_of, interleaved

FRAMES = 50
FEW, MANY = 5, 50
FEW_GOAL, MANY_GOAL, OVERHEAD_GOAL = 0.97, 0.95, 1 / 6
TWO_GOAL = 1.85
SECOND = clips.RATE
"""Frames of the dwell time of the zones' rules."""
Event = tuple[int, int]
"""Zone and object."""


class Timed:
    """A session that says how long the network itself took for the last picture, and another one for the same."""

    def __init__(self, session: Session, other: Session) -> None:
        self._session, self._other = session, other
        self.inputs, self.outputs = session.inputs, session.outputs
        self._asked: tuple[Image, Sequence[str]] | None = None
        self.seconds = 0.0

    def run(self, picture: Image, names: Sequence[str]) -> list[Floats]:
        self._asked = picture, names
        start = process_time()
        answers = self._session.run(picture, names)
        self.seconds = process_time() - start
        return answers

    def seconds_of_the_other(self) -> float:
        if self._asked is None:
            return 0.0
        start = process_time()
        self._other.run(*self._asked)
        return process_time() - start


class Staged:
    """The network looks, and what it saw is read; the tracker is given the walkers instead."""

    def __init__(self, detector: Detector, boxes: Sequence[Floats]) -> None:
        self._detector = detector
        self._boxes = iter(boxes)

    def detect(self, image: Image) -> Detections:
        self._detector.detect(image)
        return walkers.seen(next(self._boxes))


class Run(NamedTuple):
    """decoding, network, added: what a frame's whole time is made of; published: what the published network takes for
    the same picture. Milliseconds a frame, medians.
    """

    decoding: float
    network: float
    added: float
    published: float
    events: list[SceneEvent]

    @property
    def whole(self) -> float:
        return self.decoding + self.network + self.added

    @property
    def share(self) -> float:
        """Of decoding and the network that runs, of the whole."""
        return (self.decoding + self.network) / self.whole

    @property
    def published_share(self) -> float:
        """Of decoding and the published network, of the whole with the network that runs."""
        return (self.decoding + self.published) / self.whole

    @property
    def added_to_published(self) -> float:
        """What the whole takes more than decoding and the published network would."""
        return self.whole - self.decoding - self.published


class Ours:
    """file: the network as it is published."""

    def __init__(self, clip: Path) -> None:
        self.file = shipped(clips.WEIGHTS, ["objects"])["objects"]
        runs = replace(self.file, engine=Engine.NARROW)
        network = open_network(runs)
        self._timed = Timed(network._session, open_network(self.file)._session)
        network._session = self._timed
        self._clip, self._detector = clip, open_detector(runs)

    def run(self, boxes: Sequence[Floats]) -> Run:
        """By CPU time of the process: what a library does in threads of its own counts, too."""
        source = FileSource(self._clip, rate=clips.RATE, paced=False, start=walkers.START)
        pipeline = Pipeline(PipelineConfig(walkers.rules()), Staged(self._detector, boxes), NoPictures())
        source.connect()
        spent, events = list[tuple[float, float, float, float]](), list[SceneEvent]()
        for number in range(len(boxes)):
            start = process_time()
            image = source.read().frame().image
            decoded = process_time()
            analysis = pipeline.analyse(Frame(image, walkers.at(number)), lambda kind, at: True)
            end = process_time()
            network = self._timed.seconds
            spent.append((decoded - start, network, end - decoded - network, self._timed.seconds_of_the_other()))
            events += [each for each in analysis.observations if isinstance(each, SceneEvent)]
        source.close()
        decoding, network, added, published = (1000 * median(each) for each in zip(*spent, strict=True))
        return Run(decoding, network, added, published, events)


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    """1. What decoding and the network are of the whole. 2. What we add, against the peers. 3. A second process."""
    clip = clips.street(say)
    ours, repeats = Ours(clip), 9 if full else 3
    say(f"{FRAMES} frames of 1280 x 720, H.264, {walkers.ZONES} zones, {repeats} times.")
    few, many = walkers.walk(FEW, FRAMES), walkers.walk(MANY, FRAMES)
    yield from _shares([ours.run(few) for _ in range(repeats)], FEW, FEW_GOAL, say)
    runs = [ours.run(many)]
    with Worker(PIPELINE, "pipeline_worker.py", say) as peer:
        asked = {
            "clip": str(clip),
            "network": str(ours.file.path),
            "boxes": [each.tolist() for each in many],
            "zones": [each.astype(int).tolist() for each in walkers.zones()],
        }
        said = peer.ask(**asked)
        say("The peer's parts, ms: " + ", ".join(f"{name} {cost:.2f}" for name, cost in said["parts"].items()))

        def added() -> float:
            runs.append(ours.run(many))
            return runs[-1].added

        mine, theirs = interleaved(added, lambda: float(peer.ask(**asked)["milliseconds"]), repeats)
    yield from _shares(runs, MANY, MANY_GOAL, say)
    yield at_most_of(f"added to decoding and the network that runs, {MANY} boxes", mine, theirs, "ms", OVERHEAD_GOAL)
    beyond = median(run.added_to_published for run in runs)
    yield at_most_of(f"added to decoding and the published network, {MANY} boxes", beyond, theirs, "ms", OVERHEAD_GOAL)
    here, there = _events(runs[0].events, many), _their_events(said["inside"], many)
    say(f"{len(here)} objects stayed in a zone for a second; the peer has {len(there)}.")
    yield at_least("zone events as the peer's", 100 * len(here & there) / max(len(here | there), 1), "%", 100)
    one, two, beside = processes.throughput(clip, full)
    say(f"By the clock two processes do {two.by_clock / one.by_clock:.2f} times what one does, at the load told here.")
    name = "two processes against one, frames for their CPU time"
    yield at_least_of(name, two.of_cpu, one.of_cpu, "/s", TWO_GOAL)
    name = "two beside a busy neighbour against one alone, frames for their CPU time"
    yield at_least_of(name, beside.of_cpu, one.of_cpu, "/s", 1)


def _shares(runs: Sequence[Run], boxes: int, goal: float, say: Say) -> Iterator[Figure]:
    names = ("decoding", "network", "added", "published")
    parts = (f"{name} {median(getattr(run, name) for run in runs):.2f}" for name in names)
    say(f"A frame with {boxes} boxes, ms: {', '.join(parts)}")
    share, published = (median(getattr(run, name) for run in runs) for name in ("share", "published_share"))
    yield at_least(f"decoding and the network that runs, of the whole, {boxes} boxes", share, "", goal)
    yield at_least(f"decoding and the published network, of the whole, {boxes} boxes", published, "", goal)


def _events(events: Sequence[SceneEvent], boxes: Sequence[Floats]) -> set[Event]:
    found = set()
    for each in events:
        number = round((each.at - walkers.START).total_seconds() * clips.RATE)
        found.add((int(each.zone_id), _who(each.box or (0, 0, 0, 0), boxes[number])))
    return found


def _their_events(inside: Sequence[Sequence[tuple[int, Sequence[float]]]], boxes: Sequence[Floats]) -> set[Event]:
    """Who was in a zone in as many frames after one another as a second has, first and last included."""
    runs: dict[Event, int] = {}
    found = set()
    for frame, here in zip(inside, boxes, strict=True):
        now = {(zone, _who(box, here)) for zone, box in frame}
        runs = {event: runs.get(event, 0) + 1 for event in now}
        found |= {event for event, length in runs.items() if length > SECOND}
    return found


def _who(box: Sequence[float], boxes: Floats) -> int:
    """Which walker a box is of."""
    return int(np.abs(boxes - np.asarray(box, np.float32)).sum(axis=1).argmin())
