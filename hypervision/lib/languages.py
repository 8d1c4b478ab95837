"""One text in every language of the product: for what is written once and read by many."""

from collections.abc import Mapping

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

Text = str | Promise
"""A text that may wait with its language until somebody reads it."""
Said = dict[str, str]
"""The same text by code of language."""


def in_every_language(text: Text) -> Said:
    """Empty for no text."""
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = str(text)
    return {code: words for code, words in said.items() if words}


def in_mine(said: Mapping[str, str]) -> str:
    """In the language that is active now; else in that of the house, else in any."""
    wanted = (translation.get_language(), settings.LANGUAGE_CODE, *said)
    return next((said[code] for code in wanted if code in said), "")
