"""How far a run has come: pure. ``static/js/procedures/path.js`` says the same to the browser; both are tried on the
cases of ``tests/procedures/paths.json``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hypervision.procedures.steps import BELOW, END, Step, Steps


@dataclass(frozen=True, slots=True)
class Mark:
    """That a step is behind the run. answer: the number of the answer that was given, from 1; None: skipped, or no
    question.
    """

    answer: int | None = None


Marks = Mapping[str, Mark]
"""By the key of the step."""


def path(steps: Steps, marks: Marks) -> list[Step]:
    """The steps that the run asks for, in order, up to the first question that nobody has answered."""
    numbers = {step.key: number for number, step in enumerate(steps)}
    found: list[Step] = []
    here = 0
    while here < len(steps):
        step = steps[here]
        found.append(step)
        mark = marks.get(step.key)
        if step.is_question and mark is None:
            break
        way = _way(step, mark)
        here = len(steps) if way == END else here + 1 if way == BELOW else numbers[way]
    return found


def _way(step: Step, mark: Mark | None) -> str:
    if not step.is_question:
        return step.to
    return step.answers[mark.answer - 1].to if mark and mark.answer else BELOW


def missing(steps: Steps, marks: Marks) -> list[Step]:
    """The required steps on the path that are neither done nor skipped."""
    return [step for step in path(steps, marks) if step.required and step.key not in marks]
