"""Specification of the converter: tiny graphs whose results are worked out by hand."""

import numpy as np
import onnxruntime
import pytest

from detectors.weights.tfjs import UnsupportedGraphError, convert
from tests.weights.models import Array, Json, integers, model, node, placeholder, text

NINE = np.arange(9, dtype=np.float32).reshape(1, 3, 3, 1)
VALID = {"padding": text("VALID"), "data_format": text("NHWC")}
ONCE = integers(1, 1, 1, 1)


def whole(*values: int) -> Array:
    return np.array(values, np.int32)


def run(nodes: list[Json], constants: dict[str, Array], x: Array, outputs: tuple[str, ...] = ("y",)) -> list[Array]:
    proto = convert(*model([placeholder(*x.shape), *nodes], constants, outputs))
    session = onnxruntime.InferenceSession(proto.SerializeToString(), providers=["CPUExecutionProvider"])
    results: list[Array] = session.run(list(outputs), {"x": x})
    return results


def test_a_convolution_with_bias_and_a_leaky_end() -> None:
    kernel = np.ones((2, 2, 1, 1), np.float32)
    nodes = [
        node("conv", "Conv2D", "x", "kernel", strides=ONCE, dilations=ONCE, **VALID),
        node("sum", "Add", "conv", "bias"),
        node("y", "LeakyRelu", "sum", alpha={"f": 0.5}),
    ]
    (y,) = run(nodes, {"kernel": kernel, "bias": np.array([-20], np.float32)}, NINE)
    # windows of 2 x 2 add up to 8 12 / 20 24
    assert y.reshape(-1).tolist() == [-6, -4, 0, 4]


def test_a_convolution_keeps_apart_rows_columns_and_channels() -> None:
    kernel = np.zeros((1, 2, 2, 1), np.float32)
    # the right neighbour of the second channel, ten times
    kernel[0, 1, 1, 0] = 10
    x = np.array([[[[1, 2], [3, 4], [5, 6]]]], np.float32)
    (y,) = run([node("y", "Conv2D", "x", "kernel", strides=integers(1, 1, 1, 1), **VALID)], {"kernel": kernel}, x)
    assert y.tolist() == [[[[40], [60]]]]


def test_pooling_over_a_padded_picture() -> None:
    nodes = [
        node("padded", "PadV2", "x", "pads", "least"),
        node("y", "MaxPool", "padded", ksize=integers(1, 2, 2, 1), strides=integers(1, 2, 2, 1), **VALID),
    ]
    pads = np.array([[0, 0], [1, 0], [0, 1], [0, 0]], np.int32)
    (y,) = run(nodes, {"pads": pads, "least": np.array(-1, np.float32)}, NINE)
    # rows -1 / 0 1 2 / 3 4 5 / 6 7 8, and a column of -1 at the right
    assert y.reshape(2, 2).tolist() == [[1, 2], [7, 8]]


def test_padding_without_a_value_pads_with_zero() -> None:
    pads = np.array([[0, 0], [0, 0], [1, 0], [0, 0]], np.int32)
    (y,) = run([node("y", "Pad", "x", "pads")], {"pads": pads}, NINE[:, :1] + 1)
    assert y.reshape(-1).tolist() == [0, 1, 2, 3]


def test_bilinear_resizing_counts_from_the_middles_of_pixels() -> None:
    x = np.array([0, 10], np.float32).reshape(1, 1, 2, 1)
    nodes = [node("y", "ResizeBilinear", "x", "size", half_pixel_centers={"b": True})]
    (y,) = run(nodes, {"size": whole(1, 4)}, x)
    assert y.reshape(-1).tolist() == [0, 2.5, 7.5, 10]


def test_split_transpose_concatenation_and_sigmoid() -> None:
    nodes = [
        node("parts", "SplitV", "x", "sizes", "axis"),
        node("turned", "Transpose", "parts:1", "order"),
        node("sure", "Sigmoid", "parts"),
        node("y", "ConcatV2", "turned", "sure", "last"),
    ]
    constants = {
        "sizes": whole(1, 1),
        "axis": np.array(1, np.int32),
        "order": whole(1, 0),
        "last": np.array(1, np.int32),
    }
    (y,) = run(nodes, constants, np.array([[0, 5]], np.float32))
    assert y.tolist() == [[5, 0.5]]


def test_a_shape_that_is_computed_from_constants_leaves_no_node() -> None:
    nodes = [
        node("filled", "SparseToDense", "where", "shape", "what", "else"),
        node("wanted", "AddV2", "base", "filled"),
        node("y", "Reshape", "x", "wanted"),
    ]
    constants = {
        "where": np.array([[1]], np.int32),
        "shape": whole(2),
        "what": whole(9),
        "else": np.array(0, np.int32),
        "base": whole(1, 0),
    }
    (y,) = run(nodes, constants, NINE)
    assert y.tolist() == [NINE.ravel().tolist()]


def test_outputs_keep_their_names() -> None:
    nodes = [node("first", "Identity", "x"), node("second", "Sigmoid", "x")]
    first, second = run(nodes, {}, np.zeros((1, 1), np.float32), ("first", "second"))
    assert (first.item(), second.item()) == (0, 0.5)


@pytest.mark.parametrize(
    ("quantization", "stored", "expected"),
    [
        ({"dtype": "float16"}, np.array([1.5, -2], np.float16), [1.5, -2]),
        ({"dtype": "uint8", "scale": 0.5, "min": -1}, np.array([0, 4], np.uint8), [-1, 1]),
    ],
)
def test_quantised_weights_come_back_as_numbers(quantization: Json, stored: Array, expected: list[float]) -> None:
    entry = {"name": "w", "shape": [2], "dtype": "float32", "quantization": quantization}
    text_of_model, data = model([placeholder(1, 2), node("y", "Add", "x", "w"), node("w", "Const")], {}, extra=[entry])
    proto = convert(text_of_model, data + stored.tobytes())
    session = onnxruntime.InferenceSession(proto.SerializeToString(), providers=["CPUExecutionProvider"])
    assert session.run(None, {"x": np.zeros((1, 2), np.float32)})[0].tolist() == [expected]


def test_an_unknown_operator_is_refused_by_name() -> None:
    with pytest.raises(UnsupportedGraphError, match="operator Einsum"):
        convert(*model([placeholder(1, 2), node("y", "Einsum", "x")], {}))


@pytest.mark.parametrize(
    ("attributes", "sentence"),
    [
        ({**VALID, "padding": text("SAME")}, "padding SAME in 'y'"),
        ({**VALID, "data_format": text("NCHW")}, "data_format NCHW in 'y'"),
    ],
)
def test_a_known_operator_used_in_an_unknown_way_is_refused(attributes: Json, sentence: str) -> None:
    nodes = [placeholder(1, 3, 3, 1), node("y", "Conv2D", "x", "kernel", strides=ONCE, **attributes)]
    with pytest.raises(UnsupportedGraphError, match=sentence):
        convert(*model(nodes, {"kernel": np.ones((2, 2, 1, 1), np.float32)}))


def test_resizing_by_another_convention_is_refused() -> None:
    nodes = [placeholder(1, 1, 2, 1), node("y", "ResizeBilinear", "x", "size", align_corners={"b": True})]
    with pytest.raises(UnsupportedGraphError, match="'y' without half-pixel centres"):
        convert(*model(nodes, {"size": whole(1, 4)}))


def test_a_shape_that_depends_on_the_picture_is_refused() -> None:
    nodes = [placeholder(1, 2), node("s", "Sigmoid", "x"), node("y", "Reshape", "x", "s")]
    with pytest.raises(UnsupportedGraphError, match="computes 's', which has to be a constant"):
        convert(*model(nodes, {}))


def test_a_weight_file_that_is_too_long_is_refused() -> None:
    text_of_model, data = model([placeholder(1, 2), node("y", "Add", "x", "w")], {"w": np.ones(2, np.float32)})
    with pytest.raises(UnsupportedGraphError, match="has 12 bytes, its manifest describes 8"):
        convert(text_of_model, data + b"more")
