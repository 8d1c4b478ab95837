"""Specification of the probe: what the shapes cannot tell, the answers do."""

from pathlib import Path

import numpy as np
import pytest

from detectors.vision.detect.probe import fitting, probe
from detectors.vision.detect.registry import FAMILIES
from detectors.vision.detect.session import NetworkError, NetworkFile
from detectors.vision.types import Image
from tests.vision.detect import networks
from tests.vision.detect.networks import CLASSES, SIDE, Array, Cell, Guess

PICTURE: Image = np.zeros((2 * SIDE, 2 * SIDE, 3), np.uint8)
WALKER = Guess((8, 10, 22, 40), "person", 0.9, row=25)
OTHERS = sorted(set(FAMILIES) - {"nanodet"})


def written(folder: Path, family: str, answers: dict[str, Array]) -> NetworkFile:
    return networks.write(folder, answers, [1, SIDE, SIDE, 3], family=family)


@pytest.mark.parametrize("family", OTHERS)
def test_the_right_family_gives_what_it_sees_in_the_pictures_given(tmp_path: Path, family: str) -> None:
    (seen,) = probe(networks.of_family(tmp_path, family, WALKER), [PICTURE])
    assert seen.boxes.tolist() == [pytest.approx([16, 20, 44, 80], abs=1e-3)]


def test_nanodet_is_probed_too(tmp_path: Path) -> None:
    (seen,) = probe(networks.nanodet(tmp_path, Cell(8, 2, 3, "person", 0.9)), [PICTURE])
    assert len(seen) == 1


def test_it_is_tried_even_where_nobody_has_a_picture(tmp_path: Path) -> None:
    answers = networks.ssd_answers(WALKER)
    answers["boxes"][0, 1, 2] = np.nan
    with pytest.raises(NetworkError, match="not numbers"):
        probe(written(tmp_path, "ssd", answers), [])


def test_guesses_of_an_rtdetr_read_as_ssd_have_scores_beyond_one(tmp_path: Path) -> None:
    answers = networks.rtdetr_answers(Guess((8, 10, 22, 40), "person", 0.99))
    file = written(tmp_path, "ssd", answers)
    with pytest.raises(
        NetworkError, match=r"not of the family ssd: its scores have to lie between 0 and 1, one is 4\.59"
    ):
        probe(file, [PICTURE])


def test_scores_of_an_ssd_read_as_rtdetr_are_objects_everywhere(tmp_path: Path) -> None:
    answers = networks.ssd_answers(WALKER)
    answers["boxes"][0, :, 2:] = 0.5
    with pytest.raises(NetworkError, match=r"not of the family rtdetr, or is wrong: it saw 300 objects in one picture"):
        probe(written(tmp_path, "rtdetr", answers), [PICTURE])


def test_a_yolox_that_counts_in_pixels_already_is_refused(tmp_path: Path) -> None:
    answers = networks.yolox_answers(WALKER)
    answers["output"][0, WALKER.row, :4] = 15, 25, 14, 30
    with pytest.raises(NetworkError, match="1 of its 1 boxes lie outside of the picture"):
        probe(written(tmp_path, "yolox", answers), [PICTURE])


def test_a_yolov8_that_counts_in_shares_of_the_picture_is_refused(tmp_path: Path) -> None:
    answers = networks.yolov8_answers(WALKER)
    answers["output0"][0, :4] /= SIDE
    with pytest.raises(NetworkError, match="1 of its 1 boxes lie outside of the picture"):
        probe(written(tmp_path, "yolov8", answers), [PICTURE])


def test_boxes_that_end_before_they_begin_are_refused(tmp_path: Path) -> None:
    answers = networks.ssd_answers(Guess((22, 40, 8, 10), "person", 0.9))
    with pytest.raises(NetworkError, match="1 of its 1 boxes lie outside of the picture, or end before they begin"):
        probe(written(tmp_path, "ssd", answers), [PICTURE])


@pytest.mark.parametrize(("family", "other"), [("nanodet", "yolox"), ("yolox", "yolov8"), ("yolov8", "ssd")])
def test_a_wrong_family_is_refused_with_what_was_found_and_which_it_may_be(
    tmp_path: Path, family: str, other: str
) -> None:
    file = written(tmp_path, family, networks.ANSWERS[other](WALKER))
    with pytest.raises(
        NetworkError, match=rf"not of the family {family}.*the file has.*Its form is that of: .*{other}"
    ):
        probe(file, [PICTURE])


def test_what_fits_no_family_has_no_hint(tmp_path: Path) -> None:
    file = written(tmp_path, "yolox", {"answer": np.zeros((1, 7))})
    assert list(fitting(file)) == []
    with pytest.raises(NetworkError, match=r"the file has answer \[1, 7\]\.$"):
        probe(file, [PICTURE])


def test_as_many_classes_as_it_has_columns_are_needed(tmp_path: Path) -> None:
    file = networks.of_family(tmp_path, "yolov8", WALKER, classes=(*CLASSES, "dog"))
    with pytest.raises(NetworkError, match=r"a table \[1, 10, 84\]: .* 6 classes, the file has output0 \[1, 9, 84\]"):
        probe(file, [PICTURE])
