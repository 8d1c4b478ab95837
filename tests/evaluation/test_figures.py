"""The figures that are shipped: written, read again, and valid only for what they were measured with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from detectors.evaluation import documents, figures, suite_scenes
from detectors.evaluation.catalogue import PARTS
from detectors.evaluation.figures import KindFigures
from detectors.evaluation.measure import EvaluationError, Measure
from detectors.evaluation.tally import Tally
from detectors.vision.scene import density
from detectors.vision.scene.registry import ALERTS

ROOT = Path(__file__).parents[2]
TUNED = Tally(11, 6, 8, 8, 0, 214.0, [0.1, 0.143])
HELDOUT = Tally(6, 3, 4, 3, 1, 100.0, [0.2])
INTRUSION = KindFigures("a" * 64, "0123456789abcdef", {"tuned": TUNED, "heldout": HELDOUT})


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    figures.read.cache_clear()
    yield
    figures.read.cache_clear()


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    figures.write({"intrusion": INTRUSION}, tmp_path / "figures.toml")
    assert figures.read(tmp_path / "figures.toml") == {"intrusion": INTRUSION}


def test_the_figures_of_other_kinds_stay(tmp_path: Path) -> None:
    file = tmp_path / "figures.toml"
    figures.write({"intrusion": INTRUSION}, file)
    figures.write({"density": INTRUSION}, file)
    assert set(figures.read(file)) == {"density", "intrusion"}


def test_a_kind_that_is_gone_from_the_registry_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "figures.toml"
    file.write_text('[smell]\nnetwork = "a"\ncode = "b"\n')
    assert figures.read(file) == {}


def test_without_the_file_there_are_no_figures(tmp_path: Path) -> None:
    assert figures.read(tmp_path / "figures.toml") == {}


def test_the_shipped_file_can_be_read() -> None:
    for kind, kept in figures.read().items():
        assert kind in ALERTS
        assert {"tuned", "heldout"} <= set(kept.parts) <= set(PARTS)


def test_the_documents_show_the_shipped_figures_and_what_stands_beside_an_alert() -> None:
    shipped = figures.read()
    tables = suite_scenes.tables(ROOT / "docs")
    assert len(tables) == len(shipped) + 1
    for document, table in tables.items():
        assert documents.shown(document, "scenes") == table
    for kind, kept in shipped.items():
        card = (ROOT / "docs" / "models" / f"{kind}.md").read_text()
        assert f"| {kind} | both, as beside an alert | recall | {kept.together.recall:.3g} |" in card


def test_the_fingerprint_holds_what_a_rule_takes_from_its_room() -> None:
    files = {file.name for file in figures._files([density])}
    assert {"density.py", "hidden_feet.py", "crowding.py", "rule.py"} <= files
    assert "fall.py" not in files


def test_every_kind_has_a_fingerprint_of_its_own() -> None:
    assert len({figures.code_of(kind) for kind in ALERTS}) == len(ALERTS)


def test_a_document_is_renewed_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "quality.md"
    page.write_text("Before.\n<!-- evaluate:scenes -->\nold\n<!-- /evaluate -->\nAfter.\n")
    documents.renew(page, "scenes", "new")
    assert page.read_text() == "Before.\n<!-- evaluate:scenes -->\nnew\n<!-- /evaluate -->\nAfter.\n"


def test_a_document_without_marks_says_what_to_write(tmp_path: Path) -> None:
    page = tmp_path / "quality.md"
    page.write_text("Nothing.")
    with pytest.raises(EvaluationError, match="<!-- evaluate:scenes -->"):
        documents.renew(page, "scenes", "new")


def test_a_table_shows_value_interval_goal_and_a_miss() -> None:
    missed = Measure("scenes", "intrusion", "recall", 0.9, "", "heldout", 0.7, 0.97, 20, "events", ">= 0.95", False)
    last = documents.table([missed]).splitlines()[-1]
    assert last == "| intrusion | held out | recall | 0.9 | [0.7, 0.97] | 20 events | >= 0.95 | **no** |"
