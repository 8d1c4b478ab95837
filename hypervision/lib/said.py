"""Sentences that remember what they are made of, so that they can be told again in another reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as translated


class Said(str):
    """In the language of whoever asked first. text: before it was translated; values: what was put into it."""

    text: str
    values: Mapping[str, Any] | None

    def __new__(cls, text: str, values: Mapping[str, Any] | None = None) -> "Said":
        said = super().__new__(cls, translated(text) if values is None else translated(text) % values)
        said.text, said.values = text, values
        return said

    def __mod__(self, values: Any) -> "Said":
        return Said(self.text, values)


def gettext(text: str) -> Said:
    """As Django's, where what is said is kept."""
    return Said(text)


def kept(said: str) -> dict[str, Any]:
    """For a column of JSON."""
    if isinstance(said, Said):
        return {"text": said.text, "values": said.values}
    return {"text": said, "values": None}


def told(said: Mapping[str, Any]) -> str:
    """What was kept, in the language of whoever asks now."""
    return str(Said(said["text"], said["values"]))
