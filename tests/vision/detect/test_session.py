"""Specification of networks in memory: the reviewed file or none, opened once, and never silently wrong."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto

from detectors.vision.detect.session import NetworkError, NetworkFile, open_network
from tests.vision.detect import networks

ONES = {"answer": np.ones((1, 2))}
PICTURE = np.zeros((1, 8, 8, 3), np.uint8)


def test_a_network_answers_by_the_names_of_its_outputs(tmp_path: Path) -> None:
    network = open_network(networks.write(tmp_path, ONES, [1, 8, 8, 3]))
    assert network.size == (8, 8)
    assert network.run(PICTURE, ["answer"])[0].tolist() == [[1, 1]]


def test_all_cameras_of_a_process_share_one_network(tmp_path: Path) -> None:
    file = networks.write(tmp_path, ONES, [1, 8, 8, 3])
    assert open_network(file) is open_network(file)


def test_a_changed_file_is_refused_by_name(tmp_path: Path) -> None:
    file = networks.write(tmp_path, ONES, [1, 8, 8, 3])
    file.path.write_bytes(file.path.read_bytes() + b" ")
    with pytest.raises(NetworkError, match=r"network\.onnx is not the one that was registered.*" + file.sha256):
        open_network(file)


def test_a_missing_file_is_refused_with_the_way_on(tmp_path: Path) -> None:
    file = NetworkFile("nanodet", tmp_path / "gone.onnx", "0" * 64)
    with pytest.raises(NetworkError, match=r"gone\.onnx cannot be read.*run manage\.py fetch_models"):
        open_network(file)


def test_a_file_that_is_no_network_is_refused(tmp_path: Path) -> None:
    file = networks.register(tmp_path / "letter.onnx", b"Dear madam, dear sir")
    with pytest.raises(NetworkError, match=r"letter\.onnx is not an ONNX network"):
        open_network(file)


@pytest.mark.parametrize(
    ("kind", "shape", "found"),
    [
        (TensorProto.FLOAT, [1, 8, 8, 3], r"tensor\(float\) \[1, 8, 8, 3\]"),
        (TensorProto.UINT8, [1, 3, 8, 8], r"tensor\(uint8\) \[1, 3, 8, 8\]"),
        (TensorProto.UINT8, [4, 8, 8, 3], r"tensor\(uint8\) \[4, 8, 8, 3\]"),
        (TensorProto.UINT8, [1, 3], r"tensor\(uint8\) \[1, 3\]"),
    ],
)
def test_a_network_that_takes_no_picture_is_refused_with_what_it_takes(
    tmp_path: Path, kind: int, shape: Sequence[int | str], found: str
) -> None:
    file = networks.write(tmp_path, ONES, shape, kind=kind)
    with pytest.raises(NetworkError, match=f"takes no picture.*{found}"):
        open_network(file)


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_an_answer_that_is_no_number_is_an_error_and_not_a_quiet_street(tmp_path: Path, wrong: float) -> None:
    network = open_network(networks.write(tmp_path, {"answer": np.array([[0.5, wrong]])}, [1, 8, 8, 3]))
    with pytest.raises(NetworkError, match=r"network\.onnx gave values that are not numbers in its output answer"):
        network.run(PICTURE, ["answer"])


def test_a_picture_of_another_size_is_an_error_of_the_network(tmp_path: Path) -> None:
    network = open_network(networks.write(tmp_path, ONES, [1, 8, 8, 3]))
    with pytest.raises(NetworkError, match=r"network\.onnx failed on a picture"):
        network.run(np.zeros((1, 9, 9, 3), np.uint8), ["answer"])
