"""The names of event kinds and labels, as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {
    "intrusion": _("Intrusion"),
    "wrong_direction": _("Wrong direction"),
    "density": _("Too many persons"),
    "line_count": _("Line count"),
}

LABELS: dict[str, str | Promise] = {
    "person": _("Persons"),
    "bicycle": _("Bicycles"),
    "motorcycle": _("Motorcycles"),
    "vehicle": _("Vehicles"),
}


def kind_name(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def label_name(label: str) -> str:
    return str(LABELS.get(label, label))
