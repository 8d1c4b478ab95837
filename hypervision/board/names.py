"""The names of labels and measures, as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from detectors.parameters import LABELS
from detectors.vision.types import Measure

MEASURES: dict[str, str | Promise] = {
    Measure.CROSSINGS: _("Crossings"),
    Measure.SPEED: _("Mean speed"),
    Measure.PRESENT: _("Present on average"),
    Measure.PARKED: _("Places taken on average"),
    Measure.WAITING: _("In the queue on average"),
    Measure.QUEUE_LENGTH: _("Mean length of the queue"),
    Measure.STAY: _("Mean stay"),
    Measure.JOURNEYS: _("Journeys"),
}
WAYS: dict[str, str | Promise] = {
    "forward": _("left to right"),
    "backward": _("right to left"),
    "whole": _("seen coming and going"),
    "part": _("seen in part"),
}


def label_name(label: str) -> str:
    return str(LABELS.get(label, label))


def measure_name(measure: str) -> str:
    return str(MEASURES.get(measure, measure))


def way_name(measure: str, way: str) -> str:
    """From which side of the zone to which, for a journey."""
    if measure != Measure.JOURNEYS:
        return str(WAYS.get(way, way))
    origin, _arrow, destination = way.partition(">")
    return gettext("side %(origin)s to side %(destination)s") % {"origin": origin, "destination": destination}
