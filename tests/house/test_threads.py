"""Cameras run beside one another, on one thread each: no library brings threads of its own."""

import os
import subprocess
import sys

import pytest

STARTS = {
    "the product": "import django; django.setup()",
    "a recording without settings": "import detectors.management.commands.analyse",
    "the eyes alone": "import detectors.vision.pipeline",
}
COUNT = "import os; print(len(os.listdir('/proc/self/task')))"


@pytest.mark.slow
@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS.keys())
def test_a_process_that_has_loaded_everything_has_one_thread(start: str) -> None:
    kept = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    command = [sys.executable, "-c", f"{start}; {COUNT}"]
    said = subprocess.run(command, env=kept, check=True, capture_output=True, text=True).stdout
    assert said.split()[-1] == "1"
