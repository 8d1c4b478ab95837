"""What runs in a city's control room tells nobody outside about it."""

import os
import subprocess
import sys

import pytest

PROBE = """
import os, sys
{imports}
print("onnxruntime" in sys.modules, os.environ.get("ORT_DISABLE_TELEMETRY"), len(os.listdir("/proc/self/task")))
"""


def probe(imports: str, **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if name not in ("CI", "ORT_DISABLE_TELEMETRY")}
    command = [sys.executable, "-c", PROBE.format(imports=imports)]
    return subprocess.run(command, env=kept | environment, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("said", ["", "0"])
def test_the_inference_engine_is_told_to_report_nothing_before_it_is_loaded(said: str) -> None:
    assert probe("import detectors.vision", ORT_DISABLE_TELEMETRY=said).startswith("False 1 ")


def test_the_inference_engine_starts_no_thread_that_would_report() -> None:
    quiet = probe("import detectors.vision.detect.session")
    silenced = probe("import cv2, numpy, onnxruntime", ORT_DISABLE_TELEMETRY="1")
    assert quiet.split()[:2] == ["True", "1"]
    assert quiet.split()[2] == silenced.split()[2]
