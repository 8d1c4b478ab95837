"""What every suite of ``evaluate`` hands out: measures with their intervals, one JSON line each."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol


class EvaluationError(Exception):
    """Why something cannot be evaluated: a sentence with what to do."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure. suite: which suite gave it. name: of what, such as a kind. part: "tuned", "heldout" or "".

    value: None when nothing was there to measure, and then ``note`` says why. low, high: its 95 % interval.
    count: of what it was taken, with ``of`` as the word for it. goal: such as ">= 0.95". met: None without a goal.
    """

    suite: str
    name: str
    measure: str
    value: float | None
    unit: str = ""
    part: str = ""
    low: float | None = None
    high: float | None = None
    count: int = 0
    of: str = ""
    goal: str = ""
    met: bool | None = None
    note: str = ""

    def as_line(self) -> str:
        return json.dumps({key: _rounded(value) for key, value in asdict(self).items()}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person asked for. weights: the folder of the networks. clip: vtest.avi. folder: of clips, for ``clips``.

    only: names (kinds, scenes) to which the suite keeps; all when empty. write: renew the shipped figures and the
    tables of the documents in the folder ``docs``.
    """

    weights: Path
    clip: Path
    docs: Path = Path("docs")
    folder: Path | None = None
    only: frozenset[str] = frozenset()
    write: bool = False


Say = Callable[[str], None]


class Suite(Protocol):
    """Raises EvaluationError when there is nothing to evaluate."""

    def __call__(self, asked: Asked, say: Say) -> Iterable[Measure]: ...


def _rounded(value: object) -> object:
    return round(value, 4) if isinstance(value, float) else value
