"""The sentences of vision and the names of its kinds, said in the language of whoever reads."""

from django.utils.formats import number_format
from django.utils.functional import lazy
from django.utils.translation import gettext

from detectors.vision.scene.registry import KINDS
from detectors.vision.sentences import Sentence, SentenceError
from hypervision.alerts.kinds import BY_OTHERS


def said(sentence: Sentence) -> str:
    """In the language that is active now. A text that no catalogue knows stays English."""
    return gettext(sentence.template) % {name: _shown(value) for name, value in sentence.values.items()}


said_lazily = lazy(said, str)
"""In the language that is active when it is read."""


def _shown(value: object) -> object:
    if isinstance(value, SentenceError):
        return said(value.sentence)
    if isinstance(value, Sentence):
        return said(value)
    return number_format(f"{value:g}") if isinstance(value, float) else value


def kind_name(kind: str) -> str:
    """Of the machine or of people. A kind that is in no registry any more keeps the name that its events carry."""
    return gettext(KINDS[kind].title) if kind in KINDS else str(BY_OTHERS.get(kind, kind))
