"""Composed scenes: the same frames each time, and a truth that is exact."""

from dataclasses import replace
from pathlib import Path as FilePath

import numpy as np
import pytest

from detectors.scenes import drawings, lights
from detectors.scenes.actors import OnGround, Path, Person, Thing, falls, stays
from detectors.scenes.compose import START, compose
from detectors.scenes.effects import Compression, Effect, Night, Noise, Rain, Shake
from detectors.scenes.scene import Composed, Scene, Watch
from detectors.scenes.stage import Stage
from detectors.scenes.studio import Studio, StudioError, open_studio
from detectors.vision.locate.homography import Homography
from detectors.vision.scene.shapes import Zone
from detectors.vision.types import Label
from tests.vision.real import CLIP, needs_clip
from tests.vision.sources import cameras

pytestmark = needs_clip

COURT = ((-3.0, 18.0), (3.0, 18.0), (3.0, 23.0), (-3.0, 23.0))
CROSSING = Path.of((0, -7, 20), (14, 7, 20))
"""At 1 m/s; in the court from 4 to 10 s."""

EMPTY = Scene("empty", "intrusion", "Nobody.", (Watch("intrusion", "court", COURT),), effects=(), seconds=1)
WALK = replace(EMPTY, name="walk", actors=(Person("walker", "left-1", CROSSING),), seconds=14)


@pytest.fixture(scope="module")
def studio() -> Studio:
    return open_studio(CLIP)


def frames(scene: Scene, studio: Studio) -> list[Composed]:
    return list(compose(scene, studio))


def at(seconds: float, scene: Scene, studio: Studio) -> Composed:
    return next(each for each in compose(scene, studio) if each.seconds >= seconds)


@pytest.mark.slow
def test_the_same_scene_gives_the_same_frames_to_the_last_bit(studio: Studio) -> None:
    shown = replace(WALK, effects=(Night(), Rain(), Shake(), Noise(), Compression()), seconds=1)
    for one, other in zip(frames(shown, studio), frames(shown, studio), strict=True):
        assert np.array_equal(one.frame.image, other.frame.image)
        assert one.truth == other.truth


def test_two_frames_of_one_scene_do_not_share_their_noise(studio: Studio) -> None:
    first, second = frames(replace(EMPTY, effects=(Noise(),)), studio)[:2]
    assert not np.array_equal(first.frame.image, second.frame.image)


def test_without_actors_and_effects_the_frame_is_the_empty_square(studio: Studio) -> None:
    assert np.array_equal(frames(EMPTY, studio)[0].frame.image, studio.square.picture)


def test_frames_are_captured_at_the_rate_of_the_scene(studio: Studio) -> None:
    shown = frames(replace(EMPTY, rate=5, seconds=2), studio)
    assert len(shown) == 10
    assert [round((each.frame.at - START).total_seconds(), 6) for each in shown] == [n / 5 for n in range(10)]


def test_a_foot_is_in_the_zone_when_the_truth_says_so(studio: Studio) -> None:
    zone = Zone.of(studio.square.zone("court", *COURT), *studio.square.size)
    for composed in compose(WALK, studio):
        (walker,) = composed.truth
        x1, _, x2, y2 = walker.box
        inside = bool(zone.contains([((x1 + x2) / 2, y2)])[0])
        if 4.6 < composed.seconds < 9.4:
            assert inside
        if composed.seconds < 3.4 or composed.seconds > 10.6:
            assert not inside


def test_the_place_that_the_calibration_tells_from_the_foot_is_the_true_one(studio: Studio) -> None:
    ground = Homography.of(studio.square.calibration, *studio.square.size)
    standing = replace(EMPTY, actors=(Person("who stands", "stand-2", stays(0, 1, 2.0, 21.0)),))
    (present,) = frames(standing, studio)[0].truth
    x1, _, x2, y2 = present.box
    right, ahead = ground.to_ground([((x1 + x2) / 2, y2)])[0]
    assert present.place == (2.0, 21.0)
    assert (right, ahead) == pytest.approx((2.0, 21.0), abs=0.35)


@pytest.mark.parametrize("stage", ["square", "street", "hall"])
def test_a_person_is_as_tall_as_the_place_makes_it(studio: Studio, stage: str) -> None:
    for ahead in (14.0, 22.0):
        actor = Person("who stands", "away-1", stays(0, 1, 0.0, ahead), tall=1.8)
        (present,) = frames(replace(EMPTY, stage=stage, actors=(actor,)), studio)[0].truth
        height = present.box[3] - present.box[1]
        assert height / studio.stage(stage).metre((0.0, ahead)) == pytest.approx(1.8, abs=0.1)


def test_who_has_not_come_or_has_gone_is_not_in_the_truth(studio: Studio) -> None:
    late = replace(EMPTY, actors=(Person("late", "left-1", stays(0.5, 0.8, 0, 20)),), rate=10)
    assert [len(each.truth) for each in compose(late, studio)] == [0, 0, 0, 0, 0, 1, 1, 1, 1, 0]


def test_whoever_stands_behind_another_is_less_visible_and_keeps_the_whole_box(studio: Studio) -> None:
    behind, before = (Person(name, "stand-2", stays(0, 1, 0, ahead)) for name, ahead in (("far", 21), ("near", 20)))
    alone = frames(replace(EMPTY, actors=(behind,)), studio)[0].truth[0]
    far, near = frames(replace(EMPTY, actors=(behind, before)), studio)[0].truth
    assert (alone.visible, near.visible) == (1.0, 1.0)
    assert 0 < far.visible < 0.7
    assert far.box == alone.box


def test_boxes_go_with_the_picture_when_the_camera_shakes(studio: Studio) -> None:
    still = replace(EMPTY, actors=(Person("who stands", "stand-2", stays(0, 1, 0, 20)),))
    shake = Shake(pixels=5)
    for calm, shaken in zip(compose(still, studio), compose(replace(still, effects=(shake,)), studio), strict=True):
        right, down = shake.offset(calm.seconds)
        assert shaken.truth[0].box[0] - calm.truth[0].box[0] == pytest.approx(right)
        assert shaken.truth[0].box[1] - calm.truth[0].box[1] == pytest.approx(down)


def test_who_falls_is_wider_than_tall_afterwards(studio: Studio) -> None:
    faller = replace(EMPTY, actors=(Person("faller", "stand-2", stays(0, 3, 0, 20), lean=falls(1)),), seconds=3)
    before, after = (at(seconds, faller, studio).truth[0].box for seconds in (0.5, 2.5))
    assert before[3] - before[1] > 1.5 * (before[2] - before[0])
    assert after[2] - after[0] > 1.5 * (after[3] - after[1])


def test_a_head_is_the_upper_part_of_its_person(studio: Studio) -> None:
    (present,) = frames(replace(WALK, seconds=1), studio)[0].truth
    assert present.head is not None
    x1, y1, x2, y2 = present.box
    assert x1 - 2 <= present.head[0] < present.head[2] <= x2 + 2
    assert abs(present.head[1] - y1) < 3
    assert 0.1 < (present.head[3] - present.head[1]) / (y2 - y1) < 0.2


def test_light_is_not_darkened_by_the_night(studio: Studio) -> None:
    lamp = Thing("lamp", lights.headlight, stays(0, 1, 0, 20), 1.0, 1.0, glows=True)
    dark = replace(EMPTY, actors=(lamp,), effects=(Night(0.2),))
    composed = frames(dark, studio)[0]
    x1, y1, x2, y2 = map(int, composed.truth[0].box)
    assert composed.frame.image[y1:y2, x1:x2].max() > 220
    assert composed.frame.image[:100].mean() < 60


def test_what_lies_on_the_ground_is_walked_over(studio: Studio) -> None:
    puddle = OnGround("puddle", drawings.puddle, stays(0, 1, 0, 20), 2.0, 1.5)
    walker = Person("walker", "left-1", stays(0, 1, 0, 19.8))
    alone = frames(replace(EMPTY, actors=(walker,)), studio)[0].truth[0]
    both = frames(replace(EMPTY, actors=(walker, puddle)), studio)[0].truth
    assert both[0].visible == alone.visible
    assert both[1].label is None


def test_every_member_of_the_cast_stands_out_and_is_about_as_tall_as_a_person(studio: Studio) -> None:
    for member in studio.cast.values():
        assert len(member.frames) >= 12
        assert all(1.4 < cut.tall < 2.4 for cut in member.frames)


def test_a_zone_of_a_stage_lies_on_the_ground_that_was_named(studio: Studio) -> None:
    stage: Stage = studio.square
    ground = Homography.of(stage.calibration, *stage.size)
    points = np.array(stage.zone("court", *COURT).points) * stage.size
    assert np.allclose(ground.to_ground(points), COURT, atol=1e-6)


def test_persons_are_labelled_and_things_without_a_word_are_not(studio: Studio) -> None:
    actors = (Person("walker", "left-1", stays(0, 1, 0, 20)), Thing("dog", drawings.dog, stays(0, 1, 2, 20), 0.9, 0.6))
    labels = [each.label for each in frames(replace(EMPTY, actors=actors), studio)[0].truth]
    assert labels == [Label.PERSON, None]


def test_another_clip_than_the_one_of_the_cast_is_refused(tmp_path: FilePath) -> None:
    other = cameras.write_video(tmp_path / "other.mp4")
    with pytest.raises(StudioError, match="not the clip"):
        Studio(other)


@pytest.mark.parametrize("effect", [Night(), Rain(), Shake(), Noise(), Compression()])
def test_no_effect_changes_the_size_of_the_picture(studio: Studio, effect: Effect) -> None:
    (composed, *_) = frames(replace(EMPTY, effects=(effect,)), studio)
    assert composed.frame.image.shape == studio.square.picture.shape
    assert composed.frame.image.dtype == np.uint8
