"""The configuration file: what it holds, and what is refused, by name and line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from detectors.analysis.config_file import FileConfig, read
from detectors.analysis.errors import AnalysisError
from detectors.analysis.frames import START
from detectors.vision.config import CalibrationConfig, PipelineConfig, RuleConfig, ShapeConfig
from detectors.vision.locate.earth import Anchor

WHOLE = """\
start: 2026-03-02T12:00:00+01:00
score_threshold: 0.5
zones:
  gate:
    name: Depot gate
    points: [[0, 0], [0.5, 0], [0.5, 1]]
lines:
  kerb:
    points: [[0.5, 1], [0.5, 0]]
private_zones:
  house:
    points: [[0, 0], [0.1, 0], [0.1, 0.1]]
rules:
  - kind: intrusion
    zone: gate
    parameters: {dwell_seconds: 2}
  - kind: line_count
    id: kerb-count
    version: 4
    line: kerb
calibration:
  width: 768
  height: 576
  homography: [1, 0, 0, 0, -1, 0, 0, 0, 1]
  rmse: 0.06
  anchor: {lon: 24.94, lat: 60.17}
"""


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "square.yml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_file_holds_what_a_camera_has(tmp_path: Path) -> None:
    gate = ShapeConfig("gate", "Depot gate", ((0, 0), (0.5, 0), (0.5, 1)))
    kerb = ShapeConfig("kerb", "kerb", ((0.5, 1), (0.5, 0)))
    house = ShapeConfig("house", "house", ((0, 0), (0.1, 0), (0.1, 0.1)))
    assert read(written(tmp_path, WHOLE)) == FileConfig(
        PipelineConfig(
            rules=(
                RuleConfig("intrusion-gate", 1, "intrusion", gate, {"dwell_seconds": 2}),
                RuleConfig("kerb-count", 4, "line_count", kerb, {}),
            ),
            private_zones=(house,),
            calibration=CalibrationConfig(1, 768, 576, (1, 0, 0, 0, -1, 0, 0, 0, 1), 0.06),
            score_threshold=0.5,
        ),
        start=datetime(2026, 3, 2, 11, tzinfo=UTC),
        anchor=Anchor(24.94, 60.17),
    )


def test_times_of_day_and_small_numbers_are_what_they_look_like(tmp_path: Path) -> None:
    hours = "{begins_at: 22:30, ends_at: 06:00}"
    text = WHOLE.replace("[1, 0, 0, 0, -1, 0, 0, 0, 1]", "[1e-3, .5, 0, 0, -1.5E+2, 0, 0, 0, +1]")
    config = read(written(tmp_path, text.replace("{dwell_seconds: 2}", hours))).pipeline
    assert config.rules[0].parameters == {"begins_at": "22:30", "ends_at": "06:00"}
    assert config.calibration is not None
    assert config.calibration.homography == (0.001, 0.5, 0, 0, -150, 0, 0, 0, 1)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "zones:\nrules: []\n"])
def test_an_empty_file_is_the_plain_default(text: str, tmp_path: Path) -> None:
    assert read(written(tmp_path, text)) == FileConfig(start=START)


@pytest.mark.parametrize(
    ("before", "after", "line", "sentence"),
    [
        ("score_threshold: 0.5", "score_treshold: 0.5", 2, "“score_treshold” is not known here"),
        ("score_threshold: 0.5", "time_zone: Mars", 2, "a name such as Europe/Paris"),
        ("score_threshold: 0.5", "score_threshold: 2", 2, "from 0.05 to 0.95"),
        ("start: 2026-03-02T12:00:00+01:00", "start: yesterday", 1, "a time with its zone"),
        ("start: 2026-03-02T12:00:00+01:00", "start: 2026-03-02T12:00:00", 1, "a time with its zone"),
        ("kind: intrusion", "kind: loitering", 14, "no rule of the kind “loitering”"),
        ("zone: gate", "zone: gait", 15, "“zones:” (there: gate)"),
        ("zone: gate", "line: kerb", 14, "needs “zone: NAME”"),
        ("    line: kerb", "    line: kerb\n    zone: gate", 21, "watches a line, not a zone"),
        ("dwell_seconds: 2", "dwell: 2", 16, "“dwell” is not a parameter of this rule"),
        ("dwell_seconds: 2", "dwell_seconds: -2", 16, "must lie between"),
        ("    parameters: {dwell_seconds: 2}", "    severity: high", 16, "“severity” is not known here"),
        ("[[0, 0], [0.5, 0], [0.5, 1]]", "[[0, 0], [0.5, 0]]", 4, "at least 3 corners"),
        ("[[0, 0], [0.5, 0], [0.5, 1]]", "[[0, 0], [384, 0], [384, 576]]", 4, "lies outside the picture"),
        ("[[0, 0], [0.5, 0], [0.5, 1]]", "left half", 6, "needs points"),
        ("[[0, 0], [0.5, 0], [0.5, 1]]", "[[0, x], [0.5, 0], [0.5, 1]]", 6, "not two numbers"),
        ("private_zones:", "zones:", 10, "stands there a second time"),
        ("    id: kerb-count", "    id: intrusion-gate", 17, "two rules “intrusion-gate”"),
        ("[1, 0, 0, 0, -1, 0, 0, 0, 1]", "[1, 0, 0]", 24, "9 numbers"),
        ("  width: 768\n", "", 21, "needs “width”"),
        ("anchor: {lon: 24.94, lat: 60.17}", "anchor: {lon: 24.94}", 26, "“lon” and “lat”"),
        ("anchor: {lon: 24.94, lat: 60.17}", "anchor: {lon: 24.94, lat: 92}", 26, "from -89 to 89"),
        ("zones:", "zones: [", 5, "This is no YAML"),
    ],
)
def test_a_slip_is_refused_with_its_line(before: str, after: str, line: int, sentence: str, tmp_path: Path) -> None:
    assert before in WHOLE
    with pytest.raises(AnalysisError) as caught:
        read(written(tmp_path, WHOLE.replace(before, after, 1)))
    assert sentence in str(caught.value)
    assert f"square.yml{f', line {line}:' if line else ''}" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "- a list",
        "only words",
        b"\xff\xfe\x00",
        "zones: !!python/object/apply:os.system ['true']",
        "a" * 1_000_001,
        "zones: {gate: 3}",
        "rules: {kind: intrusion}",
        "zones: &a {gate: *a}",
    ],
)
def test_what_is_no_configuration_is_refused_with_a_sentence(text: str | bytes, tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match=r"square\.yml"):
        read(written(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match=r"none\.yml cannot be read"):
        read(tmp_path / "none.yml")
