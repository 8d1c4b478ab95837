"""docs/rules.md is true: its example runs as it stands, and its tables are those of the code."""

import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from detectors.vision.config import RuleConfig, ShapeConfig
from detectors.vision.scene import registry
from detectors.vision.scene.parameters import MOST_ARROWS, FieldDescription, describe
from detectors.vision.types import Label, SceneEvent
from tests.vision.scene.rules import INSIDE, SQUARE, events
from tests.vision.worlds import HEIGHT, WIDTH, at, standing

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text()
FILE, LINE = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
NAME = "detectors.vision.scene.stopped_vehicle"


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example, added as the page says: one file and one line."""
    module = ModuleType(NAME)
    monkeypatch.setitem(sys.modules, NAME, module)
    exec(compile(FILE, NAME, "exec"), module.__dict__)
    kinds: dict[str, Any] = eval(f"{{{LINE}}}", {**vars(registry), **vars(module)})
    monkeypatch.setattr(registry, "KINDS", {**registry.KINDS, **kinds})


@pytest.mark.usefixtures("added")
def test_the_example_of_the_page_runs() -> None:
    config = RuleConfig("r1", 1, "stopped_vehicle", ShapeConfig("z1", "Fire lane", SQUARE), {"seconds": 10})
    rule = registry.build(config, WIDTH, HEIGHT)
    driving = [(time, standing((420 + 10 * time, 300), label=Label.VEHICLE)) for time in range(8)]
    stopped = [(time, standing(INSIDE, label=Label.VEHICLE)) for time in range(8, 30)]
    [event] = events(rule, [*driving, *stopped])
    assert isinstance(event, SceneEvent)
    assert (event.kind, event.started_at, event.at) == ("stopped_vehicle", at(8), at(18))


def row(field: FieldDescription) -> str:
    """A line of a table of parameters as the page writes it."""
    if field.type == "labels":
        default, range_ = ", ".join(field.default), ", ".join(field.choices)
    elif field.type == "choices":
        assert field.default == field.choices
        default, range_ = "every day", f"{field.choices[0]} to {field.choices[-1]}"
    elif field.type == "clock":
        default, range_ = field.default, "00:00 to 23:59"
    elif field.type == "arrows":
        default, range_ = "", f"{MOST_ARROWS} at most"
    else:
        default, range_ = f"{field.default:g}", f"{field.minimum:g} to {field.maximum:g}"
    return f"| `{field.name}` | {default} | {range_} | {field.unit} | {field.help} |"


@pytest.mark.parametrize("kind", registry.KINDS)
def test_every_parameter_is_described_as_it_is(kind: str) -> None:
    section = PAGE.split(f"(`{kind}`)")[1].split("\n### ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    assert rows == [row(field) for field in describe(registry.KINDS[kind].parameters)]
