"""The story of one analysis: read each frame, look at it, hand it to the outputs, and say at the end what there was.

All outputs are kept, or none: what stops a recording half-way leaves nothing. A stream has no end of its own, so that
whoever stops it ends it well, and what was seen until then is kept.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import Protocol

from detectors.analysis.errors import AnalysisError
from detectors.analysis.frames import Frames
from detectors.vision.pipeline import Analysis, MayRun, Pipeline
from detectors.vision.sentences import SentenceError
from detectors.vision.types import LABELS, Frame, SceneEvent

Tell = Callable[[int, float], None]


class Stages:
    """Seconds that each stage has taken so far, in the order in which the stages came up."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def add(self, stage: str, seconds: float) -> None:
        self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self.add(stage, perf_counter() - start)


@dataclass(frozen=True, slots=True)
class Seen:
    """One analysed frame. index: from 0, its position in the source. seconds: from the capture of the first frame."""

    index: int
    seconds: float
    analysis: Analysis


class Output(Protocol):
    """One file that is written, whole or not at all."""

    name: str

    def add(self, seen: Seen, stages: Stages) -> None: ...

    def finish(self) -> None:
        """Writes what is left and gives the file its name."""

    def abandon(self) -> None:
        """Leaves nothing behind; may come after ``finish``, and then does nothing."""


class Replay(Protocol):
    """Detections of an earlier run, in place of a network."""

    def turn_to(self, index: int) -> None: ...

    def check_end(self, frames: int) -> None: ...


@dataclass(slots=True)
class Report:
    """What there was. boxes, tracks: by label. events: by kind. seconds: of the source, from first to last frame.

    took: seconds of the whole run.
    """

    frames: int = 0
    dropped: int = 0
    seconds: float = 0.0
    size: tuple[int, int] = (0, 0)
    boxes: Counter[str] = field(default_factory=Counter)
    tracks: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    stages: Mapping[str, float] = field(default_factory=dict)
    took: float = 0.0
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a run is made of. may_run: which kinds of rules may look."""

    frames: Frames
    pipeline: Pipeline
    outputs: Sequence[Output] = ()
    replay: Replay | None = None
    may_run: MayRun = lambda kind, at: True


def run(parts: Parts, tell: Tell = lambda frames, seconds: None) -> Report:
    """tell: hears after each frame how many there were, and their seconds.

    Raises AnalysisError, a sentence, after all outputs were abandoned.
    """
    kept = False
    try:
        report = _look(parts, tell)
        _finish(parts.outputs)
        kept = True
        return report
    except SentenceError as error:
        raise AnalysisError(str(error)) from error
    finally:
        if not kept:
            for output in parts.outputs:
                output.abandon()


def _look(parts: Parts, tell: Tell) -> Report:
    report, stages, followed = Report(), Stages(), dict[int, int]()
    began = perf_counter()
    first: datetime | None = None
    for index, frame in enumerate(_timed(parts.frames, stages)):
        first = first or frame.at
        if parts.replay:
            parts.replay.turn_to(index)
        analysis = parts.pipeline.analyse(frame, parts.may_run)
        seen = Seen(index, (frame.at - first).total_seconds(), analysis)
        _count(seen, report, stages, followed)
        _hand_out(seen, parts.outputs, stages)
        tell(report.frames, report.seconds)
    if parts.frames.stopped and not parts.frames.live:
        raise AnalysisError(f"{parts.frames.name} was stopped after {report.frames} frames; nothing was kept.")
    if not report.frames:
        raise AnalysisError(f"There is no picture in {parts.frames.name}.")
    report.tracks = Counter(LABELS[label].value for label in followed.values())
    report.dropped = parts.frames.dropped
    report.notes += parts.frames.notes
    if parts.frames.total not in (None, report.frames) and not parts.frames.stopped:
        report.notes.append(
            f"The header of {parts.frames.name} promises {parts.frames.total} frames, {report.frames} came: "
            "it may be cut off."
        )
    report.stages, report.took = stages.seconds, perf_counter() - began
    if parts.replay and not parts.frames.stopped:
        parts.replay.check_end(report.frames)
    return report


def _timed(frames: Frames, stages: Stages) -> Iterator[Frame]:
    """The frames; waiting for one counts as reading it."""
    left = iter(frames)
    while True:
        with stages.timed("read"):
            frame = next(left, None)
        if frame is None:
            return
        yield frame


def _count(seen: Seen, report: Report, stages: Stages, followed: dict[int, int]) -> None:
    analysis = seen.analysis
    report.frames += 1
    report.seconds = seen.seconds
    report.size = analysis.frame.image.shape[1], analysis.frame.image.shape[0]
    report.boxes.update(LABELS[label].value for label in analysis.detections.labels.tolist())
    report.events.update(each.kind for each in analysis.observations if isinstance(each, SceneEvent))
    report.notes += analysis.notes
    followed.update(zip(analysis.tracks.ids.tolist(), analysis.tracks.labels.tolist(), strict=True))
    for stage, seconds in analysis.seconds.items():
        stages.add(stage, seconds)


def _hand_out(seen: Seen, outputs: Sequence[Output], stages: Stages) -> None:
    for output in outputs:
        with _said(output):
            output.add(seen, stages)


def _finish(outputs: Sequence[Output]) -> None:
    for output in outputs:
        with _said(output):
            output.finish()


@contextmanager
def _said(output: Output) -> Iterator[None]:
    """The disk's errors as a sentence."""
    try:
        yield
    except OSError as error:
        raise AnalysisError(
            f"{output.name} could not be written: {error.strerror or error}. Make room or choose another place; "
            "nothing of it was kept."
        ) from error
