"""A network with whole numbers of eight bits: half the time of its parent, made of it by a fixed procedure.

Only convolutions are quantised, each output channel with a scale of its own (QDQ); their ranges are read off pictures
that somebody gives. Inputs, outputs and names stay as they are, so that the same code reads them.
"""

import logging
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

from detectors.vision.types import Image


class _Pictures(CalibrationDataReader):  # type: ignore[misc]
    def __init__(self, name: str, size: tuple[int, int], pictures: Sequence[Image]) -> None:
        self._fed: Iterator[dict[str, Any]] = (
            {name: np.asarray(cv2.resize(picture, size), np.uint8)[None]} for picture in pictures
        )

    def get_next(self) -> dict[str, Any] | None:
        return next(self._fed, None)


def quantised(parent: Path, pictures: Sequence[Image]) -> bytes:
    """The ONNX file. parent: takes one picture of a fixed size, uint8 [1, height, width, 3]; pictures: of any size."""
    with tempfile.TemporaryDirectory(prefix="quantise-") as work:
        plain, result = Path(work) / "plain.onnx", Path(work) / "int8.onnx"
        session = _simplified(parent, plain)
        value = session.get_inputs()[0]
        _, height, width, _ = value.shape
        logging.getLogger().addFilter(_is_no_advice)
        try:
            quantize_static(
                plain,
                result,
                _Pictures(value.name, (width, height), pictures),
                quant_format=QuantFormat.QDQ,
                op_types_to_quantize=["Conv"],
                per_channel=True,
                reduce_range=True,  # two full products overflow the 16 bits in which processors without VNNI add them
                activation_type=QuantType.QUInt8,
                weight_type=QuantType.QInt8,
            )
        finally:
            logging.getLogger().removeFilter(_is_no_advice)
        return result.read_bytes()


def _simplified(parent: Path, target: Path) -> onnxruntime.InferenceSession:
    """Writes the network without what cancels out: NanoDet comes with 162 transpositions, of which 7 are needed."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(target)
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(parent), options, providers=["CPUExecutionProvider"])


def _is_no_advice(record: logging.LogRecord) -> bool:
    """onnxruntime advises a step that needs another package and gains nothing here."""
    return "pre-processing" not in record.getMessage()
