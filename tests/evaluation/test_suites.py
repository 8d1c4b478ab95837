"""The suites: which rules watch what, which labels are read, and what they refuse."""

from dataclasses import replace
from pathlib import Path

import pytest

from detectors.evaluation import suite_clips, suite_scenes
from detectors.evaluation.measure import Asked, EvaluationError

NOTHING = Asked(weights=Path("none"), clip=Path("none"))


def silent(_: str) -> None:
    pass


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
