"""The suite ``clips``: recordings in a folder whose objects were labelled by hand, ``evaluate clips --folder F``.

Labels are rows of MOTChallenge (frame from 1, id, left, top, width, height, 1, class, visibility); the line
``# frames A-B`` says which part of the clip is labelled. Classes: 1 a person, 3 a vehicle.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from detectors.analysis.errors import AnalysisError
from detectors.analysis.frames import open_frames
from detectors.analysis.networks import NoPictures, shipped
from detectors.evaluation import tracking
from detectors.evaluation.measure import Asked, EvaluationError, Measure, Say
from detectors.vision.config import PipelineConfig
from detectors.vision.detect.registry import Detector, open_detector
from detectors.vision.pipeline import Pipeline
from detectors.vision.quality.hota import Seen
from detectors.vision.sentences import SentenceError
from detectors.vision.types import Label
from hypervision.env import ROOT

LABELS = ROOT / "tests" / "vision" / "labels"
RATES = {"vtest": 7.0, "car-detection": 12.5, "one-by-one-person-detection": 10.0}
"""True frames a second."""
SUFFIXES = (".mp4", ".avi", ".mkv")
CLASSES = {1: Label.PERSON, 3: Label.VEHICLE}


@dataclass(frozen=True, slots=True)
class Labelled:
    """first, last: frames from 1. truth: who is where, from the first to the last."""

    name: str
    label: Label
    first: int
    last: int
    truth: tuple[Seen, ...]


def labelled_clips(asked: Asked, say: Say) -> Iterator[Measure]:
    files = sorted(LABELS.glob("*.txt"))
    if asked.folder is None or not asked.folder.is_dir():
        names = ", ".join(file.stem for file in files)
        raise EvaluationError(f"Say with --folder where the clips lie. Labels there are for: {names or 'none'}.")
    try:
        detector = open_detector(shipped(asked.weights, ("objects",))["objects"])
        for labelled in map(read, files):
            clip = _clip(labelled.name, asked)
            if clip is None:
                note = f"It is not in {asked.folder}."
                yield Measure("clips", labelled.name, "HOTA", None, note=note)
                continue
            say(f"{clip}: frames {labelled.first} to {labelled.last}, objects are called {labelled.label}")
            yield from _measured(labelled, clip, detector)
    except (AnalysisError, SentenceError) as error:
        raise EvaluationError(str(error)) from error


def read(path: Path) -> Labelled:
    """Raises EvaluationError for a file without its frames or with two classes."""
    text = path.read_text()
    part = re.search(r"^# frames (\d+)-(\d+)$", text, re.MULTILINE)
    rows = np.loadtxt(text.splitlines(), delimiter=",", comments="#", ndmin=2)
    classes = {int(each) for each in rows[:, 7]} if rows.shape[1] > 7 else set()
    if part is None or len(classes) != 1 or not classes <= set(CLASSES):
        raise EvaluationError(f"{path} needs the line “# frames A-B” and rows of one class, 1 or 3.")
    first, last = int(part[1]), int(part[2])
    truth = tuple(_seen(rows[rows[:, 0] == number]) for number in range(first, last + 1))
    return Labelled(path.stem, CLASSES[classes.pop()], first, last, truth)


def _seen(rows: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Seen:
    left, top, width, height = rows[:, 2:6].T
    return Seen(rows[:, 1].astype(np.int64), np.stack([left, top, left + width, top + height], axis=1))


def _clip(name: str, asked: Asked) -> Path | None:
    """In the folder, or the demonstration's clip where it is that one."""
    assert asked.folder is not None  # noqa: S101 - asked for at the beginning
    there = [path for suffix in SUFFIXES if (path := asked.folder / f"{name}{suffix}").is_file()]
    if not there and name == asked.clip.stem and asked.clip.is_file():
        return asked.clip
    return there[0] if there else None


def _measured(labelled: Labelled, clip: Path, detector: Detector) -> Iterator[Measure]:
    """As a camera that is switched on with the first labelled frame: without calibration, every frame in order."""
    pipeline = Pipeline(PipelineConfig(), detector, NoPictures(), always=True)
    frames = islice(open_frames(str(clip), RATES.get(labelled.name)), labelled.first - 1, labelled.last)
    found = [tracking.seen(pipeline.analyse(frame, lambda kind, at: True).tracks, labelled.label) for frame in frames]
    if len(found) != len(labelled.truth):
        raise EvaluationError(f"{clip} ends before frame {labelled.last}, up to which it is labelled.")
    yield from tracking.measures("clips", f"{labelled.name}, {labelled.label}", labelled.truth, found)
