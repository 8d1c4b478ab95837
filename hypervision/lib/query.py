"""What a client asks and writes, read strictly: an unknown name is an error, not silence."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from django.contrib.gis.geos import Polygon
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.settings import api_settings

MOST = 1000


class Query(serializers.Serializer[Any]):
    """Base of the parameters of one list."""

    limit = serializers.IntegerField(min_value=1, max_value=MOST, default=100, help_text=gettext_lazy("Rows a page."))
    cursor = serializers.CharField(
        required=False, allow_blank=True, help_text=gettext_lazy("From the `next` of the page before.")
    )


class Body(serializers.Serializer[Any]):
    """Base of what is written: a misspelt "camera" must not stop the whole city, a misspelt "note" not be lost."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, Mapping) else []
        if unknown:
            known = ", ".join(sorted(self.fields))
            sentence = _("Unknown field. Known are %(known)s.") % {"known": known} if known else _("Unknown field.")
            raise ValidationError({name: [sentence] for name in unknown})
        return super().to_internal_value(data)


class Nothing(Body):
    """Of a deed that its address says whole."""


def read(request: Request, parameters: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """The checked parameters; ``format`` is the framework's. Raises ValidationError, a sentence a parameter."""
    form = parameters(data=_several(request.query_params.dict(), parameters()))
    unknown = sorted(set(request.query_params) - set(form.fields) - {api_settings.URL_FORMAT_OVERRIDE})
    if unknown:
        known = ", ".join(sorted(form.fields))
        raise ValidationError(
            {name: [_("Unknown parameter. Known are %(known)s.") % {"known": known}] for name in unknown}
        )
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


def _several(asked: dict[str, str], form: serializers.Serializer[Any]) -> dict[str, Any]:
    """What may be several stands in one parameter, with commas between."""
    several = {name for name, field in form.fields.items() if isinstance(field, serializers.MultipleChoiceField)}
    return {name: value.split(",") if name in several else value for name, value in asked.items()}


def read_body(request: Request, words: type[Body]) -> dict[str, Any]:
    """What was written, checked. Raises ValidationError, a sentence a field."""
    form = words(data=request.data)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


def refused(errors: ErrorDict, names: Mapping[str, str] | None = None) -> ValidationError:
    """What a form of the pages says, as an error of the API. names: what the form calls otherwise."""
    known = names or {}
    return ValidationError({known.get(name, name): [str(one) for one in said] for name, said in errors.items()})


@extend_schema_field(OpenApiTypes.STR)
class BoxField(serializers.Field[Polygon, str, str, Any]):
    """west,south,east,north in degrees, as a polygon."""

    def to_internal_value(self, data: Any) -> Polygon:
        try:
            west, south, east, north = (float(part) for part in str(data).split(","))
        except ValueError as error:
            raise ValidationError(_("A box is four numbers: west,south,east,north.")) from error
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise ValidationError(
                _("A box lies within -180,-90,180,90, its west before its east and its south before its north.")
            )
        box: Polygon = Polygon.from_bbox((west, south, east, north))
        box.srid = 4326
        return box


class Number(serializers.FloatField):
    """A finite one: "nan" would pass every bound."""

    def to_internal_value(self, data: Any) -> float:
        number = super().to_internal_value(data)
        if not isfinite(number):
            raise ValidationError(_("Write a number."))
        return number
