"""The suites: which rules watch what, which labels are read, and what they refuse."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from detectors.evaluation import suite_clips, suite_scenes
from detectors.evaluation.measure import Asked, EvaluationError
from detectors.evaluation.suite_scenes import RARE, scenes_of, with_guests
from detectors.vision.types import Label

NOTHING = Asked(weights=Path("none"), clip=Path("none"))


def silent(_: str) -> None:
    pass


def test_rules_of_rare_kinds_watch_the_scenes_of_the_others_as_they_watch_their_own() -> None:
    scene = scenes_of("intrusion", "tuned")[0]
    guests = with_guests(scene).watches[len(scene.watches) :]
    assert guests
    assert {watch.kind for watch in guests} <= RARE
    for watch in guests:
        assert watch in [own for each in scenes_of(watch.kind, "tuned") for own in each.watches]


def test_a_kind_is_no_guest_in_its_own_scene() -> None:
    scene = scenes_of("abandoned_object", "tuned")[0]
    assert [watch.kind for watch in with_guests(scene).watches].count("abandoned_object") == 1


def test_a_guest_stays_away_from_a_stage_that_it_does_not_know() -> None:
    scene = replace(scenes_of("intrusion", "tuned")[0], stage="moon")
    assert with_guests(scene) == scene


@pytest.mark.parametrize("asked", [replace(NOTHING, only=frozenset({"a dog in the court"}), write=True)])
def test_figures_of_a_part_are_not_written(asked: Asked) -> None:
    with pytest.raises(EvaluationError, match="whole kinds"):
        next(iter(suite_scenes.all_scenes(asked, silent)))


def test_the_tuned_scenes_alone_are_not_written() -> None:
    with pytest.raises(EvaluationError, match="whole kinds"):
        next(iter(suite_scenes.tuned_scenes(replace(NOTHING, write=True), silent)))


def test_labels_of_a_clip_are_read_for_each_labelled_frame(tmp_path: Path) -> None:
    file = tmp_path / "street.txt"
    file.write_text(
        "# frames 5-7\n# One person.\n5,1,10,20,30,60,1,1,1\n7,1,12,20,30,60,1,1,1\n7,2,50,20,30,60,1,1,1\n"
    )
    labelled = suite_clips.read(file)
    assert (labelled.name, labelled.label, labelled.first, labelled.last) == ("street", Label.PERSON, 5, 7)
    assert [frame.ids.tolist() for frame in labelled.truth] == [[1], [], [1, 2]]
    assert np.array_equal(labelled.truth[0].boxes, [[10, 20, 40, 80]])


@pytest.mark.parametrize(
    "text", ["5,1,10,20,30,60,1,1,1\n", "# frames 5-6\n5,1,10,20,30,60,1,1,1\n6,1,1,2,3,4,1,3,1\n"]
)
def test_labels_without_their_frames_or_of_two_classes_are_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "street.txt"
    file.write_text(text)
    with pytest.raises(EvaluationError, match="# frames A-B"):
        suite_clips.read(file)


def test_every_file_of_labels_can_be_read() -> None:
    assert all(suite_clips.read(file).truth for file in suite_clips.LABELS.glob("*.txt"))


def test_without_a_folder_it_says_which_clips_are_labelled() -> None:
    with pytest.raises(EvaluationError, match=r"--folder.*vtest"):
        next(iter(suite_clips.labelled_clips(NOTHING, silent)))
