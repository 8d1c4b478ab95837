"""What no camera saw is linked by its place alone, and an exercise never with what is real.

The functions of migration 0003 with these two more conditions: a missing camera is near to every other, since the third
condition (nearness.py) asks for the place already; and ``is_real`` must be the same on both sides.
"""

from importlib import import_module

from django.db import migrations, models

BEFORE = import_module("hypervision.incidents.migrations.0003_functions")

# Parameters are explained in nearness.py. The ground of a camera is what its newest calibration sees, else its place.
LINKS = """
CREATE FUNCTION incidents_ground(which uuid) RETURNS geography LANGUAGE sql STABLE AS $$
  SELECT COALESCE(
    (SELECT c.view FROM maps_calibration c WHERE c.camera_id = which AND c.view IS NOT NULL
     ORDER BY c.version DESC LIMIT 1),
    (SELECT k.location FROM maps_camera k WHERE k.id = which))::geography
$$;

CREATE FUNCTION incidents_near(one uuid, other uuid, metres float) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN one IS NULL OR other IS NULL OR one = other OR ST_DWithin(incidents_ground(one), incidents_ground(other), metres, false);
END $$;

CREATE TYPE incidents_link AS (
  alert uuid, incident uuid, by_hand boolean, opened_at timestamptz, metres float, seconds float, same_camera boolean);

CREATE FUNCTION incidents_links(
  of_camera uuid, of_kinds varchar[], of_at timestamptz, seconds float, lon float, lat float, of_error float,
  metres float, most_error float, of_real boolean)
RETURNS SETOF incidents_link LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
#variable_conflict use_column
DECLARE
  here geometry := ST_SetSRID(ST_MakePoint(lon, lat), 4326);
  reach float := metres + LEAST(of_error, most_error);
  north float := (reach + most_error) / 111195.0;
  east float := north / GREATEST(cos(radians(lat)), 0.01);
  around geometry := ST_Expand(here, east, north);
  since timestamptz := of_at - make_interval(secs => seconds);
  until timestamptz := of_at + make_interval(secs => seconds);
BEGIN
  RETURN QUERY
  SELECT found.alert_id, i.id, i.by_hand, i.opened_at, found.away, found.apart_by, COALESCE(found.camera = of_camera, false)
  FROM incidents_incident i CROSS JOIN LATERAL (
    SELECT m.alert_id, m.camera, ST_DistanceSphere(m.place, here) AS away,
           abs(extract(epoch FROM m.at - of_at))::float AS apart_by
    FROM incidents_member m
    WHERE m.incident_id = i.id AND m.is_real = of_real AND m.at BETWEEN since AND until AND m.kind = ANY (of_kinds)
      AND ST_DistanceSphere(m.place, here) <= reach + LEAST(m.error, most_error)
      AND incidents_near(m.camera, of_camera, metres)
    ORDER BY m.at DESC LIMIT 1) AS found
  WHERE i.area && around AND i.newest_at >= since AND i.opened_at <= until AND i.kinds && of_kinds
  UNION ALL
  SELECT m.alert_id, NULL, false, m.at, ST_DistanceSphere(m.place, here),
         abs(extract(epoch FROM m.at - of_at))::float, COALESCE(m.camera = of_camera, false)
  FROM incidents_member m
  WHERE m.incident_id IS NULL AND NOT m.apart AND m.is_real = of_real AND m.place && around AND m.at BETWEEN since AND until
    AND m.kind = ANY (of_kinds) AND ST_DistanceSphere(m.place, here) <= reach + LEAST(m.error, most_error)
    AND incidents_near(m.camera, of_camera, metres);
END $$;
"""

# An alert that is linked to nothing stands alone; one that is linked to one incident alone joins it: so do nearly all in
# a storm. What is linked to more is left to joining.py, which brings it together.
ENTER = """
CREATE FUNCTION incidents_join(
  new_alert uuid, into_incident uuid, of_kind varchar, of_camera uuid, lon float, lat float, of_error float,
  of_at timestamptz, moment timestamptz, why jsonb, of_real boolean)
RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  here geometry := ST_SetSRID(ST_MakePoint(lon, lat), 4326);
  step_id bigint;
BEGIN
  INSERT INTO incidents_member (alert_id, incident_id, apart, kind, camera, place, error, at, is_real)
  VALUES (new_alert, into_incident, false, of_kind, of_camera, here, of_error, of_at, of_real);
  UPDATE incidents_incident SET
    opened_at = LEAST(opened_at, of_at),
    newest_at = GREATEST(newest_at, of_at),
    area = CASE WHEN ST_Covers(area, here) THEN area ELSE ST_Envelope(ST_Collect(area, here)) END,
    kinds = CASE WHEN of_kind = ANY (kinds) THEN kinds ELSE array_append(kinds, of_kind) END
  WHERE id = into_incident;
  INSERT INTO incidents_incidentstep (incident_id, verb, at, by_id, reason, facts, undoes_id)
  VALUES (into_incident, 'joined', moment, NULL, '', why, NULL) RETURNING id INTO step_id;
  INSERT INTO incidents_incidentmove (step_id, alert_id, source_id, target_id, was_apart)
  VALUES (step_id, new_alert, NULL, into_incident, false);
END $$;

CREATE FUNCTION incidents_enter(
  new_alert uuid, of_kind varchar, of_camera uuid, of_kinds varchar[], of_at timestamptz, within float, lon float,
  lat float, of_error float, around float, most_error float, moment timestamptz, of_real boolean)
RETURNS SETOF incidents_link LANGUAGE plpgsql AS $$
DECLARE
  links incidents_link[] := ARRAY(
    SELECT link FROM incidents_links(of_camera, of_kinds, of_at, within, lon, lat, of_error, around, most_error,
                                       of_real) link);
  one incidents_link := links[1];
BEGIN
  IF one IS NULL THEN
    INSERT INTO incidents_member (alert_id, incident_id, apart, kind, camera, place, error, at, is_real)
    VALUES (new_alert, NULL, false, of_kind, of_camera, ST_SetSRID(ST_MakePoint(lon, lat), 4326), of_error, of_at,
            of_real);
  ELSIF array_length(links, 1) = 1 AND one.incident IS NOT NULL THEN
    PERFORM incidents_join(
      new_alert, one.incident, of_kind, of_camera, lon, lat, of_error, of_at, moment,
      jsonb_build_object('to', one.alert, 'metres', round(one.metres::numeric, 1),
                         'seconds', round(one.seconds::numeric, 1), 'same_camera', one.same_camera),
      of_real);
  END IF;
  RETURN QUERY SELECT * FROM unnest(links);
END $$;
"""

BACKWARD = """
DROP FUNCTION incidents_enter;
DROP FUNCTION incidents_join;
DROP FUNCTION incidents_links;
DROP TYPE incidents_link;
DROP FUNCTION incidents_near;
DROP FUNCTION incidents_ground;
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_functions")]
    operations = [
        migrations.AlterField("member", "camera", models.UUIDField(null=True)),
        migrations.AddField("member", "is_real", models.BooleanField(default=True)),
        migrations.RunSQL([BEFORE.BACKWARD, LINKS, ENTER], [BACKWARD, BEFORE.LINKS, BEFORE.ENTER]),
    ]
