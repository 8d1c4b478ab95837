"""Specification of when the pipeline looks at a frame, and what it lets its eyes see."""

from dataclasses import dataclass, field
from datetime import datetime

import cv2
import numpy as np
import pytest

from detectors.vision.config import PipelineConfig, PresetConfig, RuleConfig, ShapeConfig
from detectors.vision.detect.eyes import EYES, Eye
from detectors.vision.pipeline import Analysis, NotAnalysedError, Pipeline
from detectors.vision.types import Detections, Frame, Image, Label, LineCount, Tracks
from tests.vision.pipelines import COVER, GREY, INTRUSION, LEFT_HALF, LINE_COUNT, Camera, Eyes, RedMask, camera
from tests.vision.worlds import HEIGHT, WIDTH, at, box, see


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
    presets = (PresetConfig("p1", "Square", background),) if background else ()
    pipeline = Pipeline(PipelineConfig((INTRUSION,), presets=presets), eyes, RedMask())
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
