"""Sums of alerts by cell of the map and day, which triggers keep (``alerts/cells.py`` folds and reads them)."""

from django.db import migrations, models

KEY = "level, x, y, starts_at, hours, kind, state, severity"

# A level is a zoom of 64 pixels to a tile. Each doubling of it is exact in binary numbers, so a place lies in the same
# cell here as where a tile counts rows. east, south: how far inside, in 4096 parts of a cell.
FUNCTIONS = """
CREATE FUNCTION alerts_cells(place geometry)
RETURNS TABLE (level int, x int, y int, east int, south int) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT level, floor(across)::int, floor(down)::int,
         floor((across - floor(across)) * 4096)::int, floor((down - floor(down)) * 4096)::int
    FROM (SELECT (ST_X(place) + 180) / 360 AS u, (1 - asinh(tan(radians(ST_Y(place)))) / pi()) / 2 AS v) world,
         generate_series(13, 18) level, LATERAL (SELECT u * 2 ^ level AS across, v * 2 ^ level AS down) here
$$;
"""


def of(alerts, events, sign):
    """What counts of alerts. Older ones are asked for by nobody. Finer levels are read by the day and by rows."""
    return f"""
  SELECT c.level, c.x, c.y, step.starts_at, step.hours, e.kind, a.state, a.severity,
         {sign} AS count, {sign} * c.east AS east, {sign} * c.south AS south
    FROM {alerts} a
    JOIN {events} e ON e.id = a.event_id AND e.is_real AND e.captured_at > now() - interval '32 days',
         LATERAL alerts_cells(e.place) c,
         LATERAL (SELECT date_trunc('day', e.captured_at, 'UTC') AS starts_at, 24 AS hours
                  UNION ALL
                  SELECT date_trunc('hour', e.captured_at, 'UTC'), 1 WHERE c.level <= 16) step"""


def add(*parts, loose=True):
    """Differences only: what comes and goes alike changes nothing."""
    return f"""
  INSERT INTO alerts_cellsum ({KEY}, count, east, south, is_loose)
  SELECT {KEY}, sum(count), sum(east), sum(south), {loose} FROM ({" UNION ALL ".join(parts)}) told
   GROUP BY {KEY} HAVING sum(count) <> 0 OR sum(east) <> 0 OR sum(south) <> 0;"""


SEEING = {"INSERT": "NEW TABLE AS came", "UPDATE": "OLD TABLE AS went NEW TABLE AS came", "DELETE": "OLD TABLE AS went"}


def teller(name, table, **parts):
    """A function, and a trigger for each of ``insert``, ``update`` and ``delete`` that is given."""
    branches = "".join(f"\n  IF TG_OP = '{op.upper()}' THEN{sql}\n  END IF;" for op, sql in parts.items())
    triggers = "".join(
        f"CREATE TRIGGER {name}_{op} AFTER {op.upper()} ON {table} REFERENCING {SEEING[op.upper()]}\n"
        f"  FOR EACH STATEMENT EXECUTE FUNCTION {name}();\n"
        for op in parts
    )
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN{branches}
  RETURN NULL;
END $$;
{triggers}"""


TRIGGERS = teller(
    "alerts_alert_summed",
    "alerts_alert",
    insert=add(of("came", "maps_event", "1")),
    update=add(of("went", "maps_event", "-1"), of("came", "maps_event", "1")),
    delete=add(of("went", "maps_event", "-1")),
) + teller(
    "alerts_event_summed",
    "maps_event",
    update=add(of("alerts_alert", "went", "-1"), of("alerts_alert", "came", "1")),
    delete=add(of("alerts_alert", "went", "-1")),
)

BACK = """
DROP TRIGGER alerts_alert_summed_insert ON alerts_alert;
DROP TRIGGER alerts_alert_summed_update ON alerts_alert;
DROP TRIGGER alerts_alert_summed_delete ON alerts_alert;
DROP TRIGGER alerts_event_summed_update ON maps_event;
DROP TRIGGER alerts_event_summed_delete ON maps_event;
DROP FUNCTION alerts_alert_summed();
DROP FUNCTION alerts_event_summed();
DROP FUNCTION alerts_cells(geometry);
"""

# Whoever writes waits until all that is there is counted.
WAIT = "SET LOCAL lock_timeout = '30s'; LOCK TABLE maps_event, alerts_alert IN SHARE ROW EXCLUSIVE MODE"


class Migration(migrations.Migration):

    dependencies = [
        ("alerts", "0007_handlings"),
        ("maps", "0017_counts_by_month"),
    ]

    operations = [
        migrations.CreateModel(
            name="CellSum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.SmallIntegerField()),
                ("x", models.IntegerField()),
                ("y", models.IntegerField()),
                ("starts_at", models.DateTimeField()),
                ("hours", models.SmallIntegerField()),
                ("kind", models.CharField(max_length=40)),
                ("state", models.CharField(max_length=20)),
                ("severity", models.CharField(max_length=10)),
                ("count", models.IntegerField()),
                ("east", models.BigIntegerField()),
                ("south", models.BigIntegerField()),
                ("is_loose", models.BooleanField()),
            ],
            options={
                "verbose_name": "sum of a cell",
                "indexes": [
                    models.Index(
                        fields=["level", "x", "y", "starts_at"], condition=models.Q(hours=24), name="alerts_cells_by_day"
                    ),
                    models.Index(
                        fields=["level", "starts_at", "x", "y"], condition=models.Q(hours=1), name="alerts_cells_by_hour"
                    ),
                    models.Index(fields=["hours"], condition=models.Q(is_loose=True), name="alerts_loose_cells"),
                ],
            },
        ),
        migrations.RunSQL(WAIT, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS + TRIGGERS, BACK),
        migrations.RunSQL(add(of("alerts_alert", "maps_event", "1"), loose=False), migrations.RunSQL.noop),
    ]
