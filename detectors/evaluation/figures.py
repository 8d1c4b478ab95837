"""The figures that the product ships with: how right each kind was on the scenes, and with which network and code.

Written by ``evaluate --write`` into ``figures.toml``. A figure holds for the network and the code that gave it; with
another network, or after a change of the rule or the tracker, the kind is "not evaluated" until somebody runs it again.
"""

import hashlib
import inspect
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from detectors.evaluation.measure import EvaluationError
from detectors.evaluation.tally import Tally
from detectors.vision.detect.eyes import EYES
from detectors.vision.scene.registry import KINDS
from detectors.vision.track.tracker import Tracker

FILE = Path(__file__).with_name("figures.toml")
HEAD = "# Made by manage.py evaluate --write; not to be edited. How right each kind was, with which network and code.\n"


@dataclass(frozen=True, slots=True)
class KindFigures:
    """network: sha256 of the file that found the objects. code: see ``code_of``. parts: see ``catalogue.PARTS``."""

    network: str
    code: str
    parts: Mapping[str, Tally]

    @property
    def together(self) -> Tally:
        whole = Tally()
        for part in self.parts.values():
            whole = whole.together(part)
        return whole


@cache
def code_of(kind: str) -> str:
    """A fingerprint of what decides when this kind fires: its rule and its eyes with what they share, the tracker."""
    registered = KINDS[kind]
    own = [sys.modules[part.__module__] for part in (registered.rule, *(EYES[eye] for eye in registered.eyes))]
    files = [*_files(own), *sorted(Path(inspect.getfile(Tracker)).parent.glob("*.py"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def _files(modules: Sequence[ModuleType]) -> list[Path]:
    """The files of these modules and of those of the same rooms that they take something from, however far."""
    found, rest = dict.fromkeys(modules), list(modules)
    while rest:
        room = rest[-1].__name__.rpartition(".")[0] + "."
        names = {getattr(value, "__module__", None) or "" for value in vars(rest.pop()).values()}
        new = [sys.modules[name] for name in sorted(names) if name.startswith(room)]
        rest += [module for module in new if module not in found]
        found |= dict.fromkeys(new)
    return [Path(inspect.getfile(module)) for module in found]


def current(kind: str, network: str | None) -> Tally | None:
    """What was measured with this network and the code that runs; None where that was never done."""
    figures = read().get(kind)
    if figures is None or figures.network != network or figures.code != code_of(kind):
        return None
    return figures.together


@cache
def read(path: Path = FILE) -> Mapping[str, KindFigures]:
    """By kind; a kind that is no longer there is left out."""
    if not path.is_file():
        return {}
    stored = tomllib.loads(path.read_text())
    return {kind: _figures(table) for kind, table in stored.items() if kind in KINDS}


def write(new: Mapping[str, KindFigures], path: Path = FILE) -> None:
    """Renews these kinds and keeps the others."""
    figures = {**read(path), **new}
    text = HEAD + "".join(_text(kind, figures[kind]) for kind in sorted(figures))
    try:
        path.write_text(text)
    except OSError as error:
        raise EvaluationError(f"{path} could not be written: {error.strerror}.") from error
    read.cache_clear()


def _figures(table: Mapping[str, Any]) -> KindFigures:
    names = {field.name for field in fields(Tally)}
    parts = {name: Tally(**part) for name, part in table.items() if isinstance(part, dict) and names >= set(part)}
    return KindFigures(table["network"], table["code"], parts)


def _text(kind: str, figures: KindFigures) -> str:
    lines = ["", f"[{kind}]", f'network = "{figures.network}"', f'code = "{figures.code}"']
    for name, tally in figures.parts.items():
        lines += ["", f"[{kind}.{name}]"]
        lines += [f"{key} = {_value(value)}" for key, value in asdict(tally).items()]
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(f'{each:.3f}' for each in value)}]"
    return f"{value:.1f}" if isinstance(value, float) else str(value)
