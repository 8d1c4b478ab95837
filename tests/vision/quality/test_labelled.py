"""Specification of label files: MOTChallenge rows, and which frames were looked at."""

from pathlib import Path

import numpy as np
import pytest

from detectors.vision.quality.labelled import CAR, read

LABELS = Path(__file__).parents[1] / "labels"

TEXT = """# frames 3-5
# made by hand
3,7,10,20,30,40,1,1,1
5,7,11,20,30,40,1,1,1
5,8,50,20,10,10,0,1,1
5,9,50,20,10,10,1,3,1
"""


def test_each_frame_that_was_looked_at_has_its_boxes_and_may_have_none(tmp_path: Path) -> None:
    (tmp_path / "clip.txt").write_text(TEXT)
    labelled = read(tmp_path / "clip.txt")
    assert labelled.first == 2
    assert [frame.ids.tolist() for frame in labelled.truth] == [[7], [], [7]]
    np.testing.assert_array_equal(labelled.truth[0].boxes, [[10, 20, 40, 60]])
    assert [frame.ids.tolist() for frame in read(tmp_path / "clip.txt", CAR).truth] == [[], [], [9]]


def test_a_file_that_does_not_say_which_frames_is_refused(tmp_path: Path) -> None:
    (tmp_path / "clip.txt").write_text("1,1,1,1,1,1,1,1,1\n")
    with pytest.raises(ValueError, match="does not begin with a line like: # frames 1-250"):
        read(tmp_path / "clip.txt")


@pytest.mark.parametrize("path", sorted(LABELS.glob("*.txt")), ids=lambda path: path.stem)
def test_our_own_labels_name_nobody_twice_in_a_frame(path: Path) -> None:
    for kind in (1, CAR):
        for frame in read(path, kind).truth:
            assert len(set(frame.ids.tolist())) == len(frame.ids)
            assert (frame.boxes[:, 2:] > frame.boxes[:, :2]).all()
