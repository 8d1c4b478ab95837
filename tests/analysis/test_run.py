"""The run over a source: every frame once, in order; all outputs or none."""

import json
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from detectors.analysis.errors import AnalysisError
from detectors.analysis.frames import START, InOrder, open_frames
from detectors.analysis.request import Outputs
from detectors.analysis.run import Parts, run
from detectors.analysis.table import closing
from detectors.vision.config import PipelineConfig, RuleConfig, ShapeConfig
from detectors.vision.pipeline import Pipeline
from detectors.vision.sources.file import FileSource
from tests.analysis.worlds import (
    EVERYWHERE,
    FRAMES,
    INTRUSION,
    LINE,
    RATE,
    Eyes,
    RedMask,
    clip,
    left_in,
    parts,
    walk,
    walked,
)
from tests.vision.real import CLIP, needs_clip
from tests.vision.sources import cameras


def rows(path: Path) -> list[list[float]]:
    return [[float(each) for each in line.split(",")] for line in path.read_text().splitlines()]


def test_every_frame_is_looked_at_once_and_in_order(tmp_path: Path) -> None:
    eyes = Eyes()
    path = clip(tmp_path, frames=20)
    report = run(Parts(open_frames(str(path), RATE), Pipeline(PipelineConfig(), eyes, RedMask(), always=True)))
    assert eyes.brightness == list(range(20))
    assert (report.frames, report.dropped, report.size) == (20, 0, (320, 240))


@needs_clip
@pytest.mark.slow
def test_all_795_frames_of_the_demo_clip_come_at_the_declared_rate() -> None:
    times = [frame.at for frame in open_frames(str(CLIP), 10)]
    assert len(times) == 795
    assert times[0] == START
    assert {after - before for before, after in pairwise(times)} == {timedelta(seconds=0.1)}


def test_rows_of_tracks_are_those_of_motchallenge(tmp_path: Path) -> None:
    out = tmp_path / "tracks.txt"
    run(parts(clip(tmp_path), walked(tmp_path), Outputs(tracks=out), rate=10))
    seen = rows(out)
    assert [row[0] for row in seen] == list(range(2, FRAMES + 1)), "position in the file + 1; a track needs two boxes"
    assert {row[1] for row in seen} == {1}
    for row in seen:
        left, top, right, bottom = walk()["boxes"][int(row[0]) - 1]
        assert row[2:6] == pytest.approx([left, top, right - left, bottom - top], abs=2)
        assert row[6:] == pytest.approx([0.9, -1, -1, -1])
    assert all(
        len(part.partition(".")[2]) == 2 for line in out.read_text().splitlines() for part in line.split(",")[2:6]
    )


def test_only_persons_stand_among_the_tracks(tmp_path: Path) -> None:
    out = tmp_path / "tracks.txt"
    report = run(parts(clip(tmp_path), walked(tmp_path, labels=["vehicle"] * FRAMES), Outputs(tracks=out)))
    assert out.read_text() == ""
    assert report.tracks == {"vehicle": 1}


def test_events_are_lines_of_json_with_seconds_from_the_first_frame(tmp_path: Path) -> None:
    out = tmp_path / "events.jsonl"
    report = run(parts(clip(tmp_path), walked(tmp_path), Outputs(events=out), INTRUSION, rate=10))
    [event] = [json.loads(line) for line in out.read_text().splitlines()]
    assert event == {
        "kind": "intrusion",
        "zone": "Depot gate",
        "rule": "r1",
        "rule_version": 3,
        "start": 0.1,
        "end": 0.6,
        "place": None,
        "score": 0.9,
        "facts": {"persons": 1, "objects": 1, "seconds": 0.5, "label": "person"},
    }
    assert report.events == {"intrusion": 1}


def test_crossings_of_a_line_are_written_as_sums_only(tmp_path: Path) -> None:
    out = tmp_path / "events.jsonl"
    run(parts(clip(tmp_path), walked(tmp_path), Outputs(events=out), LINE, rate=10))
    [line] = [json.loads(line) for line in out.read_text().splitlines()]
    assert (line["kind"], line["zone"], line["label"]) == ("line_count", "Kerb", "person")
    assert (line["start"], line["end"], line["forward"], line["backward"]) == (0, 2.9, 1, 0)


def test_of_what_is_measured_sums_are_written_and_nothing_about_few(tmp_path: Path) -> None:
    out = tmp_path / "events.jsonl"
    present = RuleConfig(
        "r3", 1, "occupancy", ShapeConfig("z1", "Square", EVERYWHERE), {"labels": ["person", "vehicle"]}
    )
    run(parts(clip(tmp_path), walked(tmp_path), Outputs(events=out), present, rate=10))
    persons, vehicles = (json.loads(line) for line in out.read_text().splitlines())
    said = {"kind": "occupancy", "zone": "Square", "rule": "r3", "rule_version": 1, "start": 0, "end": 2.9, "way": ""}
    assert persons == said | {"measure": "present", "label": "person", "is_told": False}
    nothing = {"objects": 0, "mean": 0.0, "deviation": 0.0, "error": 0.0}
    assert vehicles == said | {"measure": "present", "label": "vehicle", "is_told": True} | nothing


def test_without_a_rate_a_recording_goes_by_its_own_times(tmp_path: Path) -> None:
    report = run(parts(clip(tmp_path), walked(tmp_path)))
    assert report.seconds == pytest.approx((FRAMES - 1) / RATE)
    slow = run(parts(clip(tmp_path), walked(tmp_path), rate=2))
    assert slow.seconds == pytest.approx((FRAMES - 1) / 2)


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        outputs = Outputs(tracks=tmp_path / f"{name}.txt", events=tmp_path / f"{name}.jsonl")
        run(parts(clip(tmp_path), walked(tmp_path), outputs, INTRUSION, LINE, rate=7))
    assert (tmp_path / "one.txt").read_bytes() == (tmp_path / "two.txt").read_bytes()
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_a_recording_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    source, recorded = clip(tmp_path), walked(tmp_path)
    job = parts(source, recorded, Outputs(tracks=tmp_path / "t.txt", events=tmp_path / "e.jsonl"), INTRUSION)
    with pytest.raises(AnalysisError, match=r"was stopped after 5 frames; nothing was kept"):
        run(job, lambda frames, _: job.frames.stop() if frames == 5 else None)
    assert left_in(tmp_path, source, recorded) == []


def test_a_stream_that_is_stopped_keeps_what_was_seen(tmp_path: Path) -> None:
    source, recorded, out = clip(tmp_path), walked(tmp_path), tmp_path / "t.txt"
    job = parts(source, recorded, Outputs(tracks=out), rate=10)
    stream = InOrder("the camera", FileSource(source, rate=10, paced=False, start=START), live=True)
    job = Parts(stream, job.pipeline, job.outputs, job.replay)
    report = run(job, lambda frames, _: stream.stop() if frames == 5 else None)
    assert report.frames == 5
    assert [row[0] for row in rows(out)] == [2, 3, 4, 5]
    assert left_in(tmp_path, source, recorded, out) == []


def test_a_source_that_is_damaged_in_its_midst_leaves_nothing_and_says_where(tmp_path: Path) -> None:
    folder, out = tmp_path / "pictures", tmp_path / "t.txt"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.jpg").write_bytes(cameras.jpeg(cameras.image(number)) if number != 3 else b"")
    recorded = walked(tmp_path)
    with pytest.raises(AnalysisError, match=r"cannot be read after frame 3: 3\.jpg"):
        run(parts(folder, recorded, Outputs(tracks=out)))
    assert left_in(tmp_path, folder, recorded) == []


def test_a_recording_that_is_shorter_than_its_header_says_is_noticed(tmp_path: Path) -> None:
    whole = cameras.write_video(tmp_path / "whole.avi", codec="mpeg4", frames=FRAMES, size=(320, 240))
    data = whole.read_bytes()
    cut = tmp_path / "cut.avi"
    cut.write_bytes(data[: len(data) // 2])
    frames = open_frames(str(cut), None)
    report = run(Parts(frames, Pipeline(PipelineConfig(), Eyes(), RedMask(), always=True)))
    assert 0 < report.frames < FRAMES
    [note] = report.notes
    assert note.endswith(f"promises {FRAMES} frames, {report.frames} came: it may be cut off.")
    assert note in closing(report)


def test_what_a_rule_may_not_see_is_not_looked_at(tmp_path: Path) -> None:
    job = parts(clip(tmp_path), walked(tmp_path), None, INTRUSION, may_run=lambda kind, at: False, always=False)
    report = run(job)
    assert report.frames == FRAMES
    assert not report.boxes.total()
    assert not report.events.total()


def test_the_closing_table_says_what_there_was(tmp_path: Path) -> None:
    outputs = Outputs(tracks=tmp_path / "t.txt")
    table = closing(run(parts(clip(tmp_path), walked(tmp_path), outputs, INTRUSION, rate=10)))
    words = [line.split() for line in table.splitlines()]
    assert words[:5] == [
        ["frames", "30", "320", "×", "240,", "2.9", "s", "from", "first", "to", "last"],
        ["dropped", "0", "came", "too", "late", "to", "be", "looked", "at"],
        ["boxes", "30", "person", "30"],
        ["tracks", "1", "person", "1"],
        ["events", "1", "intrusion", "1"],
    ]
    stages = {line[0]: float(line[1]) for line in words[7:]}
    assert {"read", "detect", "track", "rules", "write", "other", "all"} <= set(stages)
    assert sum(stages.values()) == pytest.approx(2 * stages["all"], abs=0.02)
