"""Specification of the look at a recording: what its rules would be given, at the camera's rate, in its own time."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detectors.analysis.networks import NoPictures
from detectors.recorded import seeing
from detectors.recorded.seeing import Clock, Placed, config_for, look
from detectors.vision.config import PipelineConfig, PresetConfig, RuleConfig, ShapeConfig
from detectors.vision.locate.background import Background
from detectors.vision.pipeline import Pipeline
from detectors.vision.recall import Moment
from detectors.vision.sentences import SentenceError
from tests.recorded.worlds import Standing, recording

START = datetime(2026, 6, 1, 22, 10, tzinfo=UTC)
CORNER = ShapeConfig("z", "Gate", ((0.5, 0.5), (1.0, 0.5), (1.0, 1.0), (0.5, 1.0)))


def rule(kind: str = "intrusion") -> RuleConfig:
    return RuleConfig("r", 1, kind, CORNER)


def seen(
    bytes_: bytes, rate: float = 5, plan: PipelineConfig | None = None, eyes: Standing | None = None
) -> list[Moment]:
    config = config_for([Placed(rule(), None)], plan or PipelineConfig())
    pipeline = Pipeline(config, eyes or Standing(), NoPictures())
    return look(io.BytesIO(bytes_), pipeline, Clock(START, rate), lambda kind, at: True, lambda *_: None)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.avi"])
def test_any_usual_recording_is_looked_at_at_the_rate_of_the_camera(tmp_path: Path, name: str) -> None:
    moments = seen(recording(tmp_path, seconds=4, name=name), rate=5)
    assert len(moments) == pytest.approx(20, abs=1)
    assert moments[0].at == START
    assert moments[-1].at - START == pytest.approx(timedelta(seconds=3.8), abs=timedelta(seconds=0.15))
    assert moments[0].size == (64, 48)
    assert len(moments[-1].tracks) == 1


def test_of_a_recording_with_fewer_pictures_each_is_looked_at(tmp_path: Path) -> None:
    assert len(seen(recording(tmp_path, seconds=4, rate=2), rate=25)) == 8


def test_every_picture_is_looked_at_although_nothing_moves(tmp_path: Path) -> None:
    eyes = Standing()
    still = PipelineConfig(motion_gate=True)
    moments = seen(recording(tmp_path, seconds=2), rate=10, plan=still, eyes=eyes)
    assert eyes.pictures == len(moments) == 20


def test_private_zones_are_blank_before_anything_looks(tmp_path: Path) -> None:
    looked: list[Any] = []

    class Watching(Standing):
        def detect(self, image: Any) -> Any:
            looked.append(image[:, : image.shape[1] // 2].copy())
            return super().detect(image)

    garden = ShapeConfig("p", "Garden", ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0)))
    seen(recording(tmp_path, seconds=2), plan=PipelineConfig(private_zones=(garden,)), eyes=Watching())
    assert all(np.ptp(left[:, :-2]) == 0 for left in looked)


def test_how_far_it_is_is_told_with_the_length_that_the_header_says(tmp_path: Path) -> None:
    told: list[tuple[float, float | None]] = []
    pipeline = Pipeline(config_for([Placed(rule(), None)], PipelineConfig()), Standing(), NoPictures())
    stream = io.BytesIO(recording(tmp_path, seconds=3))
    look(stream, pipeline, Clock(START, 5), lambda kind, at: True, lambda *facts: told.append(facts))
    assert [length for _, length in told] == [pytest.approx(3.0)] * 30
    assert [second for second, _ in told] == sorted(second for second, _ in told)


def test_it_ends_when_nothing_may_look_any_more(tmp_path: Path) -> None:
    pipeline = Pipeline(config_for([Placed(rule(), None)], PipelineConfig()), Standing(), NoPictures())
    stream = io.BytesIO(recording(tmp_path, seconds=6))
    until = START + timedelta(seconds=2)
    moments = look(stream, pipeline, Clock(START, 5), lambda kind, at: at < until, lambda *_: None)
    assert len(moments) == 10


@pytest.mark.parametrize(
    "bytes_", [b"", b"no video at all" * 1000, b"%PDF-1.7" + bytes(5000)], ids=["nothing", "text", "pdf"]
)
def test_what_is_no_video_says_so(bytes_: bytes) -> None:
    with pytest.raises(SentenceError, match="no video"):
        seen(bytes_)


def test_a_recording_that_breaks_off_is_not_taken_for_a_whole_one(tmp_path: Path) -> None:
    """Half of it would look like a quiet street."""
    bytes_ = bytearray(recording(tmp_path, seconds=6))
    middle = len(bytes_) // 2
    bytes_[middle : middle + 400] = bytes(400)
    with pytest.raises(SentenceError, match="damaged"):
        seen(bytes(bytes_))


@pytest.mark.parametrize(("most", "value"), [("MOST_S", 2.0), ("MOST_PICTURES", 15)])
def test_a_recording_that_is_too_long_says_how_long_it_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: str, value: float
) -> None:
    monkeypatch.setattr(seeing, most, value)
    with pytest.raises(SentenceError, match="longer than 10 minutes"):
        seen(recording(tmp_path, seconds=3))


def test_what_would_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeing, "MOST_BYTES", 5000)
    with pytest.raises(SentenceError, match="Too much moves"):
        seen(recording(tmp_path, seconds=4))


def _texture(seed: int) -> Any:
    blocks = np.random.default_rng(seed).integers(0, 256, (24, 32, 1), np.uint8)
    return np.repeat(np.kron(blocks, np.ones((20, 20, 1), np.uint8)), 3, axis=2)


def test_a_recording_of_another_view_says_so(tmp_path: Path) -> None:
    north = PresetConfig("n", "North", Background.of(_texture(7)).dump())
    south = PresetConfig("s", "South", Background.of(_texture(8)).dump())
    with pytest.raises(SentenceError, match="none of the views"):
        seen(recording(tmp_path, seconds=6, size=(640, 480)), plan=PipelineConfig(presets=(north, south)))


def test_rules_lie_in_their_views_and_those_of_the_camera_are_left_out() -> None:
    plan = PipelineConfig(
        rules=(RuleConfig("old", 1, "fall", CORNER),),
        presets=(PresetConfig("n", "North", rules=(RuleConfig("older", 1, "fall", CORNER),)),),
        motion_gate=True,
    )
    config = config_for([Placed(rule(), None), Placed(rule("density"), "n"), Placed(rule("fire"), "gone")], plan)
    assert [one.kind for one in config.rules] == ["intrusion"]
    assert [one.kind for one in config.presets[0].rules] == ["density"]
    assert len({one.id for one in config.every_rule}) == 2
    assert not config.motion_gate
