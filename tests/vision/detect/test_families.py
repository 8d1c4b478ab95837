"""Specification of the families beside NanoDet: each reads the same object from its own form of output."""

from pathlib import Path

import numpy as np
import pytest

from detectors.vision.detect.meanings import label_of, labels_of, traits_among
from detectors.vision.detect.registry import FAMILIES, open_detector
from detectors.vision.detect.session import NetworkError
from detectors.vision.types import LABELS, Detections, Image, Label
from tests.vision.detect import networks
from tests.vision.detect.networks import SIDE, Guess

OTHERS = sorted(set(FAMILIES) - {"nanodet"})

PICTURE = np.zeros((SIDE, SIDE, 3), np.uint8)
WIDE = np.zeros((SIDE, 2 * SIDE, 3), np.uint8)
"""Twice as wide as the networks' pictures: stretched it fills them, else it fills their upper or their middle half."""

WALKER = Guess((8, 10, 22, 40), "person", 0.9, row=25)
"""Middle (15, 25), in column 1 and line 3 of the grid of stride 8."""


def labels(detections: Detections) -> list[Label]:
    return [LABELS[label] for label in detections.labels]


@pytest.mark.parametrize("family", OTHERS)
def test_a_person_is_read_from_the_form_of_the_family(tmp_path: Path, family: str) -> None:
    seen = open_detector(networks.of_family(tmp_path, family, WALKER)).detect(PICTURE)
    assert seen.boxes.tolist() == [pytest.approx([8, 10, 22, 40], abs=1e-3)]
    assert seen.scores.tolist() == [pytest.approx(0.9, abs=1e-5)]
    assert labels(seen) == [Label.PERSON]


@pytest.mark.parametrize(
    ("family", "box"),
    [
        ("ssd", [16, 10, 44, 40]),  # stretched: twice as wide
        ("rtdetr", [16, 10, 44, 40]),
        ("yolox", [16, 20, 44, 64]),  # in the upper half, at half the size, and cut at the lower edge
        ("yolov8", [16, 0, 44, 48]),  # in the middle half, which begins at 16: (10 - 16) x 2 is above the upper edge
    ],
)
def test_boxes_are_those_of_the_full_picture_however_it_was_brought_in(
    tmp_path: Path, family: str, box: list[float]
) -> None:
    seen = open_detector(networks.of_family(tmp_path, family, WALKER)).detect(WIDE)
    assert seen.boxes.tolist() == [pytest.approx(box, abs=1e-3)]


@pytest.mark.parametrize("family", OTHERS)
@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 2000, 3), (2000, 1, 3), (480, 640, 3)])
def test_a_picture_of_any_shape_is_a_picture(tmp_path: Path, family: str, shape: tuple[int, int, int]) -> None:
    seen = open_detector(networks.of_family(tmp_path, family, WALKER)).detect(np.zeros(shape, np.uint8))
    assert np.isfinite(seen.boxes).all()
    assert (seen.boxes[:, 2:] <= [shape[1], shape[0]]).all()


def test_a_smaller_picture_leaves_nothing_of_the_one_before(tmp_path: Path) -> None:
    detector = open_detector(networks.of_family(tmp_path, "yolox"))
    white: Image = np.full((SIDE, SIDE, 3), 255, np.uint8)
    detector.detect(white)
    detector.detect(WIDE)
    assert (detector._buffer[0, SIDE // 2 :] == 114).all()


@pytest.mark.parametrize("family", sorted(set(OTHERS) - {"rtdetr"}))
def test_two_boxes_of_one_object_are_one(tmp_path: Path, family: str) -> None:
    doubt = Guess((8, 10, 22, 41), "person", 0.5, row=26 if family != "yolox" else 24)
    assert len(open_detector(networks.of_family(tmp_path, family, WALKER, doubt)).detect(PICTURE)) == 1


def test_what_says_each_object_once_is_taken_at_its_word(tmp_path: Path) -> None:
    beside = Guess((8, 10, 22, 41), "person", 0.5, row=26)
    assert len(open_detector(networks.of_family(tmp_path, "rtdetr", WALKER, beside)).detect(PICTURE)) == 2


def test_the_first_of_one_column_too_many_is_background(tmp_path: Path) -> None:
    answers = networks.ssd_answers(WALKER)
    answers["scores"] = np.concatenate([np.full((1, networks.GUESSES, 1), 0.99), answers["scores"]], axis=2)
    file = networks.write(tmp_path, answers, [1, SIDE, SIDE, 3], family="ssd")
    assert labels(open_detector(file).detect(PICTURE)) == [Label.PERSON]


def test_a_table_of_yolov8_may_stand_upright(tmp_path: Path) -> None:
    answers = {"output0": networks.yolov8_answers(WALKER)["output0"].transpose(0, 2, 1)}
    file = networks.write(tmp_path, answers, [1, SIDE, SIDE, 3], family="yolov8")
    assert labels(open_detector(file).detect(PICTURE)) == [Label.PERSON]


@pytest.mark.parametrize("family", OTHERS)
def test_another_number_of_classes_is_refused_with_what_the_file_has(tmp_path: Path, family: str) -> None:
    file = networks.of_family(tmp_path, family, classes=("person", "car", "horse"))
    with pytest.raises(NetworkError, match=rf"not of the family {family}.*the file has .* \[1, "):
        open_detector(file)


OF_ONE_SHAPE = {"ssd", "rtdetr"}
"""Families that the probe tells apart, not the shape of their outputs."""

STRANGERS = [(one, other) for one in sorted(FAMILIES) for other in OTHERS if len({one, other} - OF_ONE_SHAPE) > 0]


@pytest.mark.parametrize(("family", "other"), [pair for pair in STRANGERS if len(set(pair)) == 2])
def test_outputs_of_another_family_are_refused(tmp_path: Path, family: str, other: str) -> None:
    file = networks.write(tmp_path, networks.ANSWERS[other](WALKER), [1, SIDE, SIDE, 3], family=family)
    with pytest.raises(NetworkError, match=f"not of the family {family}"):
        open_detector(file)


@pytest.mark.parametrize("family", ["nanodet", "yolox", "yolov8"])
def test_pictures_that_the_coarsest_grid_does_not_divide_are_refused(tmp_path: Path, family: str) -> None:
    file = networks.write(tmp_path, networks.yolox_answers(), [1, 60, 64, 3], family=family)
    with pytest.raises(NetworkError, match="pictures in multiples of 32, the file has 60 x 64"):
        open_detector(file)


@pytest.mark.parametrize("family", OTHERS)
@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_an_answer_that_is_no_number_is_an_error(tmp_path: Path, family: str, wrong: float) -> None:
    answers = networks.ANSWERS[family](WALKER)
    next(iter(answers.values()))[0, 3, 1] = wrong
    detector = open_detector(networks.write(tmp_path, answers, [1, SIDE, SIDE, 3], family=family))
    with pytest.raises(NetworkError, match="not numbers"):
        detector.detect(PICTURE)


def test_a_size_beyond_all_numbers_is_an_error(tmp_path: Path) -> None:
    answers = networks.yolox_answers(WALKER)
    answers["output"][0, WALKER.row, 2] = 640
    detector = open_detector(networks.write(tmp_path, answers, [1, SIDE, SIDE, 3], family="yolox"))
    with pytest.raises(NetworkError, match=r"network\.onnx gave boxes that are not numbers"):
        detector.detect(PICTURE)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Pedestrian", Label.PERSON),
        ("van", Label.VEHICLE),
        ("pistol", Label.WEAPON),
        ("machete=weapon", Label.WEAPON),
        ("knife=weapon", Label.WEAPON),
        ("knife", None),
        ("umbrella", None),
    ],
)
def test_a_class_counts_by_its_name_or_as_what_is_said_of_it(name: str, label: Label | None) -> None:
    assert label_of(name) == label


def test_a_label_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="suspect"):
        label_of("hooded=suspect")


def test_what_a_network_finds_is_the_sum_of_what_its_classes_count_as() -> None:
    assert labels_of(("car", "truck", "zebra", "person")) == {Label.VEHICLE, Label.PERSON}


def test_classes_that_tell_persons_apart_are_seen() -> None:
    found = traits_among(("person", "Old woman", "man_with_hat", "manhole", "human=person", "child"))
    assert found == ["Old woman", "man_with_hat", "child"]
