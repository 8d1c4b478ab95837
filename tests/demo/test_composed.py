"""The demonstration's composed scenes: covered, labelled, and such that their rule fires once a round."""

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from detectors.analysis.networks import NoPictures
from detectors.demo import composed, staged
from detectors.demo.composed import HEAD, composed_clip, shown
from detectors.demo.rtp import ClipError, load_clip
from detectors.demo.scene import CAMERAS, DemoCamera
from detectors.scenes.compose import compose
from detectors.scenes.scene import Scene
from detectors.scenes.studio import open_studio
from detectors.vision.detect.registry import open_detector
from detectors.vision.pipeline import Pipeline
from detectors.vision.types import SceneEvent
from tests.vision.real import CLIP, NETWORKS, needs_clip, needs_weights

SCENES = [staged.WRONG_WAY, staged.LEFT_BEHIND]


@pytest.mark.slow
@needs_clip
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_no_head_is_left_uncovered(scene: Scene) -> None:
    heads = 0
    for frame in compose(replace(scene, rate=0.25), open_studio(CLIP)):
        image = shown(frame)
        for head in (present.head for present in frame.truth if present.head is not None):
            x1, y1, x2, y2 = (max(0, round(value)) for value in head)
            covered = image[y1:y2, x1:x2].reshape(-1, 3)
            heads += len(covered) > 0
            assert (covered == HEAD).all()
    assert heads > 3


@pytest.mark.slow
@needs_clip
@needs_weights
@pytest.mark.parametrize("camera", [each for each in CAMERAS if each.scene], ids=lambda camera: camera.path)
def test_what_a_scene_shows_is_seen_at_the_rate_of_its_camera(camera: DemoCamera) -> None:
    assert camera.scene is not None
    scene, studio = replace(camera.scene, rate=camera.rate), open_studio(CLIP)
    pipeline = Pipeline(scene.config(studio.stage(scene.stage)), open_detector(NETWORKS["nanodet"]), NoPictures())
    fired = []
    for composed_frame in compose(scene, studio):
        frame = replace(composed_frame.frame, image=shown(composed_frame))
        observations = pipeline.analyse(frame, lambda kind, at: True).observations
        fired += [seen.kind for seen in observations if isinstance(seen, SceneEvent)]
    assert fired == [scene.kind]


@needs_clip
def test_the_picture_says_that_it_is_simulated() -> None:
    frame = next(compose(staged.WRONG_WAY, open_studio(CLIP)))
    changed = np.argwhere((shown(frame) != frame.frame.image).any(axis=2))
    assert changed.min() == 0
    assert tuple(changed.max(axis=0)) == (30, 214)


@needs_clip
def test_a_clip_is_composed_once_and_can_be_played(tmp_path: Path) -> None:
    said: list[str] = []
    short = Scene("short", "intrusion", "Nobody.", staged.WRONG_WAY.watches, seconds=2)
    clips = [composed_clip(short, CLIP, tmp_path, said.append) for _ in range(2)]
    assert len(said) == 1
    assert clips[0] == clips[1]
    assert len(load_clip(clips[0]).shots) == 14
    with av.open(str(clips[0])) as container:
        assert container.streams.video[0].codec_context.width == 768


def test_without_the_recording_it_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ClipError, match="wrong way"):
        composed_clip(staged.WRONG_WAY, tmp_path / "none.avi", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_scene_ends_as_it_began_so_that_it_can_be_played_in_a_loop(scene: Scene) -> None:
    last = scene.seconds - 1 / scene.rate
    assert all(actor.path.place(last) is None for actor in scene.actors if actor.path.begins > 0)


def test_cameras_that_play_a_scene_are_named_as_simulated() -> None:
    names = {camera.name for camera in CAMERAS if camera.scene is not None}
    assert len(names) == 2
    assert all("simulated" in name for name in names)
    assert composed.LABEL == "SIMULATED SCENE"
