"""The pure half of the story: from one frame of one camera to what happened in the scene.

frame ─► which view? ─► blank private zones ─► detect ─► track ─► ground ─► extra eyes ─► rules ─► observations
                               (where nothing moved, what was detected last) (picture and place on demand)
"""

import logging
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

import numpy as np

from detectors.vision.config import PipelineConfig
from detectors.vision.detect.eyes import EYES, Eye, Sight
from detectors.vision.detect.motion import MotionGate
from detectors.vision.detect.registry import Detector, Further
from detectors.vision.locate.background import Background
from detectors.vision.locate.homography import Homography
from detectors.vision.locate.lookout import covered
from detectors.vision.mask.empty_scene import Novelty
from detectors.vision.mask.jpeg import encode
from detectors.vision.scene import registry
from detectors.vision.scene.outline import outlined, thing_of
from detectors.vision.scene.rule import Rule
from detectors.vision.scene.shapes import check_zone
from detectors.vision.sentences import SentenceError, gettext_noop
from detectors.vision.timed import Timed
from detectors.vision.track.tracker import Tracker, TrackerSettings
from detectors.vision.types import (
    LABELS,
    Detections,
    Evidence,
    Frame,
    GroundPlace,
    Image,
    Label,
    Observation,
    SceneEvent,
    Tracks,
)
from detectors.vision.views import CameraView, Views

logger = logging.getLogger(__name__)

PERSON = LABELS.index(Label.PERSON)

MayRun = Callable[[str, datetime], bool]
"""Whether a rule of this kind may run on what was captured at this time."""


class Masker(Protocol):
    """Covers whatever tells who somebody is."""

    def mask(self, image: Image, detections: Detections, tracks: Tracks, novelty: Novelty | None = None) -> Image: ...


class NotAnalysedError(SentenceError):
    """A picture was asked for of a frame that nothing was allowed to look at."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """What one frame gave.

    frame: with its private zones blanked. analysed: False when no rule might run, so that nothing looked at it.
    looked: whether the network looked at this very frame; else nothing had moved, and the detections are the last ones.
    view: what the camera looked at; None where nothing looked. elsewhere: it looks at none of its presets.
    evidence: what the rules were given beside the tracks.
    tracks: what this frame confirms. coasting: what it hides, for the mask alone.
    seconds: how long each stage took. notes: sentences about what was started anew, and why.
    """

    frame: Frame
    analysed: bool
    detections: Detections
    tracks: Tracks
    coasting: Tracks
    observations: tuple[Observation, ...]
    seconds: Mapping[str, float]
    notes: tuple[str, ...] = ()
    looked: bool = True
    view: CameraView | None = None
    elsewhere: bool = False
    evidence: Evidence = field(default_factory=Evidence.none)


@dataclass(frozen=True, slots=True)
class _Scene:
    """The rules and the ground of one view, for frames of one size (width, height)."""

    size: tuple[int, int]
    ground: Homography | None
    rules: tuple[Rule, ...]
    sights: Mapping[Eye, Sight]


class Pipeline:
    """One camera's eyes. Feed it frames in order of capture, from one thread.

    further: finds what the detector does not; it looks only where a rule that needs it may run.
    always: detect and track also where no rule asks for it: for a recording that a person hands in, never for a camera.
    Raises ``UnknownKindError``, ``ParameterError`` or ``ShapeError`` for a configuration that cannot be watched.
    """

    def __init__(
        self,
        config: PipelineConfig,
        detector: Detector,
        masker: Masker,
        *,
        further: Further | None = None,
        always: bool = False,
    ) -> None:
        self._views = Views(config)
        for view in self._views:
            for rule in view.config.rules:
                registry.check(rule)
            for zone in view.config.private_zones:
                check_zone(zone)
        self.config = config
        self._detector = detector
        self._further = further
        self._masker = masker
        self._always = always
        self._kinds = frozenset(rule.kind for rule in self._views.rules().values())
        self._gate = MotionGate() if config.motion_gate else None
        self._tracker = Tracker(
            TrackerSettings(high=config.score_threshold, low=min(config.score_threshold, TrackerSettings().low))
        )
        self._scenes: dict[CameraView, _Scene] = {}
        self._scene: _Scene | None = None
        self._at: datetime | None = None

    def analyse(self, frame: Frame, may_run: MayRun) -> Analysis:
        """1. Ask which rules may run now; if none may, look no further. 2. Nor if the camera looks at none of its
        presets. 3. Blank the private zones. 4. Detect, unless nothing has moved. 5. Track. 6. Place on the ground.
        7. Look with the extra eyes that these rules need. 8. Run the rules that may run.
        """
        notes = self._start_anew_if_needed(frame)
        seconds: dict[str, float] = {}
        permitted = {kind for kind in self._kinds if may_run(kind, frame.at)}
        if not (permitted or self._always):
            return self._nothing(frame, seconds, notes)
        with Timed(seconds, "view"):
            view = self._views.look(frame.image, frame.at)
        if view is None:
            return replace(self._nothing(frame, seconds, notes), elsewhere=True)
        with Timed(seconds, "blank"):
            frame = replace(frame, image=view.private.blank(frame.image))
        scene = self._scene_for(view, _size(frame))
        allowed = permitted & {rule.config.kind for rule in scene.rules}
        with Timed(seconds, "gate"):
            looks = self._gate is None or self._gate.opens(frame.image, frame.at)
        with Timed(seconds, "detect"):
            detections = self._gate.seen if self._gate and not looks else self._look(frame, allowed)
        with Timed(seconds, "track"):
            movers = detections.chosen(detections.are_movers)
            tracks = self._tracker.update(movers, frame.at, scene.ground, scene.size)
            coasting = self._tracker.coasting()
            view.empty.watch(frame.image, frame.at, detections.boxes[detections.labels == PERSON])
        with Timed(seconds, "ground"):
            tracks = _grounded(tracks, scene.ground)
        with Timed(seconds, "eyes"):
            evidence = self._evidence(scene, allowed, frame, detections, tracks.and_also(coasting))
        with Timed(seconds, "rules"):
            running = (rule for rule in scene.rules if rule.config.kind in allowed)
            seen = tuple(seen for rule in running for seen in _ask(rule, evidence, tracks, frame.at))
        return Analysis(frame, True, detections, tracks, coasting, seen, seconds, notes, looks, view, evidence=evidence)

    def _nothing(self, frame: Frame, seconds: Mapping[str, float], notes: tuple[str, ...]) -> Analysis:
        """What is said of a frame that nothing may look at."""
        self._forget()
        frame = replace(frame, image=self._views.blank(frame.image))
        return Analysis(frame, False, Detections.none(), Tracks.none(), Tracks.none(), (), seconds, notes, looked=False)

    def _look(self, frame: Frame, allowed: Set[str]) -> Detections:
        """What the networks see that these kinds need."""
        detections = self._detector.detect(frame.image)
        if self._further and self._further.finds & {registry.find(kind).finds for kind in allowed}:
            more = self._further.detector.detect(frame.image)
            detections = detections.and_also(more.chosen(~more.are_movers))
        if self._gate is not None:
            self._gate.saw(detections, frame.at)
        return detections

    def _evidence(
        self, scene: _Scene, allowed: Set[str], frame: Frame, detections: Detections, tracks: Tracks
    ) -> Evidence:
        """What the networks and the eyes that these kinds need see beside the tracks."""
        things, looked = detections.chosen(~detections.are_movers), set()
        wanted = {eye for kind in allowed for eye in registry.find(kind).eyes}
        for eye, sight in scene.sights.items():
            found = sight.look(frame.image, tracks, frame.at) if eye in wanted else None
            if found is not None:
                things = things.and_also(found)
                looked.add(str(eye))
        return Evidence(things, frozenset(looked))

    def picture(self, analysis: Analysis, event: SceneEvent | None = None) -> bytes:
        """A masked JPEG, with the event's zone and box on it. Raises ``NotAnalysedError`` and the masker's errors."""
        image = self.masked(analysis, thing_of(event))
        if event is not None:
            image = outlined(image, event, self._views.rules()[event.rule_id].shape.points)
        return encode(image)

    def masked(self, analysis: Analysis, thing: Detections | None = None) -> Image:
        """The picture with all that must be covered. Raises ``NotAnalysedError`` and the masker's errors.

        thing: that somebody has to see to judge an event. There is no other way to a picture: what cannot be masked
        does not leave. A frame in which nothing had moved is looked at now, before it is shown.
        """
        if not analysis.analysed or analysis.view is None:
            raise NotAnalysedError(gettext_noop("No rule was allowed to look at this picture, so it is not shown."))
        followed, detections = analysis.tracks.and_also(analysis.coasting), analysis.detections
        if not analysis.looked:
            detections = detections.and_also(self._detector.detect(analysis.frame.image))
        if thing is not None:
            detections = detections.and_also(thing)
        image = analysis.frame.image
        return self._masker.mask(image, detections, followed, analysis.view.empty.compare(image))

    def background(self, analysis: Analysis) -> bytes:
        """What to keep of this view, to notice that the camera looks elsewhere: edges, without who stood there."""
        hidden = np.concatenate(
            [analysis.detections.boxes, analysis.tracks.boxes, analysis.coasting.boxes], dtype=np.float64
        )
        return Background.of(analysis.frame.image, covered(*_size(analysis.frame), hidden.tolist())).dump()

    def place(self, event: SceneEvent) -> GroundPlace | None:
        """Where on the ground it happened; None without a calibration, or when the foot lies beyond the horizon."""
        ground = self._scene.ground if self._scene else None
        if ground is None or not ground.is_ground([event.foot])[0]:
            return None
        east, north = ground.to_ground([event.foot])[0].tolist()
        return GroundPlace(east, north, float(ground.error([event.foot])[0]))

    def _forget(self) -> None:
        self._tracker.forget()
        if self._gate is not None:
            self._gate.forget()

    def _start_anew_if_needed(self, frame: Frame) -> tuple[str, ...]:
        """Forgets rules and tracks when the frame does not continue the one before; says why."""
        notes = []
        size = _size(frame)
        if self._scene is not None and self._scene.size != size:
            before, after = (f"{width} × {height}" for width, height in (self._scene.size, size))
            notes.append(f"The picture changed from {before} to {after}: zones and tracks are started anew.")
        if self._at is not None and frame.at < self._at:
            back = (self._at - frame.at).total_seconds()
            notes.append(f"The camera's clock went back by {back:.3f} s: rules and tracks are started anew.")
        if notes:
            self._scene = None
            self._scenes.clear()
            self._forget()
        self._at = frame.at
        for note in notes:
            logger.warning(note)
        return tuple(notes)

    def _scene_for(self, view: CameraView, size: tuple[int, int]) -> _Scene:
        """Of the view that is looked at now. Who was followed in another one is followed no more."""
        scene = self._scenes.get(view) or self._new_scene(view, size)
        if self._scene is not None and self._scene is not scene:
            self._forget()
        self._scenes[view] = self._scene = scene
        return scene

    def _new_scene(self, view: CameraView, size: tuple[int, int]) -> _Scene:
        config = view.config
        ground = Homography.of(config.calibration, *size) if config.calibration else None
        rules = tuple(registry.build_all(config.rules, *size, ground))
        wanted = {eye for rule in config.rules for eye in registry.find(rule.kind).eyes}
        return _Scene(size, ground, rules, {eye: EYES[eye]() for eye in sorted(wanted)})


def _size(frame: Frame) -> tuple[int, int]:
    """Width and height."""
    return frame.image.shape[1], frame.image.shape[0]


def _ask(rule: Rule, evidence: Evidence, tracks: Tracks, at: datetime) -> list[Observation]:
    rule.consider(evidence)
    return rule.update(tracks, at)


def _grounded(tracks: Tracks, ground: Homography | None) -> Tracks:
    if ground is None:
        return tracks
    return replace(tracks, ground=ground.to_ground(tracks.feet).astype(np.float32))
