"""manage.py analyse as a person types it, in a process without settings, database, broker or any environment."""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from detectors.management.commands.analyse import ended_by_signals
from tests.analysis.worlds import FRAMES, clip, left_in, walked
from tests.vision.real import WEIGHTS, needs_weights

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = Path("/nowhere")
pytestmark = pytest.mark.slow  # each starts a process of its own

CONFIG = """\
zones:
  gate: {name: Depot gate, points: [[0, 0], [1, 0], [1, 1], [0, 1]]}
rules:
  - {kind: intrusion, zone: gate, parameters: {dwell_seconds: 0.5}}
"""


def analyse(
    *arguments: object, weights: Path = NOWHERE, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """VAR_DIR points to nowhere, so that the settings of this installation are not found either.

    A process that may write only small files must not leave half a file of compiled code behind.
    """
    command = [sys.executable, str(ROOT / "manage.py"), "analyse", *map(str, arguments)]
    env = {"PATH": os.environ["PATH"], "VAR_DIR": str(NOWHERE), "WEIGHTS_DIR": str(weights)}
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False, preexec_fn=before)


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a run that came to nothing."""
    assert done.returncode != 0
    assert done.stdout == ""
    [line] = done.stderr.strip().splitlines()
    assert line.startswith("CommandError: ")
    return line.removeprefix("CommandError: ")


def test_it_needs_no_environment_at_all(tmp_path: Path) -> None:
    config = tmp_path / "square.yml"
    config.write_text(CONFIG)
    tracks, events = tmp_path / "tracks.txt", tmp_path / "events.jsonl"
    done = analyse(
        *(clip(tmp_path), "--config", config, "--fps", 10, "--from-detections", walked(tmp_path)),
        *("--tracks", tracks, "--events", events),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("frames   30  320 × 240, 2.9 s from first to last\n")
    assert [int(line.split(",")[0]) for line in tracks.read_text().splitlines()] == list(range(2, FRAMES + 1))
    [event] = [json.loads(line) for line in events.read_text().splitlines()]
    assert (event["kind"], event["zone"], event["start"], event["end"]) == ("intrusion", "Depot gate", 0.1, 0.6)
    assert tracks.stat().st_mode & 0o444 == 0o444


@needs_weights
def test_without_a_configuration_everything_is_found_and_followed(tmp_path: Path) -> None:
    kept, video = tmp_path / "kept.npz", tmp_path / "out.mp4"
    done = analyse(clip(tmp_path, frames=3), "--detections", kept, "--video", video, weights=WEIGHTS)
    assert done.returncode == 0, done.stderr
    with np.load(kept) as file:
        assert (int(file["frames"]), file["size"].tolist()) == (3, [320, 240])
        assert len(str(file["network"])) == 64
    assert video.stat().st_size > 0
    assert {"mask", "draw", "encode"} <= {line.split()[0] for line in done.stdout.splitlines() if line}


def test_missing_networks_are_named_with_what_brings_them(tmp_path: Path) -> None:
    sentence = refused(analyse(clip(tmp_path)))
    assert "nanodet.onnx" in sentence
    assert "bin/weights" in sentence
    assert "manage.py fetch_models" in sentence


def test_a_source_that_cannot_be_read_leaves_nothing(tmp_path: Path) -> None:
    source, recorded = tmp_path / "clip.mp4", walked(tmp_path)
    source.write_text("no video")
    done = analyse(source, "--from-detections", recorded, "--tracks", tmp_path / "t.txt")
    assert "clip.mp4 cannot be read: This is no video that can be read" in refused(done)
    assert left_in(tmp_path, source, recorded) == []


def test_an_unknown_kind_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    config = tmp_path / "square.yml"
    config.write_text(CONFIG.replace("intrusion", "loitering"))
    done = analyse("/nowhere/clip.mp4", "--config", config, "--tracks", tmp_path / "t.txt")
    assert "line 4: There is no rule of the kind “loitering”. There are: intrusion" in refused(done)
    assert left_in(tmp_path, config) == []


@pytest.mark.parametrize("output", ["--tracks", "--detections"])
def test_a_full_disk_leaves_nothing(output: str, tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: the system answers at the same place."""
    source, recorded = clip(tmp_path), walked(tmp_path)
    out = tmp_path / "out.npz"
    boxes = ["--from-detections", recorded] if output == "--tracks" else []
    done = analyse(source, *boxes, output, out, weights=WEIGHTS, before=lambda: limit_files(200))
    if output == "--detections" and not WEIGHTS.is_dir():
        pytest.skip("The networks are not here.")
    assert "could not be written: File too large. Make room" in refused(done)
    assert left_in(tmp_path, source, recorded) == []


@needs_weights
def test_a_disk_that_fills_under_a_video_leaves_nothing(tmp_path: Path) -> None:
    source, recorded = clip(tmp_path), walked(tmp_path)
    done = analyse(
        *(source, "--from-detections", recorded, "--video", tmp_path / "out.mp4"),
        weights=WEIGHTS,
        before=lambda: limit_files(200),
    )
    assert "out.mp4 could not be written" in refused(done)
    assert left_in(tmp_path, source, recorded) == []


def limit_files(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_folder_that_is_not_there_is_named_before_the_work(tmp_path: Path) -> None:
    done = analyse(clip(tmp_path), "--from-detections", walked(tmp_path), "--tracks", tmp_path / "no" / "t.txt")
    assert "No such file or directory" in refused(done)


@pytest.mark.parametrize("rate", ["0", "-1", "nan", "fast"])
def test_a_rate_is_a_number_above_nought(rate: str) -> None:
    done = analyse("clip.mp4", f"--fps={rate}")
    assert done.returncode != 0
    assert "is no rate" in done.stderr


def test_a_camera_needs_the_database(tmp_path: Path) -> None:
    done = analyse(clip(tmp_path), "--camera", "Square")
    assert "--camera needs the database. SECRET_KEY is not set. Run bin/up" in refused(done)


def test_ctrl_c_ends_the_run_after_the_present_frame_and_a_second_one_where_it_stands() -> None:
    ended: list[bool] = []
    before = signal.getsignal(signal.SIGINT)
    with ended_by_signals(lambda: ended.append(True)):
        signal.raise_signal(signal.SIGINT)
        assert ended == [True]
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert ended == [True]
    assert signal.getsignal(signal.SIGINT) is before
