"""Specification of what a city brings: whatever its exporter did, it takes a camera's picture in the end."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from detectors.vision.detect.family import Pictures
from detectors.weights import adopt
from detectors.weights.download import WeightsError
from tests.weights.models import Array

BLUE_GREEN_RED = (10, 100, 200)
AS_IT_IS = Pictures(rgb=False, side=32)

FIRST, LAST = [1, 3, 32, 64], [1, 32, 64, 3]


def network(
    shape: Sequence[int | str],
    kind: int = TensorProto.FLOAT,
    *,
    inputs: int = 1,
    name: str = "image",
    answer: Sequence[int | str] | None = None,
) -> bytes:
    """A network that gives back what it gets."""
    names = [name, *(f"more_{number}" for number in range(1, inputs))]
    graph = helper.make_graph(
        [helper.make_node("Identity", [name], ["answer"])],
        "mirror",
        [helper.make_tensor_value_info(each, kind, shape) for each in names],
        [helper.make_tensor_value_info("answer", kind, shape if answer is None else answer)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    data: bytes = model.SerializeToString()
    return data


def session(data: bytes) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])


def answer(data: bytes, pictures: Pictures = AS_IT_IS) -> Array:
    """What the network got of a picture of one colour."""
    opened = session(adopt.adopt(data, "network.onnx", pictures))
    height, width = opened.get_inputs()[0].shape[1:3]
    (result,) = opened.run(
        None, {opened.get_inputs()[0].name: np.full((1, height, width, 3), BLUE_GREEN_RED, np.uint8)}
    )
    return np.asarray(result)


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        (FIRST, TensorProto.FLOAT),
        (FIRST, TensorProto.FLOAT16),
        (FIRST, TensorProto.UINT8),
        (LAST, TensorProto.FLOAT),
        (LAST, TensorProto.UINT8),
    ],
)
@pytest.mark.parametrize("rgb", [True, False])
def test_a_network_gets_the_picture_in_its_own_form(shape: list[int], kind: int, rgb: bool) -> None:
    found = answer(network(shape, kind), Pictures(rgb=rgb))
    assert found.shape == tuple(shape)
    pixel = found[0, :, 3, 5] if shape == FIRST else found[0, 3, 5]
    assert pixel.tolist() == list(BLUE_GREEN_RED[::-1] if rgb else BLUE_GREEN_RED)


def test_mean_and_deviation_are_in_the_networks_own_order_of_channels() -> None:
    found = answer(network(FIRST), Pictures(rgb=True, mean=(100, 50, 10), deviation=(10, 5, 1)))
    assert found[0, :, 3, 5].tolist() == pytest.approx([10, 10, 0])


def test_what_is_given_in_half_precision_comes_out_as_floats() -> None:
    assert answer(network(FIRST, TensorProto.FLOAT16)).dtype == np.float32


def test_sizes_that_the_file_leaves_open_are_those_of_the_family_and_are_written_down() -> None:
    data = adopt.adopt(network(["batch", 3, "height", "width"]), "network.onnx", AS_IT_IS)
    opened = session(data)
    assert opened.get_inputs()[0].shape == [1, 32, 32, 3]
    assert opened.get_outputs()[0].shape == [1, 3, 32, 32]


def test_the_same_file_makes_the_same_bytes_because_authorisations_name_their_hash() -> None:
    one, other = (adopt.adopt(network(FIRST), "network.onnx", AS_IT_IS) for _ in range(2))
    assert one == other


def test_what_was_made_here_can_be_brought_again() -> None:
    made = adopt.adopt(network(FIRST), "network.onnx", AS_IT_IS)
    assert answer(made)[0, :, 3, 5].tolist() == list(BLUE_GREEN_RED)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (network([1, 4, 32, 32]), r"image float \[1, 4, 32, 32\]"),
        (network([1, 1, 32, 32]), r"image float \[1, 1, 32, 32\]"),
        (network([8, 3, 32, 32]), r"image float \[8, 3, 32, 32\]"),
        (network([1, 3, 32]), r"image float \[1, 3, 32\]"),
        (network(FIRST, TensorProto.INT32), r"image int32 \[1, 3, 32, 64\]"),
        (network(FIRST, inputs=2), r"more_1 float"),
        (network([1, "c", "h", "w"]), r"image float \[1, any, any, any\]"),
    ],
)
def test_a_network_that_takes_no_picture_is_refused_with_what_it_takes(data: bytes, found: str) -> None:
    with pytest.raises(WeightsError, match=rf"network\.onnx takes no picture.*the file has .*{found}"):
        adopt.adopt(data, "network.onnx", AS_IT_IS)


@pytest.mark.parametrize("data", [b"", b"Dear madam, dear sir", network(FIRST)[:-20], bytes(1000)])
def test_a_file_that_is_no_network_or_half_of_one_is_refused(data: bytes) -> None:
    with pytest.raises(WeightsError, match=r"network\.onnx is (not an ONNX file that can be read|empty)"):
        adopt.adopt(data, "network.onnx", AS_IT_IS)


def test_a_file_without_its_weights_is_refused() -> None:
    model = onnx.load_from_string(network(FIRST))
    weights = numpy_helper.from_array(np.zeros((3, 3, 1, 1), np.float32), "weights")
    model.graph.initializer.append(weights)
    model.graph.node[0].CopyFrom(helper.make_node("Conv", ["image", "weights"], ["answer"]))
    onnx.external_data_helper.set_external_data(model.graph.initializer[0], "weights.bin")
    model.graph.initializer[0].ClearField("raw_data")
    with pytest.raises(WeightsError, match=r"network\.onnx (keeps its weights in another file|is not an ONNX file)"):
        adopt.adopt(model.SerializeToString(), "network.onnx", AS_IT_IS)


def test_a_network_that_cannot_run_at_this_size_says_so_and_what_helps() -> None:
    graph = helper.make_graph(
        [helper.make_node("Reshape", ["image", "shape"], ["answer"])],
        "for 64 x 64",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, "height", "width"])],
        [helper.make_tensor_value_info("answer", TensorProto.FLOAT, [1, 3, 64 * 64])],
        [numpy_helper.from_array(np.array([1, 3, 64 * 64]), "shape")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    data = model.SerializeToString()
    with pytest.raises(WeightsError, match=r"does not run on a picture of 32 x 32.*say which with --side"):
        adopt.adopt(data, "network.onnx", AS_IT_IS)
    assert answer(data, Pictures(rgb=False, side=64)).shape == (1, 3, 64 * 64)


def test_weights_that_only_a_branch_reads_are_kept() -> None:
    """Exporters of detectors leave branches behind."""
    branches = {
        name: helper.make_graph(
            [helper.make_node("Add", ["image", "weights"], [f"{name}_answer"])],
            name,
            [],
            [helper.make_tensor_value_info(f"{name}_answer", TensorProto.FLOAT, FIRST)],
        )
        for name in ("then", "else")
    }
    graph = helper.make_graph(
        [helper.make_node("If", ["yes"], ["answer"], then_branch=branches["then"], else_branch=branches["else"])],
        "branches",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, FIRST)],
        [helper.make_tensor_value_info("answer", TensorProto.FLOAT, FIRST)],
        [
            numpy_helper.from_array(np.array(True), "yes"),
            numpy_helper.from_array(np.full((1, 3, 1, 1), 1, np.float32), "weights"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    assert answer(model.SerializeToString())[0, :, 3, 5].tolist() == [11, 101, 201]


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.onnx"
    with path.open("wb") as file:
        file.truncate(adopt.MOST_BYTES + 1)
    with pytest.raises(WeightsError, match=r"huge\.onnx has 500 MB; a network may have 500 MB"):
        adopt.read(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"gone\.onnx cannot be read: No such file"):
        adopt.read(tmp_path / "gone.onnx")
