"""What a person reads of vision: an English sentence kept apart from its values, so that a page can translate it.

Vision knows no Django, so it marks its texts with ``gettext_noop`` and ``detectors.said`` looks the translation up.
A text holds %(name)s and no other conversion: how a number is written depends on the language, too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


def gettext_noop(text: str) -> str:
    """Marks a text for translation and returns it as it is (the name is the one that makemessages looks for)."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """``template``: English with %(name)s in it; ``values``: what stands there. ``str()`` is both, in English."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % {name: _plain(value) for name, value in self.values.items()}


class SentenceError(ValueError):
    """An error that a person reads."""

    def __init__(self, template: str, /, **values: object) -> None:
        self.sentence = Sentence(template, values)
        super().__init__(str(self.sentence))


def _plain(value: object) -> object:
    return f"{value:g}" if isinstance(value, float) else value
