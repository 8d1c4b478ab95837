"""Specification of the pipeline: from a frame to what happened, with a hand-built detector in a world of 1000 x 500.

The detector sees whatever the test puts before it, and remembers which pictures it was shown.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import cv2
import numpy as np
import pytest

from detectors.vision.config import CalibrationConfig, PipelineConfig, Points, RuleConfig, ShapeConfig
from detectors.vision.detect.eyes import EYES, Eye
from detectors.vision.mask.empty_scene import Novelty
from detectors.vision.pipeline import Analysis, NotAnalysedError, Pipeline
from detectors.vision.scene.parameters import ParameterError
from detectors.vision.scene.shapes import ShapeError
from detectors.vision.types import Detections, Frame, Image, Label, LineCount, SceneEvent, Tracks
from tests.vision.worlds import HEIGHT, WIDTH, at, box, see

LEFT_HALF: Points = ((0, 0), (0.5, 0), (0.5, 1), (0, 1))
GREY, COVER = 120, (0, 0, 255)

INTRUSION = RuleConfig("r1", 1, "intrusion", ShapeConfig("z1", "Gate", LEFT_HALF), {"dwell_seconds": 1})
LINE_COUNT = RuleConfig("r2", 1, "line_count", ShapeConfig("z2", "Way", ((0.5, 1), (0.5, 0))))

FROM_ABOVE = CalibrationConfig(1, WIDTH, HEIGHT, (0.05, 0, -25, 0, -0.05, 25, 0, 0, 1), rmse=0.3)
"""5 centimetres to the pixel; the anchor lies below the middle of the lower edge."""


@dataclass
class Eyes:
    sees: Detections = field(default_factory=Detections.none)
    shown: list[Image] = field(default_factory=list)

    def detect(self, image: Image) -> Detections:
        self.shown.append(image)
        return self.sees


@dataclass
class RedMask:
    """Covers everything, so that whatever is not red was drawn afterwards."""

    works: bool = True
    given: Tracks = field(default_factory=Tracks.none)

    def mask(self, image: Image, detections: Detections, tracks: Tracks, novelty: Novelty | None = None) -> Image:
        if not self.works:
            raise RuntimeError("no mask")
        self.given = tracks
        return np.full_like(image, COVER)


@dataclass
class Camera:
    """A pipeline with its eyes, fed frame by frame."""

    pipeline: Pipeline
    eyes: Eyes

    def frame(
        self,
        seconds: float,
        *feet: tuple[float, float],
        allowed: Sequence[str] = ("intrusion", "line_count"),
        size: tuple[int, int] = (WIDTH, HEIGHT),
    ) -> Analysis:
        self.eyes.sees = see(box(*foot) for foot in feet)
        picture = np.full((size[1], size[0], 3), GREY, np.uint8)
        return self.pipeline.analyse(Frame(picture, at(seconds)), lambda kind, _: kind in allowed)


def camera(
    *rules: RuleConfig,
    private: tuple[ShapeConfig, ...] = (),
    calibration: CalibrationConfig | None = None,
    masker: RedMask | None = None,
) -> Camera:
    eyes = Eyes()
    config = PipelineConfig(rules or (INTRUSION,), private, calibration)
    return Camera(Pipeline(config, eyes, masker or RedMask()), eyes)


def intruded(subject: Camera) -> tuple[Analysis, SceneEvent]:
    """The frame that fires, and its event."""
    for seconds in (0, 0.5, 1, 1.5):
        analysis = subject.frame(seconds, (200, 300))
    [event] = analysis.observations
    assert isinstance(event, SceneEvent)
    return analysis, event


def test_a_person_in_a_zone_becomes_an_event() -> None:
    analysis, event = intruded(camera())
    assert (event.kind, event.started_at, event.at) == ("intrusion", at(0.5), at(1.5))
    assert len(analysis.detections) == len(analysis.tracks) == 1
    assert set(analysis.seconds) == {"blank", "gate", "detect", "track", "ground", "eyes", "rules"}


def test_events_and_counts_come_from_the_same_frames() -> None:
    subject = camera(INTRUSION, LINE_COUNT)
    seen = [each for step in range(12) for each in subject.frame(step / 4, (390 + 20 * step, 300)).observations]
    assert [type(each) for each in seen] == [SceneEvent, LineCount]


def gated() -> Camera:
    eyes = Eyes()
    return Camera(Pipeline(PipelineConfig((INTRUSION,), motion_gate=True), eyes, RedMask()), eyes)


def test_where_nothing_moves_the_last_boxes_stand_for_the_frame_and_events_come_all_the_same() -> None:
    subject = gated()
    analyses = [subject.frame(step / 5, (200, 300)) for step in range(16)]
    looked = [analysis.looked for analysis in analyses]
    assert sum(looked) == len(subject.eyes.shown) < 8
    assert all(analysis.tracks.ids.tolist() == [1] for analysis in analyses[1:])
    assert [len(analysis.observations) for analysis in analyses].index(1) == 6, "a second after it was confirmed"


def test_a_frame_in_which_nothing_moved_is_looked_at_before_it_is_shown() -> None:
    subject = gated()
    while (analysis := subject.frame(len(subject.eyes.shown) / 5, (200, 300))).looked:
        pass
    shown = len(subject.eyes.shown)
    subject.pipeline.picture(analysis)
    assert len(subject.eyes.shown) == shown + 1
    assert (subject.eyes.shown[-1] == analysis.frame.image).all()


def test_after_a_time_without_permission_the_gate_begins_anew() -> None:
    subject = gated()
    for step in range(9):
        subject.frame(step / 5)
    assert not subject.frame(1.8).looked
    subject.frame(2, allowed=())
    assert subject.frame(2.2).looked


def test_without_the_gate_every_frame_is_looked_at() -> None:
    subject = camera()
    assert all(subject.frame(step / 5, (200, 300)).looked for step in range(12))


def test_where_no_rule_may_run_nobody_looks() -> None:
    subject = camera()
    analysis = subject.frame(0, (200, 300), allowed=())
    assert not analysis.analysed
    assert not subject.eyes.shown
    assert not len(analysis.tracks)


def test_a_recording_that_a_person_hands_in_is_looked_at_without_any_rule() -> None:
    eyes = Eyes(see([box(200, 300)]))
    pipeline = Pipeline(PipelineConfig(), eyes, RedMask(), always=True)
    picture = np.full((HEIGHT, WIDTH, 3), GREY, np.uint8)
    analyses = [pipeline.analyse(Frame(picture, at(seconds)), lambda *_: False) for seconds in (0, 0.5)]
    assert all(analysis.analysed for analysis in analyses)
    assert analyses[-1].tracks.ids.tolist() == [1]
    assert (pipeline.masked(analyses[-1]) == COVER).all()


def test_each_rule_is_asked_for_with_the_time_of_capture() -> None:
    asked: set[tuple[str, datetime]] = set()

    def may_run(kind: str, when: datetime) -> bool:
        asked.add((kind, when))
        return False

    subject = camera(INTRUSION, LINE_COUNT)
    subject.pipeline.analyse(Frame(np.zeros((HEIGHT, WIDTH, 3), np.uint8), at(7)), may_run)
    assert asked == {("intrusion", at(7)), ("line_count", at(7))}


def test_a_rule_that_may_not_run_sees_nothing_while_another_does() -> None:
    subject = camera(INTRUSION, LINE_COUNT)
    seen = [
        each
        for step in range(12)
        for each in subject.frame(step / 4, (390 + 20 * step, 300), allowed=["line_count"]).observations
    ]
    assert [type(each) for each in seen] == [LineCount]


def test_nobody_is_followed_through_a_time_without_permission() -> None:
    subject = camera()
    before = [subject.frame(seconds, (200, 300)) for seconds in (0, 0.5)][-1]
    subject.frame(1, (200, 300), allowed=())
    after = [subject.frame(seconds, (200, 300)) for seconds in (1.5, 2)][-1]
    assert before.tracks.ids.tolist() == [1]
    assert after.tracks.ids.tolist() == [2]


def test_private_zones_are_blank_before_anything_looks() -> None:
    subject = camera(private=(ShapeConfig("p1", "Windows", LEFT_HALF),))
    analysis = subject.frame(0, (700, 300))
    [shown] = subject.eyes.shown
    assert shown is analysis.frame.image
    assert not shown[:, :500].any()
    assert (shown[:, 510:] == GREY).all()


def test_tracks_stand_on_the_ground_of_a_calibrated_camera() -> None:
    subject = camera(calibration=FROM_ABOVE)
    subject.frame(0, (500, 300))
    tracks = subject.frame(0.5, (500, 300)).tracks
    assert tracks.ground is not None
    np.testing.assert_allclose(tracks.ground, [(0, 10)], atol=0.01)


def test_an_event_has_a_place_with_its_error() -> None:
    subject = camera(calibration=FROM_ABOVE)
    place = subject.pipeline.place(intruded(subject)[1])
    assert place is not None
    assert (place.east, place.north) == pytest.approx((-15, 10), abs=0.01)
    # 2.5 pixels of 5 centimetres in both directions, and 30 centimetres of the calibration.
    assert place.error == pytest.approx((2 * 0.125**2 + 0.3**2) ** 0.5)


def test_without_calibration_an_event_has_no_place_of_its_own() -> None:
    subject = camera()
    assert subject.pipeline.place(intruded(subject)[1]) is None


def decoded(data: bytes) -> Image:
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), np.uint8)


def test_a_picture_is_masked() -> None:
    subject = camera()
    picture = decoded(subject.pipeline.picture(intruded(subject)[0]))
    np.testing.assert_allclose(picture.reshape(-1, 3).mean(axis=0), COVER, atol=3)


def test_who_is_hidden_for_a_moment_is_masked_where_he_is_to_be_expected() -> None:
    mask = RedMask()
    subject = camera(masker=mask)
    for seconds in (0, 0.5, 1):
        subject.frame(seconds, (200, 300), (700, 300))
    analysis = subject.frame(1.5, (700, 300))
    assert analysis.tracks.ids.tolist() == [2]
    assert analysis.coasting.ids.tolist() == [1]
    subject.pipeline.picture(analysis)
    assert mask.given.ids.tolist() == [2, 1]
    np.testing.assert_allclose(mask.given.feet, [(700, 300), (200, 300)], atol=1)
    assert mask.given.margin is not None
    assert mask.given.margin.any(axis=1).tolist() == [False, True]


def test_a_picture_of_an_event_shows_its_zone_and_its_box_over_the_mask() -> None:
    subject = camera()
    analysis, event = intruded(subject)
    picture = decoded(subject.pipeline.picture(analysis, event)).astype(int)
    drawn = np.abs(picture - COVER).sum(axis=2) > 100
    assert drawn[250, 495:505].any(), "the zone's right side"
    assert drawn[275, 185:195].any(), "the box's left side"
    assert not drawn[:, 520:].any()


def test_a_picture_that_cannot_be_masked_does_not_leave() -> None:
    subject = camera(masker=RedMask(works=False))
    analysis, event = intruded(subject)
    with pytest.raises(RuntimeError, match="no mask"):
        subject.pipeline.picture(analysis, event)


def test_a_frame_that_nobody_looked_at_is_not_shown() -> None:
    subject = camera()
    with pytest.raises(NotAnalysedError):
        subject.pipeline.picture(subject.frame(0, allowed=()))


def test_a_camera_that_changes_its_resolution_keeps_its_zones_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    subject = camera()
    for seconds in (0, 0.5):
        subject.frame(seconds, (200, 300))
    with caplog.at_level(logging.WARNING):
        notes = subject.frame(1, (400, 600), size=(2 * WIDTH, 2 * HEIGHT)).notes
    assert notes == ("The picture changed from 1000 × 500 to 2000 × 1000: zones and tracks are started anew.",)
    assert notes[0] in caplog.text
    later = [subject.frame(seconds, (900, 600), size=(2 * WIDTH, 2 * HEIGHT)) for seconds in (1.5, 2, 2.5, 3)]
    [event] = [each for analysis in later for each in analysis.observations]
    assert isinstance(event, SceneEvent)
    assert event.started_at == at(2), "900 of 2000 is inside; and nothing is known from before the change"


def test_a_clock_that_goes_back_starts_anew_and_says_so() -> None:
    subject = camera()
    intruded(subject)
    analysis = subject.frame(-60, (200, 300))
    assert analysis.notes == ("The camera's clock went back by 61.500 s: rules and tracks are started anew.",)
    again = [subject.frame(seconds, (200, 300)) for seconds in (-59.5, -59, -58.5)]
    assert [each.at for analysis in again for each in analysis.observations] == [at(-58.5)]


@pytest.mark.parametrize("size", [(1, 1), (16, 3000)])
def test_a_picture_of_odd_size_is_taken(size: tuple[int, int]) -> None:
    analysis = camera(INTRUSION, LINE_COUNT, calibration=FROM_ABOVE).frame(0, size=size)
    assert analysis.analysed


def test_a_rule_that_cannot_be_watched_is_refused_at_once() -> None:
    wrong = RuleConfig("r1", 1, "intrusion", INTRUSION.shape, {"dwell_seconds": "long"})
    with pytest.raises(ParameterError):
        camera(wrong)


def test_a_private_zone_that_hides_nothing_is_refused_at_once() -> None:
    with pytest.raises(ShapeError):
        camera(private=(ShapeConfig("p1", "Windows", LEFT_HALF[:2]),))


def paving(shift: int = 0) -> Image:
    """A picture with edges enough to be known again."""
    random = np.random.default_rng(2)
    picture = np.full((HEIGHT, WIDTH, 3), GREY, np.uint8)
    for _ in range(120):
        start, end = random.integers((0, 0), (WIDTH, HEIGHT), (2, 2)).tolist()
        cv2.line(picture, start, end, random.integers(0, 255, 3).tolist(), 3)
    return np.roll(picture, shift, axis=1)


def looking(picture: Image, background: bytes, seconds: range) -> list[Analysis]:
    """A person stands in the zone all the while."""
    eyes = Eyes(see([box(200, 300)]))
    pipeline = Pipeline(PipelineConfig((INTRUSION,), background=background), eyes, RedMask())
    return [pipeline.analyse(Frame(picture, at(second)), lambda *_: True) for second in seconds]


def background_of(picture: Image) -> bytes:
    pipeline = Pipeline(PipelineConfig((INTRUSION,)), Eyes(see([box(200, 300)])), RedMask())
    return pipeline.background(pipeline.analyse(Frame(picture, at(0)), lambda *_: True))


def test_a_camera_that_looks_elsewhere_is_not_analysed_and_shows_nothing() -> None:
    last = looking(paving(200), background_of(paving()), range(12))[-1]
    assert last.elsewhere
    assert not last.analysed
    assert last.observations == ()
    with pytest.raises(NotAnalysedError):
        Pipeline(PipelineConfig((INTRUSION,)), Eyes(), RedMask()).picture(last)


def test_a_camera_that_looks_where_it_should_is_analysed() -> None:
    seen = looking(paving(), background_of(paving()), range(12))
    assert all(analysis.analysed and not analysis.elsewhere for analysis in seen)
    assert any(analysis.observations for analysis in seen)


def test_a_camera_without_a_preset_is_analysed_wherever_it_looks() -> None:
    assert all(analysis.analysed for analysis in looking(paving(200), b"", range(12)))


@dataclass
class Watchful:
    """An extra eye that sees one thing, and remembers which pictures and tracks it was shown."""

    shown: list[tuple[Image, int]] = field(default_factory=list)

    def look(self, image: Image, tracks: Tracks, at: datetime) -> Detections | None:
        self.shown.append((image, len(tracks)))
        return see([box(600, 300)], label=Label.THING)


LEFT_ALONE = RuleConfig("r3", 1, "abandoned_object", ShapeConfig("z3", "Hall", LEFT_HALF))


def test_an_extra_eye_looks_only_where_a_rule_that_needs_it_may_run(monkeypatch: pytest.MonkeyPatch) -> None:
    eye = Watchful()
    monkeypatch.setitem(EYES, Eye.STILL, lambda: eye)
    subject = camera(INTRUSION, LEFT_ALONE)
    subject.frame(0, (200, 300), allowed=("intrusion",))
    assert not eye.shown
    subject.frame(0.5, (200, 300), allowed=("intrusion", "abandoned_object"))
    assert len(eye.shown) == 1
    other = camera(INTRUSION)
    other.frame(0, (200, 300))
    assert len(eye.shown) == 1


def test_an_extra_eye_sees_no_private_zone_and_is_told_who_stands_where(monkeypatch: pytest.MonkeyPatch) -> None:
    eye = Watchful()
    monkeypatch.setitem(EYES, Eye.STILL, lambda: eye)
    subject = camera(LEFT_ALONE, private=(ShapeConfig("p1", "Window", ((0.5, 0), (1, 0), (1, 1), (0.5, 1))),))
    for seconds in (0, 0.5, 1):
        subject.frame(seconds, (200, 300), allowed=("abandoned_object",))
    image, persons = eye.shown[-1]
    assert persons == 1
    assert (image[:, WIDTH // 2 + 10 :] != GREY).all()


def test_things_are_no_tracks() -> None:
    subject = camera()
    subject.eyes.sees = see([box(200, 300)], label=Label.BAG)
    picture = np.full((HEIGHT, WIDTH, 3), GREY, np.uint8)
    for seconds in (0, 0.5, 1):
        analysis = subject.pipeline.analyse(Frame(picture, at(seconds)), lambda *_: True)
    assert len(analysis.detections) == 1
    assert not len(analysis.tracks)
