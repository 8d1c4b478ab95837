"""Clips: what the ring of a camera costs while something moves all the time, and what a clip costs.

CPU time of one thread on the demonstration's clip at 1280 x 720, looked at five times a second as its clock runs; no
motion gate, so that each frame is looked at and the ring gets as many pictures as it takes.
"""

import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from statistics import median
from uuid import uuid4

from detectors.analysis.networks import shipped
from detectors.benches import clips, walkers
from detectors.models import Network
from detectors.vision.config import PipelineConfig
from detectors.vision.detect.registry import open_detector
from detectors.vision.film import h264, strip
from detectors.vision.film.reel import Footage, Order, Reel
from detectors.vision.mask.registry import open_masker
from detectors.vision.pipeline import Analysis, Pipeline
from detectors.vision.sources.file import FileSource
from detectors.vision.sources.source import in_order
from detectors.vision.types import Frame, SceneEvent
from hypervision.lib.bench import Figure, Say, at_most, at_most_of
from hypervision.lib.errors import Refusal

RATE = 5
BEFORE_FRAMES, AFTER_FRAMES = 12 * RATE, 11 * RATE
"""Twelve seconds until the event, so that the ring is full, and eleven behind it."""
ROUNDS = 3
RING_GOAL, RING_MB, CLIP_S, CLIP_MB = 1.0, 2.0, 1.0, 4.0
ZONE = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))


def costs(say: Say) -> Iterator[Figure]:
    """Raises Refusal where no film can be made."""
    if not h264.is_there():
        raise Refusal(f"No clip can be made: install {h264.PACKAGE}.")
    analysing, ringing, held, footage = _filmed(say)
    made, seconds = _developed(footage)
    size = len(made.film.mp4) / 1e6
    say(
        f"While something moves, a camera's ring takes {1000 * ringing:.0f} ms of processor time a second, and its "
        f"analysis {1000 * analysing:.0f}; it holds {held / 1e6:.2f} MB. A clip of {len(footage.shots)} pictures takes "
        f"{seconds:.2f} s, once, and is {size:.2f} MB."
    )
    name = "clips, ring of a camera against its analysis"
    yield at_most_of(name, ringing, analysing, "cores", RING_GOAL)
    yield at_most("clips, ring of a camera, memory", held / 1e6, "MB", RING_MB)
    yield at_most("clips, making one, processor time", seconds, "s", CLIP_S)
    yield at_most("clips, size of one", size, "MB", CLIP_MB)


def _filmed(say: Say) -> tuple[float, float, int, Footage]:
    """Cores of the analysis and of the ring before the event; bytes that the ring then held; the footage."""
    cut: list[Footage] = []
    reel, pipeline = Reel(cut.append), _pipeline()
    analysing = ringing = 0.0
    held = 0
    for number, frame in enumerate(_frames(say)):
        began = time.thread_time()
        analysis = pipeline.analyse(frame, lambda kind, at: True)
        looked = time.thread_time()
        if number == BEFORE_FRAMES:
            held = reel.held_bytes
            reel.begin(_order(frame, analysis), analysis.tracks, (clips.SIZE[0], clips.SIZE[1]))
        now = number / RATE
        if reel.is_due(now):
            reel.add(pipeline.masked(analysis), frame.at, analysis.tracks, now)
        if number < BEFORE_FRAMES:
            analysing += looked - began
            ringing += time.thread_time() - looked
    seconds = BEFORE_FRAMES / RATE
    return analysing / seconds, ringing / seconds, held, cut[0]


def _developed(footage: Footage) -> tuple[strip.Strip, float]:
    times = []
    for _ in range(ROUNDS):
        began = time.thread_time()
        made = strip.developed(footage)
        times.append(time.thread_time() - began)
    return made, median(times)


def _pipeline() -> Pipeline:
    networks = shipped(clips.WEIGHTS, [Network.Purpose.OBJECTS, Network.Purpose.FACES, Network.Purpose.PLATES])
    masker = open_masker(networks[Network.Purpose.FACES], networks[Network.Purpose.PLATES])
    return Pipeline(PipelineConfig(walkers.rules()), open_detector(networks[Network.Purpose.OBJECTS]), masker)


def _frames(say: Say) -> Iterator[Frame]:
    """As a camera of five pictures a second sends them, whatever the clip's own clock says."""
    source = islice(in_order(FileSource(clips.street(say), paced=False)), BEFORE_FRAMES + AFTER_FRAMES)
    for number, frame in enumerate(source):
        yield Frame(frame.image, walkers.at(0) + timedelta(seconds=number / RATE))


def _order(frame: Frame, analysis: Analysis) -> Order:
    box = tuple(analysis.tracks.boxes[0].tolist()) if len(analysis.tracks) else None
    event = SceneEvent(
        *("intrusion", "r", 1, "z", frame.at, frame.at, frame.at),
        foot=(0.0, 0.0),
        box=box,
        score=1.0,
    )
    return Order(uuid4(), event, ZONE, frame.at + timedelta(days=1))
