"""The suite ``masks``: what it measures, what it says when something lacks, and the marks that come along."""

from pathlib import Path

import numpy as np
import pytest

from detectors.evaluation import suite_masks
from detectors.evaluation.measure import Asked, EvaluationError
from detectors.vision.quality.masks import Mark, Marked, Uncovered, read_marks
from tests.vision import real
from tests.vision.quality.test_masks import HEAD, cover


@pytest.mark.parametrize("file", sorted(suite_masks.MARKS.glob("*.txt")), ids=lambda file: file.stem)
def test_the_marks_that_come_along_can_be_read_and_lie_in_their_pictures(file: Path) -> None:
    _, marks = read_marks(file.read_text())
    height = 576 if file.stem == "vtest" else 432
    boxes = np.array([each.box for some in marks.values() for each in some])
    assert len(boxes) >= 14
    assert boxes.min() >= 0
    assert (boxes[:, 2:] <= [768, height]).all()


def test_without_networks_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="bin/weights"):
        list(suite_masks.masks(Asked(weights=tmp_path, clip=tmp_path / "vtest.avi"), print))


def test_heads_that_can_be_recognised_have_a_goal_and_smaller_ones_have_none() -> None:
    sums = Uncovered()
    sums.add(cover(), [Marked(Mark.HEAD, HEAD), Marked(Mark.HEAD, (0, 0, 9, 9))])
    small, large, picture = suite_masks._measures("street", sums)
    assert (small.name, small.value, small.goal, small.met) == ("heads, under 20 px", 1.0, "", None)
    assert (large.name, large.value, large.goal, large.met) == ("heads, 20 to 40 px", 1.0, "0", False)
    assert (picture.measure, picture.value) == ("covered", 0.0)


@real.needs_weights
@real.needs_clip
@pytest.mark.slow
def test_no_head_of_the_demonstrations_clip_is_bare() -> None:
    said: list[str] = []
    asked = Asked(weights=real.WEIGHTS, clip=real.CLIP, only=frozenset({"vtest"}))
    heads, picture = suite_masks.masks(asked, said.append)
    assert (heads.value, heads.count) == (0, 143)
    assert picture.value is not None
    assert picture.value < 0.1
