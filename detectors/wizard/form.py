"""The form of a camera in steps. It judges as the form of one page does, and a place must lie on the city's map."""

from collections.abc import Iterable, Mapping

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from detectors.forms import CameraForm
from maps.models import City

STEPS: Mapping[str, tuple[str | Promise, tuple[str, ...]]] = {
    "address": (gettext_lazy("Address"), ("name", "address", "user", "password", "wanted_rate")),
    "place": (gettext_lazy("Place"), ("location",)),
    "direction": (gettext_lazy("Direction"), ("bearing", "field_angle", "height")),
    "calibration": (gettext_lazy("Calibration"), ()),
    "watching": (gettext_lazy("What it may do"), ("pictures",)),
    "summary": (gettext_lazy("Summary"), ()),
}
"""By name: its title, and the fields that are asked in it."""


class SteppedForm(CameraForm):
    def clean_location(self) -> Point:
        place: Point = self.cleaned_data["location"]
        extent = City.objects.values_list("extent", flat=True).first()
        if extent is not None and not extent.covers(place):
            raise ValidationError(_("This place lies outside the city's map. Click the map where the camera stands."))
        return place

    def wrong(self, names: Iterable[str]) -> dict[str, list[str]]:
        """What is wrong with these fields, each in sentences."""
        self.is_valid()
        return {name: [str(error) for error in self.errors[name]] for name in names if name in self.errors}

    @property
    def first_wrong(self) -> str:
        """The first step in which something is wrong; the first of all where nothing is."""
        wrong = (step for step, (_title, names) in STEPS.items() if any(name in self.errors for name in names))
        return next(wrong, next(iter(STEPS)))
