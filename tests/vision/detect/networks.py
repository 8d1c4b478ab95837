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


Corners = tuple[float, float, float, float]

CELLS = sum((SIDE // stride) ** 2 for stride in (8, 16, 32))
"""Rows of the tables of the YOLO families: 64 of stride 8, then 16 of stride 16, then 4 of stride 32."""

GUESSES = 100
"""Rows of an SSD or an RT-DETR made here."""


@dataclass(frozen=True)
class Guess:
    """One row that says "here": corners x1 y1 x2 y2 in pixels of the network's picture."""

    corners: Corners
    name: str
    score: float
    row: int = 0


def yolox_answers(*guesses: Guess) -> dict[str, Array]:
    """Each guess has to have its middle in the cell of its row, of the grid of stride 8."""
    table = np.zeros((1, CELLS, 5 + len(CLASSES)))
    for guess in guesses:
        x, y, width, height = _middle_and_size(guess.corners)
        column, line = guess.row % (SIDE // 8), guess.row // (SIDE // 8)
        table[0, guess.row, :4] = x / 8 - column, y / 8 - line, np.log(width / 8), np.log(height / 8)
        table[0, guess.row, 4] = 1
        table[0, guess.row, 5 + CLASSES.index(guess.name)] = guess.score
    return {"output": table}


def yolov8_answers(*guesses: Guess) -> dict[str, Array]:
    table = np.zeros((1, 4 + len(CLASSES), CELLS))
    for guess in guesses:
        table[0, :4, guess.row] = _middle_and_size(guess.corners)
        table[0, 4 + CLASSES.index(guess.name), guess.row] = guess.score
    return {"output0": table}


def ssd_answers(*guesses: Guess) -> dict[str, Array]:
    boxes, scores = np.zeros((1, GUESSES, 4)), np.zeros((1, GUESSES, len(CLASSES)))
    for guess in guesses:
        left, top, right, bottom = guess.corners
        boxes[0, guess.row] = top / SIDE, left / SIDE, bottom / SIDE, right / SIDE
        scores[0, guess.row, CLASSES.index(guess.name)] = guess.score
    return {"boxes": boxes, "scores": scores}


def rtdetr_answers(*guesses: Guess) -> dict[str, Array]:
    boxes, logits = np.full((1, GUESSES, 4), 0.5), np.full((1, GUESSES, len(CLASSES)), -9.0)
    for guess in guesses:
        boxes[0, guess.row] = np.array(_middle_and_size(guess.corners)) / SIDE
        logits[0, guess.row, CLASSES.index(guess.name)] = np.log(guess.score / (1 - guess.score))
    return {"logits": logits, "pred_boxes": boxes}


def _middle_and_size(corners: Corners) -> Corners:
    left, top, right, bottom = corners
    return (left + right) / 2, (top + bottom) / 2, right - left, bottom - top


ANSWERS = {"yolox": yolox_answers, "yolov8": yolov8_answers, "ssd": ssd_answers, "rtdetr": rtdetr_answers}


def of_family(folder: Path, family: str, *guesses: Guess, classes: tuple[str, ...] = CLASSES) -> NetworkFile:
    return write(folder, ANSWERS[family](*guesses), [1, SIDE, SIDE, 3], family=family, classes=classes)
