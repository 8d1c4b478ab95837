"""What the house suggests for each kind of alert: a TOML file each, read here and nowhere else.

A city begins with none and writes its own; the editor offers these to begin with, and the demonstration takes them.
"""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from hypervision.procedures.steps import Answer, Step, Steps

FOLDER = Path(__file__).parent


@lru_cache(maxsize=1)
def suggestions() -> Mapping[str, Steps]:
    """By kind. A file that cannot be read as steps stops whoever asks."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.toml"))}


def _read(path: Path) -> Steps:
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["steps"]
    return tuple(_step(row) for row in rows)


def _step(row: dict[str, Any]) -> Step:
    answers = tuple(Answer(**answer) for answer in row.pop("answers", ()))
    return Step(answers=answers, help=row.pop("help", {}), **row)
