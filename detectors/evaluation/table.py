"""Measures as a table for people."""

from collections.abc import Iterable, Sequence

from detectors.analysis.table import aligned
from detectors.evaluation.measure import Measure

HEAD = ("", "part", "measure", "value", "95 % interval", "of", "goal", "")


def as_table(measures: Iterable[Measure]) -> str:
    rows = [HEAD, *(_row(each) for each in measures)]
    return "\n".join(aligned(rows, right=0))


def _row(each: Measure) -> Sequence[str]:
    taken = f"{each.count} {each.of}" if each.of else ""
    met = {True: "met", False: "MISSED", None: ""}[each.met]
    return each.name, each.part, each.measure, value_text(each), interval_text(each), taken or each.note, each.goal, met


def value_text(each: Measure) -> str:
    return "–" if each.value is None else f"{each.value:.3g}{' ' if each.unit else ''}{each.unit}"


def interval_text(each: Measure) -> str:
    return "" if each.low is None or each.high is None else f"[{each.low:.3g}, {each.high:.3g}]"
