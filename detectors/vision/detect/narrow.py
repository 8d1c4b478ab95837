"""A network without the classes that count for nothing: what is left answers the same, to the last bit, and costs less.

It is cut out of the network's bytes by a fixed procedure: from each output that holds scores back to the convolution
that makes them, whose other channels are left out. No number is changed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

Kept = NDArray[np.int64]
"""Positions along an axis that stay, in their order."""

Values = NDArray[Any]


class NotNarrowError(ValueError):
    """A network has no such form, and runs whole. What it says comes after "because"."""


def narrowed(data: bytes, classes: int, kept: Sequence[int]) -> bytes:
    """The ONNX file whose scores have the columns ``kept`` alone.

    classes: how many the network tells apart; its scores are the outputs [1, n, classes]. Raises NotNarrowError for a
    graph of another form.
    """
    if not 0 < len(kept) < classes:
        raise NotNarrowError("every class counts, or none does")
    try:
        model = onnx.shape_inference.infer_shapes(onnx.load_from_string(data), data_prop=True)
    except Exception as error:  # protobuf's and onnx's errors share no base but Exception; none is swallowed here
        raise NotNarrowError(f"it cannot be read ({error})") from error
    cut = _Cut(model.graph)
    scores = [name for name, shape in cut.outputs() if len(shape) == 3 and shape[2] == classes]
    if not scores:
        raise NotNarrowError(f"no output holds scores alone, [1, n, {classes}]")
    for name in scores:
        cut.tensor(_Part(name, 2, np.asarray(kept, np.int64)))
    cut.finish()
    result: bytes = model.SerializeToString(deterministic=True)
    return result


@dataclass(frozen=True, slots=True)
class _Part:
    """What is to stay of a tensor: along one axis."""

    name: str
    axis: int
    kept: Kept


class _Cut:
    """Leaves out parts of the tensors of one graph, which it changes."""

    def __init__(self, graph: onnx.GraphProto) -> None:
        self._graph = graph
        self._makers = {name: node for node in graph.node for name in node.output}
        self._constants = {each.name: each for each in graph.initializer}
        values = (*graph.value_info, *graph.input, *graph.output)
        self._shapes = {each.name: tuple(each.dims) for each in graph.initializer}
        self._shapes |= {value.name: _shape(value) for value in values}

    def outputs(self) -> list[tuple[str, tuple[int, ...]]]:
        """Names and shapes, 0 where a length is not known."""
        return [(value.name, self._shapes[value.name]) for value in self._graph.output]

    def tensor(self, part: _Part) -> None:
        """Changes the node that makes this tensor, and what that node reads, so that only the part is left."""
        node = self._makers.get(part.name)
        cutter = CUTTERS.get(node.op_type) if node else None
        if node is None or cutter is None:
            source = node.op_type if node else part.name
            raise NotNarrowError(f"its scores come from {source}, in which classes cannot be told apart")
        cutter(self, node, part)
        shape = list(self._shapes[part.name])
        shape[part.axis] = len(part.kept)
        self._shapes[part.name] = tuple(shape)

    def read(self, node: onnx.NodeProto, number: int, axis: int, kept: Kept) -> None:
        """The same with what a node reads, which nobody else may read."""
        name = node.input[number]
        others = sum(list(each.input).count(name) for each in self._graph.node) - 1
        if others or any(value.name == name for value in self._graph.output):
            raise NotNarrowError("another part of the network reads its scores, too")
        self.tensor(_Part(name, axis, kept))

    def constant(self, node: onnx.NodeProto, number: int, axis: int, kept: Kept) -> None:
        """The same with a constant, of which the node gets a copy; whole numbers with a scale for each class, too."""
        name = node.input[number]
        maker = self._makers.get(name)
        if maker is None:
            self.replace(node, number, self.value(name).take(kept, axis))
            return
        if maker.op_type != "DequantizeLinear":
            raise NotNarrowError("it computes the weights of its last convolution")
        along = _attribute(maker, "axis", 1) % len(self.shape(name))
        for place in range(len(maker.input)):
            if place == 0 or (along == axis and self.shape(maker.input[place])):
                self.constant(maker, place, axis if place == 0 else 0, kept)

    def value(self, name: str) -> Values:
        if name not in self._constants:
            raise NotNarrowError(f"{name} is no constant")
        value: Values = numpy_helper.to_array(self._constants[name])
        return value

    def is_constant(self, name: str) -> bool:
        return name in self._constants

    def replace(self, node: onnx.NodeProto, number: int, value: Values) -> None:
        """Gives a node a constant of its own instead of what it reads."""
        tensor = numpy_helper.from_array(np.ascontiguousarray(value), f"narrow_{len(self._constants)}")
        self._graph.initializer.append(tensor)
        self._constants[tensor.name] = tensor
        self._shapes[tensor.name] = value.shape
        node.input[number] = tensor.name

    def shape(self, name: str) -> tuple[int, ...]:
        """Raises NotNarrowError where a length is open."""
        shape = self._shapes.get(name)
        if shape is None or 0 in shape:
            raise NotNarrowError(f"the shape of {name} is not known")
        return shape

    def finish(self) -> None:
        """Writes down the new shapes, and drops the constants that nothing reads any more."""
        graph = self._graph
        read = {name for node in graph.node for name in node.input}
        constants = [each for each in graph.initializer if each.name in read]
        del graph.initializer[:], graph.value_info[:]
        graph.initializer.extend(constants)
        for value in graph.output:
            kind = value.type.tensor_type.elem_type
            value.CopyFrom(helper.make_tensor_value_info(value.name, kind, self.shape(value.name)))


def _each_by_itself(cut: _Cut, node: onnx.NodeProto, part: _Part) -> None:
    """Scales of whole numbers are one for all here."""
    if any(cut.shape(name) not in ((), (1,)) for name in node.input[1:]):
        raise NotNarrowError("its scores have a scale for each place")
    cut.read(node, 0, part.axis, part.kept)


def _with_constant(cut: _Cut, node: onnx.NodeProto, part: _Part) -> None:
    """A sum or product with a constant, which may hold a value for each class."""
    fixed = 1 if cut.is_constant(node.input[1]) else 0
    shape = cut.value(node.input[fixed]).shape
    along = part.axis - len(cut.shape(part.name)) + len(shape)
    if along >= 0 and shape[along] > 1:
        cut.constant(node, fixed, along, part.kept)
    cut.read(node, 1 - fixed, part.axis, part.kept)


def _transpose(cut: _Cut, node: onnx.NodeProto, part: _Part) -> None:
    order = _attribute(node, "perm", list(reversed(range(len(cut.shape(part.name))))))
    cut.read(node, 0, order[part.axis], part.kept)


def _reshape(cut: _Cut, node: onnx.NodeProto, part: _Part) -> None:
    """What lies before the axis and behind it may be joined or taken apart, the axis itself not."""
    before, after = cut.shape(node.input[0]), cut.shape(part.name)
    places = [
        place
        for place, length in enumerate(before)
        if length == after[part.axis] and prod(before[:place]) == prod(after[: part.axis])
    ]
    if not places:
        raise NotNarrowError("a class is not one channel of the last convolution")
    shape = np.array(after)
    shape[part.axis] = len(part.kept)
    cut.read(node, 0, places[0], part.kept)
    cut.replace(node, 1, shape)


def _split(cut: _Cut, node: onnx.NodeProto, part: _Part) -> None:
    """What is beside the scores stays whole."""
    if len(node.input) < 2 or _attribute(node, "axis", 0) % len(cut.shape(part.name)) != part.axis:
        raise NotNarrowError("its scores are taken apart otherwise than into classes and the rest")
    lengths = [cut.shape(name)[part.axis] for name in node.output]
    position = list(node.output).index(part.name)
    begin, rest = sum(lengths[:position]), sum(lengths[: position + 1])
    kept = np.concatenate([np.arange(begin), begin + part.kept, np.arange(rest, sum(lengths))])
    lengths[position] = len(part.kept)
    cut.read(node, 0, part.axis, kept)
    cut.replace(node, 1, np.array(lengths))


def _convolution(cut: _Cut, node: onnx.NodeProto, part: _Part) -> None:
    """Here it ends: each class is a channel."""
    if part.axis != 1 or _attribute(node, "group", 1) != 1:
        raise NotNarrowError("a class is not one channel of the last convolution")
    for number in range(1, len(node.input)):
        cut.constant(node, number, 0, part.kept)


CUTTERS: Mapping[str, Callable[[_Cut, onnx.NodeProto, _Part], None]] = {
    **dict.fromkeys(("Identity", "Sigmoid", "QuantizeLinear", "DequantizeLinear"), _each_by_itself),
    **dict.fromkeys(("Add", "Mul"), _with_constant),
    "Transpose": _transpose,
    "Reshape": _reshape,
    "Split": _split,
    "Conv": _convolution,
}
"""Operators through which a class can be followed back to its channel."""


def _shape(value: onnx.ValueInfoProto) -> tuple[int, ...]:
    return tuple(each.dim_value for each in value.type.tensor_type.shape.dim)


def _attribute(node: onnx.NodeProto, name: str, default: Any) -> Any:
    return next((helper.get_attribute_value(each) for each in node.attribute if each.name == name), default)
