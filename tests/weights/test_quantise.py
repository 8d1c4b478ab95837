"""Specification of the form with whole numbers: smaller, read by the same code, and it says nearly the same."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from detectors.vision.types import Image
from detectors.weights.quantise import quantised

SIDE = 32


@pytest.fixture
def parent(tmp_path: Path) -> Path:
    """A picture's network of two convolutions."""
    chance = np.random.default_rng(2)
    weights = [chance.normal(0, 0.2, shape).astype(np.float32) for shape in ((16, 3, 3, 3), (8, 16, 3, 3))]
    nodes = [
        helper.make_node("Cast", ["picture"], ["float"], to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["float"], ["planes"], perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["planes", "w0"], ["a"], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["a"], ["b"]),
        helper.make_node("Conv", ["b", "w1"], ["answer"], pads=[1, 1, 1, 1]),
    ]
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("picture", TensorProto.UINT8, [1, SIDE, SIDE, 3])],
        [helper.make_tensor_value_info("answer", TensorProto.FLOAT, [1, 8, SIDE, SIDE])],
        [numpy_helper.from_array(value, f"w{number}") for number, value in enumerate(weights)],
    )
    path = tmp_path / "parent.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)
    return path


def pictures(count: int, seed: int) -> list[Image]:
    """Of another size than the network's."""
    return [np.random.default_rng((seed, each)).integers(0, 255, (48, 64, 3), np.uint8) for each in range(count)]


def test_it_takes_the_same_picture_and_answers_nearly_the_same_under_the_same_names(parent: Path) -> None:
    data = quantised(parent, pictures(12, 1))
    plain = onnxruntime.InferenceSession(str(parent), providers=["CPUExecutionProvider"])
    int8 = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    assert [(each.name, each.type, each.shape) for each in int8.get_inputs()] == [
        ("picture", "tensor(uint8)", [1, SIDE, SIDE, 3])
    ]
    shown = np.random.default_rng(9).integers(0, 255, (1, SIDE, SIDE, 3), np.uint8)
    [expected], [found] = plain.run(["answer"], {"picture": shown}), int8.run(["answer"], {"picture": shown})
    assert np.corrcoef(expected.ravel(), found.ravel())[0, 1] > 0.999
    assert not np.array_equal(expected, found)


def test_the_same_pictures_make_the_same_file(parent: Path) -> None:
    assert quantised(parent, pictures(6, 1)) == quantised(parent, pictures(6, 1))
