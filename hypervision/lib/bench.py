"""What a bench hands out: figures, each against its goal and with the load of the machine, one JSON line each."""

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Protocol

Say = Callable[[str], None]
"""Takes sentences for the person who waits; the figures go another way."""

DRIFT = 0.10
"""Two blocks of one side that differ by more than this share tell of another program at work, not of that side."""


class Bench(Protocol):
    """Ends by itself within minutes; ``full`` asks for more cases or repeats, where a bench has any.

    Raises Refusal, with a sentence, when there is nothing to measure.
    """

    def __call__(self, say: Say, *, full: bool) -> Iterable["Figure"]: ...


@dataclass(frozen=True, slots=True)
class Figure:
    """ours: None when it could not be measured, which meets no goal. goal: such as "<= 150".

    peer: the same measure of what we are compared with; ratio: ours / peer. The goal is then one of the ratio.
    """

    name: str
    ours: float | None
    unit: str
    goal: str
    met: bool
    peer: float | None = None
    ratio: float | None = None

    def as_line(self) -> str:
        """load: processes that wanted a core over the last minute (``os.getloadavg``)."""
        facts: dict[str, object] = {"name": self.name, "ours": _rounded(self.ours)}
        if self.peer is not None:
            facts["peer"] = _rounded(self.peer)
        facts["unit"] = self.unit
        if self.peer is not None:
            facts["ratio"] = _rounded(self.ratio)
        facts |= {"goal": self.goal, "met": self.met, "load": round(os.getloadavg()[0], 2)}
        return json.dumps(facts, ensure_ascii=False)


def at_most(name: str, ours: float | None, unit: str, goal: float) -> Figure:
    return Figure(name, ours, unit, f"<= {goal:g}", ours is not None and ours <= goal)


def at_least(name: str, ours: float | None, unit: str, goal: float) -> Figure:
    return Figure(name, ours, unit, f">= {goal:g}", ours is not None and ours >= goal)


def at_most_of(name: str, ours: float, peer: float, unit: str, goal: float) -> Figure:
    """goal: the most that ``ours / peer`` may be."""
    ratio = ours / peer
    return Figure(name, ours, unit, f"<= {goal:.4g} x peer", ratio <= goal, peer, ratio)


def at_least_of(name: str, ours: float, peer: float, unit: str, goal: float) -> Figure:
    """goal: the least that ``ours / peer`` may be."""
    ratio = ours / peer
    return Figure(name, ours, unit, f">= {goal:.4g} x peer", ratio >= goal, peer, ratio)


def interleaved(
    ours: Callable[[], float], peer: Callable[[], float], repeats: int = 3, attempts: int = 3
) -> tuple[float, float]:
    """Measures both sides in turns, ours, peer, ours, peer …, and returns the median of each.

    When the blocks of one side differ by more than ``DRIFT``, the machine was disturbed: all is measured again, and the
    calmest attempt counts.
    """
    done: list[tuple[float, list[float], list[float]]] = []
    while len(done) < attempts and not (done and done[-1][0] <= DRIFT):
        pairs = [(ours(), peer()) for _ in range(repeats)]
        first, second = [mine for mine, _ in pairs], [theirs for _, theirs in pairs]
        done.append((max(_drift(first), _drift(second)), first, second))
    _, first, second = min(done)
    return median(first), median(second)


def p95(values: Iterable[float]) -> float | None:
    """95th percentile by nearest rank: a value that was measured; None of nothing."""
    ranked = sorted(values)
    return ranked[ceil(0.95 * len(ranked)) - 1] if ranked else None


def _drift(blocks: list[float]) -> float:
    return (max(blocks) - min(blocks)) / max(min(blocks), 1e-12)


def _rounded(value: float | None) -> float | None:
    """Three decimals, or three significant digits of what is smaller than one."""
    return None if value is None else round(value, 3) if abs(value) >= 1 else float(f"{value:.3g}")
