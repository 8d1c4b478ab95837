"""Features of interest are zones and lines where they lie on the ground.

That follows from pixels, which the database does not know: it is told, and can then be asked. Without a calibration
nobody knows where they lie, and their camera stands for them.
"""

import json
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import CharField, F, Func, JSONField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from detectors import ground
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.ogc.crs import STORED
from hypervision.ogc.offered.base import Reader
from hypervision.sensorthings.entities.base import Entity, Field, Formula, Kind, Made, Relation, Row, column
from hypervision.sensorthings.entities.places import DIGITS, GEOJSON, read_uuid
from hypervision.sensorthings.errors import not_offered
from maps.models import Zone


class _Under(Func):
    """What a JSON object has under a key, as text."""

    template = "(%(expressions)s)"
    arg_joiner = " ->> "
    output_field = CharField()


def _zones(reader: Reader, zones: Q) -> QuerySet[Any]:
    """A private zone hides what is none of anybody's business, and is not told."""
    shapes = {drawn["properties"]["id"]: drawn["geometry"] for drawn in ground.zones(reader.person)}
    shape = _Under(Cast(Value(json.dumps(shapes)), JSONField()), Cast(F("pk"), CharField()))
    on_ground = Func(shape, function="ST_GeomFromGeoJSON", output_field=GeometryField(srid=STORED))
    seen = Zone.objects.filter(can_see(reader.person).q("camera__location"), zones)
    return seen.exclude(purpose=Zone.Purpose.PRIVATE).annotate(
        shape=shape,
        lies=Coalesce(on_ground, F("camera__location"), output_field=GeometryField(srid=STORED)),
        type_of_shape=Coalesce(_Under(Cast(shape, JSONField()), Value("type")), Value("Point")),
        drawn=AsGeoJSON("lies", precision=DIGITS),
    )


def _feature(row: Row, _prepared: None) -> dict[str, Any]:
    return {
        "name": row["name"],
        "description": _("A zone or line in the picture of a camera, where it lies on the ground."),
        "encodingType": GEOJSON,
        "feature": json.loads(row["drawn"]),
        "properties": {
            "purpose": row["purpose"],
            "camera": str(row["camera_id"]),
            "is_placed": row["shape"] is not None,
        },
    }


def _worked_out(name: str) -> Made:
    """Known of the features alone, and of no observation."""

    def made(prefix: str) -> Formula:
        if prefix:
            raise not_offered(_("asking for %(name)s") % {"name": "FeatureOfInterest/feature"})
        return F(name)

    return made


FEATURES = Entity(
    plural="FeaturesOfInterest",
    right=Right.SEE_MAP,
    scope=Scope.ZONES_READ,
    rows=_zones,
    columns=("id", "name", "purpose", "camera_id", "shape", "drawn"),
    key=("id",),
    id_of=lambda row: str(row["id"]),
    read_key=read_uuid,
    order=("name", "id"),
    may_be_asked={
        "id": column(Kind.KEY, "id"),
        "name": column(Kind.TEXT, "name"),
        "feature": Field(Kind.PLACE, _worked_out("lies")),
        "feature/type": Field(Kind.TEXT, _worked_out("type_of_shape")),
        "feature/geometry/type": Field(Kind.TEXT, lambda prefix: Value(None, CharField())),
    },
    properties=("name", "description", "encodingType", "feature", "properties"),
    tell=_feature,
    relations={"Observations": Relation("Observations", ("id",), ("zone_id",), is_many=True)},
)
