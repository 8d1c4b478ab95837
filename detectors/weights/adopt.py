"""A network that a city brings, made into one that takes a camera picture as it is, like those of the product.

Exporters agree on nothing: float or bytes, channels first or last, red or blue first, this or that scale, a batch or a
size left open. All that goes into the graph, once, so that nothing that runs it has to know. The file that is made has
a hash of its own, and that is the one that is registered and authorised.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from detectors.vision.detect.family import Pictures
from detectors.weights.convert import tidy_constants
from detectors.weights.download import WeightsError

MOST_BYTES = 500_000_000
"""A network for a camera has 1 to 300 MB; what is larger could not run at a camera's rate, and fills the memory."""

FLOATS = (TensorProto.FLOAT, TensorProto.FLOAT16)


@dataclass(frozen=True, slots=True)
class _Input:
    name: str
    kind: int
    channels_first: bool
    height: int
    width: int


def read(path: Path) -> bytes:
    """The file's bytes. Raises WeightsError for one that cannot be read or is too large."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise WeightsError(f"{path.name} has {size / 1e6:.0f} MB; a network may have {MOST_BYTES / 1e6:.0f} MB.")
        return path.read_bytes()
    except OSError as error:
        raise WeightsError(f"{path} cannot be read: {error.strerror}.") from error


def adopt(data: bytes, name: str, pictures: Pictures) -> bytes:
    """The ONNX file that takes uint8 [1, height, width, 3], BGR, with all shapes known.

    name: of the file, for the sentences. pictures: what the network expects. Raises WeightsError, which says what the
    file has.
    """
    model = _load(data, name)
    tidy_constants(model)
    found = _input(model, name, pictures.side)
    _take_pictures(model, found, pictures)
    _give_floats(model)
    _learn_shapes(model, found, name)
    result: bytes = model.SerializeToString(deterministic=True)
    return result


def _load(data: bytes, name: str) -> onnx.ModelProto:
    try:
        model = onnx.load_from_string(data)
    except Exception as error:  # protobuf's and onnx's errors share no base but Exception; none is swallowed here
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise WeightsError(f"{name} is not an ONNX file that can be read: {reason.rstrip('.')}.") from error
    outside = [each.name for each in model.graph.initializer if each.data_location == TensorProto.EXTERNAL]
    if outside:
        raise WeightsError(f"{name} keeps its weights in another file; export it with everything in one file.")
    if not model.graph.node:
        raise WeightsError(f"{name} is empty: it holds no network.")
    return model


def _input(model: onnx.ModelProto, name: str, side: int) -> _Input:
    """The one input, if it takes a picture."""
    values = list(model.graph.input)
    described = ", ".join(_described(value) for value in values) or "nothing"
    refusal = WeightsError(
        f"{name} takes no picture: one input of float or uint8, [1, 3, height, width] or [1, height, width, 3], is "
        f"needed; the file has {described}."
    )
    if len(values) != 1:
        raise refusal
    kind, shape = values[0].type.tensor_type.elem_type, _shape(values[0])
    if kind not in (*FLOATS, TensorProto.UINT8) or len(shape) != 4 or shape[0] not in (1, None):
        raise refusal
    if shape[1] == 3:
        first, height, width = True, shape[2], shape[3]
    elif shape[3] == 3:
        first, height, width = False, shape[1], shape[2]
    else:
        raise refusal
    return _Input(values[0].name, kind, first, height or side, width or side)


def _take_pictures(model: onnx.ModelProto, found: _Input, pictures: Pictures) -> None:
    """Puts before the network what turns a camera's picture into its input."""
    graph, front = model.graph, _Front(_free_name(model.graph))
    now = front.name
    if found.kind == TensorProto.UINT8:
        if pictures.rgb:
            now = front.step("Gather", now, front.constant([2, 1, 0], np.int64), axis=3)
        if found.channels_first:
            now = front.step("Transpose", now, perm=[0, 3, 1, 2])
        front.nodes.append(helper.make_node("Identity", [now], [found.name]))
    else:
        order = [2, 1, 0] if pictures.rgb else [0, 1, 2]
        weights = np.eye(3)[order] / np.array(pictures.deviation)[:, None]
        bias = -np.array(pictures.mean) / np.array(pictures.deviation)
        now = front.step("Transpose", front.step("Cast", now, to=TensorProto.FLOAT), perm=[0, 3, 1, 2])
        kernel = front.constant(weights.reshape(3, 3, 1, 1), np.float32)
        now = front.step("Conv", now, kernel, front.constant(bias, np.float32))
        if not found.channels_first:
            now = front.step("Transpose", now, perm=[0, 2, 3, 1])
        front.nodes.append(helper.make_node("Cast", [now], [found.name], to=found.kind))
    rest = list(graph.node)
    del graph.node[:], graph.input[:], graph.value_info[:]
    graph.node.extend([*front.nodes, *rest])
    graph.initializer.extend(front.constants)
    shape = [1, found.height, found.width, 3]
    graph.input.append(helper.make_tensor_value_info(front.name, TensorProto.UINT8, shape))


class _Front:
    """Nodes that come before a network. name: of the picture that goes in; all names begin with it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def step(self, op: str, *inputs: str, **attributes: object) -> str:
        output = f"{self.name}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, list(inputs), [output], **attributes))
        return output

    def constant(self, value: object, kind: type) -> str:
        name = f"{self.name}_constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value, kind), name))
        return name


def _free_name(graph: onnx.GraphProto) -> str:
    """With which nothing in the graph begins: one that was made here may come a second time."""
    taken = {*(name for node in graph.node for name in (*node.input, *node.output)), *(i.name for i in graph.input)}
    name = "picture"
    while any(each.startswith(name) for each in taken):
        name += "_again"
    return name


def _give_floats(model: onnx.ModelProto) -> None:
    """Outputs in half precision become floats: nothing that reads them has to know."""
    graph = model.graph
    for value in graph.output:
        if value.type.tensor_type.elem_type == TensorProto.FLOAT16:
            half, value.type.tensor_type.elem_type = value.name, TensorProto.FLOAT
            value.name = f"{half}_float"
            graph.node.append(helper.make_node("Cast", [half], [value.name], to=TensorProto.FLOAT))


def _learn_shapes(model: onnx.ModelProto, found: _Input, name: str) -> None:
    """Writes down what the outputs' shapes are, now that the picture's is known: the network is asked."""
    for value in model.graph.output:
        value.type.tensor_type.ClearField("shape")
    grey = np.full((1, found.height, found.width, 3), 128, np.uint8)
    try:
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        results = session.run(None, {model.graph.input[0].name: grey})
    except Exception as error:  # onnxruntime's errors share no base but Exception; none is swallowed here
        raise WeightsError(
            f"{name} does not run on a picture of {found.height} x {found.width}: {str(error).strip()} "
            "If it was exported for another size, say which with --side."
        ) from error
    for value, result in zip(model.graph.output, results, strict=True):
        if not isinstance(result, np.ndarray):
            raise WeightsError(f"{name} answers with no array in its output {value.name}.")
        value.CopyFrom(helper.make_tensor_value_info(value.name, value.type.tensor_type.elem_type, result.shape))


def _shape(value: onnx.ValueInfoProto) -> list[int | None]:
    """None where the file leaves a length open."""
    dimensions = value.type.tensor_type.shape.dim
    return [each.dim_value if each.HasField("dim_value") and each.dim_value > 0 else None for each in dimensions]


def _described(value: onnx.ValueInfoProto) -> str:
    kind = TensorProto.DataType.Name(value.type.tensor_type.elem_type).lower()
    lengths = ", ".join("any" if length is None else str(length) for length in _shape(value))
    return f"{value.name} {kind} [{lengths}]"


def expected(
    default: Pictures,
    *,
    rgb: bool | None = None,
    mean: Sequence[float] | None = None,
    deviation: Sequence[float] | None = None,
    side: int | None = None,
) -> Pictures:
    """What the family's exporters do, except for what is said of this file."""
    return replace(
        default,
        rgb=default.rgb if rgb is None else rgb,
        mean=default.mean if mean is None else _three(mean),
        deviation=default.deviation if deviation is None else _three(deviation),
        side=default.side if side is None else side,
    )


def _three(values: Sequence[float]) -> tuple[float, float, float]:
    first, second, third = values
    return float(first), float(second), float(third)
