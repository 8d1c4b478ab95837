"""TensorFlow.js graph model to ONNX, with numpy and onnx alone.

It knows the operators that NanoDet needs and refuses any other by name. Tensors keep TensorFlow's layout (NHWC), so
that what is read here can be checked against the graph node by node; the transpositions that this puts around
convolutions are taken out again by onnxruntime when it loads the file.
Format: https://github.com/tensorflow/tfjs/tree/master/tfjs-converter (graph model JSON and its weight manifest).
"""

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Array = NDArray[Any]

OPSET = 13
IR_VERSION = 8
TO_NCHW = [0, 3, 1, 2]
TO_NHWC = [0, 2, 3, 1]


class UnsupportedGraphError(ValueError):
    """The graph holds something that this converter does not know; the sentence names it."""


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the TensorFlow graph. inputs: references like ``name`` or ``name:1``."""

    name: str
    op: str
    inputs: tuple[str, ...]
    attributes: Mapping[str, Any]

    def text(self, key: str, default: str) -> str:
        raw = self.attributes.get(key, {}).get("s")
        return default if raw is None else base64.b64decode(raw).decode()

    def integers(self, key: str) -> list[int]:
        return [int(value) for value in self.attributes.get(key, {}).get("list", {}).get("i", [])]

    def number(self, key: str, default: float) -> float:
        return float(self.attributes.get(key, {}).get("f", default))

    def flag(self, key: str) -> bool:
        return bool(self.attributes.get(key, {}).get("b", False))


@dataclass(slots=True)
class Graph:
    """What is known while the graph is written."""

    constants: dict[str, Array]
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    initializers: dict[str, Array] = field(default_factory=dict)
    tensors: dict[str, str] = field(default_factory=dict)
    inputs: list[onnx.ValueInfoProto] = field(default_factory=list)

    def emit(self, op: str, inputs: Sequence[str], outputs: int = 1, **attributes: Any) -> list[str]:
        """Append one ONNX node; gives the names of its outputs."""
        names = [f"{op}_{len(self.nodes)}_{position}" for position in range(outputs)]
        self.nodes.append(helper.make_node(op, list(inputs), names, **attributes))
        return names

    def hold(self, value: Array) -> str:
        """Put a constant into the file; gives its name."""
        name = f"constant_{len(self.initializers)}"
        self.initializers[name] = value
        return name

    def tensor(self, reference: str) -> str:
        """Name of the ONNX tensor that stands for a TensorFlow output."""
        key = _key(reference)
        if key not in self.tensors:
            self.tensors[key] = self.hold(self.constant(reference))
        return self.tensors[key]

    def constant(self, reference: str) -> Array:
        key = _key(reference)
        if key not in self.constants:
            raise UnsupportedGraphError(f"The graph model computes '{key}', which has to be a constant here.")
        return self.constants[key]

    def is_constant(self, reference: str) -> bool:
        return _key(reference) in self.constants


def convert(model: bytes, weights: bytes) -> onnx.ModelProto:
    """The graph model (``model.json`` and its one weight file) as an ONNX model.

    Raises UnsupportedGraphError for an operator or attribute outside of what NanoDet uses.
    """
    document = json.loads(model)
    nodes = {node.name: node for node in _nodes(document)}
    outputs = [entry["name"] for _, entry in sorted(document["signature"]["outputs"].items())]
    graph = Graph(_read_weights(document["weightsManifest"], weights))
    for node in _in_order(nodes, outputs):
        _write(graph, node)
    return _finish(graph, outputs)


def _nodes(document: Mapping[str, Any]) -> Iterator[Node]:
    for raw in document["modelTopology"]["node"]:
        inputs = tuple(name for name in raw.get("input", ()) if not name.startswith("^"))
        yield Node(raw["name"], raw["op"], inputs, raw.get("attr", {}))


def _read_weights(manifest: Sequence[Mapping[str, Any]], data: bytes) -> dict[str, Array]:
    """Weights by name. Quantised ones (float16, or integers with scale and minimum) come back as float32."""
    weights: dict[str, Array] = {}
    offset = 0
    for entry in (entry for group in manifest for entry in group["weights"]):
        quantised = entry.get("quantization")
        stored = np.dtype(quantised["dtype"] if quantised else entry["dtype"])
        count = int(np.prod(entry["shape"], dtype=np.int64))
        values = np.frombuffer(data, stored, count, offset)
        offset += count * stored.itemsize
        if quantised and "scale" in quantised:
            values = values.astype(np.float32) * np.float32(quantised["scale"]) + np.float32(quantised["min"])
        weights[entry["name"]] = values.astype(entry["dtype"]).reshape(entry["shape"])
    if offset != len(data):
        raise UnsupportedGraphError(f"The weight file has {len(data)} bytes, its manifest describes {offset}.")
    return weights


def _in_order(nodes: Mapping[str, Node], outputs: Sequence[str]) -> list[Node]:
    """The nodes that the outputs need, each after those that it reads."""
    ordered: list[Node] = []
    seen: set[str] = set()
    stack = [(_node_name(name), False) for name in reversed(outputs)]
    while stack:
        name, inputs_done = stack.pop()
        if inputs_done:
            ordered.append(nodes[name])
        elif name not in seen:
            seen.add(name)
            stack.append((name, True))
            stack.extend((_node_name(source), False) for source in reversed(nodes[name].inputs))
    return ordered


def _write(graph: Graph, node: Node) -> None:
    if node.op == "Const":
        return
    if node.op in FOLDED and all(graph.is_constant(name) for name in node.inputs):
        graph.constants[node.name] = FOLDED[node.op](*[graph.constant(name) for name in node.inputs])
        return
    if node.op not in WRITERS:
        raise UnsupportedGraphError(f"The graph model uses the operator {node.op}, which this converter does not know.")
    for position, name in enumerate(WRITERS[node.op](graph, node)):
        graph.tensors[f"{node.name}:{position}" if position else node.name] = name


def _finish(graph: Graph, outputs: Sequence[str]) -> onnx.ModelProto:
    values = []
    for name in outputs:
        plain = _key(name)
        graph.nodes.append(helper.make_node("Identity", [graph.tensor(name)], [plain]))
        values.append(helper.make_tensor_value_info(plain, TensorProto.FLOAT, None))
    initializers = [numpy_helper.from_array(value, name) for name, value in graph.initializers.items()]
    proto = helper.make_graph(graph.nodes, "graph", graph.inputs, values, initializers)
    model = helper.make_model(proto, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    model = onnx.shape_inference.infer_shapes(model, strict_mode=True)
    onnx.checker.check_model(model)
    return model


def _placeholder(graph: Graph, node: Node) -> list[str]:
    shape = [int(dim["size"]) for dim in node.attributes["shape"]["shape"]["dim"]]
    graph.inputs.append(helper.make_tensor_value_info(node.name, TensorProto.FLOAT, shape))
    return [node.name]


def _convolution(graph: Graph, node: Node) -> list[str]:
    _expect(node, "data_format", "NHWC", "NHWC")
    _expect(node, "padding", "VALID", "VALID")
    kernel = graph.constant(node.inputs[1])
    picture = graph.emit("Transpose", [graph.tensor(node.inputs[0])], perm=TO_NCHW)
    inputs = [*picture, graph.hold(np.ascontiguousarray(kernel.transpose(3, 2, 0, 1)))]
    result = graph.emit(
        "Conv",
        inputs,
        kernel_shape=list(kernel.shape[:2]),
        strides=node.integers("strides")[1:3],
        dilations=(node.integers("dilations") or [1, 1, 1, 1])[1:3],
    )
    return graph.emit("Transpose", result, perm=TO_NHWC)


def _max_pool(graph: Graph, node: Node) -> list[str]:
    _expect(node, "data_format", "NHWC", "NHWC")
    _expect(node, "padding", "VALID", "VALID")
    picture = graph.emit("Transpose", [graph.tensor(node.inputs[0])], perm=TO_NCHW)
    kernel, strides = node.integers("ksize")[1:3], node.integers("strides")[1:3]
    return graph.emit("Transpose", graph.emit("MaxPool", picture, kernel_shape=kernel, strides=strides), perm=TO_NHWC)


def _resize_bilinear(graph: Graph, node: Node) -> list[str]:
    if not node.flag("half_pixel_centers") or node.flag("align_corners"):
        raise UnsupportedGraphError(f"The graph model resizes in '{node.name}' without half-pixel centres.")
    picture = graph.emit("Transpose", [graph.tensor(node.inputs[0])], perm=TO_NCHW)
    batch_and_channels = graph.emit(
        "Slice", [*graph.emit("Shape", picture), graph.hold(np.array([0])), graph.hold(np.array([2]))]
    )
    size = graph.hold(graph.constant(node.inputs[1]).astype(np.int64))
    sizes = graph.emit("Concat", [*batch_and_channels, size], axis=0)
    resized = graph.emit(
        "Resize", [*picture, "", "", *sizes], mode="linear", coordinate_transformation_mode="half_pixel"
    )
    return graph.emit("Transpose", resized, perm=TO_NHWC)


def _pad(graph: Graph, node: Node) -> list[str]:
    before_after = graph.constant(node.inputs[1]).astype(np.int64)
    inputs = [graph.tensor(node.inputs[0]), graph.hold(before_after.T.ravel())]
    if node.op == "PadV2":
        inputs.append(graph.tensor(node.inputs[2]))
    return graph.emit("Pad", inputs)


def _split(graph: Graph, node: Node) -> list[str]:
    sizes = graph.constant(node.inputs[1]).astype(np.int64)
    axis = int(graph.constant(node.inputs[2]))
    return graph.emit("Split", [graph.tensor(node.inputs[0]), graph.hold(sizes)], len(sizes), axis=axis)


def _concatenate(graph: Graph, node: Node) -> list[str]:
    *parts, axis = node.inputs
    return graph.emit("Concat", [graph.tensor(part) for part in parts], axis=int(graph.constant(axis)))


def _reshape(graph: Graph, node: Node) -> list[str]:
    shape = graph.hold(graph.constant(node.inputs[1]).astype(np.int64))
    return graph.emit("Reshape", [graph.tensor(node.inputs[0]), shape])


def _transpose(graph: Graph, node: Node) -> list[str]:
    order = [int(axis) for axis in graph.constant(node.inputs[1])]
    return graph.emit("Transpose", [graph.tensor(node.inputs[0])], perm=order)


def _leaky_relu(graph: Graph, node: Node) -> list[str]:
    return graph.emit("LeakyRelu", [graph.tensor(node.inputs[0])], alpha=node.number("alpha", 0.2))


def _same(op: str) -> Callable[[Graph, Node], list[str]]:
    """An operator that ONNX knows by another name and with the same inputs."""
    return lambda graph, node: graph.emit(op, [graph.tensor(name) for name in node.inputs])


def _sparse_to_dense(indices: Array, shape: Array, values: Array, default: Array) -> Array:
    dense = np.full(shape, default)
    dense[tuple(indices.reshape(-1, len(shape)).T)] = values
    return dense


def _expect(node: Node, key: str, value: str, default: str) -> None:
    found = node.text(key, default)
    if found != value:
        raise UnsupportedGraphError(f"The graph model has {key} {found} in '{node.name}'; only {value} is known here.")


def _key(reference: str) -> str:
    """``name:0`` and ``name`` are the same output."""
    return reference.removesuffix(":0")


def _node_name(reference: str) -> str:
    return reference.partition(":")[0]


FOLDED: Mapping[str, Callable[..., Array]] = {"AddV2": np.add, "SparseToDense": _sparse_to_dense}
"""Operators that NanoDet uses on constants; they are computed here and leave no node."""

WRITERS: Mapping[str, Callable[[Graph, Node], list[str]]] = {
    "Placeholder": _placeholder,
    "Identity": _same("Identity"),
    "Add": _same("Add"),
    "AddV2": _same("Add"),
    "Sigmoid": _same("Sigmoid"),
    "LeakyRelu": _leaky_relu,
    "Conv2D": _convolution,
    "MaxPool": _max_pool,
    "ResizeBilinear": _resize_bilinear,
    "Pad": _pad,
    "PadV2": _pad,
    "Transpose": _transpose,
    "ConcatV2": _concatenate,
    "Reshape": _reshape,
    "SplitV": _split,
}
