"""manage.py evaluate as a person meets it: without settings, and with a sentence for whatever is missing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from detectors.evaluation import suites
from tests.vision.real import WEIGHTS, needs_clip, needs_weights

ROOT = Path(__file__).parents[2]


def evaluate(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own that knows no settings and no database."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "evaluate", *words],
        cwd=ROOT,
        env={**kept, "WEIGHTS_DIR": str(WEIGHTS), **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@needs_clip
@needs_weights
@pytest.mark.slow
def test_one_scene_is_played_judged_and_told_in_json_lines() -> None:
    done = evaluate("tuned", "--only", "a dog in the court", "--json")
    assert done.returncode == 0, done.stderr
    (rate,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (rate["name"], rate["part"], rate["measure"]) == ("intrusion", "tuned", "false alarms an hour")
    assert rate["low"] <= rate["value"] <= rate["high"]
    assert "intrusion: a dog in the court: " in done.stderr


@pytest.mark.slow
@needs_clip
@needs_weights
def test_a_name_that_nothing_bears_ends_with_a_sentence() -> None:
    done = evaluate("--only", "unicorns")
    assert done.returncode == 1
    assert "Nothing bears the name unicorns" in done.stderr


@pytest.mark.slow
@needs_clip
def test_without_the_network_it_says_how_to_get_it(tmp_path: Path) -> None:
    done = evaluate(WEIGHTS_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "bin/weights" in done.stderr
    assert not done.stdout


@pytest.mark.slow
@needs_weights
def test_without_the_clip_it_says_how_to_get_it(tmp_path: Path) -> None:
    done = evaluate(VAR_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "demo_cameras" in done.stderr


@pytest.mark.slow
def test_a_suite_that_does_not_exist_is_refused_with_those_that_do() -> None:
    done = evaluate("moods")
    assert done.returncode == 2
    assert all(name in done.stderr for name in suites.SUITES)


@pytest.mark.parametrize("name", sorted(suites.SUITES))
def test_every_suite_can_be_imported(name: str) -> None:
    assert callable(suites.find(name))
