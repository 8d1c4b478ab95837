"""Scenes that are held out are read by the evaluation alone: whoever tunes on them measures nothing."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
NAME = "scenes.heldout"
MAY_NAME_IT = {"detectors/evaluation/catalogue.py", "tests/house/test_heldout.py"}


def test_only_the_evaluation_reads_the_scenes_that_are_held_out() -> None:
    rooms = [path for room in ("detectors", "hypervision", "maps", "tests") for path in (ROOT / room).rglob("*.py")]
    naming = {
        str(path.relative_to(ROOT))
        for path in rooms
        if NAME in path.read_text() or "import heldout" in path.read_text()
    }
    assert naming <= MAY_NAME_IT


def test_the_product_s_eyes_and_its_worker_know_no_scene() -> None:
    worker = [ROOT / "detectors" / name for name in ("watching.py", "tasks.py", "intake.py", "build.py")]
    for path in [*(ROOT / "detectors" / "vision").rglob("*.py"), *worker]:
        assert "detectors.scenes" not in path.read_text(), path
