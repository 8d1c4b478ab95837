"""What a procedure is made of: ordered steps, some of them questions. Plain values, read from JSON and written to it.

A step leads to the row below it, to a later row, or to the end. A question leads where its answer says. So a procedure
only goes forward, and there is nothing to go in circles.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from hypervision.lib.languages import Said

BELOW = ""
END = "end"
"""Where a step may lead besides to the key of a later one: to the row below, and to the end."""


@dataclass(frozen=True, slots=True)
class Answer:
    """label: in the languages that the city writes. to: where it leads."""

    label: Said
    to: str = BELOW


@dataclass(frozen=True, slots=True)
class Step:
    """key: names the step as long as it lives. title, help: in the languages that the city writes.

    due: in minutes after the run began; None: whenever there is time. call: who is called, a code of
    ``alerts.reasons.INFORMED``; empty for nobody. answers: of a question; it is numbered from 1, as the keys are.
    to: where a step leads that is no question. A question that is skipped leads to the row below.
    """

    key: str
    title: Said
    help: Said
    required: bool = False
    due: int | None = None
    call: str = ""
    answers: tuple[Answer, ...] = ()
    to: str = BELOW

    @property
    def is_question(self) -> bool:
        return bool(self.answers)

    @property
    def ways(self) -> tuple[str, ...]:
        """Where it may lead, when nobody skips it."""
        return tuple(answer.to for answer in self.answers) or (self.to,)


Steps = tuple[Step, ...]


def from_json(rows: Sequence[Mapping[str, Any]]) -> Steps:
    """Rows that were checked before: those of a version, or of the API's form."""
    return tuple(Step(**{**row, "answers": tuple(Answer(**answer) for answer in row["answers"])}) for row in rows)


def to_json(steps: Steps) -> list[dict[str, Any]]:
    return [{**asdict(step), "answers": [asdict(answer) for answer in step.answers]} for step in steps]
