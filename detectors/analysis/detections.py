"""Detections in a file, to run the tracker and the rules again without a network, ours or those of somebody else.

docs/analyse.md has the format: a numpy archive (.npz) with one row a box.
"""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detectors.analysis.errors import AnalysisError
from detectors.analysis.run import Seen, Stages
from detectors.analysis.whole import WholeFile
from detectors.vision.types import LABELS, Detections, Floats, Image, Ints

NAMES = np.array([label.value for label in LABELS])


class DetectionsFile:
    """rate: frames a second where declared, None where the source's own times were used."""

    def __init__(self, path: Path, rate: float | None, network: str) -> None:
        self.name = str(path)
        self._out = WholeFile(path)
        self._rate = rate or 0.0
        self._network = network
        self._found: list[Detections] = []
        self._sizes: set[tuple[int, int]] = set()

    def add(self, seen: Seen, stages: Stages) -> None:
        self._found.append(seen.analysis.detections)
        height, width = seen.analysis.frame.image.shape[:2]
        self._sizes.add((width, height))

    def finish(self) -> None:
        none = [Detections.none()]
        np.savez_compressed(
            self._out.file,
            frame=np.repeat(np.arange(len(self._found)), [len(each) for each in self._found]),
            boxes=np.concatenate([each.boxes for each in none + self._found]),
            scores=np.concatenate([each.scores for each in none + self._found]),
            labels=np.concatenate([each.labels for each in none + self._found]),
            label_names=NAMES,
            frames=np.int64(len(self._found)),
            fps=np.float64(self._rate),
            size=np.array(next(iter(self._sizes)) if len(self._sizes) == 1 else (0, 0), np.int64),
            network=np.array(self._network),
        )
        self._out.keep()

    def abandon(self) -> None:
        self._out.abandon()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a file held, in order of frames. frames, rate, size, network: None where the file does not say."""

    name: str
    frame: Ints
    found: Detections
    frames: int | None
    rate: float | None
    size: tuple[int, int] | None
    network: str | None


class RecordedDetector:
    """Gives the boxes of the file for the frame that it was turned to."""

    def __init__(self, recorded: Recorded) -> None:
        self._recorded = recorded
        self._index = 0

    def turn_to(self, index: int) -> None:
        self._index = index

    def detect(self, image: Image) -> Detections:
        height, width = image.shape[:2]
        recorded = self._recorded
        if recorded.size not in (None, (width, height)):
            known = "{} × {}".format(*recorded.size or ())
            raise AnalysisError(f"{recorded.name} is for pictures of {known}, these are {width} × {height}.")
        start, end = np.searchsorted(recorded.frame, [self._index, self._index + 1])
        found = recorded.found
        return Detections(found.boxes[start:end], found.scores[start:end], found.labels[start:end])

    def check_end(self, frames: int) -> None:
        """Raises AnalysisError where the file is about a recording of another length."""
        recorded = self._recorded
        last = int(recorded.frame[-1]) + 1 if len(recorded.frame) else 0
        if last > frames or recorded.frames not in (None, frames):
            told = recorded.frames if recorded.frames is not None else f"at least {last}"
            raise AnalysisError(
                f"{recorded.name} is about {told} frames, the source has {frames}: they do not belong together."
            )


def read(path: Path) -> Recorded:
    """Raises AnalysisError, which says what the file lacks. Nothing in it is executed."""
    try:
        archive = np.load(path, allow_pickle=False)
        if not isinstance(archive, np.lib.npyio.NpzFile):
            raise AnalysisError(f"{path} is a single array, not an archive of arrays (numpy.savez).")
        with archive:
            arrays = {name: archive[name] for name in archive.files if name in _KNOWN}
    except OSError as error:
        raise AnalysisError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, zipfile.BadZipFile, EOFError, KeyError) as error:
        raise AnalysisError(f"{path} is no archive of plain arrays as numpy.savez writes it.") from error
    missing = [name for name in ("frame", "boxes", "scores") if name not in arrays]
    if missing:
        raise AnalysisError(f"{path} lacks the array {' and '.join(missing)}; docs/analyse.md says what it must hold.")
    return _checked(path, arrays)


_KNOWN = ("frame", "boxes", "scores", "labels", "label_names", "frames", "fps", "size", "network")
Arrays = dict[str, NDArray[Any]]


def _checked(path: Path, arrays: Arrays) -> Recorded:
    def refuse(what: str) -> AnalysisError:
        return AnalysisError(f"{path}: {what}.")

    frame, boxes, scores = arrays["frame"], arrays["boxes"], arrays["scores"]
    count = len(frame) if frame.ndim == 1 else -1
    labels = _labels(path, arrays, count)
    if count < 0 or boxes.shape != (count, 4) or scores.shape != (count,) or labels.shape != (count,):
        shapes = ", ".join(f"{name} {list(arrays[name].shape)}" for name in ("frame", "boxes", "scores"))
        raise refuse(f"the arrays must be frame [n], boxes [n, 4], scores [n] and labels [n], these are {shapes}")
    if not (frame.dtype.kind in "iu" and boxes.dtype.kind in "fiu" and scores.dtype.kind in "fiu"):
        raise refuse("frame must hold whole numbers, boxes and scores numbers")
    if count and int(frame.min()) < 0:
        raise refuse("frame counts from 0, it cannot be negative")
    if not (np.isfinite(boxes).all() and np.isfinite(scores).all()):
        raise refuse("a box or a score is not a number")
    if ((scores < 0) | (scores > 1)).any():
        raise refuse("scores go from 0 to 1")
    if (boxes[:, 2:] < boxes[:, :2]).any():
        raise refuse("boxes must be x1 y1 x2 y2 with x1 <= x2 and y1 <= y2; are these left, top, width, height?")
    order = np.argsort(frame, kind="stable")
    found = Detections(_floats(boxes[order]), _floats(scores[order]), labels[order])
    return Recorded(
        name=str(path),
        frame=frame[order].astype(np.int64),
        found=found,
        frames=int(_single(path, arrays, "frames")) if "frames" in arrays else None,
        rate=(float(_single(path, arrays, "fps")) or None) if "fps" in arrays else None,
        size=_size(path, arrays),
        network=str(arrays["network"]) if "network" in arrays else None,
    )


def _labels(path: Path, arrays: Arrays, count: int) -> Ints:
    """Names or positions in ``label_names`` (ours where there are none) become positions in ``LABELS``."""
    given = arrays.get("labels")
    if given is None:
        return np.zeros(max(count, 0), np.int64)
    if given.dtype.kind in "iu":
        names = arrays.get("label_names", NAMES)
        if names.dtype.kind != "U" or names.ndim != 1:
            raise AnalysisError(f"{path}: label_names must be a list of names.")
        if given.size and not 0 <= int(given.min()) <= int(given.max()) < len(names):
            raise AnalysisError(f"{path}: a label is not a position in the list {', '.join(map(str, names))}.")
        given = names[given] if given.size else np.zeros(0, NAMES.dtype)
    elif given.dtype.kind != "U":
        raise AnalysisError(f"{path}: labels must be names or whole numbers.")
    unknown = sorted(set(given.ravel().tolist()) - set(NAMES.tolist()))
    if unknown:
        raise AnalysisError(f"{path}: the label “{unknown[0]}” is not known. There are: {', '.join(NAMES)}.")
    positions = {name: number for number, name in enumerate(NAMES.tolist())}
    return np.array([positions[name] for name in given.ravel().tolist()], np.int64).reshape(given.shape)


def _floats(values: NDArray[Any]) -> Floats:
    return np.ascontiguousarray(values, np.float32)


def _size(path: Path, arrays: Arrays) -> tuple[int, int] | None:
    """Width and height; None where the file does not say, or says that there were several."""
    size = arrays.get("size", np.zeros(2, np.int64))
    if size.shape != (2,) or size.dtype.kind not in "iu" or (size < 0).any():
        raise AnalysisError(f"{path}: size must be width and height, two whole numbers.")
    width, height = size.tolist()
    return (width, height) if width and height else None


def _single(path: Path, arrays: Arrays, name: str) -> float:
    value = arrays[name]
    if value.size != 1 or value.dtype.kind not in "fiu" or not np.isfinite(value).all() or value.item() < 0:
        raise AnalysisError(f"{path}: {name} must be one number, not negative.")
    return float(value.item())
