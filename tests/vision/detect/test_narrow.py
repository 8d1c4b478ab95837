"""Specification of a network without the classes that count for nothing, on heads that are made by hand.

The head: one convolution of 1 x 1 whose channels are the classes and, beside them, four more; its answers are brought
to [1, cells, classes] and [1, cells, 4] as NanoDet's are.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from detectors.vision.detect.engines import Engine
from detectors.vision.detect.narrow import NotNarrowError, narrowed
from detectors.vision.detect.registry import open_detector
from detectors.vision.detect.session import Network, NetworkError, NetworkFile
from detectors.vision.types import Image
from detectors.weights.quantise import quantised
from tests.vision import real

SIDE, CELLS, SIDES = 8, 64, 4
CLASSES = ("umbrella", "person", "traffic light", "car", "tie", "bicycle")
KEPT = [1, 3, 5]
Array = NDArray[Any]

CONVOLUTION = helper.make_node("Conv", ["planes", "weights"], ["conv"])
BIAS = [
    helper.make_node("Transpose", ["conv"], ["last"], perm=[0, 2, 3, 1]),
    helper.make_node("Add", ["bias", "last"], ["biased"]),
    helper.make_node("Transpose", ["biased"], ["all"], perm=[0, 3, 1, 2]),
]
APART = helper.make_node("Split", ["all", "lengths"], ["classes", "sides"], axis=1)
SCORES = [
    helper.make_node("Sigmoid", ["classes"], ["sure"]),
    helper.make_node("Reshape", ["sure", "flat"], ["rows"]),
    helper.make_node("Transpose", ["rows"], ["turned"], perm=[0, 2, 1]),
    helper.make_node("Identity", ["turned"], ["scores"]),
]
REST = [
    helper.make_node("Reshape", ["sides", "flat_sides"], ["side_rows"]),
    helper.make_node("Transpose", ["side_rows"], ["distances"], perm=[0, 2, 1]),
]


def head(*nodes: onnx.NodeProto, outputs: Sequence[str] = ("scores", "distances"), side: int | str = SIDE) -> bytes:
    """A network of a picture of 8 x 8 whose last nodes are these."""
    chance = np.random.default_rng(3)
    count = len(CLASSES) + SIDES
    constants = {
        "weights": chance.normal(0, 0.02, (count, 3, 1, 1)).astype(np.float32),
        "class_weights": chance.normal(0, 0.02, (len(CLASSES), 3, 1, 1)).astype(np.float32),
        "bias": chance.normal(0, 1, count).astype(np.float32),
        "lengths": np.array([len(CLASSES), SIDES]),
        "flat": np.array([1, len(CLASSES), -1]),
        "flat_sides": np.array([1, SIDES, -1]),
        "wide": chance.normal(0, 0.02, (count, 3, 3, 3)).astype(np.float32),
        "columns": np.array([1, -1, SIDE - 2]),
        "mixed": np.array([1, -1, len(CLASSES)]),
    }
    before = [
        helper.make_node("Cast", ["picture"], ["float"], to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["float"], ["planes"], perm=[0, 3, 1, 2]),
    ]
    graph = helper.make_graph(
        [*before, *nodes],
        "head",
        [helper.make_tensor_value_info("picture", TensorProto.UINT8, [1, side, side, 3])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    data: bytes = model.SerializeToString()
    return data


WHOLE = head(CONVOLUTION, *BIAS, APART, *SCORES, *REST)


def picture(seed: int = 5) -> Image:
    return np.random.default_rng(seed).integers(0, 256, (1, SIDE, SIDE, 3), np.uint8)


def answers(data: bytes, shown: Image) -> list[Array]:
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    found: list[Array] = session.run(None, {"picture": shown})
    return found


def check_same(whole: bytes, narrow: bytes) -> None:
    (scores, sides), (fewer, same) = answers(whole, picture()), answers(narrow, picture())
    assert fewer.shape == (1, CELLS, len(KEPT))
    assert np.array_equal(fewer, scores[:, :, KEPT])
    assert np.array_equal(same, sides)


def test_what_is_left_answers_the_same_to_the_last_bit() -> None:
    check_same(WHOLE, narrowed(WHOLE, len(CLASSES), KEPT))


def test_what_is_left_out_is_no_longer_computed() -> None:
    model = onnx.load_from_string(narrowed(WHOLE, len(CLASSES), KEPT))
    lengths = [dimension.dim_value for dimension in model.graph.output[0].type.tensor_type.shape.dim]
    assert lengths == [1, CELLS, len(KEPT)]
    kernels = [each for each in model.graph.initializer if len(each.dims) == 4]
    assert [list(each.dims) for each in kernels] == [[len(KEPT) + SIDES, 3, 1, 1]]


def test_classes_come_in_the_order_that_is_asked_for() -> None:
    [backwards, _] = answers(narrowed(WHOLE, len(CLASSES), KEPT[::-1]), picture())
    assert np.array_equal(backwards, answers(WHOLE, picture())[0][:, :, KEPT[::-1]])


def test_the_same_network_gives_the_same_bytes() -> None:
    assert narrowed(WHOLE, len(CLASSES), KEPT) == narrowed(WHOLE, len(CLASSES), KEPT)


def test_a_head_whose_classes_are_a_convolution_of_their_own_is_cut_as_well() -> None:
    own = helper.make_node("Conv", ["planes", "class_weights"], ["classes"])
    sides = [CONVOLUTION, *BIAS, helper.make_node("Split", ["all", "lengths"], ["unused", "sides"], axis=1)]
    whole = head(own, *SCORES, *sides, *REST)
    check_same(whole, narrowed(whole, len(CLASSES), KEPT))


def test_a_form_with_whole_numbers_is_cut_as_well(tmp_path: Path) -> None:
    parent = tmp_path / "parent.onnx"
    parent.write_bytes(WHOLE)
    whole = quantised(parent, [picture(seed)[0] for seed in range(12)])
    assert not np.array_equal(answers(whole, picture())[0], answers(WHOLE, picture())[0])
    check_same(whole, narrowed(whole, len(CLASSES), KEPT))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"no network", "it cannot be read"),
        (head(CONVOLUTION, *BIAS, APART, *REST, outputs=["distances"]), r"no output holds scores alone, \[1, n, 6\]"),
        (
            head(CONVOLUTION, *BIAS, APART, helper.make_node("Softmax", ["classes"], ["soft"], axis=1), *REST,
                 helper.make_node("Reshape", ["soft", "flat"], ["rows"]), *SCORES[2:]),
            "come from Softmax",
        ),
        (
            head(CONVOLUTION, *BIAS, APART, *SCORES, *REST, helper.make_node("Neg", ["sure"], ["more"]),
                 outputs=["scores", "distances", "more"]),
            "another part of the network reads its scores",
        ),
        (
            head(CONVOLUTION, *BIAS, APART, *SCORES, *REST, outputs=["scores", "distances", "turned"]),
            "another part of the network reads its scores",
        ),
        (
            head(CONVOLUTION, *BIAS, APART, helper.make_node("Reshape", ["classes", "mixed"], ["scores"]), *REST),
            "a class is not one channel of the last convolution",
        ),
        (  # six columns of the picture, which are no classes
            head(
                CONVOLUTION, *BIAS, APART, *REST,
                helper.make_node("Conv", ["planes", "wide"], ["inner"]),
                helper.make_node("Reshape", ["inner", "columns"], ["scores"]),
            ),
            "a class is not one channel of the last convolution",
        ),
        (head(CONVOLUTION, *BIAS, APART, *SCORES, *REST, side="side"), "no output holds scores alone|is not known"),
    ],
    ids=["no file", "no scores", "softmax", "read twice", "given twice", "mixed", "columns", "open size"],
)  # fmt: skip
def test_a_graph_of_another_form_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(NotNarrowError, match=why):
        narrowed(data, len(CLASSES), KEPT)


@pytest.mark.parametrize("kept", [[], list(range(len(CLASSES)))])
def test_where_there_is_nothing_to_leave_out_there_is_no_such_form(kept: list[int]) -> None:
    with pytest.raises(NotNarrowError, match="every class counts, or none does"):
        narrowed(WHOLE, len(CLASSES), kept)


def registered(folder: Path, data: bytes, engine: Engine) -> NetworkFile:
    path = folder / "head.onnx"
    path.write_bytes(data)
    return NetworkFile("nanodet", path, hashlib.sha256(data).hexdigest(), CLASSES, engine=engine)


def test_an_engine_opens_the_registered_bytes_without_the_classes_that_count_for_nothing(tmp_path: Path) -> None:
    network = Network(registered(tmp_path, WHOLE, Engine.NARROW))
    assert network.classes == ("person", "car", "bicycle")
    assert network.outputs[0].shape == (1, CELLS, 3)
    assert Network(registered(tmp_path, WHOLE, Engine.PLAIN)).classes == CLASSES


def test_other_bytes_than_those_that_were_registered_are_not_opened_in_that_form_either(tmp_path: Path) -> None:
    file = registered(tmp_path, WHOLE, Engine.NARROW)
    file.path.write_bytes(narrowed(WHOLE, len(CLASSES), KEPT))
    with pytest.raises(NetworkError, match="not the one that was registered"):
        Network(file)


def test_a_network_of_another_form_has_no_narrow_engine_and_runs_whole_on_the_others(tmp_path: Path) -> None:
    whole = head(CONVOLUTION, *BIAS, APART, *REST, outputs=["distances"])
    with pytest.raises(NetworkError, match=r"head\.onnx cannot leave out .* because no output holds scores alone"):
        Network(registered(tmp_path, whole, Engine.NARROW))
    file = registered(tmp_path, whole, Engine.INT8)
    assert Network(replace(file, int8=(file.path, file.sha256))).classes == CLASSES


@real.needs_weights
@real.needs_clip
def test_the_real_network_says_of_what_counts_the_same_to_the_last_bit() -> None:
    file = real.NETWORKS["nanodet"]
    whole, narrow = Network(file), Network(replace(file, engine=Engine.NARROW))
    assert set(narrow.classes) == {
        "person", "bicycle", "car", "motorcycle", "bus", "truck", "backpack", "handbag", "suitcase",
    }  # fmt: skip
    names = [output.name for output in whole.outputs]
    columns = [file.classes.index(name) for name in narrow.classes]
    shown = np.ascontiguousarray(real.frame(300)[:416, :416])[None]
    for before, after in zip(whole.run(shown, names), narrow.run(shown, names), strict=True):
        wanted = before[:, :, columns] if before.shape[2] == len(whole.classes) else before
        assert np.array_equal(after, wanted)


@real.needs_weights
@real.needs_clip
@pytest.mark.parametrize("number", [0, 300, 600])
def test_the_real_network_finds_the_same_on_the_clip(number: int) -> None:
    file = real.NETWORKS["nanodet"]
    whole, narrow = open_detector(file), open_detector(replace(file, engine=Engine.NARROW))
    one, other = whole.detect(real.frame(number)), narrow.detect(real.frame(number))
    assert len(one) > 0
    assert np.array_equal(one.boxes, other.boxes)
    assert np.array_equal(one.scores, other.scores)
    assert np.array_equal(one.labels, other.labels)
