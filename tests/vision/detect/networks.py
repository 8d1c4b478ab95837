"""Tiny networks made by hand: ONNX files that answer the same whatever picture they are shown."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from detectors.vision.detect.session import NetworkFile

Array = NDArray[Any]

CLASSES = ("person", "car", "bus", "bicycle", "umbrella")
SIDE = 64
BINS = 11


@dataclass(frozen=True)
class Cell:
    """One cell of a grid that says "here": sides are whole numbers of strides to the left, top, right and bottom."""

    stride: int
    column: int
    row: int
    name: str
    score: float
    sides: tuple[int, int, int, int] = (1, 1, 1, 1)


def write(
    folder: Path,
    answers: Mapping[str, Array],
    shape: Sequence[int | str],
    *,
    kind: int = TensorProto.UINT8,
    family: str = "nanodet",
    classes: tuple[str, ...] = CLASSES,
) -> NetworkFile:
    """An ONNX file with one input ``picture`` of this shape, whose outputs are constants."""
    graph = helper.make_graph(
        [helper.make_node("Identity", [f"{name}_value"], [name]) for name in answers],
        "constants",
        [helper.make_tensor_value_info("picture", kind, shape)],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, value.shape) for name, value in answers.items()],
        [numpy_helper.from_array(np.asarray(value, np.float32), f"{name}_value") for name, value in answers.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    return register(folder / "network.onnx", model.SerializeToString(), family, classes)


def register(path: Path, data: bytes, family: str = "nanodet", classes: tuple[str, ...] = CLASSES) -> NetworkFile:
    path.write_bytes(data)
    return NetworkFile(family, path, hashlib.sha256(data).hexdigest(), classes)


def nanodet_answers(*cells: Cell) -> dict[str, Array]:
    """What a NanoDet of 64 x 64 pixels answers when it sees these cells and nothing else."""
    answers: dict[str, Array] = {}
    for stride in (8, 16, 32):
        count = (SIDE // stride) ** 2
        answers[f"scores_{stride}"] = np.zeros((1, count, len(CLASSES)))
        answers[f"distances_{stride}"] = np.zeros((1, count, 4 * BINS))
    for cell in cells:
        index = cell.row * (SIDE // cell.stride) + cell.column
        answers[f"scores_{cell.stride}"][0, index, CLASSES.index(cell.name)] = cell.score
        sides = answers[f"distances_{cell.stride}"][0, index].reshape(4, BINS)
        # A bin so likely that the mean over all bins is its own number.
        sides[range(4), cell.sides] = 100
    return answers


def nanodet(folder: Path, *cells: Cell) -> NetworkFile:
    return write(folder, nanodet_answers(*cells), [1, SIDE, SIDE, 3])
