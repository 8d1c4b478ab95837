"""The suites: which rules watch what, which labels are read, and what they refuse."""

from dataclasses import replace
from pathlib import Path

import pytest

from detectors.evaluation import suite_clips, suite_scenes
from detectors.evaluation.measure import Asked, EvaluationError
from detectors.evaluation.suite_scenes import RARE, scenes_of, with_guests

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


@pytest.mark.parametrize("text", ["5,1,1,2,3,6,1,1,1\n", "# frames 5-6\n5,1,1,2,3,6,1,1,1\n6,1,1,2,3,4,1,3,1\n"])
def test_labels_without_their_frames_or_of_two_classes_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(suite_clips, "LABELS", tmp_path)
    monkeypatch.setattr(suite_clips, "shipped", lambda folder, purposes: {"objects": None})
    monkeypatch.setattr(suite_clips, "open_detector", lambda file: None)
    (tmp_path / "street.txt").write_text(text)
    (tmp_path / "street.mp4").touch()
    with pytest.raises(EvaluationError, match=r"street\.txt"):
        list(suite_clips.labelled_clips(replace(NOTHING, folder=tmp_path), silent))


def test_a_labelled_clip_that_is_not_in_the_folder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suite_clips, "shipped", lambda folder, purposes: {"objects": None})
    monkeypatch.setattr(suite_clips, "open_detector", lambda file: None)
    measures = list(suite_clips.labelled_clips(replace(NOTHING, folder=tmp_path), silent))
    assert [(each.value, each.note) for each in measures] == [(None, f"It is not in {tmp_path}.")] * len(measures)
    assert measures


def test_without_a_folder_it_says_which_clips_are_labelled() -> None:
    with pytest.raises(EvaluationError, match=r"--folder.*vtest"):
        next(iter(suite_clips.labelled_clips(NOTHING, silent)))
