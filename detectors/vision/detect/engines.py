"""What a network runs on: an engine is one class and one line here. All give the same answers, at different cost.

The plain one is always there and runs the network as it was registered. The others leave out the classes that count for
nothing, where the network's form allows it (``narrow.py``), and may need a file of their own (int8), a package
(OpenVINO) or a graphics card; which of them serves best on this machine is found out by ``selftest.py``.
"""

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from typing import Any, Protocol

import cv2
import numpy as np
import onnxruntime

from detectors.vision.types import Floats, Image

cv2.setNumThreads(1)  # as with the networks: cameras run beside one another, not the parts of one picture

Dimension = int | str | None
"""A number, or a name or None where the network takes any."""


class Engine(StrEnum):
    PLAIN = "onnxruntime"
    NARROW = "onnxruntime narrow"
    INT8 = "onnxruntime int8"
    OPENVINO = "openvino"
    OPENVINO_INT8 = "openvino int8"
    CUDA = "onnxruntime CUDA"


@dataclass(frozen=True, slots=True)
class Value:
    """An input or output of a network. type: in the words of onnxruntime, such as ``tensor(uint8)``."""

    name: str
    type: str
    shape: tuple[Dimension, ...]


class Session(Protocol):
    """A network that is open; ``run`` may be called from many threads at once."""

    @property
    def inputs(self) -> Sequence[Value]: ...

    @property
    def outputs(self) -> Sequence[Value]: ...

    def run(self, picture: Image, names: Sequence[str]) -> list[Floats]:
        """The outputs that are named, for one picture."""


class OnnxRuntime:
    """One thread a run: two threads inside one run collapse to half speed beside a busy neighbour."""

    def __init__(self, data: bytes, *providers: str) -> None:
        """providers: of a graphics card; what they cannot do, and without any all, is done by the processor."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(data, options, providers=[*providers, "CPUExecutionProvider"])
        self.inputs = [_value(each) for each in self._session.get_inputs()]
        self.outputs = [_value(each) for each in self._session.get_outputs()]

    def run(self, picture: Image, names: Sequence[str]) -> list[Floats]:
        results: list[Floats] = self._session.run(list(names), {self.inputs[0].name: picture})
        return results


class OpenVino:
    """As many streams as cores, one thread each, for the same reason."""

    def __init__(self, data: bytes) -> None:
        import openvino  # an extra (requirements-openvino.txt)

        core, cores = openvino.Core(), len(os.sched_getaffinity(0))
        model = core.read_model(model=data, weights=b"")
        self._compiled = core.compile_model(model, "CPU", {"INFERENCE_NUM_THREADS": cores, "NUM_STREAMS": cores})
        self._of_thread = threading.local()
        plain = OnnxRuntime(data)  # OpenVINO has several names for one output, and drops an input that nothing reads
        self.inputs, self.outputs = plain.inputs, plain.outputs
        self._takes = range(len(model.inputs))
        self._indices = {
            each.name: next(number for number, port in enumerate(model.outputs) if each.name in port.get_names())
            for each in plain.outputs
        }

    def run(self, picture: Image, names: Sequence[str]) -> list[Floats]:
        if not hasattr(self._of_thread, "request"):
            self._of_thread.request = self._compiled.create_infer_request()
        request = self._of_thread.request
        request.infer(dict.fromkeys(self._takes, picture), share_inputs=True)
        return [np.array(request.get_output_tensor(self._indices[name]).data, np.float32) for name in names]


WITH_WHOLE_NUMBERS = frozenset({Engine.INT8, Engine.OPENVINO_INT8})
"""They open the network's form with whole numbers instead of the network itself."""

ENGINES: Mapping[Engine, Callable[[bytes], Session]] = {
    Engine.PLAIN: OnnxRuntime,
    Engine.NARROW: OnnxRuntime,
    Engine.INT8: OnnxRuntime,
    Engine.OPENVINO: OpenVino,
    Engine.OPENVINO_INT8: OpenVino,
    Engine.CUDA: lambda data: OnnxRuntime(data, "CUDAExecutionProvider"),
}


def installed(*, has_int8: bool) -> list[Engine]:
    """The engines that this machine has, the plain one first. has_int8: whether the network has such a form."""
    has_openvino = find_spec("openvino") is not None
    there = {
        Engine.PLAIN: True,
        Engine.NARROW: True,
        Engine.INT8: has_int8,
        Engine.OPENVINO: has_openvino,
        Engine.OPENVINO_INT8: has_openvino and has_int8,
        Engine.CUDA: "CUDAExecutionProvider" in onnxruntime.get_available_providers(),
    }
    return [engine for engine in ENGINES if there[engine]]


def _value(value: Any) -> Value:
    return Value(value.name, value.type, tuple(value.shape))
