"""Which streams there are: each zone's kinds, measures, labels and ways, found in the bins without reading them all."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from hypervision.accounts.permissions import can_see
from hypervision.ogc.offered.base import Reader
from maps.models import CountBin, Zone
from maps.models.count import BIN_SECONDS

BIN = timedelta(seconds=BIN_SECONDS)
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

# Asked for the first bin from the stream's beginning on, and the last one before its end, the database takes the index
# whose order that is; asked for a minimum, it may walk through all the bins of the zone.
_SPANS = """
SELECT stream.*, first.starts_at, last.starts_at FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[])
  AS stream (zone_id, kind, measure, label, way)
CROSS JOIN LATERAL (SELECT starts_at FROM maps_countbin AS bin WHERE bin.zone_id = stream.zone_id
  AND (bin.kind, bin.measure, bin.label, bin.way, bin.starts_at)
    > (stream.kind, stream.measure, stream.label, stream.way, '-infinity')
  ORDER BY bin.kind, bin.measure, bin.label, bin.way, bin.starts_at LIMIT 1) AS first
CROSS JOIN LATERAL (SELECT starts_at FROM maps_countbin AS bin WHERE bin.zone_id = stream.zone_id
  AND (bin.kind, bin.measure, bin.label, bin.way, bin.starts_at)
    < (stream.kind, stream.measure, stream.label, stream.way, 'infinity')
  ORDER BY bin.kind DESC, bin.measure DESC, bin.label DESC, bin.way DESC, bin.starts_at DESC LIMIT 1) AS last
"""


def spans(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[Any, ...], tuple[datetime, datetime]]:
    """Of each stream in sight, by its columns: when its first and its last bin begin."""
    keys = sorted({tuple(row[name] for name in STREAM) for row in rows}, key=str)
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SPANS, [list(column) for column in zip(*keys, strict=True)])
        return {tuple(row[: len(STREAM)]): (row[-2], row[-1]) for row in cursor.fetchall()}


def one_of_each(reader: Reader, zones: Q, columns: tuple[str, ...]) -> QuerySet[Any]:
    """A bin for each of what differs in these columns, of the zones in sight."""
    sight = can_see(reader.person)
    seen = Zone.objects.filter(sight.q("camera__location"), zones).order_by().values("pk")
    sql, values = seen.query.sql_with_params()
    kinds = sorted({"", *sight.kinds}) if sight.kinds else []
    walk = _WALK.format(zones=sql, columns=", ".join(columns), kinds="kind = ANY(%s)" if kinds else "true")
    return CountBin.objects.filter(pk__in=RawSQL(walk, (*values, *([kinds] if kinds else []))))  # noqa: S611 - no text of others
