"""Tiny TensorFlow.js graph models, written by hand."""

import base64
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Json = dict[str, Any]


def text(value: str) -> Json:
    return {"s": base64.b64encode(value.encode()).decode()}


def integers(*values: int) -> Json:
    return {"list": {"i": [str(value) for value in values]}}


def placeholder(*shape: int) -> Json:
    return node("x", "Placeholder", shape={"shape": {"dim": [{"size": str(size)} for size in shape]}})


def node(name: str, op: str, *inputs: str, **attributes: Json) -> Json:
    return {"name": name, "op": op, "input": list(inputs), "attr": attributes}


def model(
    nodes: Sequence[Json], constants: dict[str, Array], outputs: Sequence[str] = ("y",), extra: Sequence[Json] = ()
) -> tuple[bytes, bytes]:
    """``model.json`` and its weight file. extra: further entries of the manifest, whose bytes the caller appends."""
    weights = [
        {"name": name, "shape": list(value.shape), "dtype": value.dtype.name} for name, value in constants.items()
    ]
    document = {
        "format": "graph-model",
        "signature": {"outputs": {f"{name}:0": {"name": f"{name}:0"} for name in outputs}},
        "modelTopology": {"node": [*nodes, *(node(name, "Const") for name in constants)]},
        "weightsManifest": [{"paths": ["model.bin"], "weights": [*weights, *extra]}],
    }
    data = b"".join(np.ascontiguousarray(value).tobytes() for value in constants.values())
    return json.dumps(document).encode(), data
