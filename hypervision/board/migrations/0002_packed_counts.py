"""Hours of a day, and how long verdicts took, in one number each (``board.packed``), which one sum adds up."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

FUNCTIONS = """
-- The rungs of board_took().
CREATE FUNCTION board_ladder() RETURNS int[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ARRAY[5,10,15,20,30,40,50,60,75,90,105,120,150,180,210,240,300,360,420,480,540,600,720,900,1200,1500,1800,2400,
               3000,3600,5400,7200,10800,14400,21600,28800,43200,64800,86400,172800,604800,2419200]
$$;
CREATE FUNCTION board_rung(took text) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_position(board_ladder(), took::int) - 1
$$;
-- A power would be worked out by logarithms.
CREATE FUNCTION board_unit(place int) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ('1' || repeat('0', 12 * place))::numeric
$$;
CREATE FUNCTION board_count(packed numeric, place int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (mod(div(packed + repeat('500000000000', 80)::numeric, board_unit(place)), 1000000000000) - 500000000000)::int
$$;
"""
PACK = """
UPDATE {table} SET packed = (
  SELECT sum(count * board_unit(place::int - 1)) FROM unnest(hours) WITH ORDINALITY AS slot (count, place));
INSERT INTO {table} (day, {key}, facet, value, total, packed, hours)
SELECT day, {key}, 'took', '', sum(total), sum(total * board_unit(board_rung(value))), '{{}}'::int[]
  FROM {table} WHERE facet = 'took' GROUP BY day, {key}
UNION ALL
SELECT day, {key}, 'took@' || place - 1, '', sum(count), sum(count * board_unit(board_rung(value))), '{{}}'::int[]
  FROM {table}, unnest(hours) WITH ORDINALITY AS slot (count, place)
 WHERE facet = 'took' AND count <> 0 GROUP BY day, {key}, place;
DELETE FROM {table} WHERE facet = 'took' AND value <> '';
INSERT INTO board_value (value, place)
SELECT value, (SELECT count(*) FROM board_value) + row_number() OVER (ORDER BY value) - 1
  FROM (SELECT DISTINCT value FROM {table} WHERE facet IN ('verdict', 'reason')) one
 WHERE value NOT IN (SELECT value FROM board_value);
INSERT INTO {table} (day, {key}, facet, value, total, packed, hours)
SELECT day, {key}, facet || 's', '', sum(total), sum(total * board_unit(place)), '{{}}'::int[]
  FROM {table} JOIN board_value USING (value)
 WHERE facet IN ('verdict', 'reason') AND place < 80 GROUP BY day, {key}, facet;
"""
KEY = "district_id, kind, authorisation_id"
WHOSE = f"camera_id, cell, {KEY}"
# Back by way of what is pending, which the older code folds as it needs it.
PUT_BACK = f"""
INSERT INTO board_pending (at, {WHOSE}, facet, value, count)
SELECT (day + time '12:00') AT TIME ZONE (SELECT zone FROM board_fold) + (slot - 13) * interval '1 hour',
       {WHOSE}, facet, value, count
  FROM (SELECT day, {WHOSE}, facet, value, slot, board_count(packed, slot) AS count
          FROM board_cameraday, generate_series(0, 24) AS slot WHERE facet IN ('verdict', 'reason')
        UNION ALL
        SELECT day, {WHOSE}, 'took', (board_ladder())[rung + 1]::text, substr(facet, 6)::int, board_count(packed, rung)
          FROM board_cameraday, generate_series(0, cardinality(board_ladder()) - 1) AS rung
         WHERE facet LIKE 'took@%') kept
 WHERE count <> 0;
TRUNCATE board_cityday, board_cameraday;
"""
FORGET = """
DROP FUNCTION board_ladder();
DROP FUNCTION board_rung(text);
DROP FUNCTION board_unit(int);
DROP FUNCTION board_count(numeric, int);
"""


COUNTED = ["district_id", "kind", "authorisation_id", "value"]
CONSTRAINTS = {
    "cityday": ("board_one_city_day", ["facet", "day", *COUNTED]),
    "cameraday": ("board_one_camera_day", ["facet", "camera_id", "day", "cell", *COUNTED]),
}


class Migration(migrations.Migration):

    dependencies = [("board", "0001_roll_ups")]

    operations = [
        migrations.RunSQL(FUNCTIONS, FORGET),
        migrations.CreateModel(
            name="Value",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.CharField(max_length=64, unique=True)),
                ("place", models.SmallIntegerField(unique=True)),
            ],
            options={"verbose_name": "counted value"},
        ),
        *(
            migrations.AddField(
                model, "packed", models.DecimalField(max_digits=1000, decimal_places=0, default=0), preserve_default=False
            )
            for model in ("cityday", "cameraday")
        ),
        migrations.RunSQL(
            PACK.format(table="board_cityday", key=KEY)
            + PACK.format(table="board_cameraday", key=WHOSE),
            PUT_BACK,
        ),
        *(
            migrations.AlterField(model, "hours", ArrayField(models.IntegerField(), size=25, default=list))
            for model in ("cityday", "cameraday")
        ),
        *(migrations.RemoveField(model, "hours") for model in ("cityday", "cameraday")),
        *(migrations.RemoveConstraint(model, name) for model, (name, _) in CONSTRAINTS.items()),
        *(
            migrations.AddConstraint(
                model,
                models.UniqueConstraint(fields=fields, nulls_distinct=False, include=["total", "packed"], name=name),
            )
            for model, (name, fields) in CONSTRAINTS.items()
        ),
    ]
