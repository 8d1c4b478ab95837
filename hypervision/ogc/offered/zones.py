"""Zones and lines of the calibrated cameras in sight, where they lie on the ground: ``GET /api/v1/zones/ground/``."""

import json
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.db.models import CharField, F, Func, JSONField, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from detectors import ground
from hypervision.accounts.rights import Right, Scope
from hypervision.ogc.crs import STORED
from hypervision.ogc.offered.base import Collection, Kind, Property, Reader
from maps.models import Zone


class _Under(Func):
    """What a JSON object has under a key, as text."""

    template = "(%(expressions)s)"
    arg_joiner = " ->> "
    output_field = CharField()


def _rows(reader: Reader) -> QuerySet[Any]:
    """Where a zone lies follows from pixels, which the database does not know: it is told, and can then be asked."""
    shapes = {drawn["properties"]["id"]: drawn["geometry"] for drawn in ground.zones(reader.person)}
    lies = Func(
        _Under(Cast(Value(json.dumps(shapes)), JSONField()), Cast(F("pk"), CharField())),
        function="ST_GeomFromGeoJSON",
        output_field=GeometryField(srid=STORED),
    )
    return Zone.objects.filter(pk__in=list(shapes)).annotate(lies=lies)


ZONES = Collection(
    id="zones",
    title=_("Zones"),
    description=_("Zones and counting lines where they lie on the ground. Without a calibration nobody knows where."),
    right=Right.SEE_MAP,
    scope=Scope.ZONES_READ,
    rows=_rows,
    place="lies",
    geometry="Geometry",
    is_small=True,
    properties=(
        Property("name", Kind.TEXT, _("Its name"), "name"),
        Property("purpose", Kind.TEXT, _("Purpose"), "purpose", (Zone.Purpose.WATCH, Zone.Purpose.LINE)),
        Property("camera", Kind.ID, _("Camera"), "camera_id"),
    ),
)
