"""What counts as bare, worked out by hand."""

import numpy as np
import pytest

from detectors.vision.quality.masks import Mark, Marked, Uncovered, bare_share, covered_by, read_marks
from tests.vision.detect.networks import Array

HEAD = (100.0, 100.0, 120.0, 120.0)


def cover(*boxes: tuple[int, int, int, int]) -> Array:
    covered = np.zeros((240, 320), np.bool_)
    for left, top, right, bottom in boxes:
        covered[top:bottom, left:right] = True
    return covered


def test_what_has_the_colour_of_the_cover_is_covered() -> None:
    picture = np.zeros((2, 2, 3), np.uint8)
    picture[0, 1] = (112, 104, 98)
    assert covered_by(picture, (112, 104, 98)).tolist() == [[False, True], [False, False]]


@pytest.mark.parametrize(
    ("covered", "bare"),
    [
        (cover(), 1.0),
        (cover((100, 100, 120, 120)), 0.0),
        (cover((100, 100, 110, 120)), 0.5),
        (cover((0, 0, 320, 240)), 0.0),
    ],
)
def test_the_share_is_that_of_the_ellipse(covered: Array, bare: float) -> None:
    assert bare_share(covered, HEAD) == pytest.approx(bare)


def test_corners_hold_no_face() -> None:
    corners = [(100, 100, 102, 102), (118, 100, 120, 102), (100, 118, 102, 120), (118, 118, 120, 120)]
    covered = cover((100, 100, 120, 120))
    for left, top, right, bottom in corners:
        covered[top:bottom, left:right] = False
    assert bare_share(covered, HEAD) == 0


@pytest.mark.parametrize("box", [(-30.0, -30.0, -10.0, -10.0), (400.0, 300.0, 420.0, 320.0), (5.0, 5.0, 5.2, 5.2)])
def test_a_mark_outside_of_the_picture_is_not_bare(box: tuple[float, float, float, float]) -> None:
    assert bare_share(cover(), box) == 0


def test_of_a_head_that_the_edge_cuts_the_visible_part_counts() -> None:
    assert bare_share(cover((0, 0, 10, 20)), (-10.0, 0.0, 10.0, 20.0)) == 0


@pytest.mark.parametrize(
    ("mark", "box", "pixels"),
    [
        (Mark.HEAD, (0.0, 0.0, 20.0, 20.0), 20),
        (Mark.HEAD, (0.0, 0.0, 27.0, 5.0), 11.6),
        (Mark.PLATE, (0.0, 0.0, 27.0, 11.0), 27),
    ],
)
def test_a_plate_is_as_large_as_it_is_wide_and_a_head_as_its_area(
    mark: Mark, box: tuple[float, float, float, float], pixels: float
) -> None:
    assert Marked(mark, box).pixels == pytest.approx(pixels, abs=0.05)


def test_sums_are_kept_by_mark_and_size() -> None:
    sums, small = Uncovered(), (200.0, 100.0, 210.0, 110.0)
    first = [Marked(Mark.HEAD, HEAD), Marked(Mark.HEAD, small)]
    assert sums.add(cover((100, 100, 120, 120)), first) == [first[1]]
    assert sums.add(cover(), [Marked(Mark.PLATE, HEAD)]) == [Marked(Mark.PLATE, HEAD)]
    assert [sums.count(Mark.HEAD, band) for band in range(3)] == [(1, 1), (0, 1), (0, 0)]
    assert sums.count(Mark.PLATE, 1) == (1, 1)
    assert sums.covered == [pytest.approx(400 / (240 * 320)), 0]


def test_marks_are_read_by_their_frame() -> None:
    rate, marks = read_marks("# by hand\n# rate 12.5\n7,head,1,2,3,4\n7,plate,5,6,9,8\n9,head,1,1,2,2\n")
    assert rate == 12.5
    assert marks[7] == [Marked(Mark.HEAD, (1, 2, 3, 4)), Marked(Mark.PLATE, (5, 6, 9, 8))]
    assert list(marks) == [7, 9]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("7,head,1,2,3,4", "# rate N"),
        ("# rate 7\n7,nose,1,2,3,4", "nose"),
        ("# rate 7\n7,head,3,2,1,4", "is no box"),
        ("# rate 7\n7,head,1,2,3", "values to unpack"),
    ],
)
def test_marks_that_are_none_are_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_marks(text)
