"""What a person sees of a run: a line while it goes on, and a table at the end."""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TextIO

from detectors.analysis.run import Report

ON_A_SCREEN_S = 0.5
IN_A_LOG_S = 10.0
"""Seconds between two lines of progress: one line that changes on a screen, few lines in a file."""


class Progress:
    """Called after each frame; writes now and then. total: frames, where that is known."""

    def __init__(self, out: TextIO, total: int | None) -> None:
        self._out = out
        self._total = total
        self._screen = out.isatty()
        self._began = time.monotonic()
        self._due = self._began + (ON_A_SCREEN_S if self._screen else IN_A_LOG_S)

    def __call__(self, frames: int, seconds: float) -> None:
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + (ON_A_SCREEN_S if self._screen else IN_A_LOG_S)
        line = self._line(frames, seconds, frames / (now - self._began))
        self._out.write(f"\r{line:<78}" if self._screen else f"{line}\n")
        self._out.flush()

    def close(self) -> None:
        """Clears the line that changes, so that the table or an error has the screen for itself."""
        if self._screen:
            self._out.write(f"\r{'':<78}\r")
            self._out.flush()

    def _line(self, frames: int, seconds: float, rate: float) -> str:
        if not self._total:
            return f"{frames} frames, {seconds:.1f} s, {rate:.1f} frames a second"
        left = max(0, self._total - frames) / rate if rate else 0.0
        share = min(100, 100 * frames // self._total)
        return f"{frames} of {self._total} frames ({share} %), {rate:.1f} a second, {left:.0f} s left"


def closing(report: Report) -> str:
    width, height = report.size
    lines = aligned(
        [
            ("frames", str(report.frames), f"{width} × {height}, {report.seconds:.1f} s from first to last"),
            ("dropped", str(report.dropped), "came too late to be looked at"),
            ("boxes", str(report.boxes.total()), _by(report.boxes)),
            ("tracks", str(report.tracks.total()), _by(report.tracks)),
            ("events", str(report.events.total()), _by(report.events)),
        ]
    )
    other = report.took - sum(report.stages.values())
    stages = [*report.stages.items(), ("other", other), ("all", report.took)]
    rows = [(stage, f"{seconds:.3f}", f"{1000 * seconds / report.frames:.2f}") for stage, seconds in stages]
    lines += ["", *aligned([("stage", "seconds", "ms a frame"), *rows], right=2)]
    lines += ["", *dict.fromkeys(report.notes)] if report.notes else []
    return "\n".join(lines)


def aligned(rows: Sequence[Sequence[str]], right: int = 1) -> list[str]:
    """Rows as lines: the first column to the left, the next ``right`` columns to the right, the others as they are."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_cells(row, widths, right)).rstrip() for row in rows]


def _cells(row: Sequence[str], widths: Sequence[int], right: int) -> Iterable[str]:
    for number, (cell, width) in enumerate(zip(row, widths, strict=True)):
        yield cell.rjust(width) if 0 < number <= right else cell.ljust(width)


def _by(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())
