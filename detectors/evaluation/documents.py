"""The tables of the documents, renewed between two marks: ``<!-- evaluate:NAME -->`` and ``<!-- /evaluate -->``."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from detectors.evaluation.measure import EvaluationError, Measure
from detectors.evaluation.table import interval_text, value_text

END = "<!-- /evaluate -->"
PARTS = {"heldout": "held out", "together": "both, as beside an alert"}


def renew(path: Path, name: str, text: str) -> None:
    """Raises EvaluationError where the document or its mark is missing."""
    mark = f"<!-- evaluate:{name} -->"
    try:
        document = path.read_text()
    except OSError as error:
        raise EvaluationError(f"{path} cannot be read: {error.strerror}.") from error
    found = re.compile(re.escape(mark) + r".*?" + re.escape(END), re.DOTALL)
    if not found.search(document):
        raise EvaluationError(f"{path} has no place for these figures: write “{mark}” and “{END}” where they belong.")
    path.write_text(found.sub(lambda _: f"{mark}\n{text}\n{END}", document))


def shown(path: Path, name: str) -> str:
    """What stands between the marks. Raises IndexError where they are missing."""
    return path.read_text().split(f"<!-- evaluate:{name} -->\n")[1].split(f"\n{END}")[0]


def table(measures: Iterable[Measure]) -> str:
    """Markdown."""
    head = ("what", "scenes", "measure", "value", "95 % interval", "of", "goal", "met")
    return "\n".join([_line(head), "|---" * len(head) + "|", *(_line(_cells(each)) for each in measures)])


def _cells(each: Measure) -> Sequence[str]:
    met = {True: "yes", False: "**no**", None: ""}[each.met]
    taken = f"{each.count} {each.of}" if each.of else each.note
    part = PARTS.get(each.part, each.part)
    return each.name, part, each.measure, value_text(each), interval_text(each), taken, each.goal, met


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
