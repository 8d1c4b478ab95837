"""The names of event kinds and labels, as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from detectors.vision.scene.registry import KINDS

LABELS: dict[str, str | Promise] = {
    "person": _("Persons"),
    "bicycle": _("Bicycles"),
    "motorcycle": _("Motorcycles"),
    "vehicle": _("Vehicles"),
}


def kind_name(kind: str) -> str:
    """A kind that is no longer in the registry keeps the name that its events carry."""
    return gettext(KINDS[kind].title) if kind in KINDS else kind


def label_name(label: str) -> str:
    return str(LABELS.get(label, label))
