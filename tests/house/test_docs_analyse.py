"""docs/analyse.md is true: its configuration runs as it stands, its files and options are those of the command."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from detectors.analysis import config_file
from detectors.analysis.detections import NAMES
from detectors.analysis.request import Outputs, Request, prepare
from detectors.analysis.run import run
from detectors.management.commands.analyse import Command
from tests.analysis.worlds import clip, walked

PAGE = (Path(__file__).parents[2] / "docs" / "analyse.md").read_text()
[CONFIG] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
[EVENTS] = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def analysed(tmp_path: Path) -> Outputs:
    """The example of the page, over a clip in which somebody walks through its zone and over its line."""
    (tmp_path / "square.yml").write_text(CONFIG)
    outputs = Outputs(events=tmp_path / "events.jsonl", detections=tmp_path / "kept.npz")
    config = config_file.read(tmp_path / "square.yml")
    boxes = walked(tmp_path)
    run(prepare(Request(str(clip(tmp_path)), lambda purposes: {}, 5, config, boxes, outputs)))
    return outputs


def test_the_configuration_of_the_page_runs(analysed: Outputs) -> None:
    assert analysed.events is not None
    written = [json.loads(line) for line in analysed.events.read_text().splitlines()]
    assert [(each["kind"], each["zone"]) for each in written] == [("intrusion", "Depot gate"), ("line_count", "kerb")]
    assert written[0]["place"]["lon"] == pytest.approx(24.94, abs=0.01)


def test_lines_of_events_look_as_the_page_shows_them(analysed: Outputs) -> None:
    assert analysed.events is not None
    written = [json.loads(line) for line in analysed.events.read_text().splitlines()]
    shown = [json.loads(line) for line in EVENTS.splitlines()]
    assert [each.keys() for each in written] == [each.keys() for each in shown]
    assert written[0]["place"].keys() == shown[0]["place"].keys()


def test_the_file_of_detections_holds_what_the_page_lists(analysed: Outputs) -> None:
    table = PAGE.split("## The file of detections")[1].split("\n## ")[0]
    assert analysed.detections is not None
    with np.load(analysed.detections) as kept:
        assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == kept.files
    numbered = re.findall(r"(\d) (\w+)", re.findall(r"`label_names` .*", table)[0])
    assert [name for _, name in numbered] == [NAMES[int(number)] for number, _ in numbered]
    assert len(numbered) >= 4


def test_the_page_names_every_option_of_the_command() -> None:
    parser = Command().create_parser("manage.py", "analyse")
    options = {name for action in parser._actions for name in action.option_strings if name.startswith("--")}
    django = {"--help", "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color"}
    ours = options - django - {"--force-color", "--skip-checks"}
    assert ours == set(re.findall(r"^\| `(--[\w-]+)` \|", PAGE, re.MULTILINE))
