"""Which streams there are: each zone's kinds, measures, labels and ways, found in the bins without reading them all."""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from hypervision.accounts.permissions import can_see
from hypervision.ogc.offered.base import Reader
from maps.models import CountBin, Zone

STREAM = ("zone_id", "kind", "measure", "label", "way")

# From one stream of a zone to the next one behind it, by the index: as many steps as there are streams, however many
# bins each has. Of each the first bin that is met stands for it.
_WALK = """
WITH RECURSIVE stream AS (
  SELECT first.* FROM ({zones}) AS zone (id) CROSS JOIN LATERAL (
    SELECT id, zone_id, kind, measure, label, way FROM maps_countbin WHERE zone_id = zone.id
    ORDER BY kind, measure, label, way LIMIT 1) AS first
  UNION ALL
  SELECT next.* FROM stream AS last CROSS JOIN LATERAL (
    SELECT id, zone_id, kind, measure, label, way FROM maps_countbin
    WHERE zone_id = last.zone_id AND (kind, measure, label, way) > (last.kind, last.measure, last.label, last.way)
    ORDER BY kind, measure, label, way LIMIT 1) AS next)
SELECT DISTINCT ON ({columns}) id FROM stream WHERE {kinds} ORDER BY {columns}, id
"""


def one_of_each(reader: Reader, zones: Q, columns: tuple[str, ...]) -> QuerySet[Any]:
    """A bin for each of what differs in these columns, of the zones in sight."""
    sight = can_see(reader.person)
    seen = Zone.objects.filter(sight.q("camera__location"), zones).order_by().values("pk")
    sql, values = seen.query.sql_with_params()
    kinds = sorted({"", *sight.kinds}) if sight.kinds else []
    walk = _WALK.format(zones=sql, columns=", ".join(columns), kinds="kind = ANY(%s)" if kinds else "true")
    return CountBin.objects.filter(pk__in=RawSQL(walk, (*values, *([kinds] if kinds else []))))  # noqa: S611 - no text of others
