"""The suite ``clips``: recordings in a folder whose objects were labelled by hand, ``evaluate clips --folder F``."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from detectors.analysis.errors import AnalysisError
from detectors.analysis.frames import open_frames
from detectors.analysis.networks import NoPictures, shipped
from detectors.evaluation import tracking
from detectors.evaluation.measure import Asked, EvaluationError, Measure, Say
from detectors.vision.config import PipelineConfig
from detectors.vision.detect.registry import Detector, open_detector
from detectors.vision.pipeline import Pipeline
from detectors.vision.quality.labelled import CAR, PERSON, Labelled, read
from detectors.vision.sentences import SentenceError
from detectors.vision.types import Label
from hypervision.env import ROOT

LABELS = ROOT / "tests" / "vision" / "labels"
RATES = {"vtest": 7.0, "car-detection": 12.5, "one-by-one-person-detection": 10.0}
"""True frames a second."""
SUFFIXES = (".mp4", ".avi", ".mkv")
CLASSES = {PERSON: Label.PERSON, CAR: Label.VEHICLE}


def labelled_clips(asked: Asked, say: Say) -> Iterator[Measure]:
    files = sorted(LABELS.glob("*.txt"))
    if asked.folder is None or not asked.folder.is_dir():
        names = ", ".join(file.stem for file in files)
        raise EvaluationError(f"Say with --folder where the clips lie. Labels there are for: {names or 'none'}.")
    try:
        detector = open_detector(shipped(asked.weights, ("objects",))["objects"])
        for file in files:
            clip = _clip(file.stem, asked)
            if clip is None:
                yield Measure("clips", file.stem, "HOTA", None, note=f"It is not in {asked.folder}.")
            else:
                yield from _measured(file, clip, detector, say)
    except (AnalysisError, SentenceError) as error:
        raise EvaluationError(str(error)) from error


def _labelled(path: Path) -> tuple[Label, Labelled]:
    """What the objects of the file are called, and where they are. Raises EvaluationError."""
    try:
        found = [(label, read(path, kind)) for kind, label in CLASSES.items()]
    except (OSError, ValueError) as error:
        raise EvaluationError(f"{path} holds no labels: {error}") from error
    named = [(label, labels) for label, labels in found if any(len(frame.ids) for frame in labels.truth)]
    if len(named) != 1:
        raise EvaluationError(f"{path} must label objects of one class, {PERSON} (a person) or {CAR} (a vehicle).")
    return named[0]


def _clip(name: str, asked: Asked) -> Path | None:
    """In the folder, or the demonstration's clip where it is that one."""
    assert asked.folder is not None  # noqa: S101 - asked for at the beginning
    there = [path for suffix in SUFFIXES if (path := asked.folder / f"{name}{suffix}").is_file()]
    if not there and name == asked.clip.stem and asked.clip.is_file():
        return asked.clip
    return there[0] if there else None


def _measured(file: Path, clip: Path, detector: Detector, say: Say) -> Iterator[Measure]:
    """As a camera that is switched on with the first labelled frame: without calibration, every frame in order."""
    label, labels = _labelled(file)
    last = labels.first + len(labels.truth)
    say(f"{clip}: frames {labels.first + 1} to {last}, objects are called {label}")
    pipeline = Pipeline(PipelineConfig(), detector, NoPictures(), always=True)
    frames = islice(open_frames(str(clip), RATES.get(file.stem)), labels.first, last)
    found = [tracking.seen(pipeline.analyse(frame, lambda kind, at: True).tracks, label) for frame in frames]
    if len(found) != len(labels.truth):
        raise EvaluationError(f"{clip} ends before frame {last}, up to which it is labelled.")
    yield from tracking.measures("clips", f"{file.stem}, {label}", labels.truth, found)
