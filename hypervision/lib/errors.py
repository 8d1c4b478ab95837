"""Errors that a person reads: sentences that say what is wrong and what to do."""

from typing import Any


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """The product says no; the message is a sentence for the person who asked. ``code`` is for machines."""

    status = 422

    def __init__(self, sentence: str, code: str = "refused", **facts: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
        self.facts = facts


class Conflict(Refusal):
    """Somebody else was first."""

    status = 409
