"""Bringing a picture to the network: ours, of which most lies inside the network's graph, against the usual way."""

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import thread_time

import cv2
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

from detectors.analysis.networks import shipped
from detectors.benches.clips import WEIGHTS
from detectors.vision.types import Floats, Image
from hypervision.lib.bench import Figure, Say, at_most, at_most_of, interleaved

WIDTH, HEIGHT, SIDE = 1280, 720, 416
MEAN = np.array([103.53, 116.28, 123.675], np.float32)
DEVIATION = np.array([57.375, 57.12, 58.395], np.float32)
GREY = (114, 114, 114)
GOAL = 1 / 6
INSIDE_GOAL = 1.05
"""Of the time of the whole network: no more than two measurements of one thing differ."""


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    """1. What we do before the network runs, against the usual way. 2. What our network takes more for what it does
    inside. 3. Both give the same numbers.
    """
    path = shipped(WEIGHTS, ["objects"])["objects"].path
    picture = np.random.default_rng(3).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
    picture = np.asarray(cv2.GaussianBlur(picture, (9, 9), 0), np.uint8)
    repeats = 9 if full else 3
    say(f"One picture of {WIDTH} x {HEIGHT} to {SIDE} x {SIDE}, {repeats} times on each side.")
    buffer = np.zeros((1, SIDE, SIDE, 3), np.uint8)

    def resized() -> None:
        cv2.resize(picture, (SIDE, SIDE), dst=buffer[0], interpolation=cv2.INTER_LINEAR)

    ours, theirs = interleaved(lambda: _cost(resized, 60), lambda: _cost(lambda: letterboxed(picture), 60), repeats)
    yield at_most_of("preprocessing before the network", ours, theirs, "ms", GOAL)
    values = _normalised(buffer[0])
    begin, rest, whole = (_session(model) for model in _cut(path))
    ours, theirs = interleaved(
        lambda: _cost(lambda: whole.run(None, {"picture": buffer}), 20),
        lambda: _cost(lambda: rest.run(None, {rest.get_inputs()[0].name: values}), 20),
        repeats,
    )
    yield at_most_of("network that normalises inside, against one that does not", ours, theirs, "ms", INSIDE_GOAL)
    apart = float(np.abs(begin.run(None, {"picture": buffer})[0] - values).max())
    yield at_most("preprocessing, largest difference of a value", apart, "", 1e-3)


def letterboxed(picture: Image) -> Floats:
    """As the examples of model repositories do it: to its shape with grey bars, normalised, channels first."""
    scale = min(SIDE / picture.shape[1], SIDE / picture.shape[0])
    width, height = round(picture.shape[1] * scale), round(picture.shape[0] * scale)
    left, top = (SIDE - width) // 2, (SIDE - height) // 2
    small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_LINEAR)
    edges = (top, SIDE - height - top, left, SIDE - width - left)
    return _normalised(np.asarray(cv2.copyMakeBorder(small, *edges, cv2.BORDER_CONSTANT, value=GREY), np.uint8))


def _normalised(small: Image) -> Floats:
    values = (small.astype(np.float32) - MEAN) / DEVIATION
    return np.ascontiguousarray(values.transpose(2, 0, 1)[None])


def _cut(path: Path) -> tuple[onnx.ModelProto, onnx.ModelProto, onnx.ModelProto]:
    """The part of our network that takes the picture, up to its first convolution; what comes after it; all of it."""
    whole, rest = onnx.load(str(path)), onnx.load(str(path))
    graph = whole.graph
    count = next(number for number, node in enumerate(graph.node, 1) if node.op_type == "Conv")
    between = helper.make_tensor_value_info(graph.node[count - 1].output[0], TensorProto.FLOAT, [1, 3, SIDE, SIDE])
    read = {each for node in graph.node[:count] for each in node.input}
    constants = [each for each in graph.initializer if each.name in read]
    begin = helper.make_graph(list(graph.node[:count]), "picture", list(graph.input), [between], constants)
    del rest.graph.node[:count]
    rest.graph.input[0].CopyFrom(between)
    return helper.make_model(begin, opset_imports=whole.opset_import, ir_version=whole.ir_version), rest, whole


def _session(model: onnx.ModelProto) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3  # the part without its beginning has constants to spare
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def _cost(work: Callable[[], object], calls: int) -> float:
    """Median CPU milliseconds of this thread."""
    taken = []
    for _ in range(calls):
        start = thread_time()
        work()
        taken.append(1000 * (thread_time() - start))
    return median(taken)
