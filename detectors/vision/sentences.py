"""Errors that a person reads: an English sentence kept apart from its values, so that a page can translate it.

Vision knows no Django, so it marks its texts with ``gettext_noop`` and the pages look the translation up:
``gettext(error.template) % error.values``.
"""


def gettext_noop(text: str) -> str:
    """Marks a text for translation and returns it as it is (the name is the one that makemessages looks for)."""
    return text


class SentenceError(ValueError):
    """``template`` is the sentence with %(name)s in it, ``values`` what stands there; ``str()`` is both in English."""

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = values
        super().__init__(template % values)
