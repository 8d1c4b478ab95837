"""A wall of sixteen: sixteen simulated cameras in this process, first with nobody, then with somebody who looks at all.

Each camera is a thread with a pipeline of its own over the same sessions, as in a worker, and shows the demonstration's
clip twice a second, which a machine with two cores carries; no motion gate, so that all of them move all the time. The
pictures go through the broker, where the bench reads them as a web process does. Clips are off: see ``filming``.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from statistics import median
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from redis import Redis

from detectors.analysis.networks import shipped
from detectors.benches import clips, walkers
from detectors.liveview.passing import WISH_S, Shown, pictures_of, wish_of
from detectors.liveview.places import MOST
from detectors.liveview.viewfinder import Lens, Viewfinder
from detectors.models import Network
from detectors.vision.config import PipelineConfig
from detectors.vision.detect.registry import Detector, open_detector
from detectors.vision.mask.registry import open_masker
from detectors.vision.pipeline import Masker, Pipeline
from detectors.vision.sources.file import FileSource
from detectors.vision.sources.source import in_order
from detectors.vision.turns import Turns
from detectors.vision.types import Frame, Image
from hypervision.lib import clock
from hypervision.lib.bench import Figure, Say, at_most, p95

RATE = 2.0
FRAMES = 40
BLOCK_S, SETTLE_S = 10.0, 2.0
ROUNDS, FULL_ROUNDS = 2, 5
READ_S = 0.02
CORES_GOAL = 1.0
"""Of processor time that sixteen views may take, at two pictures a second each."""
PICTURE_MS = 40.0


@dataclass(slots=True)
class Street:
    """What all simulated cameras have in common. analysed: pictures since the last look."""

    images: Sequence[Image]
    detector: Detector
    masker: Masker
    over: threading.Event = field(default_factory=threading.Event)
    turns: Turns = field(default_factory=Turns)
    analysed: list[float] = field(default_factory=list)


def measure(say: Say, *, full: bool) -> Iterator[Figure]:
    street, finder = _street(say), Viewfinder()
    cameras = [uuid4() for _ in range(MOST)]
    threads = [threading.Thread(target=_watch, args=(street, finder, camera, at)) for at, camera in enumerate(cameras)]
    for thread in threads:
        thread.start()
    try:
        yield from _blocks(say, street, cameras, FULL_ROUNDS if full else ROUNDS)
    finally:
        street.over.set()
        for thread in threads:
            thread.join()


def _blocks(say: Say, street: Street, cameras: Sequence[UUID], rounds: int) -> Iterator[Figure]:
    cores: dict[bool, list[float]] = {False: [], True: []}
    rates: dict[bool, list[float]] = {False: [], True: []}
    ages: list[float] = []
    with Redis.from_url(settings.REDIS_URL) as broker:
        for _ in range(rounds):
            for is_looked_at in (False, True):
                used, rate, seen = _block(broker, street, cameras, is_looked_at)
                cores[is_looked_at].append(used)
                rates[is_looked_at].append(rate)
                ages += seen
    alone, looked_at = median(cores[False]), median(cores[True])
    before, after = median(rates[False]), median(rates[True])
    # On a machine that is full already, views take from the analysis: what is left of it is not theirs.
    views = looked_at - alone * after / before
    shown = len(ages) / (rounds * BLOCK_S)
    say(
        f"Sixteen cameras take {alone:.2f} cores and analyse {before:.2f} pictures a second each. With a wall of "
        f"sixteen they take {looked_at:.2f}, analyse {after:.2f} and show {shown / MOST:.2f}; views take {views:.2f}."
    )
    yield at_most("wall of sixteen, cores of the views", views, "cores", CORES_GOAL)
    a_picture = 1000 * views / shown if shown else None
    yield at_most("wall of sixteen, processor time of a picture shown", a_picture, "ms", PICTURE_MS)
    yield at_most("wall of sixteen, age of a picture in the broker, p95", p95(ages), "s", 1)


def _block(
    broker: "Redis", street: Street, cameras: Sequence[UUID], is_looked_at: bool
) -> tuple[float, float, list[float]]:
    """Cores used, pictures analysed a second and camera, and the age of each picture when it could be read."""
    until = time.monotonic() + SETTLE_S
    while time.monotonic() < until:
        _wish(broker, cameras, is_looked_at)
        time.sleep(0.5)
    street.analysed.clear()
    start, cpu, renewed = time.monotonic(), time.process_time(), 0.0
    read, ages = {pictures_of(camera): b"$" for camera in cameras}, list[float]()
    while (now := time.monotonic()) < start + BLOCK_S:
        if now >= renewed + 1:
            renewed = now
            _wish(broker, cameras, is_looked_at)
        if is_looked_at:
            ages += _read(broker, read)
        time.sleep(READ_S)
    seconds = time.monotonic() - start
    return (time.process_time() - cpu) / seconds, len(street.analysed) / seconds / len(cameras), ages


def _wish(broker: "Redis", cameras: Sequence[UUID], is_looked_at: bool) -> None:
    with broker.pipeline() as steps:
        for camera in cameras:
            if is_looked_at:
                steps.set(wish_of(camera), 1, ex=WISH_S)
            else:
                steps.delete(wish_of(camera))
        steps.execute()


def _read(broker: "Redis", read: "dict[str, bytes]") -> list[float]:
    streams: dict[Any, Any] = dict(read)
    found: Any = broker.xread(streams, block=200)
    ages = []
    for key, entries in found or []:
        read[key.decode()] = entries[-1][0]
        ages += [time.time() - Shown.read(UUID(int=0), fields).at / 1000 for _, fields in entries]
    return ages


def _watch(street: Street, finder: Viewfinder, camera: UUID, number: int) -> None:
    """As ``detectors.watching`` does, without a law and a database."""
    pipeline = Pipeline(PipelineConfig(walkers.rules()), street.detector, street.masker)
    period = 1 / RATE
    due = time.monotonic() + period * number / MOST
    with street.turns.join(RATE) as claim, finder.open(camera) as lens:
        at = number
        while not street.over.wait(max(0.0, due - time.monotonic())):
            image, following = street.images[at % len(street.images)], max(due + period, time.monotonic())
            with street.turns.turn(claim, lambda due=following: time.monotonic() >= due):  # type: ignore[misc]
                # A camera whose turn comes takes its newest picture, not the one that was there when it asked.
                _look(street, pipeline, lens, Frame(image, clock.now()))
            at, due = at + 1, following


def _look(street: Street, pipeline: Pipeline, lens: Lens, frame: Frame) -> None:
    began = time.monotonic()
    analysis = pipeline.analyse(frame, lambda kind, at: True)
    street.analysed.append(began)
    began = time.monotonic()
    if lens.is_due(began):
        lens.show(pipeline.masked(analysis), frame.at, "", time.monotonic() - began)


def _street(say: Say) -> Street:
    networks = shipped(clips.WEIGHTS, [Network.Purpose.OBJECTS, Network.Purpose.FACES, Network.Purpose.PLATES])
    frames = islice(in_order(FileSource(clips.street(say), paced=False)), FRAMES)
    masker = open_masker(networks[Network.Purpose.FACES], networks[Network.Purpose.PLATES])
    return Street([frame.image for frame in frames], open_detector(networks[Network.Purpose.OBJECTS]), masker)
