"""Live view and clips: what a picture for those who look costs, what ring and clip cost, what a wall of sixteen costs,
and how old a picture is on the installation that runs in this folder.

The cost is CPU time of one thread on the demonstration's clip, beside that of analysing the same frame. On the
installation nobody, one and three windows look at all cameras that are watched, in turns.
"""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from uuid import UUID

from django.conf import settings
from redis import Redis

from detectors.analysis.networks import shipped
from detectors.benches import clips, filming, walkers, wall
from detectors.benches.installation import Installation, running
from detectors.benches.onlooker import Onlooker
from detectors.benches.visitor import Visitor
from detectors.liveview.passing import pictures_of
from detectors.liveview.places import MOST
from detectors.models import Network, Watch
from detectors.vision.config import PipelineConfig
from detectors.vision.detect.registry import open_detector
from detectors.vision.mask.jpeg import encode_once
from detectors.vision.mask.registry import open_masker
from detectors.vision.pipeline import Pipeline
from detectors.vision.sources.file import FileSource
from detectors.vision.sources.source import in_order
from hypervision.env import ROOT, VAR
from hypervision.lib.bench import Figure, Say, at_most, at_most_of, p95
from hypervision.lib.errors import Refusal

FRAMES = 60
COST_GOAL = 1.0
WINDOWS = 0, 1, 3
ROUNDS, FULL_ROUNDS = 2, 5
BLOCK_S = 12
SETTLE_S = 2.5
"""Until the first pictures are there, or the wishes of those who have gone have run out."""
SAMPLE_S = 0.05
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Block:
    """cores: that the workers used. ages: seconds, of what one window shows. encoded: pictures, for each that came."""

    cores: float
    ages: list[float]
    pictures: list[float]
    encoded: float


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    yield from _costs(say)
    yield from filming.costs(say)
    yield from wall.measure(say, full=full)
    here = running(ROOT, VAR)
    visitor = Visitor(here.address)
    visitor.log_in(here.operator)
    watched = Watch.objects.filter(state=Watch.State.WATCHING).order_by("camera__name")
    cameras = list(watched.values_list("camera_id", flat=True)[:MOST])
    workers = _workers(here)
    if not cameras or not workers:
        raise Refusal("No camera is watched, so that there is nothing to look at. See /healthz of the installation.")
    say(f"{len(cameras)} cameras on a wall; nobody, one and three windows look at them in turns.")
    blocks: dict[int, list[Block]] = {windows: [] for windows in WINDOWS}
    for _ in range(FULL_ROUNDS if full else ROUNDS):
        for windows in WINDOWS:
            blocks[windows].append(_block(here, visitor.cookies, cameras, workers, windows))
    yield from _seen(blocks, len(cameras), say)


def _costs(say: Say) -> Iterator[Figure]:
    """The mask's own networks are most of it; the one that finds people does not look again."""
    networks = shipped(clips.WEIGHTS, [Network.Purpose.OBJECTS, Network.Purpose.FACES, Network.Purpose.PLATES])
    masker = open_masker(networks[Network.Purpose.FACES], networks[Network.Purpose.PLATES])
    detector = open_detector(networks[Network.Purpose.OBJECTS])
    pipeline = Pipeline(PipelineConfig(walkers.rules()), detector, masker)
    analysing, masking, encoding = list[float](), list[float](), list[float]()
    for frame in islice(in_order(FileSource(clips.street(say), paced=False)), FRAMES):
        times = [time.thread_time()]
        analysis = pipeline.analyse(frame, lambda kind, at: True)
        times.append(time.thread_time())
        image = pipeline.masked(analysis)
        times.append(time.thread_time())
        encode_once(image)
        times.append(time.thread_time())
        for found, end, start in zip((analysing, masking, encoding), times[1:], times, strict=False):
            found.append(1000 * (end - start))
    a_frame, a_mask, a_jpeg = median(analysing), median(masking), median(encoding)
    say(f"A frame: {a_frame:.1f} ms to analyse; for those who look {a_mask:.1f} to mask and {a_jpeg:.1f} to encode.")
    yield at_most_of("live view, a picture against analysing its frame", a_mask + a_jpeg, a_frame, "ms", COST_GOAL)
    yield at_most_of("live view, encoding alone", a_jpeg, a_frame, "ms", 0.1)


def _seen(blocks: dict[int, list[Block]], cameras: int, say: Say) -> Iterator[Figure]:
    looked_at = [block for windows in WINDOWS[1:] for block in blocks[windows]]
    pictures = p95(age for block in looked_at for age in block.pictures)
    if pictures is not None:
        say(f"Without the word that nothing has moved, the pictures were {pictures:.2f} s old (p95).")
    late = [age or 0 for age in Watch.objects.exclude(frame_age_ms=None).values_list("frame_age_ms", flat=True)]
    if late:
        say(f"When they were analysed, the frames of the slowest camera were {max(late) / 1000:.2f} s old (p95).")
    have = os.cpu_count() or 1
    yield at_most("live view, age of what is shown, p95", p95(age for block in looked_at for age in block.ages), "s", 1)
    encoded = max(0, median(block.encoded for block in blocks[WINDOWS[-1]])) or None
    yield at_most("live view, pictures encoded for one that three windows show", encoded, "", 1.1)
    for windows in WINDOWS:
        cores = median(block.cores for block in blocks[windows])
        yield at_most(f"live view, cores of the workers, {cameras} cameras, {windows} windows", cores, "cores", have)


def _block(here: Installation, cookies: str, cameras: Sequence[UUID], workers: Sequence[int], windows: int) -> Block:
    with ExitStack() as looking:
        onlookers = [looking.enter_context(Onlooker(here.address, cookies, cameras)) for _ in range(windows)]
        time.sleep(SETTLE_S)
        shown, encoded = _shown(onlookers), _encoded(cameras)
        start, cpu = time.monotonic(), _cpu_seconds(workers)
        ages, pictures = _sample(onlookers[:1])
        seconds, cpu = time.monotonic() - start, _cpu_seconds(workers) - cpu
        shown, encoded = _shown(onlookers) - shown, _encoded(cameras) - encoded
    time.sleep(SETTLE_S)
    return Block(cpu / seconds, ages, pictures, encoded / max(shown, 1))


def _sample(onlookers: Sequence[Onlooker]) -> tuple[list[float], list[float]]:
    """How old what is shown is, of each camera at each moment, not only when it has just come."""
    ages: list[float] = []
    pictures: list[float] = []
    until = time.monotonic() + BLOCK_S
    while time.monotonic() < until:
        for onlooker in onlookers:
            ages += onlooker.ages()
            pictures += onlooker.picture_ages()
        time.sleep(SAMPLE_S)
    return ages, pictures


def _shown(onlookers: Sequence[Onlooker]) -> int:
    """Frames that at least one of them was sent."""
    return len({frame for onlooker in onlookers for frame in onlooker.frames()})


def _encoded(cameras: Sequence[UUID]) -> int:
    """Entries of the cameras' streams so far. A stream that ran out meanwhile counts from nought, and so less."""
    with Redis.from_url(settings.REDIS_URL) as broker:
        streams = [key for camera in cameras if broker.exists(key := pictures_of(camera))]
        return sum(int(broker.xinfo_stream(key)["entries-added"]) for key in streams)


def _workers(here: Installation) -> list[int]:
    return [pid for pid in here.pids() if b"\0watch" in _file(pid, "cmdline")]


def _cpu_seconds(pids: Sequence[int]) -> float:
    """User and system time so far (proc(5), fields 14 and 15)."""
    fields = [_file(pid, "stat").rpartition(b")")[2].split() for pid in pids]
    return sum((int(each[11]) + int(each[12])) / TICK for each in fields if each)


def _file(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
