"""How many messages went which way: added up in the transaction that says so, never taken away."""

from collections.abc import Mapping
from uuid import UUID

from django.db import connection

Counts = Mapping[tuple[str, str], int]
"""By way (``Tally.Way``) and name."""

_ADD = """
    INSERT INTO mqtt_tally (broker_id, way, name, count)
    SELECT %s, way, name, count FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS added (way, name, count)
    ON CONFLICT (broker_id, way, name) DO UPDATE SET count = mqtt_tally.count + excluded.count
"""


def add(broker: UUID, counts: Counts) -> None:
    rows = sorted((str(way), name, count) for (way, name), count in counts.items() if count)
    if rows:
        ways, names, numbers = (list(column) for column in zip(*rows, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [broker, ways, names, numbers])
