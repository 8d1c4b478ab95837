"""Form widgets of the administration: a place or an area on the map, a shape in a picture, no word of GeoJSON.

Each is a textarea that an ES module hides behind something to draw on; without JavaScript the text remains.
"""

import json
from typing import Any

from django import forms
from django.contrib.gis.forms import GeometryField
from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPolygon, Polygon
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.widgets import Media
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


class MomentInput(forms.DateTimeInput):
    """Day and time in one field with one label, as the browser offers them."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


MOMENTS: dict[Any, dict[str, Any]] = {models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MomentInput}}
"""``ModelAdmin.formfield_overrides``: Django's own two fields carry no label each."""


class DrawnInput(forms.Textarea):
    """A textarea with the class that its module looks for."""

    module: str
    css_class: str

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": self.css_class, "rows": 3, **(attrs or {})})

    @property
    def media(self) -> Media:
        return Media(
            js=[ModuleScript(f"js/admin/{self.module}.js")],  # type: ignore[list-item]  # Django takes any object with __html__
            css={"all": ["maplibre-gl/maplibre-gl.css", "css/tokens.css", "css/admin.css"]},
        )


class ModuleScript:
    """A script tag for an ES module: Django writes such an object as it renders itself."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ModuleScript) and other.path == self.path

    def __hash__(self) -> int:
        return hash(self.path)

    def __html__(self) -> SafeString:
        from django.templatetags.static import static  # needs the staticfiles app, which loads later

        return format_html('<script type="module" src="{}"></script>', static(self.path))


class GeometryInput(DrawnInput):
    """Geometry as GeoJSON in degrees."""

    def format_value(self, value: Any) -> str:
        if isinstance(value, GEOSGeometry):
            return value.geojson
        return str(value or "")


class PlaceInput(GeometryInput):
    """One point: click the map or drag the mark."""

    module, css_class = "place", "draw-place"


class AreaInput(GeometryInput):
    """An area: click corner after corner, close it with its first corner."""

    module, css_class = "area", "draw-area"


class PictureShapeInput(DrawnInput):
    """A zone or line in the masked picture of its camera, as [[x, y], …] in fractions of the picture."""

    module, css_class = "pictureshape", "draw-picture-shape"

    def format_value(self, value: Any) -> str:
        return value if isinstance(value, str) else json.dumps(value)


class AreaField(GeometryField):
    """A multipolygon, drawn; a single polygon is taken as one of one part."""

    widget = AreaInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"srid": 4326, "geom_type": "MULTIPOLYGON", **kwargs})

    def clean(self, value: Any) -> Any:
        area = self._read(value)
        if area is not None and not area.valid:
            raise ValidationError(_("The outline crosses itself. Move its corners so that it does not."))
        return super().clean(area)

    def _read(self, value: Any) -> GEOSGeometry | None:
        if not value or isinstance(value, GEOSGeometry):
            return value or None
        try:
            shape = GEOSGeometry(str(value), srid=4326)
        except (ValueError, GEOSException) as error:
            raise ValidationError(_("This is no area. Draw it on the map.")) from error
        return MultiPolygon(shape, srid=4326) if isinstance(shape, Polygon) else shape


class PlaceField(GeometryField):
    """A point, drawn."""

    widget = PlaceInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"srid": 4326, "geom_type": "POINT", **kwargs})
