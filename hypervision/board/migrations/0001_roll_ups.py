"""Roll-ups of events, and the triggers that tell them what came and went.

A writer adds rows to ``board_pending`` and waits for nobody; beat folds them into the days (``board/folding.py``).
"""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models

LADDER = """5,10,15,20,30,40,50,60,75,90,105,120,150,180,210,240,300,360,420,480,540,600,720,900,1200,1500,1800,2400,
3000,3600,5400,7200,10800,14400,21600,28800,43200,64800,86400,172800,604800,2419200"""

FUNCTIONS = f"""
CREATE FUNCTION board_verdict(state text, source text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN state IN ('new', 'escalated', 'claimed', 'expired_unreviewed') THEN 'unreviewed'
              WHEN source = '' AND state IN ('confirmed', 'closed') THEN 'confirmed'
              WHEN source = '' AND state = 'refuted' THEN 'refuted'
              ELSE 'none' END
$$;
-- Seconds of the lowest rung that is no lower, of what is longer than all of the last.
CREATE FUNCTION board_took(took interval) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(
    (SELECT min(rung) FROM unnest(ARRAY[{LADDER}]) AS rung WHERE rung >= extract(epoch FROM took)), 2419200)::text
$$;
-- A square of 1/1024 of a degree, which binary numbers hold exactly.
CREATE FUNCTION board_cell(place geometry) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (floor(ST_X(place) * 1024)::bigint + 184320) * 262144 + floor(ST_Y(place) * 1024)::bigint + 92160
$$;
CREATE FUNCTION board_ground(cell bigint) RETURNS geometry LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ST_MakeEnvelope((cell / 262144 - 184320) / 1024.0, (cell % 262144 - 92160) / 1024.0,
                         (cell / 262144 - 184319) / 1024.0, (cell % 262144 - 92159) / 1024.0, 4326)
$$;
-- Of what no camera saw: cells at the border of a perimeter are counted from their rows. Written out as the planner writes
-- board_cell() out, because an index is built without the path on which the function finds ST_X.
CREATE INDEX board_unseen ON maps_event
  (((floor(ST_X(place) * 1024)::bigint + 184320) * 262144 + floor(ST_Y(place) * 1024)::bigint + 92160), captured_at)
  WHERE camera_id IS NULL;
CREATE FUNCTION board_erasing() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(current_setting('hypervision.erasing', true) = 'on', false)
$$;
"""

KEY = """date_bin('15 minutes', e.captured_at, '2000-01-01Z'), e.camera_id,
    CASE WHEN e.camera_id IS NULL THEN board_cell(e.place) END, e.district_id, e.kind, e.authorisation_id"""
COLUMNS = "at, camera_id, cell, district_id, kind, authorisation_id, facet, value, count"
JUDGED = "'confirmed', 'closed', 'refuted'"


def said(steps: str = "alerts_alertstep") -> str:
    """What counts of one alert ``a``. steps: of all alerts, or of those that matter."""
    return f"""
    SELECT 'verdict' AS facet, board_verdict(a.state, a.source) AS value
    UNION ALL
    SELECT DISTINCT 'reason', a.state || ':' || s.reason FROM {steps} s
     WHERE s.alert_id = a.id AND s.to_state = a.state AND s.from_state <> s.to_state
       AND a.source = '' AND a.state IN ('refuted', 'closed')
    UNION ALL
    SELECT 'took', board_took(min(s.at) - a.created_at) FROM {steps} s
     WHERE s.alert_id = a.id AND s.to_state IN ({JUDGED}) AND a.source = '' HAVING min(s.at) IS NOT NULL"""


NOTHING = "SELECT 'verdict' AS facet, 'none' AS value"
"""What counts of an event without an alert."""


def of_alerts(rows: str, sign: str, steps: str = "alerts_alertstep", facets: str = "true") -> str:
    return f"""
  SELECT {KEY}, said.facet, said.value, {sign} AS count
    FROM {rows} a JOIN maps_event e ON e.id = a.event_id AND e.is_real, LATERAL ({said(steps)}) said WHERE {facets}"""


def of_nothing(rows: str, sign: str) -> str:
    return f"""
  SELECT {KEY}, said.facet, said.value, {sign} AS count
    FROM {rows} a JOIN maps_event e ON e.id = a.event_id AND e.is_real, LATERAL ({NOTHING}) said"""


def of_events(rows: str, sign: str) -> str:
    return f"""
  SELECT {KEY}, said.facet, said.value, {sign} AS count
    FROM {rows} e, LATERAL (
      SELECT every.* FROM alerts_alert a, LATERAL ({said()}) every WHERE a.event_id = e.id
      UNION ALL
      {NOTHING} WHERE NOT EXISTS (SELECT 1 FROM alerts_alert a WHERE a.event_id = e.id)) said
   WHERE e.is_real"""


def pend(*parts: str) -> str:
    """Differences only: what comes and goes alike changes nothing."""
    return f"""INSERT INTO board_pending ({COLUMNS})
  SELECT told.*  FROM (
  SELECT {", ".join(f"told.c{place}" for place in range(8))}, sum(told.count)::int AS count
    FROM ({" UNION ALL ".join(parts)}
  ) told (c0, c1, c2, c3, c4, c5, c6, c7, count)
   GROUP BY {", ".join(str(place + 1) for place in range(8))}) told
   WHERE told.count <> 0;"""


def teller(name: str, table: str, **parts: str) -> str:
    """A function, and a trigger for each of ``insert``, ``update`` and ``delete`` that is given."""
    branches = "\n".join(f"  IF TG_OP = '{op.upper()}' THEN\n  {sql}\n  END IF;" for op, sql in parts.items())
    seeing = {
        "insert": "NEW TABLE AS came",
        "update": "OLD TABLE AS went NEW TABLE AS came",
        "delete": "OLD TABLE AS went",
    }
    triggers = "\n".join(
        f"CREATE TRIGGER {name}_{op} AFTER {op.upper()} ON {table} REFERENCING {seeing[op]}\n"
        f"  FOR EACH STATEMENT EXECUTE FUNCTION {name}();"
        for op in parts
    )
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND board_erasing() THEN
    RETURN NULL; -- the end of retention: the count outlives the row
  END IF;
{branches}
  RETURN NULL;
END $$;
{triggers}
"""


CHANGED = "(SELECT * FROM alerts_alert WHERE id IN (SELECT alert_id FROM {rows}))"
WITHOUT_NEW = """(SELECT * FROM alerts_alertstep one WHERE one.alert_id = a.id
          AND one.id NOT IN (SELECT id FROM came))"""
WITH_OLD = """(SELECT * FROM alerts_alertstep one WHERE one.alert_id = a.id
          UNION ALL SELECT * FROM went WHERE went.alert_id = a.id)"""
OF_STEPS = "said.facet <> 'verdict'"

TRIGGERS = "".join(
    (
        teller(
            "board_event_told",
            "maps_event",
            insert=pend(f"SELECT {KEY}, 'verdict', 'none', 1 FROM came e WHERE e.is_real"),
            update=pend(of_events("went", "-1"), of_events("came", "1")),
            delete=pend(of_events("went", "-1")),
        ),
        teller(
            "board_alert_told",
            "alerts_alert",
            insert=pend(of_nothing("came", "-1"), of_alerts("came", "1")),
            update=pend(of_alerts("went", "-1"), of_alerts("came", "1")),
            delete=pend(of_alerts("went", "-1"), of_nothing("went", "1")),
        ),
        teller(
            "board_step_told",
            "alerts_alertstep",
            insert=pend(
                of_alerts(CHANGED.format(rows="came"), "-1", WITHOUT_NEW, OF_STEPS),
                of_alerts(CHANGED.format(rows="came"), "1", facets=OF_STEPS),
            ),
            delete=pend(
                of_alerts(CHANGED.format(rows="went"), "-1", WITH_OLD, OF_STEPS),
                of_alerts(CHANGED.format(rows="went"), "1", facets=OF_STEPS),
            ),
        ),
    )
)

# As text, so that no later change of a column meets a view that hangs on it.
FROM_ROWS = f"""
CREATE FUNCTION board_counts(since timestamptz, until timestamptz)
RETURNS TABLE (at timestamptz, camera_id uuid, cell bigint, district_id bigint, kind text, authorisation_id uuid,
               facet text, value text, count int) LANGUAGE sql STABLE AS $$
  WITH one AS (
    SELECT e.id, {KEY} FROM maps_event e WHERE e.is_real AND e.captured_at >= since AND e.captured_at < until
  ), event (id, at, camera_id, cell, district_id, kind, authorisation_id) AS (SELECT * FROM one),
  alert AS (
    SELECT event.*, a.id AS alert_id, a.state, a.source, a.created_at
      FROM event LEFT JOIN alerts_alert a ON a.event_id = event.id),
  said AS (
    SELECT alert.*, 'verdict' AS facet, coalesce(board_verdict(state, source), 'none') AS value FROM alert
    UNION ALL
    SELECT DISTINCT alert.*, 'reason', alert.state || ':' || s.reason
      FROM alert JOIN alerts_alertstep s ON s.alert_id = alert.alert_id AND s.to_state = alert.state
     WHERE s.from_state <> s.to_state AND alert.source = '' AND alert.state IN ('refuted', 'closed')
    UNION ALL
    SELECT alert.*, 'took', board_took(first.at - alert.created_at)
      FROM alert JOIN (SELECT alert_id, min(at) AS at FROM alerts_alertstep
                        WHERE to_state IN ({JUDGED}) AND alert_id IN (SELECT alert_id FROM alert) GROUP BY alert_id) first
        ON first.alert_id = alert.alert_id
     WHERE alert.source = '')
  SELECT said.at, said.camera_id, said.cell, said.district_id, said.kind, said.authorisation_id, said.facet, said.value,
         count(*)::int
    FROM said GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
$$;
"""

BACK = """
DROP TRIGGER board_event_told_insert ON maps_event;
DROP TRIGGER board_event_told_update ON maps_event;
DROP TRIGGER board_event_told_delete ON maps_event;
DROP TRIGGER board_alert_told_insert ON alerts_alert;
DROP TRIGGER board_alert_told_update ON alerts_alert;
DROP TRIGGER board_alert_told_delete ON alerts_alert;
DROP TRIGGER board_step_told_insert ON alerts_alertstep;
DROP TRIGGER board_step_told_delete ON alerts_alertstep;
DROP FUNCTION board_event_told();
DROP FUNCTION board_alert_told();
DROP FUNCTION board_step_told();
DROP FUNCTION board_counts(timestamptz, timestamptz);
DROP FUNCTION board_erasing();
DROP FUNCTION board_ground(bigint);
DROP INDEX board_unseen;
DROP FUNCTION board_cell(geometry);
DROP FUNCTION board_took(interval);
DROP FUNCTION board_verdict(text, text);
"""

# Whoever writes waits until all that is there is counted; whoever cannot be waited for lets the migration fail, and it
# is tried again.
WAIT = "SET LOCAL lock_timeout = '30s'; LOCK TABLE maps_event, alerts_alert, alerts_alertstep IN SHARE ROW EXCLUSIVE MODE"


def count_what_is_there(apps, schema_editor):
    """Beat folds it within seconds; until then it is read as it lies here."""
    apps.get_model("board", "Fold").objects.create(pk=1, zone=settings.TIME_ZONE)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO board_pending ({COLUMNS}) SELECT * FROM board_counts('-infinity', 'infinity')"
        )


COUNTED = [
    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
    ("district_id", models.BigIntegerField(null=True)),
    ("kind", models.CharField(max_length=40)),
    ("authorisation_id", models.UUIDField(null=True)),
    ("facet", models.CharField(max_length=10)),
    ("value", models.CharField(max_length=64)),
]
WHERE = [("camera_id", models.UUIDField(null=True)), ("cell", models.BigIntegerField(null=True))]
DAY = [
    ("day", models.DateField()),
    ("total", models.IntegerField()),
    (
        "hours",
        django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=25),
    ),
]


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("alerts", "0007_handlings"),
        ("maps", "0015_numbers_that_stay"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pending",
            fields=[*COUNTED, ("at", models.DateTimeField()), *WHERE, ("count", models.IntegerField())],
            options={"verbose_name": "pending count"},
        ),
        migrations.CreateModel(
            name="CityDay",
            fields=[*COUNTED, *DAY],
            options={
                "verbose_name": "day of the city",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["facet", "day", "district_id", "kind", "authorisation_id", "value"],
                        nulls_distinct=False,
                        include=["total"],
                        name="board_one_city_day",
                    )
                ],
                "indexes": [models.Index(fields=["day"], condition=models.Q(total=0), name="board_empty_city_day")],
            },
        ),
        migrations.CreateModel(
            name="CameraDay",
            fields=[*COUNTED, *DAY, *WHERE],
            options={
                "verbose_name": "day of a camera",
                "constraints": [
                    models.UniqueConstraint(
                        fields=[
                            "facet",
                            "camera_id",
                            "day",
                            "cell",
                            "district_id",
                            "kind",
                            "authorisation_id",
                            "value",
                        ],
                        nulls_distinct=False,
                        include=["total"],
                        name="board_one_camera_day",
                    )
                ],
                "indexes": [models.Index(fields=["day"], condition=models.Q(total=0), name="board_empty_camera_day")],
            },
        ),
        migrations.CreateModel(
            name="Fold",
            fields=[COUNTED[0], ("zone", models.CharField(max_length=64))],
            options={"verbose_name": "fold"},
        ),
        migrations.RunSQL(WAIT, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS + FROM_ROWS + TRIGGERS, BACK),
        migrations.RunPython(count_what_is_there, migrations.RunPython.noop),
    ]
