"""One process, two, and two beside a busy neighbour: frames that they analyse for a second of the processor.

Time on the clock tells more of what else runs on a machine than of us. So each process is charged its CPU time, and is
reckoned the share of the cores that the kernel gives it: a core each, or a fair part of them beside the neighbour.
``python -m detectors.benches.processes CLIP SECONDS`` is one of them: for each line that it reads it looks for so long,
and prints frames a second of CPU time, and by the clock.
"""

import subprocess
import sys
from collections.abc import Sequence
from itertools import count, cycle
from pathlib import Path
from statistics import median
from time import monotonic, process_time
from typing import IO, NamedTuple, cast

from detectors.analysis.networks import NoPictures, shipped
from detectors.benches import clips, walkers
from detectors.vision.config import PipelineConfig
from detectors.vision.detect.registry import open_detector
from detectors.vision.pipeline import Pipeline
from detectors.vision.sources.file import FileSource
from detectors.vision.sources.source import in_order
from detectors.vision.types import Frame
from hypervision.env import ROOT
from hypervision.lib.errors import Refusal

SECONDS, ROUNDS, FULL_ROUNDS = 3.0, 3, 7
BUSY = "while True: pass"
BESIDE = 2 / 3
"""Share of a core that each of three gets that run on two."""


class Throughput(NamedTuple):
    """Frames a second, of all processes together."""

    of_cpu: float
    by_clock: float


def throughput(clip: Path, full: bool) -> tuple[Throughput, Throughput, Throughput]:
    """Of one, of two together, of two together beside a neighbour; medians of rounds in turns."""
    command = [sys.executable, "-m", __name__, str(clip), str(SECONDS)]
    both = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
        for _ in range(2)
    ]
    try:
        for each in both:
            _said(each)
        rounds = range(FULL_ROUNDS if full else ROUNDS)
        found = [(_together(both[:1]), _together(both), _beside(both)) for _ in rounds]
    finally:
        for each in both:
            each.kill()
            each.communicate()
    one, two, beside = (Throughput(*map(median, zip(*rounds, strict=True))) for rounds in zip(*found, strict=True))
    return one, two, beside._replace(of_cpu=beside.of_cpu * BESIDE)


def _beside(both: Sequence[subprocess.Popen[str]]) -> Throughput:
    neighbour = subprocess.Popen([sys.executable, "-c", BUSY])  # noqa: S603 - our own line
    try:
        return _together(both)
    finally:
        neighbour.kill()
        neighbour.wait()


def _together(processes: Sequence[subprocess.Popen[str]]) -> Throughput:
    for each in processes:
        to = cast(IO[str], each.stdin)
        to.write("go\n")
        to.flush()
    said = [map(float, _said(each).split()) for each in processes]
    return Throughput(*map(sum, zip(*said, strict=True)))


def _said(process: subprocess.Popen[str]) -> str:
    said = cast(IO[str], process.stdout).readline()
    if not said:
        raise Refusal("A process of the bench ended before its time; what it complained of stands above.")
    return said


def main(clip: Path, seconds: float) -> None:
    detector = open_detector(shipped(clips.WEIGHTS, ["objects"])["objects"])
    pipeline = Pipeline(PipelineConfig(walkers.rules()), detector, NoPictures())
    frames = [frame.image for _, frame in zip(range(20), in_order(FileSource(clip, paced=False)), strict=False)]
    images, numbers = cycle(frames), count()

    def look() -> None:
        pipeline.analyse(Frame(next(images), walkers.at(next(numbers))), lambda kind, at: True)

    look()
    print("ready", flush=True)  # noqa: T201 - the protocol
    for _ in sys.stdin:
        done, begun, start = 0, monotonic(), process_time()
        while monotonic() < begun + seconds:
            look()
            done += 1
        print(done / (process_time() - start), done / (monotonic() - begun), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
