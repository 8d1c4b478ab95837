"""The engines that are installed, each against the plain one, and the one that the self-test would choose."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from detectors.analysis.networks import shipped
from detectors.benches import clips
from detectors.vision.detect.selftest import Trial, fastest, tried
from detectors.vision.detect.session import NetworkFile
from detectors.vision.sources.file import FileSource
from detectors.vision.sources.source import in_order
from detectors.vision.types import Image
from detectors.weights.quantise import quantised
from hypervision.env import VAR
from hypervision.lib.bench import Figure, Say, at_least, at_most_of

GOAL, AGREEMENT_GOAL = 0.6, 99.0
CALIBRATION = 40
ROUNDS, FULL_ROUNDS = 3, 9


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    """1. The network's form with whole numbers, made once. 2. Every engine on pictures that were not used for that."""
    plain = shipped(clips.WEIGHTS, ["objects"])["objects"]
    clip = clips.recording(say)
    target = VAR / "bench" / f"{plain.sha256[:16]}.int8.onnx"
    if not target.is_file():
        say(f"Making {target}; this is done once.")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(quantised(plain.path, pictures(clip, 0, CALIBRATION)))
    trials = tried(_with(plain, target), pictures(clip, 10, 25), FULL_ROUNDS if full else ROUNDS)
    base, best = trials[0], fastest(trials)
    for trial in trials[1:]:
        if trial.trouble:
            say(f"{trial.engine}: {trial.trouble}")
        else:
            yield from _figures(str(trial.engine), trial, base)
    yield from _figures(f"the chosen one ({best.engine})", best, base)


def _figures(name: str, trial: Trial, base: Trial) -> Iterator[Figure]:
    yield at_most_of(f"{name}, a picture", trial.milliseconds, base.milliseconds, "ms", GOAL)
    yield at_least(f"{name}, boxes as the plain one's, of {trial.boxes}", 100 * trial.agreement, "%", AGREEMENT_GOAL)


def pictures(clip: Path, first: int, count: int) -> list[Image]:
    """As many pictures of the recording, each twentieth."""
    frames = in_order(FileSource(clip, paced=False))
    return [frame.image for frame in islice(frames, first, first + 20 * count, 20)]


def _with(plain: NetworkFile, int8: Path) -> NetworkFile:
    return replace(plain, int8=(int8, hashlib.sha256(int8.read_bytes()).hexdigest()))
