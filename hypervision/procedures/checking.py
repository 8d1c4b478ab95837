"""What is wrong with the steps that somebody wrote, each fault at its row, as a sentence that says what to do."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hypervision.alerts.reasons import INFORMED
from hypervision.lib.languages import in_mine
from hypervision.procedures.steps import BELOW, END, Step, Steps

MOST_STEPS = 40
MOST_ANSWERS = 9
"""As many as there are keys to choose them by."""
LONGEST_DUE = 24 * 60
"""Minutes. After a day the control room holds the alert no more."""


@dataclass(frozen=True, slots=True)
class Fault:
    """row: the number of the step, from 0; None: of the whole. field: the field of the row that is to be mended.

    other: the key of another procedure that stands in the way; empty for none.
    """

    row: int | None
    field: str
    sentence: str
    other: str = ""


def faults(steps: Steps) -> list[Fault]:
    """None where the steps can be kept."""
    found = []
    if len(steps) > MOST_STEPS:
        sentence = _("There are %(count)d steps; %(limit)d fit.") % {"count": len(steps), "limit": MOST_STEPS}
        found.append(Fault(None, "", sentence))
    numbers = {step.key: number for number, step in enumerate(steps)}
    for row, step in enumerate(steps):
        found += [Fault(row, field, sentence) for field, sentence in _alone(step)]
        found += [Fault(row, "answers" if step.is_question else "to", s) for s in _ways(steps, row, numbers)]
        if numbers[step.key] != row:
            found.append(Fault(row, "key", _("Another step has the same key. Take this one out and write it anew.")))
    found += _never_reached(steps, numbers)
    found += _left_open(steps, numbers)
    return found


def _alone(step: Step) -> Iterator[tuple[str, str]]:
    """What a row shows by itself: field and sentence."""
    if not any(step.title.values()):
        yield "title", _("Write what is to be done.")
    if step.due is not None and not 1 <= step.due <= LONGEST_DUE:
        yield "due", _("A step is due within a day: write 1 to %(limit)d minutes.") % {"limit": LONGEST_DUE}
    if step.call and step.call not in INFORMED:
        yield "call", _("Nobody who can be called has this name. Choose from the list.")
    if len(step.answers) == 1:
        yield "answers", _("A question has two answers at least. Write another one, or take this one out.")
    if len(step.answers) > MOST_ANSWERS:
        yield "answers", _("A question has %(limit)d answers at most, one for each key.") % {"limit": MOST_ANSWERS}
    if not all(any(answer.label.values()) for answer in step.answers):
        yield "answers", _("Write each answer, or take out those that are empty.")


def _ways(steps: Steps, row: int, numbers: dict[str, int]) -> Iterator[str]:
    for way in dict.fromkeys(steps[row].ways):
        if way in (BELOW, END):
            continue
        if way not in numbers:
            yield _("It leads to a step that is not there any more. Choose another one.")
        elif numbers[way] <= row:
            name = in_mine(steps[numbers[way]].title) or f"{numbers[way] + 1}"
            sentence = _("It leads back to “%(step)s”. A procedure only goes forward: choose a later step.")
            yield sentence % {"step": name}


def _onward(steps: Steps, row: int, numbers: dict[str, int]) -> set[int]:
    """The rows that a step leads to at once; those that are wrong are told elsewhere."""
    rows = {row + 1 if way == BELOW else numbers.get(way, len(steps)) for way in steps[row].ways if way != END}
    return {number for number in rows if row < number < len(steps)}


def _never_reached(steps: Steps, numbers: dict[str, int]) -> Iterator[Fault]:
    reached = {0}
    for row in range(len(steps)):
        if row in reached:
            reached |= _onward(steps, row, numbers)
        else:
            sentence = _("Nothing leads to this step. Let an answer or a step above lead here, or take it out.")
            yield Fault(row, "title", sentence)


def _left_open(steps: Steps, numbers: dict[str, int]) -> Iterator[Fault]:
    """Whoever leaves a question open must not pass by a required step behind it."""
    behind: dict[int, bool] = {}
    for row in reversed(range(len(steps))):
        onward = _onward(steps, row, numbers)
        behind[row] = any(steps[number].required or behind[number] for number in onward)
    for row, step in enumerate(steps):
        if step.is_question and not step.required and behind[row]:
            yield Fault(row, "required", _("A required step stands behind this question: make the question required."))
