"""Sums of counting lie in months, of which old ones can be dropped. Their keys hold the time as well."""

from django.db import migrations

from hypervision.lib.months import cut, join

KEYS = [
    "SELECT setval(pg_get_serial_sequence('maps_countbin', 'id'), coalesce(max(id), 0) + 1, false) FROM maps_countbin",
    """ALTER TABLE maps_countbin ADD CONSTRAINT maps_one_sum_a_bin
        UNIQUE (zone_id, starts_at, kind, measure, label, way)""",
    "CREATE INDEX maps_countbin_camera ON maps_countbin (camera_id)",
    "CREATE INDEX maps_countbin_zone ON maps_countbin (zone_id)",
    "CREATE INDEX maps_countbin_newest ON maps_countbin (starts_at DESC, id DESC)",
    "CREATE INDEX maps_countbin_stream ON maps_countbin (zone_id, kind, measure, label, way)",
    """ALTER TABLE maps_countbin ADD CONSTRAINT maps_countbin_of_camera
        FOREIGN KEY (camera_id) REFERENCES maps_camera (id) DEFERRABLE INITIALLY DEFERRED""",
    """ALTER TABLE maps_countbin ADD CONSTRAINT maps_countbin_of_zone
        FOREIGN KEY (zone_id) REFERENCES maps_zone (id) DEFERRABLE INITIALLY DEFERRED""",
]


class Migration(migrations.Migration):
    dependencies = [("maps", "0016_bins_by_time_and_stream")]

    operations = [
        migrations.RunSQL(
            cut(
                "maps_countbin",
                "starts_at",
                [*KEYS, "ALTER TABLE maps_countbin ADD CONSTRAINT maps_countbin_pkey PRIMARY KEY (id, starts_at)"],
            ),
            join(
                "maps_countbin",
                [*KEYS, "ALTER TABLE maps_countbin ADD CONSTRAINT maps_countbin_pkey PRIMARY KEY (id)"],
            ),
        )
    ]
