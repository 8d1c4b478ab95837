"""One process, two, and two beside a busy neighbour: frames that they analyse for a second of the processor.

Time on the clock tells more of what else runs on a machine than of us. So each process is charged its CPU time, and is
reckoned the share of the cores that the kernel gives it: a core each, or a fair part of them beside the neighbour.
``python -m detectors.benches.processes CLIP SECONDS`` is one of them: it prints frames a second of CPU time.
"""

import subprocess
import sys
from itertools import count, cycle
from pathlib import Path
from statistics import median
from time import monotonic, process_time

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

SECONDS, ROUNDS, FULL_ROUNDS = 4.0, 3, 7
PATIENCE_S = 120
BUSY = "while True: pass"
BESIDE = 2 / 3
"""Share of a core that each of three gets that run on two."""


def throughput(clip: Path, full: bool) -> tuple[float, float, float]:
    """Frames a second of one, of two together, of two together beside a neighbour; medians of rounds in turns."""
    rounds = [(_together(clip, 1), _together(clip, 2), _beside(clip)) for _ in range(FULL_ROUNDS if full else ROUNDS)]
    one, two, beside = (median(values) for values in zip(*rounds, strict=True))
    return one, two, beside * BESIDE


def _beside(clip: Path) -> float:
    neighbour = subprocess.Popen([sys.executable, "-c", BUSY])  # noqa: S603 - our own line
    try:
        return _together(clip, 2)
    finally:
        neighbour.kill()
        neighbour.wait()


def _together(clip: Path, processes: int) -> float:
    command = [sys.executable, "-m", __name__, str(clip), str(SECONDS)]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
        for _ in range(processes)
    ]
    for each in started:
        if each.stdout is None or each.stdout.readline() != "ready\n":
            raise Refusal("A process of the bench did not begin; what it complained of stands above.")
    for each in started:
        if each.stdin is not None:
            each.stdin.write("go\n")
            each.stdin.flush()
    return sum(float(each.communicate(timeout=PATIENCE_S)[0]) for each in started)


def main(clip: Path, seconds: float) -> None:
    detector = open_detector(shipped(clips.WEIGHTS, ["objects"])["objects"])
    pipeline = Pipeline(PipelineConfig(walkers.rules()), detector, NoPictures())
    frames = [frame.image for _, frame in zip(range(20), in_order(FileSource(clip, paced=False)), strict=False)]
    images, numbers = cycle(frames), count()

    def look() -> None:
        pipeline.analyse(Frame(next(images), walkers.at(next(numbers))), lambda kind, at: True)

    look()
    print("ready", flush=True)  # noqa: T201 - the protocol
    sys.stdin.readline()
    done, until, start = 0, monotonic() + seconds, process_time()
    while monotonic() < until:
        look()
        done += 1
    print(done / (process_time() - start))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
