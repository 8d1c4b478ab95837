"""What a person asked for, and the parts that do it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from detectors.analysis import detections
from detectors.analysis.config_file import FileConfig
from detectors.analysis.detections import DetectionsFile, RecordedDetector
from detectors.analysis.errors import AnalysisError
from detectors.analysis.events import EventsFile
from detectors.analysis.frames import open_frames
from detectors.analysis.networks import MASKS, NoPictures
from detectors.analysis.run import Output, Parts
from detectors.analysis.tracks import TracksFile
from detectors.analysis.video import VideoFile
from detectors.vision.detect.meanings import labels_of
from detectors.vision.detect.registry import open_detector, open_further
from detectors.vision.detect.session import NetworkFile
from detectors.vision.mask.registry import open_masker
from detectors.vision.pipeline import Masker, MayRun, Pipeline
from detectors.vision.scene import registry
from detectors.vision.sentences import SentenceError
from detectors.vision.types import MOVERS

Networks = Callable[[Sequence[str]], Mapping[str, NetworkFile]]
"""Gives the networks of these purposes, or raises AnalysisError."""


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where to write; None: not at all."""

    detections: Path | None = None
    tracks: Path | None = None
    events: Path | None = None
    video: Path | None = None

    @property
    def paths(self) -> list[Path]:
        return [path for path in (self.detections, self.tracks, self.events, self.video) if path is not None]


@dataclass(frozen=True, slots=True)
class Request:
    """rate: the true frames a second where a person declares it. recorded: detections to use instead of a network.

    may_run, always: as in ``Pipeline``. further: the network that finds what the usual one does not, if there is one.
    """

    source: str
    networks: Networks
    rate: float | None = None
    config: FileConfig = field(default_factory=FileConfig)
    recorded: Path | None = None
    outputs: Outputs = field(default_factory=Outputs)
    may_run: MayRun = lambda kind, at: True
    always: bool = True
    further: NetworkFile | None = None


def prepare(request: Request) -> Parts:
    """Everything that can be wrong is found here, before the first frame. Raises AnalysisError.

    A replay goes by the rate that was declared when it was recorded, unless another is declared now.
    """
    _check_paths(request)
    recorded = detections.read(request.recorded) if request.recorded else None
    if recorded is not None:
        request = replace(request, rate=request.rate or recorded.rate)
    replay = RecordedDetector(recorded) if recorded else None
    try:
        networks = request.networks([*_purposes(request)])
        detector = replay or open_detector(networks["objects"])
        _check_kinds(request, networks.get("objects"))
        further = open_further(request.further) if request.further else None
        pipeline = Pipeline(
            request.config.pipeline, detector, _masker(networks), further=further, always=request.always
        )
    except SentenceError as error:
        raise AnalysisError(str(error)) from error
    network = recorded.network or "" if recorded else networks["objects"].sha256
    frames = open_frames(request.source, request.rate, request.config.start)
    return Parts(frames, pipeline, _outputs(request, pipeline, network), replay, request.may_run)


def _check_kinds(request: Request, objects: NetworkFile | None) -> None:
    """A rule without a network that finds what it is about would look like a quiet street. Raises AnalysisError.

    Not for a replay, whose detections are what they are, nor for a camera: there the gate says no to the kind.
    """
    if objects is None or not request.always:
        return
    for kind in {rule.kind for rule in request.config.pipeline.every_rule}:
        wanted = registry.find(kind).finds
        if wanted not in MOVERS and wanted not in labels_of(objects.classes):
            raise AnalysisError(
                f"A rule of the kind {kind} needs a network that finds a {wanted}, and none comes along: add one "
                "(manage.py add_network), give the rule to a camera and name it with --camera."
            )


def _purposes(request: Request) -> Iterator[str]:
    """Only the networks that the request needs, so that a replay without pictures needs none."""
    if request.recorded is None:
        yield "objects"
    if request.outputs.video is not None:
        yield from MASKS


def _masker(networks: Mapping[str, NetworkFile]) -> Masker:
    return open_masker(*(networks[purpose] for purpose in MASKS)) if set(MASKS) <= set(networks) else NoPictures()


def _outputs(request: Request, pipeline: Pipeline, network: str) -> list[Output]:
    """One after the other; where one cannot be opened, those before it leave nothing behind."""
    wanted, config = request.outputs, request.config
    makers: list[tuple[Path | None, Callable[[Path], Output]]] = [
        (wanted.detections, lambda path: DetectionsFile(path, request.rate, network)),
        (wanted.tracks, TracksFile),
        (wanted.events, lambda path: EventsFile(path, config.pipeline.every_rule, pipeline.place, config.anchor)),
        (wanted.video, lambda path: VideoFile(path, pipeline)),
    ]
    opened: list[Output] = []
    try:
        for path, make in makers:
            if path is not None:
                opened.append(make(path))
    except AnalysisError:
        for output in opened:
            output.abandon()
        raise
    return opened


def _check_paths(request: Request) -> None:
    """No output may take the place of another, or of what is read."""
    taken = {Path(request.source).resolve(), *((request.recorded.resolve(),) if request.recorded else ())}
    for path in request.outputs.paths:
        if path.resolve() in taken:
            raise AnalysisError(f"{path} is named twice; give each output a name of its own.")
        taken.add(path.resolve())
