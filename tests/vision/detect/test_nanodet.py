"""Specification of NanoDet's reading: each box worked out by hand from one cell of its grids."""

from pathlib import Path

import numpy as np
import pytest

from detectors.vision.detect.registry import open_detector
from detectors.vision.detect.session import NetworkError
from detectors.vision.types import LABELS, Detections, Label
from tests.vision.detect import networks
from tests.vision.detect.networks import SIDE, Array, Cell

PICTURE = np.zeros((SIDE, SIDE, 3), np.uint8)


def labels(detections: Detections) -> list[Label]:
    return [LABELS[label] for label in detections.labels]


@pytest.mark.parametrize(
    ("cell", "box"),
    [
        # centre (2 + .5) x 8 = 20 across, (3 + .5) x 8 = 28 down
        (Cell(8, 2, 3, "person", 0.9, (1, 2, 1, 3)), [12, 12, 28, 52]),
        # centre 24 and 40 on the grid of 16
        (Cell(16, 1, 2, "person", 0.9, (1, 1, 1, 1)), [8, 24, 40, 56]),
        # centre 16 and 16 on the grid of 32, cut at the edges of the picture
        (Cell(32, 0, 0, "person", 0.9, (2, 1, 1, 3)), [0, 0, 48, 64]),
    ],
)
def test_a_cell_gives_the_box_around_its_centre(tmp_path: Path, cell: Cell, box: list[float]) -> None:
    seen = open_detector(networks.nanodet(tmp_path, cell)).detect(PICTURE)
    assert seen.boxes.tolist() == [pytest.approx(box)]
    assert seen.scores.tolist() == [pytest.approx(0.9)]
    assert labels(seen) == [Label.PERSON]


def test_boxes_are_in_pixels_of_the_full_picture_and_not_of_the_network(tmp_path: Path) -> None:
    detector = open_detector(networks.nanodet(tmp_path, Cell(8, 2, 3, "person", 0.9, (1, 2, 1, 3))))
    seen = detector.detect(np.zeros((SIDE * 2, SIDE * 4, 3), np.uint8))
    assert seen.boxes.tolist() == [pytest.approx([12 * 4, 12 * 2, 28 * 4, 52 * 2])]


def test_a_van_that_is_half_car_and_half_bus_is_one_vehicle(tmp_path: Path) -> None:
    file = networks.nanodet(
        tmp_path,
        Cell(8, 2, 3, "car", 0.6, (2, 2, 2, 2)),
        Cell(8, 2, 3, "bus", 0.5),
        Cell(8, 3, 3, "bus", 0.7, (3, 2, 1, 2)),
    )
    seen = open_detector(file).detect(PICTURE)
    assert labels(seen) == [Label.VEHICLE]
    assert seen.scores.tolist() == [pytest.approx(0.7)]


def test_a_person_in_front_of_a_vehicle_does_not_take_its_box_away(tmp_path: Path) -> None:
    file = networks.nanodet(tmp_path, Cell(8, 2, 3, "person", 0.9), Cell(8, 2, 3, "car", 0.8))
    assert labels(open_detector(file).detect(PICTURE)) == [Label.PERSON, Label.VEHICLE]


def test_two_persons_apart_are_two_and_the_surer_comes_first(tmp_path: Path) -> None:
    file = networks.nanodet(tmp_path, Cell(8, 1, 1, "person", 0.5), Cell(8, 6, 6, "person", 0.8))
    assert open_detector(file).detect(PICTURE).scores.tolist() == [pytest.approx(0.8), pytest.approx(0.5)]


def test_the_surest_comes_first_whatever_it_is(tmp_path: Path) -> None:
    cells = (Cell(8, 1, 1, "person", 0.5), Cell(8, 6, 1, "car", 0.8), Cell(8, 1, 6, "bicycle", 0.7))
    seen = open_detector(networks.nanodet(tmp_path, *cells)).detect(PICTURE)
    assert labels(seen) == [Label.VEHICLE, Label.BICYCLE, Label.PERSON]


def test_doubtful_boxes_are_given_and_what_lies_below_the_least_score_is_not(tmp_path: Path) -> None:
    file = networks.nanodet(tmp_path, Cell(8, 1, 1, "person", 0.21), Cell(8, 6, 6, "person", 0.19))
    assert open_detector(file, min_score=0.2).detect(PICTURE).scores.tolist() == [pytest.approx(0.21)]


def test_classes_that_have_no_label_here_are_not_seen(tmp_path: Path) -> None:
    seen = open_detector(networks.nanodet(tmp_path, Cell(8, 1, 1, "umbrella", 0.9))).detect(PICTURE)
    assert len(seen) == 0
    assert seen.boxes.shape == (0, 4)
    assert seen.labels.dtype == np.int64


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 2000, 3), (2000, 1, 3)])
def test_a_picture_of_a_pixel_or_a_line_is_a_picture(tmp_path: Path, shape: tuple[int, int, int]) -> None:
    seen = open_detector(networks.nanodet(tmp_path, Cell(8, 2, 3, "person", 0.9))).detect(np.zeros(shape, np.uint8))
    assert np.isfinite(seen.boxes).all()
    assert (seen.boxes[:, 2:] <= [shape[1], shape[0]]).all()


@pytest.mark.parametrize(
    "picture", [np.zeros((8, 8), np.uint8), np.zeros((8, 8, 3), np.float32), np.zeros((0, 8, 3), np.uint8)]
)
def test_an_array_that_is_no_picture_is_refused(tmp_path: Path, picture: Array) -> None:
    with pytest.raises(NetworkError, match=r"has to be uint8 \[height, width, 3\]; this one is"):
        open_detector(networks.nanodet(tmp_path)).detect(picture)


@pytest.mark.parametrize(
    ("output", "cell", "reason"),
    [
        # A score that is none might have said that somebody is there.
        ("scores_32", 3, "not numbers in its output scores_32"),
        # Sides that are none, of a cell that says that somebody is there.
        ("distances_8", 3 * 8 + 2, "gave boxes that are not numbers"),
    ],
)
def test_a_number_that_is_none_stops_the_whole_answer(tmp_path: Path, output: str, cell: int, reason: str) -> None:
    answers = networks.nanodet_answers(Cell(8, 2, 3, "person", 0.9))
    answers[output][0, cell, 2] = np.nan
    detector = open_detector(networks.write(tmp_path, answers, [1, SIDE, SIDE, 3]))
    with pytest.raises(NetworkError, match=reason):
        detector.detect(PICTURE)


def test_sides_of_a_cell_in_which_nothing_is_are_not_read(tmp_path: Path) -> None:
    answers = networks.nanodet_answers(Cell(8, 2, 3, "person", 0.9))
    answers["distances_32"][0, 3, 17] = np.nan
    assert len(open_detector(networks.write(tmp_path, answers, [1, SIDE, SIDE, 3])).detect(PICTURE)) == 1


def test_cells_of_all_grids_are_read_together_and_each_from_its_own_grid(tmp_path: Path) -> None:
    cells = [
        Cell(8, 0, 0, "person", 0.9, (0, 0, 1, 1)),
        Cell(8, 7, 7, "car", 0.8, (1, 1, 0, 0)),
        Cell(16, 0, 3, "bicycle", 0.7, (0, 1, 2, 0)),
        Cell(32, 1, 0, "bus", 0.6, (1, 0, 0, 1)),
    ]
    seen = open_detector(networks.nanodet(tmp_path, *cells)).detect(PICTURE)
    assert labels(seen) == [Label.PERSON, Label.VEHICLE, Label.BICYCLE, Label.VEHICLE]
    assert seen.boxes.tolist() == [[4, 4, 12, 12], [52, 52, 60, 60], [8, 40, 40, 56], [16, 16, 48, 48]]


def test_a_network_with_other_outputs_is_refused_with_what_it_has(tmp_path: Path) -> None:
    answers = networks.nanodet_answers()
    del answers["scores_16"]
    file = networks.write(tmp_path, answers, [1, SIDE, SIDE, 3])
    with pytest.raises(
        NetworkError, match=r"not of the family nanodet.*scores \[1, 16, 5\].*has scores_8 \[1, 64, 5\]"
    ):
        open_detector(file)


def test_a_network_for_pictures_of_any_size_is_refused(tmp_path: Path) -> None:
    file = networks.write(tmp_path, networks.nanodet_answers(), [1, "height", "width", 3])
    with pytest.raises(NetworkError, match=r"leaves the size of its pictures open \(height x width\)"):
        open_detector(file)


def test_a_network_that_knows_neither_persons_nor_vehicles_is_refused(tmp_path: Path) -> None:
    file = networks.write(tmp_path, networks.nanodet_answers(), [1, SIDE, SIDE, 3], classes=("a", "b", "c", "d", "e"))
    with pytest.raises(NetworkError, match=r"none of the classes that count here \(person, pedestrian"):
        open_detector(file)


def test_an_unknown_family_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    file = networks.write(tmp_path, networks.nanodet_answers(), [1, SIDE, SIDE, 3], family="horoscope")
    with pytest.raises(
        NetworkError, match="has the family horoscope; objects are found by: nanodet, yolox, yolov8, ssd, rtdetr"
    ):
        open_detector(file)
