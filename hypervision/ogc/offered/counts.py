"""What was counted and measured in bins of five minutes, newest first: ``GET /api/v1/counts/`` with a place.

Of a bin behind which too few objects stand nothing but that is told (R-06), so its values cannot be asked for either:
who asks for "more than 3 objects" would learn them by halving. The place is that of the camera, and is told to whoever
may read cameras.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.contrib.gis.db.models import PointField
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from detectors import readings
from detectors.vision.scene.registry import STATISTICS
from detectors.vision.scene.sums import Amount
from detectors.vision.types import Measure
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.ogc.crs import STORED, Crs, drawn
from hypervision.ogc.offered.base import Collection, Drawn, Kind, Property, Reader, feature, moment
from maps.models import CountBin
from maps.models.count import BIN_SECONDS

SUMS = ("objects_seen", "basis", "total", "squares", "variances")


def _rows(reader: Reader) -> QuerySet[Any]:
    seen = CountBin.objects.filter(can_see(reader.person).q("camera__location", kind="kind"))
    field: PointField = PointField(srid=STORED)  # type: ignore[type-arg]
    is_told = reader.may(Right.SEE_MAP, Scope.CAMERAS_READ)
    return seen.annotate(stands=Cast(F("camera__location") if is_told else Value(None), field))


def _draw(collection: Collection, rows: QuerySet[Any], crs: Crs) -> Iterable[Drawn]:
    asked = collection.asked
    paths = [moment(each.path) if each.kind == Kind.MOMENT else each.path for each in asked.values()]
    found = rows.values_list("pk", drawn(collection.place, crs), *SUMS, *paths)
    for key, geometry, objects, basis, total, squares, variances, *values in found:
        properties = dict(zip(asked, values, strict=True))
        at = properties["starts_at"] = datetime.fromisoformat(properties["starts_at"])
        _tell(properties, Amount(objects, basis, total, squares, variances))
        yield Drawn(key, at, feature(key, geometry, msgspec.json.encode(properties).decode()))


def _tell(properties: dict[str, Any], amount: Amount) -> None:
    measure = properties["measure"]
    reading = readings.read(measure, amount)
    properties["unit"] = readings.UNITS.get(measure, "")
    properties["is_told"] = reading is not None
    properties.update(reading.rounded() if reading else readings.UNTOLD)


VALUES = {
    "objects": _("How many objects stand behind it"),
    "value": _("Number of what was counted, else the mean"),
    "low": _("Lower end of its interval, at 95 per cent"),
    "high": _("Upper end of its interval, at 95 per cent"),
    "deviation": _("By how much the values spread, 1 sigma"),
    "error": _("By how much a single value may be off, 1 sigma"),
    "seconds": _("For how long it was looked"),
}

COUNTS = Collection(
    id="counts",
    title=_("Counts"),
    description=_("What was counted and measured at zones and lines in bins of five minutes, with its uncertainty."),
    right=Right.SEE_FIGURES,
    scope=Scope.COUNTS_READ,
    rows=_rows,
    place="stands",
    geometry="Point",
    key=int,
    time="starts_at",
    lasts=timedelta(seconds=BIN_SECONDS),
    draw=_draw,
    properties=(
        Property("zone", Kind.ID, _("Zone or line"), "zone_id"),
        Property("zone_name", Kind.TEXT, _("Name of the zone or line"), "zone__name"),
        Property("camera", Kind.ID, _("Camera"), "camera_id"),
        Property("starts_at", Kind.MOMENT, _("From"), "starts_at"),
        Property("kind", Kind.TEXT, _("Kind"), "kind", tuple(sorted(STATISTICS))),
        Property("measure", Kind.TEXT, _("Measure"), "measure", tuple(Measure)),
        Property("label", Kind.TEXT, _("Label"), "label"),
        Property("way", Kind.TEXT, _("Way"), "way"),
        Property("unit", Kind.TEXT, _("Unit of the value")),
        Property("is_told", Kind.FLAG, _("Whether enough objects stand behind it to be told")),
        *(Property(name, Kind.WHOLE if name == "objects" else Kind.NUMBER, title) for name, title in VALUES.items()),
    ),
)
