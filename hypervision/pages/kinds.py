"""The names of event kinds and labels, as people read them."""

from django.utils.translation import gettext

from detectors.parameters import LABELS
from detectors.vision.scene.registry import KINDS


def kind_name(kind: str) -> str:
    """A kind that is no longer in the registry keeps the name that its events carry."""
    return gettext(KINDS[kind].title) if kind in KINDS else kind


def label_name(label: str) -> str:
    return str(LABELS.get(label, label))
