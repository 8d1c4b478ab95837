"""Whatever a file holds, it is read or refused with a sentence; nothing else comes out of it."""

import io
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from detectors.analysis import config_file, detections
from detectors.analysis.errors import AnalysisError
from tests.analysis.test_config_file import WHOLE
from tests.analysis.worlds import walk

often = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@often
@given(st.integers(0, len(WHOLE)), st.integers(0, 40), st.text(max_size=10))
def test_a_configuration_with_a_slip_anywhere_is_read_or_refused(tmp_path: Path, at: int, cut: int, put: str) -> None:
    path = tmp_path / "any.yml"
    path.write_bytes((WHOLE[:at] + put + WHOLE[at + cut :]).encode(errors="replace"))
    with suppress(AnalysisError):
        config_file.read(path)


KEYS = [line.strip().removeprefix("- ").partition(":")[0] for line in WHOLE.splitlines() if ":" in line]


@pytest.mark.slow
@often
@given(st.sampled_from(KEYS), VALUES)
def test_any_value_under_any_name_is_read_or_refused(tmp_path: Path, key: str, value: object) -> None:
    path = tmp_path / "any.yml"
    lines = [
        f"{line.partition(key)[0]}{key}: {value!r}" if line.strip().removeprefix("- ").startswith(f"{key}:") else line
        for line in WHOLE.splitlines()
    ]
    path.write_bytes("\n".join(lines).encode(errors="replace"))
    with suppress(AnalysisError):
        config_file.read(path)


@often
@given(st.binary(max_size=200), st.integers(0, 2000))
def test_a_damaged_archive_is_read_or_refused(tmp_path: Path, put: bytes, at: int) -> None:
    whole = io.BytesIO()
    np.savez(whole, **walk())
    path = tmp_path / "any.npz"
    data = whole.getvalue()
    path.write_bytes(data[:at] + put + data[at + len(put) :])
    with suppress(AnalysisError):
        detections.read(path)


SHAPES = arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5)
DTYPES = st.sampled_from([np.dtype(name) for name in ("f8", "f4", "i8", "u1", "?", "U3", "c8")])
ANY: st.SearchStrategy[NDArray[Any]] = DTYPES.flatmap(lambda dtype: arrays.arrays(dtype, SHAPES))


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["frame", "boxes", "scores", "labels", "label_names", "frames", "fps", "size", "network"]
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANY)
def test_any_array_under_any_name_is_read_or_refused(tmp_path: Path, name: str, array: NDArray[Any]) -> None:
    path = tmp_path / "any.npz"
    np.savez(path, **{**walk(), "labels": np.zeros(30, int), name: array})
    with suppress(AnalysisError):
        detections.read(path)
