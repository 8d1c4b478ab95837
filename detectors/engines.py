"""Which engine each network runs on here: found out once per machine, network and installed packages, then remembered.

The choice lies in a file beside the other things of this machine, so that workers need not try again at each start. No
choice yet means the plain engine.
"""

import hashlib
import importlib.metadata
import json
import logging
import platform
from collections.abc import Sequence
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path

from django.conf import settings

from detectors.demo.clip import SOURCE
from detectors.vision.detect import selftest
from detectors.vision.detect.engines import Engine, installed
from detectors.vision.detect.selftest import Trial
from detectors.vision.detect.session import NetworkError, NetworkFile
from detectors.vision.sources.errors import SourceError
from detectors.vision.sources.file import FileSource
from detectors.vision.sources.source import in_order
from detectors.vision.types import Image
from detectors.weights.fetch import write_whole
from hypervision.env import VAR

logger = logging.getLogger(__name__)

CHOICES: Path = VAR / "engines"
PICTURES, APART = 8, 60
"""How many pictures of the demonstration's clip an engine is tried on, and how many frames they lie apart."""


def with_choice(file: NetworkFile) -> NetworkFile:
    """The file with the engine that was chosen for it on this machine."""
    try:
        chosen = Engine(json.loads(_place(file).read_text())["chosen"])
    except (OSError, ValueError, KeyError):
        return file
    return replace(file, engine=chosen) if chosen in installed(has_int8=file.int8 is not None) else file


def settle(file: NetworkFile, pictures: Sequence[Image]) -> list[Trial]:
    """Tries what is installed and remembers the fastest that finds the same. Raises NetworkError."""
    trials = selftest.tried(file, pictures)
    best = selftest.fastest(trials)
    selftest.close_others(replace(file, engine=best.engine))
    CHOICES.mkdir(parents=True, exist_ok=True)
    facts = {"chosen": best.engine, "trials": [asdict(trial) for trial in trials]}
    write_whole(_place(file), json.dumps(facts, indent=1).encode())
    return trials


def settle_at_start(file: NetworkFile) -> None:
    """For a worker that begins; once per machine, network and packages. Without pictures all stays plain."""
    if _place(file).is_file():
        return
    pictures = demo_pictures(0, PICTURES, APART)
    if not pictures:
        logger.info("The engines were not tried: there is no clip of the demonstration to try them on.")
        return
    try:
        for trial in settle(file, pictures):
            logger.info("%s", sentence(trial))
    except NetworkError as error:
        logger.error("The engines could not be tried: %s", error)


def sentence(trial: Trial) -> str:
    if trial.trouble:
        return f"{trial.engine} cannot be used: {trial.trouble}"
    return (
        f"{trial.engine}: {trial.milliseconds:.1f} ms of CPU a picture, "
        f"{trial.agreement:.1%} of {trial.boxes} boxes as the plain engine's."
    )


def demo_pictures(first: int, count: int, apart: int) -> list[Image]:
    """Pictures of the demonstration's clip; none where that is not installed."""
    clip = settings.DEMO_DIR / SOURCE
    try:
        frames = in_order(FileSource(clip, paced=False))
        return [frame.image for frame in islice(frames, first, first + count * apart, apart)]
    except SourceError:
        return []


def _place(file: NetworkFile) -> Path:
    """Another processor, package or int8 form asks for another trial."""
    known = [file.sha256, file.int8[1] if file.int8 else "", _processor(), *map(_version, ("onnxruntime", "openvino"))]
    known += installed(has_int8=file.int8 is not None)
    return CHOICES / f"{hashlib.sha256(' '.join(known).encode()).hexdigest()[:24]}.json"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next((line for line in lines if line.startswith("flags")), platform.machine())


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""
