"""Specification of the two networks behind the masks: each box worked out by hand from one cell."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from detectors.vision.detect.session import NetworkError, NetworkFile
from detectors.vision.mask.faces import CenterFace
from detectors.vision.mask.plates import ClpDet
from detectors.vision.mask.registry import open_masker
from tests.vision.detect import networks

ANY_SIZE: Sequence[int | str] = [1, "height", "width", 3]


def centerface(folder: Path, heat: float = 0.9) -> NetworkFile:
    """Answers on a grid of 8 x 8, that is for a picture of 32 x 32: a face in row 2, column 3."""
    maps = {"heat": np.zeros((1, 1, 8, 8)), "size": np.zeros((1, 2, 8, 8)), "offset": np.zeros((1, 2, 8, 8))}
    maps["heat"][0, 0, 2, 3] = heat
    maps["size"][0, :, 2, 3] = np.log([3, 2])
    maps["offset"][0, :, 2, 3] = [0.25, -0.25]
    folder.mkdir()
    return networks.write(folder, {**maps, "landmarks": np.zeros((1, 10, 8, 8))}, ANY_SIZE, family="centerface")


def clp_det(folder: Path, score: float = 0.9) -> NetworkFile:
    """Answers for a picture of 224 x 224: a plate at its first prior, 24 x 24 around (4, 4)."""
    count = 2 * (28**2 + 14**2 + 7**2)
    scores = np.zeros((1, count, 2))
    scores[0, 0, 1] = score
    offsets = np.zeros((1, count, 4))
    # Half a prior to the right (.1 is the variance), and 1/e as high (.2 is the variance).
    offsets[0, 0] = [5, 5, 0, -5]
    folder.mkdir()
    return networks.write(folder, {"boxes": offsets, "scores": scores}, ANY_SIZE, family="clp_det")


def test_a_face_is_found_where_the_cell_says(tmp_path: Path) -> None:
    found = CenterFace(centerface(tmp_path / "faces")).find(np.zeros((32, 32, 3), np.uint8))
    # y = (2 + .25 + .5) x 4 = 11, height 12; x = (3 - .25 + .5) x 4 = 13, width 8
    assert found.tolist() == [pytest.approx([9, 5, 17, 17])]


def test_a_face_is_given_in_pixels_of_the_full_picture(tmp_path: Path) -> None:
    found = CenterFace(centerface(tmp_path / "faces"), longest=32).find(np.zeros((320, 320, 3), np.uint8))
    assert found.tolist() == [pytest.approx([90, 50, 170, 170], rel=1e-4)]


def test_what_is_hardly_a_face_is_none(tmp_path: Path) -> None:
    found = CenterFace(centerface(tmp_path / "faces", heat=0.2)).find(np.zeros((32, 32, 3), np.uint8))
    assert found.shape == (0, 4)


def test_a_plate_is_looked_for_inside_the_vehicle_and_given_in_the_full_picture(tmp_path: Path) -> None:
    vehicle = np.array([[510, 310, 710, 510]], np.float32)
    found = ClpDet(clp_det(tmp_path / "plates")).find(np.zeros((800, 1000, 3), np.uint8), vehicle)
    # The vehicle with its margin of 5 % begins at (500, 300) and is 220 pixels wide; the plate lies in 224 pixels
    # around (16, 16), 24 wide and 24 / e high.
    high = 12 / np.e
    expected = np.array([4, 16 - high, 28, 16 + high]) * 220 / 224 + [500, 300, 500, 300]
    assert found.tolist() == [pytest.approx(expected.tolist(), rel=1e-4)]


def test_without_vehicles_no_plate_is_looked_for(tmp_path: Path) -> None:
    found = ClpDet(clp_det(tmp_path / "plates")).find(np.zeros((80, 80, 3), np.uint8), np.zeros((0, 4), np.float32))
    assert found.shape == (0, 4)


def test_a_vehicle_outside_the_picture_has_no_plate(tmp_path: Path) -> None:
    vehicle = np.array([[-300, 10, -100, 60]], np.float32)
    found = ClpDet(clp_det(tmp_path / "plates")).find(np.zeros((80, 80, 3), np.uint8), vehicle)
    assert found.shape == (0, 4)


def test_a_network_for_faces_does_not_pass_for_one_for_plates(tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match=r"needs boxes \[1, n, 4\].*the file has heat \[1, 1, 8, 8\]"):
        ClpDet(centerface(tmp_path / "faces"))


def test_a_network_for_plates_does_not_pass_for_one_for_faces(tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match=r"needs maps of 1, 2 and 2 channels.*the file has boxes \[1, 2058, 4\]"):
        CenterFace(clp_det(tmp_path / "plates"))


def test_a_masker_is_refused_a_family_that_it_does_not_know(tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match="has the family clp_det; needed to mask pictures is: centerface"):
        open_masker(clp_det(tmp_path / "one"), clp_det(tmp_path / "other"))
