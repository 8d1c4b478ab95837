"""Measuring for real, shortly: clips in each codec, the parts of one camera, and the command."""

import os
import subprocess
import sys
from pathlib import Path

import av
import pytest

from detectors.sizing import clip, measure
from detectors.vision.types import LABELS
from tests.vision.real import CLIP, NETWORKS, WEIGHTS, needs_clip, needs_weights

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("codec", clip.ENCODERS)
def test_a_clip_is_of_the_codec_size_and_rate_that_were_asked_about(codec: str, tmp_path: Path) -> None:
    path = clip.write(tmp_path / "camera.mkv", codec, (320, 240), 10, None)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.width, stream.height) == (codec, 320, 240)
        frames = list(container.decode(stream))
    assert len(frames) == 10 * clip.SECONDS


@needs_clip
def test_a_recording_lends_its_scene(tmp_path: Path) -> None:
    first = next(clip.pictures((320, 240), CLIP))
    assert first.shape == (240, 320, 3)


def test_the_street_has_walkers_inside_the_picture_always() -> None:
    street = measure.Street(640, 480)
    for _ in range(3 * measure.STEPS):
        found = street.detect(None)  # type: ignore[arg-type]
        assert len(found) == measure.OBJECTS
        assert {LABELS[label].value for label in found.labels} == {"person"}
        assert (found.boxes >= 0).all()
        assert (found.boxes <= (640, 480, 640, 480)).all()


@pytest.mark.slow
@needs_weights
def test_each_part_and_the_memory_are_measured(tmp_path: Path) -> None:
    path = clip.write(tmp_path / "camera.mkv", "h264", (320, 240), 10, None)
    networks = {recipe.family: recipe for recipe in NETWORKS.values()}
    files = {"objects": networks["nanodet"], "faces": networks["centerface"], "plates": networks["clp_det"]}
    costs = measure.costs(path, files, 0.01)
    assert set(costs) == {"read", "convert", "detect", "follow", "mask"}
    assert all(cost > 0 for cost in costs.values())
    assert costs["detect"] > costs["convert"]
    memory = measure.memory(path, files)
    assert memory["process"] > 50
    assert memory["camera"] >= 0


def sizing(*arguments: str, weights: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "manage.py"), "sizing", *arguments]
    env = {"PATH": os.environ["PATH"], "VAR_DIR": "/nowhere", "WEIGHTS_DIR": str(weights)}
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.slow
def test_missing_networks_are_named() -> None:
    done = sizing(weights=Path("/nowhere"))
    assert done.returncode != 0
    assert "bin/weights" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("wrong", ["--resolution=big", "--fps=0", "--cameras=-1", "--codec=vp6"])
def test_a_question_that_makes_no_sense_is_refused(wrong: str) -> None:
    assert sizing(wrong, weights=WEIGHTS).returncode != 0


@needs_weights
@pytest.mark.slow
def test_the_command_needs_no_settings_and_answers(tmp_path: Path) -> None:
    done = sizing("--cameras", "3", "--resolution", "320x240", "--fps", "2", "--stream-fps", "10", weights=WEIGHTS)
    assert done.returncode == 0, done.stderr
    assert "This machine carries" in done.stdout
    assert "3 cameras" in done.stdout
