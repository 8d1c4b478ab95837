"""What holds for every scene of the library and of those that are held out."""

import numpy as np
import pytest

from detectors.evaluation.catalogue import PARTS, scenes_of
from detectors.scenes.scene import Scene
from detectors.scenes.studio import Studio, open_studio
from detectors.vision.scene.registry import ALERTS, check
from detectors.vision.scene.shapes import Zone
from tests.vision.real import CLIP, needs_clip

NEAR = (-0.05, 0.0, 0.05)
"""Metres around a place that lies on the border of a zone."""

ALL = [scene for kind in sorted(ALERTS) for part in PARTS for scene in scenes_of(kind, part)]


@pytest.fixture(scope="module")
def studio() -> Studio:
    return open_studio(CLIP)


def named(scenes: list[Scene]) -> list[object]:
    return [pytest.param(scene, id=scene.name) for scene in scenes]


@pytest.mark.parametrize("kind", sorted(ALERTS))
def test_a_kind_has_at_least_six_scenes_to_tune_on_and_half_of_them_are_hostile(kind: str) -> None:
    scenes = scenes_of(kind, "tuned")
    assert len(scenes) >= 6
    assert 2 * sum(scene.hostile for scene in scenes) >= len(scenes)


@pytest.mark.parametrize("kind", sorted(ALERTS))
def test_a_kind_has_scenes_that_nobody_tunes_on(kind: str) -> None:
    assert len(scenes_of(kind, "heldout")) >= 4


def test_no_two_scenes_bear_one_name() -> None:
    assert len({scene.name for scene in ALL}) == len(ALL)


@pytest.mark.parametrize("scene", named(ALL))
def test_a_scene_expects_only_what_it_watches_and_within_its_time(scene: Scene) -> None:
    watched = {(watch.kind, watch.zone) for watch in scene.watches}
    for event in scene.expects:
        assert (event.kind, event.zone) in watched
        assert 0 <= event.begins <= event.due < event.until
        assert event.due <= scene.seconds - 0.5, "the scene ends before the alert can come"


@needs_clip
@pytest.mark.parametrize("scene", named(ALL))
def test_the_rules_of_a_scene_can_be_watched(scene: Scene, studio: Studio) -> None:
    for rule in scene.config(studio.stage(scene.stage)).rules:
        check(rule)


@needs_clip
@pytest.mark.parametrize("scene", named([s for s in ALL if s.kind in ("intrusion", "wrong_direction")]))
def test_whoever_is_expected_stands_in_the_zone_at_the_place_and_time_of_the_truth(
    scene: Scene, studio: Studio
) -> None:
    stage = studio.stage(scene.stage)
    zones = {watch.zone: Zone.of(watch.config(stage).shape, *stage.size) for watch in scene.watches}
    for event in scene.expects:
        assert event.place is not None
        around = [(event.place[0] + right, event.place[1] + ahead) for right in NEAR for ahead in NEAR]
        assert zones[event.zone].contains(stage.to_pixels(around)).any()
        places = [actor.path.place(event.begins) for actor in scene.actors]
        assert min(np.hypot(*np.subtract(each, event.place)) for each in places if each is not None) < 0.5
