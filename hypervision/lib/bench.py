"""What a bench hands out: figures, each against its goal and with the load of the machine, one JSON line each."""

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil

Say = Callable[[str], None]
"""Takes sentences for the person who waits; the figures go another way."""

Bench = Callable[[Say], Iterable["Figure"]]
"""Ends by itself within minutes. Raises Refusal, with a sentence, when there is nothing to measure."""


@dataclass(frozen=True, slots=True)
class Figure:
    """ours: None when it could not be measured, which meets no goal. goal: such as "<= 150"."""

    name: str
    ours: float | None
    unit: str
    goal: str
    met: bool

    def as_line(self) -> str:
        """load: processes that wanted a core over the last minute (``os.getloadavg``)."""
        ours = None if self.ours is None else round(self.ours, 3)
        facts = {"name": self.name, "ours": ours, "unit": self.unit, "goal": self.goal, "met": self.met}
        return json.dumps({**facts, "load": round(os.getloadavg()[0], 2)}, ensure_ascii=False)


def at_most(name: str, ours: float | None, unit: str, goal: float) -> Figure:
    return Figure(name, ours, unit, f"<= {goal:g}", ours is not None and ours <= goal)


def at_least(name: str, ours: float | None, unit: str, goal: float) -> Figure:
    return Figure(name, ours, unit, f">= {goal:g}", ours is not None and ours >= goal)


def p95(values: Iterable[float]) -> float | None:
    """95th percentile by nearest rank: a value that was measured; None of nothing."""
    ranked = sorted(values)
    return ranked[ceil(0.95 * len(ranked)) - 1] if ranked else None
